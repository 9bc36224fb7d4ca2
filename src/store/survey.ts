import type { Instant } from '../domain/period.ts';
import { FEED_WINDOW } from '../domain/retention.ts';
import { itemsFrom, type Place, START } from './outdated.ts';
import type { Handle } from './tables.ts';

/** Rows that one page of the survey looks at, without their texts. */
const GLANCE = 500;

/** What is learnt by looking at every item once. */
export type Survey = {
  /** How many items belong to each story. Whoever removes an item counts it down. */
  readonly holders: Map<string, number>;
  /** True when as many newer items of its feed came in that the feed cannot show this one any more. */
  readonly past: (item: Place) => boolean;
};

/** A short transaction, null once the sweep is to end. */
export type Batch = <T>(work: (tx: Handle['db']) => Promise<T>) => Promise<T | null>;

/** Looks at every item, page by page, in the order in which they were seen; null when it was ended. */
export async function surveyItems(batch: Batch): Promise<Survey | null> {
  const newest = new Map<string, Instant[]>();
  const holders = new Map<string, number>();
  for (let cursor = START; ; ) {
    const from = cursor;
    const page = await batch((tx) => itemsFrom(tx, { from, before: null, limit: GLANCE }));
    if (page === null) return null;
    const last = page.at(-1);
    if (!last) break;
    for (const item of page) note(item, newest, holders);
    cursor = { at: last.seen_at, key: last.key };
  }
  const past = ({ feed, seen_at }: Place): boolean => {
    const latest = newest.get(feed) ?? [];
    const [oldest] = latest;
    return latest.length === FEED_WINDOW && oldest !== undefined && seen_at < oldest;
  };
  return { holders, past };
}

function note({ feed, seen_at, story }: Place, newest: Map<string, Instant[]>, holders: Map<string, number>): void {
  const latest = newest.get(feed) ?? [];
  latest.push(seen_at);
  if (latest.length > FEED_WINDOW) latest.shift();
  newest.set(feed, latest);
  if (story !== null) holders.set(story, (holders.get(story) ?? 0) + 1);
}
