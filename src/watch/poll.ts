import type { ReadWay } from '../../feeds/read.ts';
import type { FeedCode, FeedOutcome, FeedState, Validators } from '../domain/feed.ts';
import type { Clock, FeedRepository, Intake, IntakeCounts } from '../ports.ts';
import { healthOf, wantsFullRead } from './health.ts';
import { addressOf, afterPoll, type Rhythm, underRightClock } from './schedule.ts';

/** Reads one feed; `readFeed` with its tools bound. Rejects only when the way's signal is aborted. */
export type ReadOne = (
  feed: { readonly url: string; readonly validators: Validators },
  way: ReadWay,
) => Promise<FeedOutcome>;

/** What polling stands on. */
export type PollParts = {
  readonly feeds: Pick<FeedRepository, 'due' | 'list' | 'get' | 'save'>;
  readonly read: ReadOne;
  readonly intake: Intake;
  readonly clock: Clock;
};

/** A feed whose poll did not end in success. */
export type PollTrouble = {
  readonly feed: string;
  /** The feed's own failure, or what broke on our side. */
  readonly code: FeedCode | 'intake_failed' | 'read_failed';
  readonly detail: string;
};

/**
 * How the poll of a feed ended: `failed` is the feed's own fault, recorded in its state; `broken` is ours (what it gave
 * could not be stored, or reading it threw); `stopped` was cut off by the stop signal and is still due.
 */
export type Ending = 'read' | 'unchanged' | 'failed' | 'broken' | 'stopped';

/** What became of one feed that was asked. */
export type Polled = {
  readonly feed: FeedState;
  readonly ending: Ending;
  /** What its items came to; null where it brought none. */
  readonly counts: IntakeCounts | null;
  readonly trouble: PollTrouble | null;
};

/** How long a feed rests when what it gave could not be stored. */
const REST_MS = 15 * 60_000;

/**
 * Polls one feed and writes what came of it exactly once: its items, its next state and its validators together, by
 * `intake`; the state alone where there is nothing to take in. Whatever goes wrong comes back as data. After a failed
 * intake the feed keeps its old validators, so that its next poll brings everything again. An aborted signal ends it
 * promptly: what is being written is finished, what is being fetched is dropped.
 */
export async function pollFeed(stored: FeedState, way: ReadWay, rhythm: Rhythm, parts: PollParts): Promise<Polled> {
  const { clock } = parts;
  const feed = underRightClock(stored, clock.now());
  const stopped: Polled = { feed, ending: 'stopped', counts: null, trouble: null };
  if (way.signal?.aborted) return stopped;
  const conditional = !wantsFullRead(feed, clock.now());
  let outcome: FeedOutcome;
  try {
    const validators = conditional ? feed.validators : { etag: null, lastModified: null, bodyHash: null };
    outcome = await parts.read({ url: addressOf(feed), validators }, way);
  } catch (error) {
    return way.signal?.aborted ? stopped : putOff(feed, 'read_failed', error, parts);
  }
  // Nothing new is begun after a stop, not even writing: the feed is simply still due.
  if (way.signal?.aborted) return stopped;

  const now = clock.now();
  const after = afterPoll(feed, outcome, now, { conditional, rhythm });
  const health = healthOf(feed, after, outcome, now);
  const next = { ...after, told: health.told };
  const items = outcome.kind === 'read' ? outcome.items : [];
  let counts: IntakeCounts | null = null;
  try {
    const first = feed.firstReadAt === null && outcome.kind !== 'failed';
    if (items.length === 0 && health.events.length === 0) await parts.feeds.save(next);
    else counts = await parts.intake({ feed: next, items, first, health: health.events }, now);
  } catch (error) {
    return way.signal?.aborted ? stopped : putOff(feed, 'intake_failed', error, parts);
  }
  const trouble = outcome.kind === 'failed' ? { feed: feed.id, code: outcome.code, detail: outcome.detail } : null;
  return { feed, ending: outcome.kind, counts, trouble };
}

/** The feed rests for a while with its old validators; where even that cannot be written it simply stays due. */
async function putOff(
  feed: FeedState,
  code: 'intake_failed' | 'read_failed',
  error: unknown,
  { clock, feeds }: PollParts,
): Promise<Polled> {
  try {
    const dueAt = new Date(Date.parse(clock.now()) + REST_MS).toISOString();
    await feeds.save({ ...feed, dueAt });
  } catch {
    // The store that could not take the items cannot take this either; it is told already.
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { feed, ending: 'broken', counts: null, trouble: { feed: feed.id, code, detail } };
}

export type PollCounts = {
  /** Feeds that were due, and what became of them: read + unchanged + failed + broken + stopped. */
  readonly due: number;
  readonly items: { readonly seen: number; readonly fresh: number; readonly revised: number };
  readonly fates: IntakeCounts['fates'];
  readonly troubles: readonly PollTrouble[];
} & Readonly<Record<Ending, number>>;

/** What the polls of several feeds came to. */
export function countPolls(polled: readonly Polled[]): PollCounts {
  const endings: Record<Ending, number> = { read: 0, unchanged: 0, failed: 0, broken: 0, stopped: 0 };
  const items = { seen: 0, fresh: 0, revised: 0 };
  const fates = { alerted: 0, joined: 0, held: 0, filtered: 0, first_reading: 0 };
  for (const { ending, counts } of polled) {
    endings[ending] += 1;
    if (counts === null) continue;
    for (const name of Object.keys(items) as (keyof typeof items)[]) items[name] += counts[name];
    for (const fate of Object.keys(fates) as (keyof typeof fates)[]) fates[fate] += counts.fates[fate];
  }
  const troubles = polled.map(({ trouble }) => trouble).filter((trouble) => trouble !== null);
  return { due: polled.length, ...endings, items, fates, troubles };
}
