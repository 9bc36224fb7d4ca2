import { setImmediate as breathe } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { groupsOf } from '../domain/groups.ts';
import type { Instant } from '../domain/period.ts';
import { type Horizons, horizonsOf, tighterHorizons } from '../domain/retention.ts';
import type { Store, SweepOrder, SweepReport } from '../ports.ts';
import { cacheRows } from './cache.ts';
import { isStoreError } from './error.ts';
import {
  type Cursor,
  dropContents,
  emptyReadings,
  emptyTraits,
  itemsFrom,
  type Place,
  removeDeliveries,
  removeInbox,
  removeItems,
  removeMutes,
  removeStories,
  START,
  sizeOf,
  sizesOf,
  storiesFrom,
} from './outdated.ts';
import { giveBack } from './room.ts';
import { type Survey, surveyItems } from './survey.ts';
import type { Handle, Tables } from './tables.ts';

/** Rows and bytes that one transaction touches at most: a few milliseconds on a slow disk. */
const ROWS = 50;
const BYTES = 96 * 1024;
/** Items that go at once: each takes some hundred entries of the archive's words with it. */
const GOING = 10;
/** Rows that are only looked at, without their texts. */
const GLANCE = 500;
const MIB = 1_048_576;
/** A poll may take this long between its clock reading and its commit. */
const POLL_MS = 3_600_000;
/** What is owed daily runs when the last run is this old, in milliseconds. */
const DAILY_MS = 22 * 3_600_000;

/** Marks in the cache: what may be lost, and is then merely done again. */
const LAST = 'retention::last';
const MARKS = { readings: 'retention::readings', traits: 'retention::traits' } as const;

type Counts = { -readonly [K in Exclude<keyof SweepReport, 'bytes' | 'free' | 'over'>]: number };

/**
 * Lets go of what the archive need not keep, when that was not done for a day; null when it is not owed. What
 * `record` cites stays for ever, as do the newest 200 items of every feed, undated items (their feed could bring them
 * as news again), and everything about deliveries that are not settled.
 *
 * Rejects with `StoreError`. Ends early, without the day's mark, when `order.signal` is aborted.
 */
export async function sweepDaily(store: Store, order: SweepOrder): Promise<SweepReport | null> {
  const last = await store.cache.get(LAST, 0);
  if (last !== undefined && Math.abs(Date.parse(order.now) - Date.parse(last)) < DAILY_MS) return null;
  const report = await store.sweep(order);
  if (!order.signal?.aborted) await store.cache.set(LAST, order.now, null);
  return report;
}

/** `Store.sweep` on an open database. */
export async function sweepRows(handle: Handle, order: SweepOrder): Promise<SweepReport> {
  const { now, settings, signal } = order;
  const budget = settings.budgetMb * MIB;
  const horizons = horizonsOf(settings, now);
  const counts: Counts = {
    fingerprints: 0,
    contents: 0,
    items: 0,
    stories: 0,
    alerts: 0,
    deliveries: 0,
    inbox: 0,
    mutes: 0,
  };
  const sweep = createSweep(handle, order, counts);
  await sweep.fingerprints(horizons);
  await sweep.whole(horizons);
  await sweep.settled(horizons);
  let bytes = await sizeOf(handle, budget);
  for (const tighter of tighterHorizons(settings, now)) {
    if (bytes <= budget || signal?.aborted) break;
    await sweep.fingerprints(tighter);
    await sweep.contents(tighter);
    await sweep.whole(tighter);
    bytes = await sizeOf(handle, budget);
  }
  return { ...counts, bytes, free: await giveBack(handle, signal), over: bytes > budget && !signal?.aborted };
}

type Sweep = {
  readonly fingerprints: (horizons: Horizons) => Promise<void>;
  readonly contents: (horizons: Horizons) => Promise<void>;
  readonly whole: (horizons: Horizons) => Promise<void>;
  readonly settled: (horizons: Horizons) => Promise<void>;
};

function createSweep(handle: Handle, { now, cited, signal }: SweepOrder, counts: Counts): Sweep {
  const cache = cacheRows(handle);
  const surveyed = new Date(Date.parse(now) - POLL_MS).toISOString();
  let survey: Survey | null = null;

  /** One short transaction, after others had their turn; null once the sweep is to end. */
  async function batch<T>(work: (tx: Kysely<Tables>) => Promise<T>): Promise<T | null> {
    await breathe();
    return signal?.aborted ? null : await handle.atomically(work);
  }

  /** Every item that passes, page by page, in batches of few bytes of `column`. */
  async function rewriteItems(
    {
      from,
      before,
      column,
      pick,
    }: { from: Cursor; before: Instant; column: 'doc' | 'reading'; pick: (item: Place) => boolean },
    rewrite: (tx: Kysely<Tables>, keys: readonly string[]) => Promise<number>,
    count: 'fingerprints' | 'contents',
    mark?: string,
  ): Promise<void> {
    for (let cursor = from; ; ) {
      const page = await batch((tx) => itemsFrom(tx, { from: cursor, before, limit: ROWS }));
      const last = page?.at(-1);
      if (!page || !last) return;
      const keys = page.filter(pick).map(({ key }) => key);
      const sizes = await batch((tx) => sizesOf(tx, keys, column));
      for (const part of groupsOf(sizes ?? [], ({ bytes }) => bytes, BYTES)) {
        const of = part.map(({ key }) => key);
        const done = await batch((tx) => rewrite(tx, of));
        if (done === null) return;
        counts[count] += done;
      }
      cursor = { at: last.seen_at, key: last.key };
      if (mark !== undefined && !signal?.aborted) await cache.set(mark, JSON.stringify(cursor), null);
    }
  }

  async function marked(mark: string): Promise<Cursor> {
    const text = await cache.get(mark, 0);
    return text === undefined ? START : (JSON.parse(text) as Cursor);
  }

  async function look(): Promise<Survey | null> {
    survey ??= await surveyItems(batch);
    return survey;
  }

  const spare =
    ({ past }: Survey) =>
    (item: Place): boolean =>
      past(item) && !(item.link !== null && cited.has(item.link));

  async function removeOldItems(before: Instant, found: Survey): Promise<void> {
    const spared = spare(found);
    for (let cursor = START; ; ) {
      const page = await batch(async (tx) => {
        const rows = await itemsFrom(tx, { from: cursor, before, limit: GOING });
        // An item without a date of its own, or with one ahead of time, would be news if its feed showed it again.
        const gone = rows.filter((item) => spared(item) && item.at < item.seen_at);
        await removeItems(
          tx,
          gone.map(({ key }) => key),
        );
        return { rows, gone };
      });
      const last = page?.rows.at(-1);
      if (!page || !last) return;
      counts.items += page.gone.length;
      for (const { story } of page.gone) {
        if (story !== null) found.holders.set(story, (found.holders.get(story) ?? 1) - 1);
      }
      cursor = { at: last.seen_at, key: last.key };
    }
  }

  async function removeOldStories({ items, told }: Horizons, found: Survey): Promise<void> {
    for (let cursor = START; ; ) {
      const page = await batch(async (tx) => {
        const rows = await storiesFrom(tx, { from: cursor, before: items, limit: GOING });
        const unheld = rows.map(({ id }) => id).filter((id) => (found.holders.get(id) ?? 0) === 0);
        return { rows, ...(await removeStories(tx, handle.engine, unheld, { told, surveyed })) };
      }).catch(leaveForLater);
      const last = page?.rows.at(-1);
      if (!page || !last) return;
      counts.stories += page.stories;
      counts.alerts += page.alerts;
      cursor = { at: last.grown_at, key: last.id };
    }
  }

  return {
    fingerprints: async ({ fingerprints: before }) => {
      const from = await marked(MARKS.readings);
      await rewriteItems(
        { from, before, column: 'reading', pick: () => true },
        emptyReadings,
        'fingerprints',
        MARKS.readings,
      );
      for (let cursor = await marked(MARKS.traits); ; ) {
        const from = cursor;
        const page = await batch(async (tx) => {
          const rows = await storiesFrom(tx, { from, before, limit: ROWS / 5 });
          const ids = rows.map(({ id }) => id);
          return { rows, emptied: ids.length === 0 ? 0 : await emptyTraits(tx, ids) };
        });
        const last = page?.rows.at(-1);
        if (!page || !last) return;
        counts.fingerprints += page.emptied;
        cursor = { at: last.grown_at, key: last.id };
        await cache.set(MARKS.traits, JSON.stringify(cursor), null);
      }
    },
    contents: async ({ content }) => {
      if (content === null) return;
      const found = await look();
      if (found === null) return;
      await rewriteItems({ from: START, before: content, column: 'doc', pick: spare(found) }, dropContents, 'contents');
    },
    whole: async (horizons) => {
      const oldItem = await batch((tx) => itemsFrom(tx, { from: START, before: horizons.items, limit: 1 }));
      const oldStory = await batch((tx) => storiesFrom(tx, { from: START, before: horizons.items, limit: 1 }));
      if (oldItem?.length === 0 && oldStory?.length === 0) return;
      const found = await look();
      if (found === null) return;
      await removeOldItems(horizons.items, found);
      await removeOldStories(horizons, found);
    },
    settled: async ({ told, inbox }) => {
      for (const state of ['sent', 'dead'] as const) {
        for (let after: number | null = 0; after !== null; ) {
          const from: number = after;
          const page = await batch((tx) => removeDeliveries(tx, { state, after: from, before: told, limit: GLANCE }));
          counts.deliveries += page?.removed ?? 0;
          after = page?.last ?? null;
        }
      }
      for (let removed = GLANCE; removed === GLANCE; ) {
        removed = (await batch((tx) => removeInbox(tx, inbox, GLANCE))) ?? 0;
        counts.inbox += removed;
      }
      counts.mutes += (await batch((tx) => removeMutes(tx, now))) ?? 0;
    },
  };
}

/** Where others would not let go of the stories, as during a dump of the database, they are for the next sweep. */
function leaveForLater(error: unknown): null {
  if (isStoreError(error, 'store_contended')) return null;
  throw error;
}
