import type { Flood } from '../domain/alert.ts';
import type { FeedState } from '../domain/feed.ts';
import { FATES, type Fate, type FateReason, type Item, type Reading } from '../domain/item.ts';
import type { Instant } from '../domain/period.ts';
import type { Publisher } from '../domain/subject.ts';
import type { IntakeCounts, Intaking, Store, StoredItem } from '../ports.ts';
import { publishersOf } from '../reading/publishers.ts';
import { timeOf } from './growth.ts';
import { recognise } from './identity.ts';
import { isUntold, retold } from './place.ts';

/** A poll on its way in. */
export type Poll = {
  readonly intaking: Intaking;
  readonly now: Instant;
  /** Oldest first. */
  readonly items: readonly Item[];
  /** Those that the feed showed before, by id, as they stood when the poll came. */
  readonly known: ReadonlyMap<string, StoredItem>;
  readonly tooOld: Instant;
  /** Items beyond what one poll may bring as news. */
  readonly beyond: ReadonlySet<Item>;
  readonly readings: Map<Item, Reading>;
  /** Items over which reading or matching failed. */
  readonly unfit: Set<Item>;
  /** How many are written, and what came of them. */
  done: number;
  counts: IntakeCounts;
};

export type PollSettings = {
  /** An item older than this when its feed first shows it is no news, in days. */
  readonly maxAgeDays: number;
  /** How far back a story may have grown and still be joined, in days. */
  readonly storyDays: number;
  /** Of one poll's new items, how many are news, the newest; the others are kept in silence. */
  readonly newsPerPoll: number;
};

const DAY_MS = 86_400_000;

/** Looks at a poll as a whole, before its first piece: what of it is known, too old, or too much. */
export async function beginPoll(
  store: Store,
  settings: PollSettings,
  intaking: Intaking,
  publishers: readonly Publisher[],
  now: Instant,
): Promise<Poll> {
  const { feed, first } = intaking;
  const { asWritten } = publishersOf(publishers);
  const written = intaking.items.map((item) => asWritten(feed, item));
  const { items: recognised, known } = await recognise(store.items, feed.id, written);
  const items = chronological(recognised, now);
  const tooOld = oldest(await store.feeds.get(feed.id), now, settings.maxAgeDays);
  const isNews = (item: Item): boolean => {
    const stored = known.get(item.id);
    if (timeOf(item, now) < tooOld) return false;
    return stored ? isUntold(stored) && retold(stored, item) : true;
  };
  const news = first ? [] : items.filter(isNews);
  const beyond = new Set(news.slice(0, Math.max(0, news.length - settings.newsPerPoll)));
  const counts = { ...noCounts(), seen: items.length };
  return { intaking, now, items, known, tooOld, beyond, readings: new Map(), unfit: new Set(), done: 0, counts };
}

/** What a poll brought of news, and how much of it is told; null where that is all. */
export function floodOf({ beyond }: Poll, { newsPerPoll }: PollSettings): Flood | null {
  return beyond.size === 0 ? null : { items: beyond.size + newsPerPoll, told: newsPerPoll };
}

/** Why an item of the poll is kept in silence; null where it may be news. */
export function silenceOf({ intaking, beyond }: Poll, item: Item): FateReason | null {
  if (intaking.first) return 'feed_first_reading';
  return beyond.has(item) ? 'beyond_cap' : null;
}

/** From where on stories must be at hand: what is kept in silence is matched by its own day. */
export function reachOf({ intaking, items, beyond, now }: Poll, { storyDays }: PollSettings): Instant {
  const silent = intaking.first ? items : [...beyond];
  const from = silent.reduce((min, item) => (timeOf(item, now) < min ? timeOf(item, now) : min), now);
  return daysBefore(from, storyDays);
}

/** No items yet. */
export function noCounts(): IntakeCounts & {
  seen: number;
  fresh: number;
  revised: number;
  fates: Record<Fate, number>;
} {
  const fates = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  return { seen: 0, fresh: 0, revised: 0, fates };
}

/** What two pieces came to. */
export function sum(a: IntakeCounts, b: IntakeCounts): IntakeCounts {
  const fates = Object.fromEntries(FATES.map((fate) => [fate, a.fates[fate] + b.fates[fate]])) as Record<Fate, number>;
  return { seen: a.seen + b.seen, fresh: a.fresh + b.fresh, revised: a.revised + b.revised, fates };
}

/** Oldest first, each id once: a feed lists its newest first, and what opens a story is its first telling. */
function chronological(items: readonly Item[], now: Instant): Item[] {
  const once = new Map<string, Item>();
  for (const item of items) if (!once.has(item.id)) once.set(item.id, item);
  return [...once.values()].reverse().sort((a, b) => compare(timeOf(a, now), timeOf(b, now)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const daysBefore = (instant: Instant, days: number): Instant =>
  new Date(Date.parse(instant) - days * DAY_MS).toISOString();

/** Items older than this are no news. What came out while the feed could not be read is. */
function oldest(feed: FeedState | null, now: Instant, days: number): Instant {
  const limit = daysBefore(now, days);
  const seen = feed?.lastOkAt ?? null;
  return seen !== null && seen < limit ? seen : limit;
}
