import type { Item, Readable, Reading } from './domain/item.ts';
import { itemKey } from './domain/outbox.ts';
import type { Instant } from './domain/period.ts';
import { CARDS_PER_HOUR } from './domain/subscription.ts';
import type { Log } from './log.ts';
import type { Desk } from './pipeline/desk.ts';
import { tellFlood } from './pipeline/flood.ts';
import { createStoryMemory, type StoryMemory } from './pipeline/memory.ts';
import { createTurns, PIECE_MS, pace, type Turns } from './pipeline/pieces.ts';
import { type Judging, place, readable, retold, revise } from './pipeline/place.ts';
import {
  beginPoll,
  floodOf,
  noCounts,
  type Poll,
  type PollSettings,
  reachOf,
  silenceOf,
  sum,
} from './pipeline/poll.ts';
import { changesSeen } from './pipeline/sight.ts';
import { type TellSettings, tell, tellHealth } from './pipeline/tell.ts';
import { judged, judgedLater, Unfit } from './pipeline/unfit.ts';
import type { Intake, IntakeCounts, Intaking, Repositories, Store } from './ports.ts';

export type IntakeParts = Judging & {
  readonly store: Store;
  /** Reads an item; `key` is what it is stored under. */
  readonly read: (item: Readable, key: string) => Reading;
  readonly log: Log;
  readonly settings?: Partial<IntakeSettings>;
  /** Ends every intake after the piece under way: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

export type IntakeSettings = TellSettings &
  PollSettings & {
    /** How long one piece may work, in milliseconds of processor; at least one item is done. */
    readonly pieceMs: number;
  };

const DEFAULTS: IntakeSettings = {
  maxAgeDays: 7,
  storyDays: 21,
  cardsPerHour: CARDS_PER_HOUR.usual,
  newsPerPoll: 300,
  pieceMs: PIECE_MS,
};
/** Another process may grow the same story first; then everything is read again and written on top of it. */
const TRIES = 5;

/**
 * Builds the way in: a poll is read and written in pieces that take turns with those of other polls, its oldest items
 * first. Each piece is one transaction: items with what became of each, stories, alerts and outbox rows; the last one
 * writes the feed's state. Cut off anywhere, the next poll brings everything again, what was written is recognised, and
 * the rest goes on as if nothing had been between. Taking the same poll in again changes nothing.
 *
 * An item over which reading or matching fails is stored unread and holds up nothing. Rejects with what the store
 * throws, after trying again where another writer was merely faster.
 */
export function createIntake(parts: IntakeParts): Intake {
  const ground: Ground = {
    parts,
    settings: { ...DEFAULTS, ...parts.settings },
    turns: createTurns(),
    memory: createStoryMemory(),
    underWay: new Set(),
  };
  return (intaking, now) => takeIn(ground, intaking, now);
}

/** What the polls of one intake share. */
type Ground = {
  readonly parts: IntakeParts;
  readonly settings: IntakeSettings;
  readonly turns: Turns;
  readonly memory: StoryMemory;
  /** From where on the polls under way may join stories. */
  readonly underWay: Set<{ readonly from: Instant }>;
};

async function takeIn(ground: Ground, intaking: Intaking, now: Instant): Promise<IntakeCounts> {
  const { parts, turns, memory, underWay, settings } = ground;
  const poll = await beginPoll(parts.store, settings, intaking, parts.publishers, now);
  const flood = floodOf(poll, settings);
  if (flood) parts.log.warn('a feed brought more than is told as news', { feed: intaking.feed.id, ...flood });
  const reach = { from: reachOf(poll, settings) };
  underWay.add(reach);
  try {
    for (let complete = false; !complete; ) {
      complete = await turns(async () => {
        parts.signal?.throwIfAborted();
        // What other polls wait for is not let go of, nor loaded twice: pieces come one after the other.
        const keep = [...underWay].reduce((min, { from }) => (from < min ? from : min), reach.from);
        await memory.cover(parts.store.stories, reach.from, keep);
        return await takePiece(ground, poll);
      });
    }
    return poll.counts;
  } finally {
    underWay.delete(reach);
  }
}

/** The next piece of a poll, read and written; true when it was the last. */
async function takePiece(ground: Ground, poll: Poll): Promise<boolean> {
  const { parts, memory } = ground;
  const feed = poll.intaking.feed.id;
  for (let tried = 1; ; ) {
    try {
      const ahead = readAhead(ground, poll);
      const written = await parts.store.transaction(
        (repositories) => write(ground, poll, ahead, repositories),
        // Two processes must not each find that nobody tells an event yet, and both open a story for it.
        { alone: 'intake' },
      );
      memory.done();
      for (const item of ahead.slice(0, written.seen)) poll.readings.delete(item);
      poll.done += written.seen;
      poll.counts = { ...sum(poll.counts, written), seen: poll.counts.seen };
      return poll.done === poll.items.length;
    } catch (error) {
      memory.undo();
      if (error instanceof Unfit && !poll.unfit.has(error.item)) {
        poll.unfit.add(error.item);
        parts.log.error('an item cannot be read, and is stored unread', {
          feed,
          item: itemKey(feed, error.item.id),
          error: error.cause,
        });
        continue;
      }
      if (!isConflict(error) || tried === TRIES) throw error;
      parts.log.debug('another writer was faster, taking the piece in again', { feed, tried });
      tried += 1;
    }
  }
}

/** The items of the next piece, those that say something new read. */
function readAhead({ parts, settings }: Ground, poll: Poll): readonly Item[] {
  const { items, known, done } = poll;
  const more = pace(settings.pieceMs);
  let end = done;
  for (; end < items.length && more(); end++) {
    const item = items[end];
    if (!item) break;
    const stored = known.get(item.id);
    if (!stored || retold(stored, item)) readingOf(parts, poll, item);
  }
  return items.slice(done, end);
}

/** What an item says; null when it cannot be read. */
function readingOf(parts: IntakeParts, { intaking: { feed }, readings, unfit }: Poll, item: Item): Reading | null {
  if (unfit.has(item)) return null;
  const known = readings.get(item);
  if (known) return known;
  const reading = judged(item, () => parts.read(readable(feed, item, parts.publishers), itemKey(feed.id, item.id)));
  readings.set(item, reading);
  return reading;
}

/** Writes as much of a piece as its time allows; what came of it. */
async function write(
  { parts, settings, memory }: Ground,
  poll: Poll,
  ahead: readonly Item[],
  repositories: Repositories,
): Promise<IntakeCounts> {
  const { intaking, now, tooOld } = poll;
  const { feed } = intaking;
  await memory.begin(repositories.stories);
  const known = await repositories.items.known(
    feed.id,
    ahead.map((item) => item.id),
  );
  const desk: Desk = { stories: new Map(), touched: new Map(), memory };
  const work = {
    parts,
    repositories,
    intaking,
    desk,
    readingOf: (item: Item) => readingOf(parts, poll, item),
    silenceOf: (item: Item) => silenceOf(poll, item),
    tooOld,
    now,
  };
  const counts = noCounts();
  const more = pace(settings.pieceMs);
  for (const item of ahead) {
    if (!more()) break;
    counts.seen++;
    const stored = known.get(item.id);
    if (stored) {
      if (await judgedLater(item, () => revise(work, stored, item))) counts.revised++;
      continue;
    }
    counts.fresh++;
    const fate = await judgedLater(item, () => place(work, item));
    counts.fates[fate]++;
  }
  await tell(repositories, desk.touched, settings, now, changesSeen(repositories, feed.id, now, parts));
  const flood = floodOf(poll, settings);
  if (flood && poll.done === 0) await tellFlood(repositories, feed.id, flood, now);
  if (poll.done + counts.seen === poll.items.length) {
    await tellHealth(repositories, feed.id, intaking.health, now);
    await repositories.feeds.save(feed);
  }
  await memory.seal(repositories.stories);
  return counts;
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'conflict';
}
