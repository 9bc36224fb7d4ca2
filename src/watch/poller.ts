import { createTurns, hostOf } from '../../feeds/http/turns.ts';
import { type FeedState, isDue } from '../domain/feed.ts';
import { isVain, LANES, type Lane, laneOf, patienceOf } from './lanes.ts';
import { countPolls, type PollCounts, type Polled, type PollParts, pollFeed } from './poll.ts';
import { addressOf, DEFAULT_RHYTHM, type Rhythm } from './schedule.ts';

/** How many requests a lane may have: `young` ones, and all that wait for their answer. */
export type Share = { readonly young: number; readonly open: number };

export type PollSettings = {
  readonly rhythm: Rhythm;
  /** Young requests at a time. */
  readonly places: number;
  /** A request is young for so long, in milliseconds: then it gives its place to another and goes on waiting. */
  readonly youngMs: number;
  readonly shares: Readonly<Record<Lane, Share>>;
  /** Large bodies at a time, from when they turn out to be large until they are taken in. */
  readonly large: number;
  /** Bodies opened and taken in at a time. */
  readonly taking: number;
  /** While more bodies than this wait to be opened, nothing more is asked for. */
  readonly backlog: number;
  /** Feeds looked up in one query. */
  readonly page: number;
};

/**
 * The shares of `known` and `unread` leave places to the lanes behind them. What is in memory at worst:
 * `SMALL_BODY_BYTES` for each open request and each body of the backlog, `MAX_BODY_BYTES` for each large one.
 */
export const DEFAULT_POLL: PollSettings = {
  rhythm: DEFAULT_RHYTHM,
  places: 32,
  youngMs: 500,
  shares: { known: { young: 28, open: 320 }, unread: { young: 14, open: 64 }, slow: { young: 4, open: 24 } },
  large: 2,
  taking: 3,
  backlog: 200,
  page: 500,
};

/** More feeds than this are not noted at once; what is due stands in the store and is found by a later look. */
const MOST_NOTED = 20_000;

export type PollerParts = PollParts & {
  readonly settings?: PollSettings;
  readonly signal?: AbortSignal;
  /** Hears of every feed that was asked. */
  readonly onPolled?: (polled: Polled) => void;
};

/** What a poller is about. */
export type PollerFacts = {
  /** Feeds noted as due that were not asked yet. */
  readonly waiting: number;
  /** Feeds being asked or taken in. */
  readonly underWay: number;
  /** When a feed was last begun or done with, and when what is due was last looked up, on `performance.now()`'s clock. */
  readonly movedAt: number;
  readonly lookedAt: number;
};

export type Poller = {
  /** Looks up what is due and begins with it; settles once it was looked up. Rejects when the store does. */
  readonly wake: () => Promise<void>;
  /** Asks every feed that is due, each once, or with `force` every feed that is not stopped; settles when all are done. */
  readonly run: (force?: boolean) => Promise<PollCounts>;
  readonly facts: () => PollerFacts;
  /** Settles when nothing is under way any more: after the signal was aborted, promptly. */
  readonly settled: () => Promise<void>;
};

/** A feed that waits to be asked, and who wants to hear of it. */
type Noted = { readonly feed: FeedState; forced: boolean; readonly hear: ((polled: Polled | null) => void)[] };

/**
 * Polls without rounds: every feed is due by itself, and is asked as soon as its lane has a place and its host is not
 * being asked. A request that is not answered soon gives its place to another and goes on waiting, so that hosts which
 * are silent, however many, hold up nobody; those known for it come last. A feed is under way until what it brought is
 * taken in, and is not asked again before.
 */
export function createPoller(parts: PollerParts): Poller {
  const settings = parts.settings ?? DEFAULT_POLL;
  const { clock, feeds, signal } = parts;
  const agenda = new Map<string, Noted>();
  const underWay = new Map<string, Promise<void>>();
  const hosts = new Set<string>();
  const vain = new Map<string, number>();
  const young: Record<Lane, number> = { known: 0, unread: 0, slow: 0 };
  const open: Record<Lane, number> = { known: 0, unread: 0, slow: 0 };
  const large = createTurns(settings.large);
  const taking = createTurns(settings.taking);
  let looking: Promise<void> | null = null;
  let movedAt = performance.now();
  let lookedAt = movedAt;

  const hostOfFeed = (feed: FeedState): string => hostOf(addressOf(feed));
  const inAll = (counts: Record<Lane, number>): number => LANES.reduce((sum, lane) => sum + counts[lane], 0);
  const isFull = (): boolean =>
    signal?.aborted === true || inAll(young) >= settings.places || taking.waiting('body') >= settings.backlog;

  function note(feed: FeedState, forced: boolean, hear?: (polled: Polled | null) => void): void {
    const noted = agenda.get(feed.id) ?? { feed, forced, hear: [] };
    noted.forced ||= forced;
    if (hear) noted.hear.push(hear);
    agenda.set(feed.id, noted);
  }

  /** Begins what there is room for: lane by lane, the longest noted first. */
  function fill(): void {
    if (signal?.aborted) dismiss();
    if (isFull()) return;
    const byLane = Object.groupBy(agenda.values(), ({ feed }) => laneOf(feed, vain.get(hostOfFeed(feed))));
    for (const lane of LANES) fillLane(lane, byLane[lane] ?? []);
  }

  function fillLane(lane: Lane, noted: readonly Noted[]): void {
    const share = settings.shares[lane];
    for (const one of noted) {
      if (isFull() || young[lane] >= share.young || open[lane] >= share.open) return;
      if (!underWay.has(one.feed.id) && !hosts.has(hostOfFeed(one.feed))) begin(one, lane);
    }
  }

  /** After a stop: nothing more is begun, and who waits for it hears so. */
  function dismiss(): void {
    const left = [...agenda.values()];
    agenda.clear();
    for (const { feed, hear } of left) {
      for (const one of hear) one({ feed, ending: 'stopped', counts: null, trouble: null });
    }
  }

  function begin(noted: Noted, lane: Lane): void {
    const { id } = noted.feed;
    agenda.delete(id);
    movedAt = performance.now();
    const work = ask(noted, lane)
      // A store that does not answer: the feed is still due.
      .catch(() => null)
      .then((polled) => {
        underWay.delete(id);
        movedAt = performance.now();
        if (polled !== null) parts.onPolled?.(polled);
        for (const one of noted.hear) one(polled);
        fill();
      });
    underWay.set(id, work);
  }

  /** One feed, from its place to its intake; null when it turned out not to be due any more. */
  async function ask({ feed: seen, forced }: Noted, lane: Lane): Promise<Polled | null> {
    const host = hostOfFeed(seen);
    const given: (() => void)[] = [];
    hosts.add(host);
    open[lane] += 1;
    const place = once(() => {
      young[lane] -= 1;
      fill();
    });
    young[lane] += 1;
    const grown = setTimeout(place, settings.youngMs);
    const away = once(() => {
      clearTimeout(grown);
      hosts.delete(host);
      open[lane] -= 1;
      place();
    });
    try {
      const feed = await feeds.get(seen.id);
      if (feed === null || feed.stopped || (!forced && !isDue(feed, clock.now()))) return null;
      const way = {
        ...(signal === undefined ? {} : { signal }),
        deadlineMs: patienceOf(feed, vain.get(host)),
        large: async () => void given.push(await large.take('body', signal)),
        opening: async () => {
          away();
          given.push(await taking.take('body', signal));
        },
      };
      const polled = await pollFeed(feed, way, settings.rhythm, parts);
      if (isVain(polled.trouble?.code ?? null)) vain.set(host, (vain.get(host) ?? 0) + 1);
      else if (polled.ending !== 'stopped') vain.delete(host);
      return polled;
    } finally {
      away();
      for (const back of given) back();
    }
  }

  /** Every page of what is due, as long as there is room to note it. */
  async function* duePages(): AsyncGenerator<readonly FeedState[]> {
    const now = clock.now();
    let after: FeedState | undefined;
    while (!signal?.aborted && agenda.size < MOST_NOTED) {
      const page = await feeds.due(now, settings.page, after);
      yield page;
      after = page.findLast((feed) => feed.dueAt <= now);
      if (page.length < settings.page || after === undefined) return;
    }
  }

  async function look(): Promise<void> {
    for await (const page of duePages()) {
      for (const feed of page) if (!underWay.has(feed.id)) note(feed, false);
      fill();
    }
    lookedAt = performance.now();
  }

  async function run(force: boolean): Promise<PollCounts> {
    const seen = new Map<string, Promise<Polled | null>>();
    const take = (feed: FeedState): void => {
      if (seen.has(feed.id)) return;
      const { promise, resolve } = Promise.withResolvers<Polled | null>();
      seen.set(feed.id, promise);
      note(feed, force, resolve);
    };
    if (force) for (const feed of await feeds.list()) if (!feed.stopped) take(feed);
    // What falls due meanwhile belongs to it; each feed is asked once.
    for (let before = -1; before < seen.size && !signal?.aborted; ) {
      before = seen.size;
      if (!force) for await (const page of duePages()) page.forEach(take);
      fill();
      await Promise.all(seen.values());
    }
    const polled = await Promise.all(seen.values());
    return countPolls(polled.filter((one) => one !== null));
  }

  signal?.addEventListener('abort', fill, { once: true });
  return {
    wake: () => {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
    run: (force = false) => run(force),
    facts: () => ({ waiting: agenda.size, underWay: underWay.size, movedAt, lookedAt }),
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

/** Polls what is due, each feed once, and hears what came of it: for one-shot commands. */
export function pollDue({ force, ...parts }: PollerParts & { readonly force?: boolean }): Promise<PollCounts> {
  return createPoller(parts).run(force);
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
