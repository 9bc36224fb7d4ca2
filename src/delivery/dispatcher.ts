import { type Delivery, PLATFORM_WIDE, type SendOutcome } from '../domain/alert.ts';
import type { Instant } from '../domain/period.ts';
import { channelKey, type PlatformId } from '../domain/subscription.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Store } from '../ports.ts';
import { leaseMs } from './attempt.ts';
import type { Built } from './built.ts';
import { createFlight, type FlightSettings } from './flight.ts';
import { quietUntil } from './quiet.ts';
import { pauseMs } from './retry.ts';

export type DispatchSettings = FlightSettings & {
  /** Rows in flight at once, over all channels. */
  readonly limit: number;
  /** How long a stop waits for what is under way. */
  readonly graceMs: number;
  /** At least this often the outbox is looked at. */
  readonly idleMs: number;
};

const HOUR_MS = 3_600_000;
/** Nothing is put off for longer. */
const LONGEST_WAIT_MS = 26 * HOUR_MS;
const LONGEST_LOOK_MS = 250;
const DEFAULTS: DispatchSettings = {
  attemptMs: 40_000,
  limit: 16,
  gapMs: 1_100,
  graceMs: 8_000,
  idleMs: 15_000,
  // A platform that answers nothing over a long weekend still brings its cards on Tuesday.
  keepMs: 96 * HOUR_MS,
  errorTries: 8,
  doubtMs: 5_000,
  lookMs: 3_000,
};

export type DispatcherParts = {
  readonly store: Store;
  readonly platforms: readonly Platform[];
  /** Makes what a row shows, from the newest facts. */
  readonly build: (delivery: Delivery, now: Instant) => Promise<Built>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings?: Partial<DispatchSettings>;
};

export type Dispatcher = {
  /** Begins to send, and goes on by itself. */
  start(): void;
  /** Takes what is due now and begins to send it; the number of rows taken. */
  tick(): Promise<number>;
  /** Sends until nothing more is due now; the number of rows taken. */
  drain(): Promise<number>;
  /** Something was put into the outbox. */
  nudge(): void;
  /** Takes nothing new, waits for what is under way, gives the rest back. */
  stop(): Promise<void>;
};

/**
 * Builds the way out: rows of the outbox are claimed, drawn with the newest facts, sent, and settled. One row of a
 * channel is in flight at a time, also where several processes send; rows of one card keep their order, and nothing
 * else waits for anything. Rows of channels in quiet hours stay where they are until the hours end.
 */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const settings = { ...DEFAULTS, ...parts.settings };
  const { store, clock, log } = parts;
  const platforms = new Map<PlatformId, Platform>(parts.platforms.map((platform) => [platform.id, platform]));
  const ids = [...platforms.keys()];
  const flying = new Map<string, Promise<void>>();
  const pauses = new Map<PlatformId, { until: number; nth: number }>();
  let quietEnds: number[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let recovered = false;
  let looked = 0;
  let tookMs = 0;
  let running = false;
  let stopping = false;

  const nowMs = (): number => Date.parse(clock.now());
  const after = (ms: number): Instant => new Date(nowMs() + ms).toISOString();
  const deliver = createFlight({ ...parts, settings, platforms, stopping: () => stopping, heard });

  /** One claim at a time, so that two never see a channel as free. */
  function tick(): Promise<number> {
    const mine = turn.then(claim);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function claim(): Promise<number> {
    if (!recovered) await recover();
    // At the start, and when the clock was put back: what was put off by a clock that was ahead is due.
    if (nowMs() < looked || looked === 0) await store.outbox.notBeyond(after(LONGEST_WAIT_MS), clock.now());
    looked = nowMs();
    const limit = settings.limit - flying.size;
    const now = clock.now();
    const open = ids.filter((id) => (pauses.get(id)?.until ?? 0) <= Date.parse(now));
    if (stopping || limit <= 0 || open.length === 0) return 0;
    const busy = [...new Set([...flying.keys(), ...(await quietChannels(now))])];
    const leaseUntil = after(leaseMs(settings));
    // The channel is the holder's until it says otherwise.
    const rows = await store.outbox.claim({ now, leaseUntil, restUntil: leaseUntil, limit, busy, platforms: open });
    for (const row of rows) fly(row);
    return rows.length;
  }

  /** Whoever may use a SQLite store is alone with it: what is held there was left by a dead process. */
  async function recover(): Promise<void> {
    if (store.engine === 'sqlite') {
      const left = await store.outbox.abandoned({ dueAt: after(settings.doubtMs), restUntil: clock.now() });
      if (left > 0) log.info('deliveries of a process that died are looked into', { left });
    }
    recovered = true;
  }

  async function quietChannels(now: Instant): Promise<string[]> {
    const quiet: string[] = [];
    const ends = new Map<string, Instant | null>();
    for (const { channel, quiet: hours, zone } of await store.subscriptions.all()) {
      if (hours === null) continue;
      const same = `${hours.from} ${hours.to} ${zone}`;
      const until = ends.get(same) ?? quietUntil(hours, zone, now);
      ends.set(same, until);
      if (until !== null) quiet.push(channelKey(channel));
    }
    quietEnds = [...ends.values()].flatMap((until) => (until === null ? [] : [Date.parse(until)]));
    return quiet;
  }

  function fly(row: Delivery): void {
    const key = channelKey(row.channel);
    const flight = deliver(row)
      .catch((error: unknown) => {
        // Not written down: the row stays held until its lease is over and is then taken up with its doubt.
        log.error('what came of a delivery could not be stored', { err: error, delivery: row.id });
      })
      .then(() => {
        flying.delete(key);
        nudge();
      });
    flying.set(key, flight);
  }

  function heard(platform: PlatformId, outcome: SendOutcome, afterMs: number): void {
    if (outcome.kind === 'sent') pauses.delete(platform);
    else if (PLATFORM_WIDE.includes(outcome.code)) {
      const nth = (pauses.get(platform)?.nth ?? 0) + 1;
      const asked = outcome.kind === 'retry' && outcome.afterMs !== undefined ? afterMs : pauseMs(platform, nth);
      pauses.set(platform, { until: nowMs() + asked, nth });
    }
  }

  async function wake(): Promise<void> {
    timer = null;
    let wait = settings.idleMs;
    const began = performance.now();
    try {
      // Whatever ends while rows are taken still held when they were looked at: it is owed a look of its own.
      const before = nowMs();
      await tick();
      const now = nowMs();
      const due = await store.outbox.nextDue(ids, new Date(before).toISOString());
      const instants = [
        ...(due === null ? [] : [Date.parse(due)]),
        ...[...pauses.values()].map(({ until }) => until),
        ...quietEnds,
      ];
      wait = instants.reduce((least, at) => (at > before ? Math.min(least, at - now) : least), settings.idleMs);
    } catch (error) {
      log.error('the outbox cannot be read', { err: error });
    }
    tookMs = performance.now() - began;
    schedule(wait);
  }

  function schedule(ms: number): void {
    if (!running || stopping || timer !== null) return;
    timer = setTimeout(() => void wake(), Math.max(1, ms));
  }

  function nudge(): void {
    if (!running || stopping) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // Where looking takes long, in a great burst, several that became free are served by one look.
    schedule(Math.min(tookMs, LONGEST_LOOK_MS));
  }

  async function drain(): Promise<number> {
    let taken = 0;
    for (;;) {
      const some = await tick();
      taken += some;
      await Promise.all(flying.values());
      if (some > 0) continue;
      // What only waits for the pause between two messages of its channel is still due now.
      const next = await store.outbox.nextDue(ids, clock.now());
      const rest = next === null ? Number.POSITIVE_INFINITY : Date.parse(next) - nowMs();
      if (stopping || rest > settings.gapMs) return taken;
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await turn;
    let bell: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      bell = setTimeout(resolve, settings.graceMs);
    });
    await Promise.race([Promise.all(flying.values()), grace]);
    clearTimeout(bell);
    running = false;
  }

  return {
    start: () => {
      running = true;
      schedule(1);
    },
    tick,
    drain,
    nudge,
    stop,
  };
}
