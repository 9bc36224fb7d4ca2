import type { Delivery, SendCode, SendOutcome } from '../domain/alert.ts';
import { stepRow } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import { channelKey, type PlatformId } from '../domain/subscription.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import type { Built } from './built.ts';
import { quietUntil } from './quiet.ts';
import { afterAttempt, pauseMs, type RetrySettings } from './retry.ts';

export type DispatchSettings = RetrySettings & {
  /** How long a claimed row is held; longer than any one attempt may take. */
  readonly leaseMs: number;
  /** Rows in flight at once, over all channels. */
  readonly limit: number;
  /** Pause between two messages of one channel. */
  readonly gapMs: number;
  /** How long a stop waits for what is under way. */
  readonly graceMs: number;
  /** At least this often the outbox is looked at. */
  readonly idleMs: number;
};

const HOUR_MS = 3_600_000;
const DEFAULTS: DispatchSettings = {
  leaseMs: 120_000,
  limit: 16,
  gapMs: 1_100,
  graceMs: 8_000,
  idleMs: 15_000,
  // A platform that is away over a long weekend still brings its cards on Tuesday.
  keepMs: 96 * HOUR_MS,
  errorTries: 8,
};

/** A card that was new to its channel told these steps by itself: a word under it would only repeat it. */
async function passOverSteps({ outbox }: Repositories, alert: string, version: number, at: Instant): Promise<void> {
  for (let n = 2; n <= version; n++) {
    const step = await outbox.get(stepRow(alert, n));
    if (step && step.settledAt === null) await outbox.settle(step.id, { state: 'sent', code: null, at });
  }
}

/** Codes that concern the whole platform: nothing else of it is tried meanwhile. */
const PLATFORM_WIDE: readonly SendCode[] = ['unreachable', 'token_revoked', 'not_configured'];

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
 * channel is in flight at a time, in order; channels do not wait for each other. Rows of channels in quiet hours stay
 * where they are until the hours end.
 */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const settings = { ...DEFAULTS, ...parts.settings };
  const { store, clock, log } = parts;
  const platforms = new Map<PlatformId, Platform>(parts.platforms.map((platform) => [platform.id, platform]));
  const flying = new Map<string, Promise<void>>();
  const gaps = new Map<string, number>();
  const pauses = new Map<PlatformId, { until: number; nth: number }>();
  const faults = new Map<string, number>();
  let quietEnds: number[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  let stopping = false;

  const nowMs = (): number => Date.parse(clock.now());
  const after = (ms: number): Instant => new Date(nowMs() + ms).toISOString();

  /** One claim at a time, so that two never see a channel as free. */
  function tick(): Promise<number> {
    const mine = turn.then(claim);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function claim(): Promise<number> {
    const limit = settings.limit - flying.size;
    const now = clock.now();
    const open = [...platforms.keys()].filter((id) => (pauses.get(id)?.until ?? 0) <= Date.parse(now));
    if (stopping || limit <= 0 || open.length === 0) return 0;
    const rested = [...gaps].filter(([, until]) => until > Date.parse(now)).map(([key]) => key);
    const busy = [...new Set([...flying.keys(), ...rested, ...(await quietChannels(now))])];
    const rows = await store.outbox.claim({ now, leaseUntil: after(settings.leaseMs), limit, busy, platforms: open });
    for (const row of rows) fly(row);
    return rows.length;
  }

  async function quietChannels(now: Instant): Promise<string[]> {
    const quiet: string[] = [];
    quietEnds = [];
    for (const { channel, quiet: hours, zone } of await store.subscriptions.all()) {
      const until = quietUntil(hours, zone, now);
      if (until === null) continue;
      quiet.push(channelKey(channel));
      quietEnds.push(Date.parse(until));
    }
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

  async function deliver(row: Delivery): Promise<void> {
    const platform = platforms.get(row.channel.platform);
    if (stopping || !platform) return store.outbox.release(row.id);
    const built = await draw(row);
    if (built === null) return conclude(row, null, { kind: 'retry', code: 'platform_error' });
    if (built.kind === 'skip') {
      return store.outbox.settle(row.id, { state: built.state, code: built.code, at: clock.now() });
    }
    if (stopping) return store.outbox.release(row.id);
    const { act, lang } = built;
    const outcome = await attempt(platform, row, { act, lang });
    gaps.set(channelKey(row.channel), nowMs() + settings.gapMs);
    await conclude(row, built, outcome);
  }

  /** Null when it could not be drawn, which is a fault of ours or of the store and tried again. */
  async function draw(row: Delivery): Promise<Built | null> {
    try {
      return await parts.build(row, clock.now());
    } catch (error) {
      log.error('a delivery could not be drawn', { err: error, delivery: row.id, order: row.order });
      return null;
    }
  }

  async function attempt(
    platform: Platform,
    row: Delivery,
    { act, lang }: Pick<Extract<Built, { kind: 'send' }>, 'act' | 'lang'>,
  ): Promise<SendOutcome> {
    try {
      const { id: delivery, channel, ambiguous } = row;
      return await platform.send({ delivery, channel, lang, act, ambiguous });
    } catch (error) {
      log.error('a platform threw while sending', { err: error, delivery: row.id });
      return { kind: 'ambiguous', code: 'platform_error' };
    }
  }

  async function conclude(row: Delivery, built: Extract<Built, { kind: 'send' }> | null, outcome: SendOutcome) {
    const at = clock.now();
    if (outcome.kind === 'sent') {
      pauses.delete(row.channel.platform);
      faults.delete(row.id);
      await store.transaction(async (repositories) => {
        await repositories.outbox.settle(row.id, { state: 'sent', code: null, at });
        if (!built?.shows) return;
        // A message of an earlier attempt shows what was known then: count it as old, so that the edits behind it run.
        const version = row.ambiguous && built.act.kind === 'post' ? 1 : built.shows.version;
        await repositories.alerts.shown(built.shows.alert, outcome.ref, version);
        if (built.act.kind === 'post') await passOverSteps(repositories, built.shows.alert, version, at);
      });
      log.debug('sent', { delivery: row.id, channel: row.channel, kind: row.order.kind });
      return;
    }
    const failed = outcome.code === 'platform_error' ? (faults.get(row.id) ?? 0) + 1 : 0;
    const counts = { faults: failed, ageMs: Date.parse(at) - Date.parse(row.createdAt) };
    const next = afterAttempt(row, outcome, counts, settings);
    log.warn('a delivery did not arrive', { delivery: row.id, channel: row.channel, code: outcome.code, next });
    if (next.kind === 'settled') {
      faults.delete(row.id);
      return store.outbox.settle(row.id, { state: next.state, code: next.code, at });
    }
    if (failed > 0) faults.set(row.id, failed);
    const { afterMs, ambiguous } = next;
    if (PLATFORM_WIDE.includes(outcome.code)) pause(row.channel.platform, afterMs, outcome);
    await store.outbox.postpone(row.id, { dueAt: after(afterMs), code: outcome.code, ambiguous });
  }

  function pause(platform: PlatformId, afterMs: number, outcome: SendOutcome): void {
    const nth = (pauses.get(platform)?.nth ?? 0) + 1;
    const asked = outcome.kind === 'retry' && outcome.afterMs !== undefined ? afterMs : pauseMs(platform, nth);
    pauses.set(platform, { until: nowMs() + asked, nth });
  }

  async function wake(): Promise<void> {
    timer = null;
    let wait = settings.idleMs;
    try {
      // Whatever ends while rows are taken still held when they were looked at: it is owed a look of its own.
      const before = nowMs();
      await tick();
      const now = nowMs();
      for (const [key, until] of gaps) if (until <= before) gaps.delete(key);
      const due = await store.outbox.nextDue([...platforms.keys()]);
      const instants = [
        ...(due === null ? [] : [Date.parse(due)]),
        ...gaps.values(),
        ...[...pauses.values()].map(({ until }) => until),
        ...quietEnds,
      ];
      wait = instants.reduce((least, at) => (at > before ? Math.min(least, at - now) : least), settings.idleMs);
    } catch (error) {
      log.error('the outbox cannot be read', { err: error });
    }
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
    schedule(1);
  }

  async function drain(): Promise<number> {
    let taken = 0;
    for (;;) {
      const some = await tick();
      taken += some;
      await Promise.all(flying.values());
      if (some > 0) continue;
      // What only waits for the pause between two messages of its channel is still due now.
      const now = nowMs();
      const rest = Math.min(...[...gaps.values()].filter((until) => until > now)) - now;
      const due = await store.outbox.nextDue([...platforms.keys()]);
      if (stopping || !Number.isFinite(rest) || due === null || Date.parse(due) > now) return taken;
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
