import type { Delivery } from '../domain/alert.ts';
import type { Instant } from '../domain/period.ts';
import type { Store } from '../ports.ts';
import { openDigests } from './digest.ts';

const MINUTE_MS = 60_000;
/** A message that was on its way for longer than this when its store came back is old news: a person decides. */
const OLD_MS = 12 * 60 * MINUTE_MS;
/** By then the feeds were read, and a card is drawn as the story stands, not as it stood in the backup. */
const READ_MS = 15 * MINUTE_MS;
/** More rows than are ever on their way. */
const MOST_ROWS = 1_000_000;

/** What becomes of what a backup held, once time has passed it by. */
export type PassedBy = {
  /** Feeds that are read in silence once. */
  readonly feeds: number;
  /** Messages that are looked up before they are sent. */
  readonly sought: number;
  /** Messages that are not sent, but shown as perhaps sent. */
  readonly held: number;
};

/**
 * Tells a restored store that time passed it by: whoever ran since the backup may have sent what waits in it, and told
 * what came out meanwhile. So every feed is read once in silence; cards and steps on their way are looked up before they
 * are sent; what cannot be looked up, and what is older than twelve hours, is shown as perhaps sent, for a person to
 * decide, as is a digest that was owed meanwhile; edits wait until the feeds were read. Doing it twice does no harm.
 * Rejects with what the store throws.
 */
export async function passBy(store: Store, now: Instant): Promise<PassedBy> {
  const feeds = await store.feeds.afresh(now);
  await openDigests(store, now);
  let sought = 0;
  let held = 0;
  for (const row of await store.outbox.list({ states: ['waiting', 'sending'], limit: MOST_ROWS })) {
    const { id, order, dueAt } = row;
    const code = 'perhaps_sent';
    if (order.kind === 'edit') {
      const drawn = later(now, READ_MS);
      await store.outbox.postpone(id, { dueAt: drawn > dueAt ? drawn : dueAt, code, ambiguous: true });
    } else if (canBeSought(row, now)) {
      await store.outbox.postpone(id, { dueAt, code, ambiguous: true });
      sought++;
    } else {
      await store.outbox.settle(id, { state: 'unsure', code, at: now });
      held++;
    }
  }
  return { feeds, sought, held };
}

/** Cards and steps are known by their story wherever one may look; other messages by words that change with the day. */
function canBeSought({ order, createdAt }: Delivery, now: Instant): boolean {
  return (order.kind === 'card' || order.kind === 'step') && createdAt >= later(now, -OLD_MS);
}

const later = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();
