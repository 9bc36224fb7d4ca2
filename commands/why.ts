import { type Ask, command } from '../src/command.ts';
import { mayKnow, shownIds, verdictOf } from '../src/domain/audience.ts';
import { MOST_ADDRESS } from '../src/domain/bounds.ts';
import type { FeedState } from '../src/domain/feed.ts';
import type { Evidence, Mention } from '../src/domain/item.ts';
import type { OwnName } from '../src/domain/own.ts';
import type { Member, Story } from '../src/domain/story.ts';
import type { Block, Line } from '../src/domain/view.ts';
import type { StoredItem } from '../src/ports.ts';
import { nameOf, ownNames, storiesLike } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';

const MOST_MEMBERS = 8;
const MOST_SIGNS = 6;

type Told = { readonly story: Story; readonly members: readonly Member[] };

function evidenceLine(mention: Mention, own: readonly OwnName[], ask: Ask): Line {
  const w = ask.messages.answers.why;
  const name = nameOf(mention.id, ask, own);
  const signs = mention.evidence
    .slice(0, MOST_SIGNS)
    .map(
      (e: Evidence) =>
        `${w.signs[e.sign] ?? e.sign}${e.text === '' ? '' : ` ${ask.messages.common.quote(e.text)}`} ${w.points(e.points)}`,
    );
  return [{ text: name, strong: true }, ` (${w.total(mention.score)}) · ${signs.join(' · ')}`];
}

/** What became of one item, and why. */
function itemBlocks(
  item: StoredItem,
  own: readonly OwnName[],
  feeds: ReadonlyMap<string, FeedState>,
  ask: Ask,
): Block[] {
  const { messages: m } = ask;
  const w = m.answers.why;
  const reading = item.reading;
  const blocks: Block[] = [
    {
      kind: 'facts',
      facts: [
        {
          label: w.fate,
          value: [{ text: m.common.fatesOne[item.fate], strong: true }, ` · ${m.common.fateReasons[item.reason]}`],
        },
        ...(reading && reading.events.length > 0
          ? [
              { label: w.events, value: [reading.events.map((e) => m.common.events[e]).join(', ')] },
              { label: w.stance, value: [m.common.stances[reading.stance]] },
            ]
          : []),
        ...(reading && reading.reasons.length > 0
          ? [{ label: w.relevance, value: [reading.reasons.map((r) => w.reasons[r] ?? r).join(', ')] }]
          : []),
        { label: w.feed, value: [feeds.get(item.feed)?.title ?? item.feed] },
        { label: w.published, value: [item.published === null ? w.undated : m.common.instant(item.published)] },
        { label: w.seen, value: [m.common.instant(item.seenAt)] },
      ],
    },
  ];
  const mentions = reading?.providers ?? [];
  if (mentions.length > 0) {
    const counted = mentions.some((p) => p.decision === 'accept');
    blocks.push(
      { kind: 'heading', text: counted ? w.matched : w.refused },
      { kind: 'list', items: mentions.map((p) => evidenceLine(p, own, ask)) },
    );
  } else if (item.reason === 'no_tracked_name') blocks.push({ kind: 'text', line: [w.noName] });
  return blocks;
}

function storyBlocks({ story, members }: Told, ask: Ask): Block[] {
  const { messages: m } = ask;
  const w = m.answers.why;
  return [
    {
      kind: 'facts',
      facts: [
        {
          label: w.story,
          value: [{ text: m.common.corroboration[story.corroboration], strong: true }, ` · ${story.title}`],
        },
        { label: w.events, value: [story.events.map((e) => m.common.events[e]).join(', ')] },
      ],
    },
    { kind: 'heading', text: w.members },
    {
      kind: 'list',
      items: members
        .slice(0, MOST_MEMBERS)
        .map(
          (member): Line => [
            { text: member.title, url: member.link },
            ` · ${ask.queries.record.publisher(member.publisher)?.name ?? member.publisher}, ${member.published === null ? w.undated : m.common.day(member.published.slice(0, 10))}`,
            ...(member.origin === member.publisher
              ? []
              : [` · ${w.origin(ask.queries.record.publisher(member.origin)?.name ?? member.origin)}`]),
          ],
        ),
    },
  ];
}

/** Why an item that tells no story here is not told: its feed is left out. */
function untold(feed: FeedState | undefined, ask: Ask): string | null {
  return feed?.leftOut === undefined ? null : ask.messages.answers.why.leftOut;
}

/** Whether this channel was told of the story, and if not, what kept it silent. */
async function here(story: Story, own: readonly string[], ask: Ask): Promise<string | null> {
  const { channel, messages: m } = ask;
  const w = m.answers.why;
  if (channel === null) return null;
  const key = (c: typeof channel) => `${c.platform}:${c.space}:${c.channel}`;
  const alert = (await ask.queries.alertsOf(story.id)).find((a) => key(a.channel) === key(channel));
  if (alert) return alert.ref === null ? w.queued : w.shown(m.common.instant(alert.createdAt));
  const subscription = await ask.queries.subscription(channel);
  if (subscription === null) return w.notSubscribed;
  const mutes = await ask.queries.mutes(channel, ask.now);
  switch (verdictOf(subscription, mutes, story, own)) {
    case 'other_providers':
      return w.otherProvider;
    case 'other_events':
      return w.otherEvent;
    case 'below_min':
      return w.tooWeak(m.common.corroboration[story.corroboration], m.common.corroboration[subscription.min]);
    case 'muted':
      return w.mutedHere(m.common.quote(story.title.slice(0, 60)));
    case 'digest_only':
      return w.digestOnly;
    case 'told':
      return story.openedAt < subscription.since ? w.beforeWatch : w.queued;
  }
}

function itemData(item: StoredItem) {
  return {
    key: item.key,
    feed: item.feed,
    title: item.title,
    link: item.link,
    published: item.published,
    seenAt: item.seenAt,
    fate: item.fate,
    reason: item.reason,
    story: item.story,
    reading: item.reading && {
      decision: item.reading.decision,
      relevant: item.reading.relevant,
      providers: item.reading.providers,
      events: item.reading.events,
      stance: item.reading.stance,
      reasons: item.reading.reasons,
    },
  };
}

/** A reading as this channel may see it: without the names that only other channels track. */
function seen(item: StoredItem, own: readonly string[]): StoredItem {
  if (item.reading === null) return item;
  const ids = shownIds(
    item.reading.providers.map((p) => p.id),
    own,
  );
  const { main } = item.reading;
  const providers = item.reading.providers.filter((p) => ids.includes(p.id));
  return { ...item, reading: { ...item.reading, providers, main: main !== null && ids.includes(main) ? main : null } };
}

/** What `what` names: items by key or link, a story by its id or by an alert's. */
async function lookUp(
  what: string,
  ask: Ask,
): Promise<{ readonly items: readonly StoredItem[]; readonly told: Told | null }> {
  const id = what.replace(/^(story|histoire|alert|item|article)\s*:\s*/i, '').trim();
  const alert = await ask.queries.alert(id);
  const told = await ask.queries.story(alert?.story ?? id);
  if (told) {
    // The item that opened the story shows why its names count.
    const opener = told.members[0];
    return { items: opener ? await ask.queries.item(opener.item) : [], told };
  }
  const items = await ask.queries.item(id);
  const story = items.find((item) => item.story !== null)?.story ?? null;
  return { items, told: story === null ? null : await ask.queries.story(story) };
}

/** Why an item was sent, or why not: fate, evidence, story, and what this channel made of it. */
export const why = command({
  name: 'why',
  options: { what: { type: 'text', bare: true, required: true, suggest: 'story', max: MOST_ADDRESS } },
  answer: async (values, ask) => {
    const { messages: m } = ask;
    const own = await ownNames(ask);
    const ids = own.map((o) => o.id);
    const found = await lookUp(values.what, ask);
    // A story that only other channels' own names make one is none of this channel's business.
    const hidden = found.told !== null && !mayKnow(found.told.story, ids);
    const told = hidden ? null : found.told;
    const items = hidden ? [] : found.items.map((item) => seen(item, ids));
    const [first] = items;
    if (!first && !told) {
      const near = /^https?:/i.test(values.what) ? [] : await storiesLike(values.what, 3, ask);
      const hints = near.length > 0 ? [m.news.story.several(values.what.slice(0, 80))] : [m.answers.why.notFoundHint];
      return refusal(m, [m.answers.why.notFound(values.what.slice(0, 120)), ...hints], {
        error: 'unknown_item',
        option: 'what',
        nearest: near.map((s) => s.id),
        buttons: near.map((s) => ({ label: s.title.slice(0, 75), line: `why story:${s.id}` })),
      });
    }
    const feeds = new Map((await ask.queries.feeds()).map((feed) => [feed.id, feed]));
    const local = told === null ? untold(feeds.get(first?.feed ?? ''), ask) : await here(told.story, ids, ask);
    const blocks: Block[] = [
      ...(first ? itemBlocks(first, own, feeds, ask) : []),
      ...(first && told ? ([{ kind: 'divider' }] as const) : []),
      ...(told ? storyBlocks(told, ask) : []),
      ...(local === null ? [] : ([{ kind: 'facts', facts: [{ label: m.answers.why.here, value: [local] }] }] as const)),
    ];
    return {
      pages: [
        {
          title: first?.title ?? told?.story.title ?? m.answers.why.title,
          tone: 'neutral',
          url: first?.link ?? null,
          blocks,
        },
      ],
      data: {
        items: items.map(itemData),
        story: told && { ...told.story, providers: shownIds(told.story.providers, ids), members: told.members },
        here: local,
      },
      private: true,
    };
  },
});
