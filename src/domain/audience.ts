import { isOwn } from './own.ts';
import type { Corroboration, Story } from './story.ts';
import { followed, type Mute, type Subscription } from './subscription.ts';

/** Whether a channel is told of a story, and if not, what keeps it silent. */
export type Verdict = 'told' | 'digest_only' | 'other_providers' | 'other_events' | 'below_min' | 'muted';

/** A denial of something nobody was told is news, but it does not establish a fact: it counts as reported. */
const RANK: Readonly<Record<Corroboration, number>> = { rumour: 0, reported: 1, denied: 1, confirmed: 2 };

/** Of the subjects of a story, those that a channel may be shown: everybody's, and the names it tracks itself. */
export function shownIds(ids: readonly string[], own: readonly string[]): string[] {
  return ids.filter((id) => !isOwn(id) || own.includes(id));
}

/**
 * True when a channel may know of a story at all. One that names nothing but what other channels track for themselves
 * is theirs alone.
 *
 * @param own ids of the names that the channel tracks itself (`own:acme-cloud`).
 */
export function mayKnow(story: Pick<Story, 'providers'>, own: readonly string[]): boolean {
  return story.providers.length === 0 || shownIds(story.providers, own).length > 0;
}

/**
 * Whether a channel with this subscription and these running mutes is told of a story at once. Pure; the first
 * thing that stands against it is named, in the order providers, events, least corroboration, mode, mutes. A story
 * that names something the channel tracks itself is wanted whatever providers and events it chose.
 *
 * @param own ids of the names that the channel tracks itself.
 */
export function verdictOf(
  subscription: Subscription,
  mutes: readonly Mute[],
  story: Story,
  own: readonly string[] = [],
): Verdict {
  const { providers, events } = subscription;
  if (!mayKnow(story, own)) return 'other_providers';
  if (!story.providers.some((id) => own.includes(id))) {
    // A rule of the market names no provider: whoever follows all of them is told of it.
    const anybody = providers === 'all' && story.providers.length === 0;
    if (!anybody && followed(subscription, shownIds(story.providers, own)).length === 0) return 'other_providers';
    if (events !== 'all' && !story.events.some((event) => events.includes(event))) return 'other_events';
  }
  if (RANK[story.corroboration] < RANK[subscription.min]) return 'below_min';
  if (subscription.mode === 'digest') return 'digest_only';
  return isMuted(subscription, mutes, story, own) ? 'muted' : 'told';
}

/**
 * True when what the channel asked not to hear of is what the story is about: the story itself, its main provider,
 * every watched provider it names, or its main event. A muted name in passing does not hide the others.
 */
export function isMuted(
  subscription: Subscription,
  mutes: readonly Mute[],
  story: Story,
  own: readonly string[] = [],
): boolean {
  const muted = new Set(mutes.map((mute) => mute.what));
  if (muted.has('all') || muted.has(`story:${story.id}`)) return true;
  if (story.events[0] !== undefined && muted.has(`event:${story.events[0]}`)) return true;
  const mine = story.providers.filter((id) => own.includes(id));
  // A name of the channel's own is heard of even where the provider it appears beside is muted.
  if (mine.length === 0 && story.main !== null && muted.has(`provider:${story.main}`)) return true;
  const shown = shownIds(story.providers, own);
  const watched = mine.length > 0 ? mine : followed(subscription, shown);
  return watched.length > 0 && watched.every((id) => muted.has(`provider:${id}`));
}

/** True when a story's way from one state to another is worth a word under its card: it rose, or it was denied. */
export function isStep(from: Corroboration, to: Corroboration): boolean {
  if (from === to) return false;
  if (to === 'denied') return true;
  return from === 'denied' ? to === 'confirmed' : RANK[to] > RANK[from];
}

/** A story as a channel may see it: without what only other channels track. */
export function storyFor(story: Story, own: readonly string[]): Story {
  const providers = shownIds(story.providers, own);
  const main = story.main !== null && shownIds([story.main], own).length === 0 ? null : story.main;
  return {
    ...story,
    providers,
    main,
    claims: story.claims.filter((claim) => shownIds([claim.provider], own).length > 0),
  };
}
