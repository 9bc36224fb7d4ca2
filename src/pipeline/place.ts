import type { FeedState } from '../domain/feed.ts';
import type { Fate, FateReason, Item, Readable, Reading } from '../domain/item.ts';
import { itemKey } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import type { StoryTraits } from '../domain/story.ts';
import type { Publisher } from '../domain/subject.ts';
import type { Intaking, Repositories, StoredItem } from '../ports.ts';
import { publishersOf } from '../reading/publishers.ts';
import { copiedFrom } from './copies.ts';
import { type Desk, keep, openStory, touch } from './desk.ts';
import { type Corroborate, grown, memberOf, opened, timeOf } from './growth.ts';
import { isNews, twinOf } from './identity.ts';

/** Finds the open story that an item tells, with why; null when it tells a new one. Pure. */
export type MatchStory = (
  reading: Reading,
  item: Readable,
  candidates: readonly StoryTraits[],
  now: Instant,
) => { readonly story: string; readonly reason: string } | null;

/** What decides over an item once it is read. */
export type Judging = {
  readonly matchStory: MatchStory;
  readonly corroborate: Corroborate;
  readonly publishers: readonly Publisher[];
};

/** One piece of a poll, in its transaction. */
export type Work = {
  readonly parts: Judging;
  readonly repositories: Repositories;
  readonly intaking: Intaking;
  readonly desk: Desk;
  /** Null for an item that cannot be read. */
  readonly readingOf: (item: Item) => Reading | null;
  /** Why an item is kept in silence, whatever it says; null where it may be news. */
  readonly silenceOf: (item: Item) => FateReason | null;
  /** What came out before is no news. */
  readonly tooOld: Instant;
  readonly now: Instant;
};

/**
 * Decides what becomes of an item that its feed shows for the first time, or whose new text makes it another, and
 * stores it so.
 */
export async function place(work: Work, item: Item, stored?: StoredItem): Promise<Fate> {
  const { repositories, intaking, desk, readingOf, tooOld, now } = work;
  const key = itemKey(intaking.feed.id, item.id);
  const reading = readingOf(item);
  const silence = work.silenceOf(item);
  const store = async (fate: Fate, reason: FateReason, story: string | null): Promise<Fate> => {
    const outcome = { reading, fate, reason, story };
    if (stored) await repositories.items.revise(key, item, outcome);
    else await repositories.items.add({ ...item, key, feed: intaking.feed.id, seenAt: now, ...outcome });
    return fate;
  };

  if (reading === null) return store('filtered', 'unreadable', null);
  if (!intaking.first && timeOf(item, now) < tooOld) return store('filtered', 'too_old', null);
  const twin = await twinOf(repositories.items, intaking.feed.id, item);
  if (twin !== null) {
    // The same page through another feed adds no voice to the story, but it may be the first that is not silent.
    if (silence !== null) return store('first_reading', silence, twin);
    touch(desk, await openStory(repositories, desk, twin), true);
    return store('joined', 'same_article', twin);
  }
  if (reading.decision === 'review' || !reading.relevant) {
    if (silence !== null) return store('first_reading', silence, null);
    if (reading.decision === 'review') return store('held', 'name_unsure', null);
    return store('filtered', reading.providers.length === 0 ? 'no_tracked_name' : 'not_relevant', null);
  }
  const { story, joined } = await tellStory(work, item, key, reading, silence !== null);
  if (silence !== null) return store('first_reading', silence, story);
  return joined ? store('joined', 'joined_story', story) : store('alerted', 'new_story', story);
}

/** Joins the item to the story it tells, or opens one. */
async function tellStory(work: Work, item: Item, key: string, reading: Reading, silent: boolean) {
  const { parts, repositories, intaking, desk, now } = work;
  const at = timeOf(item, now);
  // What is kept in silence counts as of its own day: an old story must not look like one of today.
  const grownAt = silent ? at : now;
  const text = readable(intaking.feed, item, parts.publishers);
  const { namesOf } = publishersOf(parts.publishers);
  const match = parts.matchStory(reading, text, desk.memory.near(reading.fingerprint), grownAt);
  const member = memberOf({
    key,
    feed: intaking.feed,
    item,
    reading,
    publishers: parts.publishers,
    reason: match?.reason ?? 'opened',
    copyOf: match === null ? undefined : await copiedFrom(repositories, match, item, reading, namesOf(text.publisher)),
    now,
  });
  const establish = (members: Parameters<Corroborate>[0]) => parts.corroborate(members, parts.publishers);
  if (match === null) {
    const open = opened(member, reading, { openedAt: at, grownAt }, establish);
    await repositories.stories.add(open.story, member, open.traits);
    touch(desk, open, !silent, null);
    return { story: open.story.id, joined: false };
  }
  const before = await openStory(repositories, desk, match.story);
  const { open } = grown(before, member, reading, grownAt, establish);
  await repositories.stories.grow(open.story, member, open.traits);
  touch(desk, before, !silent);
  keep(desk, open);
  return { story: match.story, joined: true };
}

/**
 * Takes a publisher's change of an item it already gave: the stored text and reading are replaced and the story's card
 * edited, never sent again. What became of the item stands, but for one that was held or filtered and has told no
 * story: with a new text it is looked at like a new item. True when something had changed.
 */
export async function revise(work: Work, stored: StoredItem, item: Item): Promise<boolean> {
  const { parts, repositories, intaking, desk, readingOf, tooOld, now } = work;
  const retitled = retold(stored, item);
  if (!retitled && stored.published === item.published && stored.link === item.link) return false;
  const reading = retitled || stored.reading === null ? readingOf(item) : stored.reading;
  if (retitled && isUntold(stored) && !intaking.first && timeOf(item, now) >= tooOld) {
    await place(work, item, stored);
    return true;
  }
  const { fate, reason, story } = stored;
  await repositories.items.revise(stored.key, item, { reading, fate, reason, story });
  if (stored.story === null || reading === null) return true;
  const before = await openStory(repositories, desk, stored.story);
  const old = before.members.find((member) => member.item === stored.key);
  if (!old) return true;
  const { publishers } = parts;
  const member = {
    ...memberOf({ key: stored.key, feed: intaking.feed, item, reading, publishers, reason: old.reason, now }),
    joinedAt: old.joinedAt,
    ...(old.copyOf === undefined ? {} : { copyOf: old.copyOf }),
  };
  const establish = (members: Parameters<Corroborate>[0]) => parts.corroborate(members, publishers);
  const { open, visible } = grown(before, member, reading, before.story.grownAt, establish);
  if (!visible) return true;
  await repositories.stories.grow(open.story, member, open.traits);
  touch(desk, before, work.silenceOf(item) === null && isNews(stored, reading));
  keep(desk, open);
  return true;
}

/** True when a stored item is shown with other words. */
export function retold(stored: StoredItem, item: Item): boolean {
  const words = stored.title !== item.title || stored.summary !== item.summary;
  return words || (stored.trimmed !== true && stored.content !== item.content);
}

/** An item as it is read. */
export function readable(feed: FeedState, item: Item, publishers: readonly Publisher[]): Readable {
  const { id, title, summary, content, published } = item;
  const { publisher } = publishersOf(publishers).of(feed, item);
  return { id, title, summary, content, published, lang: item.lang ?? feed.lang, publisher, url: item.link };
}

/** An item that waits for a person or was left out: nobody was told of it. */
export function isUntold({ fate, story }: StoredItem): boolean {
  return story === null && (fate === 'held' || fate === 'filtered');
}
