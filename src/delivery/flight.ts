import type { Delivery, SendOutcome } from '../domain/alert.ts';
import { backRow } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import { type PlatformId, resumed } from '../domain/subscription.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import { type AttemptSettings, attempt } from './attempt.ts';
import type { Built } from './built.ts';
import { afterAttempt, closedMs, type Next, type RetrySettings } from './retry.ts';

/** What one claimed row goes through: drawn with the newest facts, sent, and what came of it written down. */

export type FlightSettings = RetrySettings &
  AttemptSettings & {
    /** Pause between two messages of one channel. */
    readonly gapMs: number;
  };

export type FlightParts = {
  readonly store: Store;
  readonly platforms: ReadonlyMap<PlatformId, Platform>;
  readonly build: (delivery: Delivery, now: Instant) => Promise<Built>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: FlightSettings;
  readonly stopping: () => boolean;
  /** Told of every answer of a platform, with the wait that follows from it. */
  readonly heard: (platform: PlatformId, outcome: SendOutcome, afterMs: number) => void;
};

type Sendable = Extract<Built, { kind: 'send' }>;

/**
 * Makes the function that brings a claimed row to its end or back to waiting. Whatever is written, is written only
 * while the row is still held; what is not written leaves it held until its lease is over, to be taken up with its
 * doubt. Rejects with what the store throws.
 */
export function createFlight(parts: FlightParts): (row: Delivery) => Promise<void> {
  const { store, clock, log, settings } = parts;
  /** Faults of the platform's own on a row, one after the other. */
  const faults = new Map<string, number>();
  /** Rows that were looked for in vain. */
  const looked = new Set<string>();

  const after = (ms: number): Instant => new Date(Date.parse(clock.now()) + ms).toISOString();

  return async (row) => {
    const platform = parts.platforms.get(row.channel.platform);
    if (parts.stopping() || !platform) return giveBack(row);
    const built = await draw(row);
    if (built === null) return conclude(row, null, { kind: 'retry', code: 'platform_error' });
    if (built.kind === 'skip') {
      await store.transaction(async ({ outbox }) => {
        const mine = await outbox.settle(row.id, { state: built.state, code: built.code, at: clock.now() }, row);
        if (mine) await outbox.rest(row.channel, clock.now());
      });
      return;
    }
    if (parts.stopping()) return giveBack(row);
    const { outcome, held } = await attempt(platform, row, built, {
      store,
      clock,
      log,
      settings,
      lookedBefore: looked.has(row.id),
    });
    if (outcome === null) log.warn('a row was taken over before it was sent', { delivery: row.id });
    else await conclude(held, built, outcome);
  };

  async function giveBack(row: Delivery): Promise<void> {
    await store.transaction(async ({ outbox }) => {
      await outbox.release(row.id);
      await outbox.rest(row.channel, clock.now());
    });
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

  async function conclude(row: Delivery, built: Sendable | null, outcome: SendOutcome): Promise<void> {
    if (outcome.kind !== 'absent') looked.delete(row.id);
    if (outcome.kind === 'sent') {
      faults.delete(row.id);
      parts.heard(row.channel.platform, outcome, 0);
      const mine = await store.transaction((repositories) => arrived(repositories, row, built, outcome));
      if (mine) log.debug('sent', { delivery: row.id, channel: row.channel, kind: row.order.kind });
      else log.warn('a row was taken over while it was sent', { delivery: row.id });
      return;
    }
    const failed = outcome.code === 'platform_error' ? (faults.get(row.id) ?? 0) + 1 : 0;
    const counts = { faults: failed, ageMs: Date.parse(clock.now()) - Date.parse(row.createdAt) };
    const next = afterAttempt(row, outcome, counts, settings);
    log.warn('a delivery did not arrive', { delivery: row.id, channel: row.channel, code: outcome.code, next });
    if (next.kind === 'again' && failed > 0) faults.set(row.id, failed);
    else faults.delete(row.id);
    if (next.kind === 'look_again') looked.add(row.id);
    parts.heard(row.channel.platform, outcome, next.kind === 'again' ? next.afterMs : 0);
    await store.transaction((repositories) => failedTo(repositories, row, built, { outcome, next }));
  }

  /** False when the row was another's meanwhile, who will find the message. */
  async function arrived(
    repositories: Repositories,
    row: Delivery,
    built: Sendable | null,
    { ref }: Extract<SendOutcome, { kind: 'sent' }>,
  ): Promise<boolean> {
    const { outbox, alerts } = repositories;
    const at = clock.now();
    if (!(await outbox.settle(row.id, { state: 'sent', code: null, at }, row))) return false;
    await outbox.rest(row.channel, after(settings.gapMs));
    await reopen(repositories, row);
    if (!built?.shows) return true;
    const { alert } = built.shows;
    const fresh = built.act.kind === 'post';
    // A message of an earlier attempt shows what was known then: count it as old, so that the edits behind it run.
    const version = row.ambiguous && fresh ? 1 : built.shows.version;
    await alerts.shown(alert, ref, version);
    for (const { id, order } of await outbox.waitingOf(alert)) {
      // A card that was new to its channel told these steps by itself: a word under it would only repeat it.
      const told = order.kind === 'edit' || (order.kind === 'step' && fresh);
      if (told && order.version <= version) await outbox.settle(id, { state: 'sent', code: null, at });
    }
    return true;
  }

  async function failedTo(
    repositories: Repositories,
    row: Delivery,
    built: Sendable | null,
    { outcome, next }: { readonly outcome: Exclude<SendOutcome, { kind: 'sent' }>; readonly next: Next },
  ): Promise<void> {
    const { outbox } = repositories;
    const { code } = outcome;
    const at = clock.now();
    const again = (afterMs: number, ambiguous: boolean) =>
      outbox.postpone(row.id, { dueAt: after(afterMs), code, ambiguous }, row);
    let rest = settings.gapMs;
    let mine = false;
    switch (next.kind) {
      case 'again':
        mine = await again(next.afterMs, next.ambiguous);
        // Platforms count messages per channel: what else is due there would be refused as well.
        if (code === 'rate_limited') rest = Math.max(rest, next.afterMs);
        break;
      case 'look_again':
        mine = await again(next.afterMs, true);
        break;
      case 'channel_closed':
        mine = await again(0, row.ambiguous);
        if (mine) rest = await close(repositories, row, next.code, at);
        break;
      case 'card_gone':
        mine = await withoutCard(repositories, row, built, at);
        break;
      case 'settled':
        mine = await outbox.settle(row.id, { state: next.state, code: next.code, at }, row);
    }
    if (mine) await outbox.rest(row.channel, after(rest));
    else log.warn('a row was taken over while it was sent', { delivery: row.id });
  }

  /** A person deleted the card: what was to be changed in it is told by nothing, what is new by a message of its own. */
  async function withoutCard(
    { outbox, alerts }: Repositories,
    row: Delivery,
    built: Sendable | null,
    at: Instant,
  ): Promise<boolean> {
    const code = 'message_gone';
    const act = built?.act.kind;
    if (!('alert' in row.order) || act === undefined || act === 'post')
      return outbox.settle(row.id, { state: 'dead', code, at }, row);
    const mine =
      act === 'reply'
        ? await outbox.postpone(row.id, { dueAt: at, code, ambiguous: false }, row)
        : await outbox.settle(row.id, { state: 'sent', code, at }, row);
    if (mine) await alerts.gone(row.order.alert, at);
    return mine;
  }

  /** The channel is left alone, for how long in milliseconds, and will be told what it missed. */
  async function close(
    repositories: Repositories,
    row: Delivery,
    code: Delivery['code'],
    at: Instant,
  ): Promise<number> {
    const { subscriptions, outbox } = repositories;
    const subscription = await subscriptions.get(row.channel);
    if (subscription === null || code === null) return closedMs(0);
    const since = subscription.paused?.since ?? at;
    if (subscription.paused?.code !== code) await subscriptions.put({ ...subscription, paused: { code, since } });
    const order = { kind: 'back', since } as const;
    const added = await outbox.add({
      id: backRow(row.channel, since),
      channel: row.channel,
      order,
      dueAt: at,
      createdAt: at,
    });
    if (added) log.warn('a channel takes no messages: nothing more is made for it', { channel: row.channel, code });
    return closedMs(Date.parse(at) - Date.parse(since));
  }

  /** It took a message, so it takes the others. */
  async function reopen({ subscriptions }: Repositories, row: Delivery): Promise<void> {
    const subscription = await subscriptions.get(row.channel);
    if (subscription?.paused === undefined) return;
    await subscriptions.put(resumed(subscription));
    log.info('a channel takes messages again', { channel: row.channel });
  }
}
