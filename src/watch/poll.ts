import PQueue from 'p-queue';
import type { FeedCode, FeedOutcome, FeedState, Validators } from '../domain/feed.ts';
import type { Clock, FeedRepository, Intake, IntakeCounts } from '../ports.ts';
import { healthOf, wantsFullRead } from './health.ts';
import { addressOf, afterPoll, DEFAULT_RHYTHM, type Rhythm } from './schedule.ts';

/** Reads one feed; `readFeed` with its tools bound. Rejects only when the signal is aborted. */
export type ReadOne = (
  feed: { readonly url: string; readonly validators: Validators },
  signal?: AbortSignal,
) => Promise<FeedOutcome>;

export type PollSettings = {
  readonly rhythm: Rhythm;
  /** Hosts asked at the same time. Each is asked one thing at a time. */
  readonly concurrency: number;
  /** Feeds taken in one call. */
  readonly limit: number;
};

export const DEFAULT_POLL: PollSettings = { rhythm: DEFAULT_RHYTHM, concurrency: 8, limit: 1_000 };

/** A feed whose poll did not end in success. */
export type PollTrouble = {
  readonly feed: string;
  /** The feed's own failure, or what broke on our side. */
  readonly code: FeedCode | 'intake_failed' | 'read_failed';
  readonly detail: string;
};

export type PollCounts = {
  /** Feeds that were due, and what became of them: read + unchanged + failed + broken + stopped. */
  readonly due: number;
  readonly read: number;
  readonly unchanged: number;
  /** The feed could not be read: its own fault, recorded in its state. */
  readonly failed: number;
  /** What it gave could not be stored, or reading it threw: ours. */
  readonly broken: number;
  /** Left because of the stop signal; still due. */
  readonly stopped: number;
  readonly items: { readonly seen: number; readonly fresh: number; readonly revised: number };
  readonly fates: IntakeCounts['fates'];
  readonly troubles: readonly PollTrouble[];
};

export type PollOrder = {
  readonly feeds: Pick<FeedRepository, 'due' | 'list' | 'save'>;
  readonly read: ReadOne;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly settings?: PollSettings;
  readonly signal?: AbortSignal;
  /** Every feed that is not stopped, due or not. */
  readonly force?: boolean;
  /** Hears of every trouble as it happens, for the log. */
  readonly onTrouble?: (trouble: PollTrouble) => void;
};

/** How long a feed rests when what it gave could not be stored. */
const REST_MS = 15 * 60_000;

/**
 * Polls the feeds that are due and hands each to `intake` exactly once, which writes its items, its next state and its
 * validators together. Hosts are asked side by side, the feeds of one host one after the other. Whatever goes wrong with
 * one feed harms no other and comes back as data; after a failed intake the feed keeps its old validators, so that its
 * next poll brings everything again. An aborted signal ends it promptly: what is being written is finished, what is
 * being fetched is dropped, the rest stays due.
 */
export async function pollDue(order: PollOrder): Promise<PollCounts> {
  const settings = order.settings ?? DEFAULT_POLL;
  const began = order.clock.now();
  const feeds = order.force
    ? (await order.feeds.list()).filter((feed) => !feed.stopped)
    : await order.feeds.due(began, settings.limit);
  const tally = newTally(feeds.length, order.onTrouble);

  const queue = new PQueue({ concurrency: settings.concurrency });
  const work = [...byHost(feeds).values()].map((group) =>
    queue.add(async () => {
      for (const feed of group) await pollOne(feed, order, settings, tally);
    }),
  );
  await Promise.all(work);
  return tally.counts();
}

async function pollOne(feed: FeedState, order: PollOrder, settings: PollSettings, tally: Tally): Promise<void> {
  if (order.signal?.aborted) return tally.add('stopped');
  const conditional = !wantsFullRead(feed, order.clock.now());
  let outcome: FeedOutcome;
  try {
    const validators = conditional ? feed.validators : { etag: null, lastModified: null, bodyHash: null };
    outcome = await order.read({ url: addressOf(feed), validators }, order.signal);
  } catch (error) {
    if (order.signal?.aborted) return tally.add('stopped');
    return putOff(feed, order, tally, 'read_failed', error);
  }
  // Nothing new is begun after a stop, not even writing: the feed is simply still due.
  if (order.signal?.aborted) return tally.add('stopped');

  const now = order.clock.now();
  const after = afterPoll(feed, outcome, now, { conditional, rhythm: settings.rhythm });
  const health = healthOf(feed, after, outcome, now);
  const items = outcome.kind === 'read' ? outcome.items : [];
  try {
    const first = feed.firstReadAt === null && outcome.kind !== 'failed';
    const counts = await order.intake(
      { feed: { ...after, told: health.told }, items, first, health: health.events },
      now,
    );
    tally.take(counts);
  } catch (error) {
    return putOff(feed, order, tally, 'intake_failed', error);
  }
  tally.add(outcome.kind);
  if (outcome.kind === 'failed') tally.trouble({ feed: feed.id, code: outcome.code, detail: outcome.detail });
}

/** The feed rests for a while with its old validators; where even that cannot be written it simply stays due. */
async function putOff(
  feed: FeedState,
  order: PollOrder,
  tally: Tally,
  code: 'intake_failed' | 'read_failed',
  error: unknown,
): Promise<void> {
  tally.add('broken');
  tally.trouble({ feed: feed.id, code, detail: error instanceof Error ? error.message : String(error) });
  try {
    const dueAt = new Date(Date.parse(order.clock.now()) + REST_MS).toISOString();
    await order.feeds.save({ ...feed, dueAt });
  } catch {
    // The store that could not take the items cannot take this either; it is told already.
  }
}

/** The feeds of each host, in the order in which they fell due. */
function byHost(feeds: readonly FeedState[]): Map<string, FeedState[]> {
  const groups = new Map<string, FeedState[]>();
  for (const feed of feeds) {
    const url = addressOf(feed);
    const host = URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url;
    groups.set(host, [...(groups.get(host) ?? []), feed]);
  }
  return groups;
}

type Ending = 'read' | 'unchanged' | 'failed' | 'broken' | 'stopped';

type Tally = {
  readonly add: (ending: Ending) => void;
  readonly take: (counts: IntakeCounts) => void;
  readonly trouble: (trouble: PollTrouble) => void;
  readonly counts: () => PollCounts;
};

function newTally(due: number, onTrouble: ((trouble: PollTrouble) => void) | undefined): Tally {
  const endings: Record<Ending, number> = { read: 0, unchanged: 0, failed: 0, broken: 0, stopped: 0 };
  const items = { seen: 0, fresh: 0, revised: 0 };
  const fates = { alerted: 0, joined: 0, held: 0, filtered: 0, first_reading: 0 };
  const troubles: PollTrouble[] = [];
  return {
    add(ending) {
      endings[ending] += 1;
    },
    take(counts) {
      items.seen += counts.seen;
      items.fresh += counts.fresh;
      items.revised += counts.revised;
      for (const fate of Object.keys(fates) as (keyof typeof fates)[]) fates[fate] += counts.fates[fate];
    },
    trouble(trouble) {
      troubles.push(trouble);
      onTrouble?.(trouble);
    },
    counts: () => ({ due, ...endings, items, fates, troubles }),
  };
}
