import { setImmediate as breathe } from 'node:timers/promises';
import type { Reading } from '../domain/item.ts';
import type { Instant } from '../domain/period.ts';
import { type FeedAudience, hears, type Space, spaceOf } from '../domain/space.ts';
import type { Member, Story } from '../domain/story.ts';
import type { Publisher } from '../domain/subject.ts';
import type { ChannelRef } from '../domain/subscription.ts';
import type { Repositories, StoredItem } from '../ports.ts';
import { type Corroborate, grown, memberOf, type OpenStory, opened, timeOf } from './growth.ts';
import type { Touched } from './tell.ts';

/**
 * What a space may see of a story. A story is one for all, whoever's feeds tell it; a space sees it as if only the feeds
 * it hears existed: titles, names, events, claims, standing and voices are reckoned anew from their items.
 */

/** By what a story's standing is reckoned. */
export type Judging = { readonly corroborate: Corroborate; readonly publishers: readonly Publisher[] };

/** A story as a space sees it. */
export type Seen = { readonly story: Story; readonly members: readonly Member[] };

/** A story may have thousands of items: after as many, whatever else waits is let in. */
const ITEMS_AT_ONCE = 50;
/** How a story stands while it is put together; how it truly stands is reckoned once, from all of it. */
const UNDER_WAY = { corroboration: 'reported', origins: [] } as const;

type Store = Pick<Repositories, 'stories' | 'items' | 'feeds' | 'spaces'>;

/** Who tells a story, with those of their feeds that are not for everybody. */
type Tellers = {
  readonly items: Awaited<ReturnType<Repositories['spaces']['tellers']>>;
  readonly members: readonly Member[];
  readonly audiences: ReadonlyMap<string, FeedAudience>;
};

async function tellersOf(store: Store, story: string): Promise<Tellers> {
  const members = await store.stories.members(story);
  const items = await store.spaces.tellers(story);
  const feeds = [...members.map((member) => member.feed), ...items.map((item) => item.feed)];
  return { items, members, audiences: await store.spaces.audiences(feeds) };
}

function isHeard(feed: string, { audiences }: Tellers, space: Space | null): boolean {
  return hears(audiences.get(feed), space);
}

/** The story as a space sees it; null when no feed that it hears tells it. */
export async function seenStory(
  store: Store,
  story: Story,
  space: Space | null,
  judging: Judging,
): Promise<Seen | null> {
  return seenOf(store, story, await tellersOf(store, story.id), space, judging);
}

async function seenOf(
  store: Store,
  story: Story,
  tellers: Tellers,
  space: Space | null,
  judging: Judging,
): Promise<Seen | null> {
  const { members } = tellers;
  if (members.every((member) => isHeard(member.feed, tellers, space))) return { story, members };
  const parts = await partsOf(store, story, tellers, space, judging);
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  const establish = (some: readonly Member[]) =>
    some.length < parts.length ? UNDER_WAY : judging.corroborate(some, judging.publishers);
  const times = { openedAt: first.openedAt, grownAt: first.grownAt };
  let open: OpenStory = opened(first.member, first.reading, times, establish);
  for (const [n, part] of rest.entries()) {
    if (n % ITEMS_AT_ONCE === ITEMS_AT_ONCE - 1) await breathe();
    open = grown(open, part.member, part.reading, part.grownAt, establish).open;
  }
  // Known by the same id, and changed whenever the whole changed, so that cards and buttons find it.
  return { story: { ...open.story, id: story.id, version: story.version }, members: open.members };
}

/** What an item adds to a story, and when it did. */
type Part = {
  readonly member: Member;
  readonly reading: Reading;
  readonly openedAt: Instant;
  readonly grownAt: Instant;
};

/**
 * The parts of a story that a space sees, in the order in which they came. An item that was no member, since another
 * feed had brought the same page, takes that one's place where the space does not hear the other feed.
 */
async function partsOf(
  store: Store,
  story: Story,
  tellers: Tellers,
  space: Space | null,
  { publishers }: Judging,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [n, member] of tellers.members.entries()) {
    if (n % ITEMS_AT_ONCE === ITEMS_AT_ONCE - 1) await breathe();
    if (isHeard(member.feed, tellers, space))
      parts.push(partOf(member, await store.items.get(member.item), story.lang));
  }
  const known = new Set(tellers.members.map((member) => member.item));
  const links = new Set(parts.map(({ member }) => member.link));
  let stoodIn = 0;
  for (const { item: key, feed: id } of tellers.items) {
    if (known.has(key) || !isHeard(id, tellers, space)) continue;
    stoodIn += 1;
    if (stoodIn % ITEMS_AT_ONCE === 0) await breathe();
    const [item, feed] = [await store.items.get(key), await store.feeds.get(id)];
    if (item?.reading == null || feed === null) continue;
    if (item.link !== null && links.has(item.link)) continue;
    links.add(item.link);
    const { reading, seenAt } = item;
    const member = memberOf({ key, feed, item, reading, publishers, reason: item.reason, now: seenAt });
    parts.push(partOf(member, item, story.lang));
  }
  return parts.sort((a, b) =>
    a.member.joinedAt < b.member.joinedAt ? -1 : a.member.joinedAt > b.member.joinedAt ? 1 : 0,
  );
}

function partOf(member: Member, item: StoredItem | null, lang: string): Part {
  const at = item === null ? member.joinedAt : timeOf(item, item.seenAt);
  const grownAt = item?.fate === 'first_reading' ? at : member.joinedAt;
  return { member, reading: item?.reading ?? unread(member, lang), openedAt: at, grownAt };
}

/** What is left of a reading once the archive let go of the item: how it was told, and by whom. */
function unread({ stance, origin, publisher }: Member, lang: string): Reading {
  return {
    decision: 'accept',
    relevant: true,
    providers: [],
    main: null,
    events: [],
    stance: stance as Reading['stance'],
    claims: [],
    lang,
    origin: origin === publisher ? null : origin,
    reasons: [],
    fingerprint: { shingles: [], concepts: [], figures: [], words: [] },
  };
}

/** A change of a story as a channel may hear of it; null when it is none of its business. */
export type ChangeSeen = (change: Touched, channel: ChannelRef) => Promise<Touched | null>;

/**
 * How the changes that a reading of `feed` made are seen by channels. Where the space does not hear the feed, nothing
 * happened; where it hears all that tell the story, the change is as it is.
 */
export function changesSeen(store: Store, feed: string, now: Instant, judging: Judging): ChangeSeen {
  const tellers = new Map<string, Promise<Tellers>>();
  const seen = new Map<string, Promise<Touched | null>>();
  const once = <T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
    const made = kept.get(key) ?? make();
    kept.set(key, made);
    return made;
  };

  const look = async (change: Touched, all: Tellers, space: Space | null): Promise<Touched | null> => {
    if (!isHeard(feed, all, space)) return null;
    const after = await seenOf(store, change.story, all, space, judging);
    if (after === null) return null;
    if (after.story === change.story) return change;
    return { ...change, story: after.story, before: beforeOf(change, after, all, space) };
  };

  /** How far the story stood for the space before this reading; null when it was told of nothing yet. */
  const beforeOf = (change: Touched, after: Seen, all: Tellers, space: Space | null): Story | null => {
    if (change.before === null) return null;
    const had = new Set(change.had.map((member) => member.item));
    const old = new Set(all.items.filter((item) => item.seenAt < now).map((item) => item.item));
    const heard = change.had.filter((member) => isHeard(member.feed, all, space));
    const stoodIn = after.members.filter((member) => !had.has(member.item) && old.has(member.item));
    const before = [...heard, ...stoodIn];
    if (before.length === 0) return null;
    // The same page again adds nothing to the whole; to whoever does not hear the other feed it is new.
    const grew = after.members.length > before.length;
    const version = grew ? Math.min(change.before.version, change.story.version - 1) : change.before.version;
    return { ...change.before, version, ...judging.corroborate(before, judging.publishers) };
  };

  let narrowed: Promise<boolean> | null = null;
  return async (change, channel) => {
    narrowed ??= store.spaces.narrowed();
    if (!(await narrowed)) return change;
    const space = spaceOf(channel);
    const { id } = change.story;
    const all = await once(tellers, id, () => tellersOf(store, id));
    if (all.audiences.size === 0) return change;
    return once(seen, `${id} ${space}`, () => look(change, all, space));
  };
}
