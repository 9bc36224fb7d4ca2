import { type Answer, type Ask, command } from '../src/command.ts';
import { mayKnow, shownIds } from '../src/domain/audience.ts';
import { distinctClaims } from '../src/domain/event.ts';
import type { OwnName } from '../src/domain/own.ts';
import type { Story } from '../src/domain/story.ts';
import type { Block, Button, Line } from '../src/domain/view.ts';
import type { StoryStep, WholeStory } from '../src/queries.ts';
import { nameOf, ownNames, publisherName, storiesLike } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';
import { claimLine, memberLine, storyData, storyLink, storyTone } from './parts/story-words.ts';

/** Members and claims on the card; the rest is counted. */
const MEMBERS = 12;
const CLAIMS = 8;
/** Stories to choose from when words fit several. */
const CHOICES = 5;
/** Of the newest, how many are offered when nothing fits. */
const NEWEST = 3;

/** The story that an id, an alert's id, an item's key or a link leads to, if this channel may know of it. */
async function byId(text: string, own: readonly string[], ask: Ask): Promise<WholeStory | null> {
  const { queries } = ask;
  const id = text.replace(/^(story|histoire|alert|item|article)\s*:\s*(?!\/\/)/i, '').trim();
  const alert = await queries.alert(id);
  const direct = await queries.story(alert?.story ?? id);
  const through = direct === null ? (await queries.item(id)).find((item) => item.story !== null)?.story : undefined;
  const told = direct ?? (through ? await queries.story(through) : null);
  return told !== null && mayKnow(told.story, own) ? told : null;
}

/** The way of a story: only the members that changed what it counts as, and the first. */
function historyLines(steps: readonly StoryStep[], ask: Ask): Line[] {
  const { messages: m } = ask;
  const w = m.news.story;
  return steps
    .filter((step) => step.from !== step.to)
    .map((step): Line => {
      const way =
        step.from === null
          ? `${m.common.corroboration[step.to]} (${w.opens})`
          : `${m.common.corroboration[step.from]} → ${m.common.corroboration[step.to]}`;
      return [
        m.common.instant(step.at),
        ' · ',
        { text: way, strong: true },
        ` · ${publisherName(step.member.publisher, ask)}`,
      ];
    });
}

function list(heading: string, lines: readonly Line[], most: number, more: (n: number) => string): Block[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, most);
  const items = lines.length > most ? [...shown, [more(lines.length - most)]] : shown;
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', items },
  ];
}

function blocksOf({ story, members, steps }: WholeStory, own: readonly OwnName[], ask: Ask): Block[] {
  const { messages: m } = ask;
  const w = m.news.story;
  const ids = own.map((o) => o.id);
  const about = shownIds(story.providers, ids);
  const claims = distinctClaims(story.claims.filter((claim) => about.includes(claim.provider)));
  return [
    {
      kind: 'facts',
      facts: [
        { label: w.corroboration, value: [{ text: m.cards.story.meters[story.corroboration], strong: true }] },
        { label: w.events, value: [story.events.map((e) => m.common.events[e]).join(' · ')] },
        ...(about.length > 0
          ? [{ label: w.about, value: [m.common.and(about.map((id) => nameOf(id, ask, own)))] }]
          : []),
        {
          label: w.origins,
          value: [
            story.origins.length === 0
              ? m.common.none
              : `${story.origins.length} · ${m.common.and(story.origins.map((id) => publisherName(id, ask)))}`,
          ],
        },
        { label: w.opened, value: [m.common.instant(story.openedAt)] },
        ...(story.grownAt === story.openedAt ? [] : [{ label: w.grown, value: [m.common.instant(story.grownAt)] }]),
      ],
    },
    ...list(
      w.members(members.length),
      members.map((member) => memberLine(member, story, ask)),
      MEMBERS,
      w.more,
    ),
    ...list(w.history, historyLines(steps, ask), MEMBERS, w.more),
    ...list(
      w.claims,
      claims.map((claim) => claimLine(claim, ask, own)),
      CLAIMS,
      w.more,
    ),
    { kind: 'note', line: [m.cards.story.id(story.id)] },
    { kind: 'buttons', buttons: buttonsOf(story, about, ask) },
  ];
}

function buttonsOf(story: Story, about: readonly string[], ask: Ask): Button[] {
  const w = ask.messages.news.story;
  const main = story.main !== null && about.includes(story.main) ? story.main : (about[0] ?? null);
  const subject = main === null ? null : ask.queries.record.subject(main);
  return [
    { label: w.why, line: `why story:${story.id}` },
    { label: w.mute, line: `mute story:${story.id} for:7d` },
    ...(subject === null ? [] : [{ label: w.offer(subject.name).slice(0, 75), line: `offer ${subject.id}` }]),
  ];
}

/** No such story: those that hold its words to choose from, else the newest there are. */
async function unknown(given: string, near: readonly Story[], own: readonly string[], ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.news.story;
  const several = near.length > 1;
  const shown = several ? near : await ask.queries.search({ own, limit: NEWEST });
  const sentences = several ? [w.several(given)] : [w.notFound(given), w.hint, ...(shown.length > 0 ? [w.newest] : [])];
  return refusal(m, sentences, {
    error: several ? 'several_stories' : 'unknown_story',
    option: 'id',
    nearest: shown.map((s) => s.id),
    buttons: shown.map((s) => ({ label: s.title.slice(0, 75), line: `story ${s.id}` })),
  });
}

/** One story whole: who told it, on whose word, how it became established, what it claims. */
export const story = command({
  name: 'story',
  options: { id: { type: 'text', bare: true, required: true, suggest: 'story' } },
  answer: async (values, ask) => {
    const { messages: m } = ask;
    const w = m.news.story;
    const own = await ownNames(ask);
    const ids = own.map((o) => o.id);
    const given = values.id.slice(0, 80);
    let told = await byId(values.id, ids, ask);
    if (told === null) {
      const near = await storiesLike(values.id, CHOICES, ask);
      const [only] = near;
      if (near.length !== 1 || only === undefined) return unknown(given, near, ids, ask);
      told = await ask.queries.story(only.id);
    }
    if (told === null) return refusal(m, [w.notFound(given), w.hint], { error: 'unknown_story', option: 'id' });
    const shown = shownIds(told.story.providers, ids);
    return {
      pages: [
        {
          title: told.story.title,
          tone: storyTone(told.story),
          url: storyLink(told.story, told.members),
          blocks: blocksOf(told, own, ask),
        },
      ],
      data: {
        ...storyData(told.story, told.members, shown),
        claims: told.story.claims.filter((claim) => shown.includes(claim.provider)),
        history: told.steps.map(({ at, from, to, member }) => ({
          at,
          from,
          to,
          item: member.item,
          publisher: member.publisher,
        })),
      },
    };
  },
});
