import type { FeedClient } from '../../feeds/fetch.ts';
import { quietUntil } from '../delivery/quiet.ts';
import { type Motion, type Standing, type Standstill, standstills } from '../domain/standstill.ts';
import { channelKey } from '../domain/subscription.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Store } from '../ports.ts';
import type { Poller } from '../watch/poller.ts';

/** Waiting messages looked at, oldest first. */
const MOST_ROWS = 1_000;

/** How things move, and a line of the log when something begins or ceases to stand still. */
export type MotionWatch = {
  /** A platform whose attempts to send are noted. */
  readonly noting: (platform: Platform) => Platform;
  /** What stands still now. Rejects when the store does. */
  readonly standstill: () => Promise<readonly Standstill[]>;
  /** Looks, and tells the log what changed. */
  readonly look: () => Promise<void>;
};

/** Watches reading, sending and platforms. */
export function watchMotion(parts: {
  readonly store: Pick<Store, 'outbox' | 'subscriptions'>;
  readonly platforms: readonly Platform[];
  readonly poller: () => Pick<Poller, 'facts'>;
  readonly client: Pick<FeedClient, 'proxyFaults'>;
  readonly clock: Clock;
  readonly log: Log;
}): MotionWatch {
  const { store, clock, log } = parts;
  let attemptAt = performance.now();
  let told = new Map<Standing, Standstill>();

  async function delivery(): Promise<Motion['delivery']> {
    const now = clock.now();
    const [rows, subscriptions] = [
      await store.outbox.list({ states: ['waiting', 'sending'], limit: MOST_ROWS }),
      await store.subscriptions.all(),
    ];
    const connected = new Set(parts.platforms.filter((one) => one.health().state === 'connected').map(({ id }) => id));
    const quiet = new Set(
      subscriptions
        .filter((one) => quietUntil(one.quiet, one.zone, now) !== null)
        .map(({ channel }) => channelKey(channel)),
    );
    const due = rows
      .filter(({ channel }) => connected.has(channel.platform) && !quiet.has(channelKey(channel)))
      .map(({ dueAt }) => Date.parse(now) - Date.parse(dueAt));
    return { dueMs: due.length === 0 ? null : Math.max(...due), stillMs: performance.now() - attemptAt };
  }

  async function standstill(): Promise<readonly Standstill[]> {
    const { waiting, underWay, movedAt, lookedAt } = parts.poller().facts();
    const at = performance.now();
    return standstills({
      reading: {
        owed: waiting + underWay,
        stillMs: at - movedAt,
        unseenMs: at - lookedAt,
        proxyFaults: parts.client.proxyFaults(),
      },
      delivery: await delivery(),
      platforms: parts.platforms.map((one) => {
        const { platform, state, since } = one.health();
        return { platform, connected: state === 'connected', sinceMs: Date.parse(clock.now()) - Date.parse(since) };
      }),
    });
  }

  return {
    standstill,
    noting: (platform) => ({
      ...platform,
      send: async (outgoing) => {
        try {
          return await platform.send(outgoing);
        } finally {
          attemptAt = performance.now();
        }
      },
    }),
    look: async () => {
      const now = new Map((await standstill()).map((one) => [one.what, one]));
      for (const [what, { why }] of now) {
        if (told.get(what)?.why !== why) log.warn('something stands still', { what, why });
      }
      for (const what of told.keys()) if (!now.has(what)) log.info('what stood still goes on', { what });
      told = now;
    },
  };
}
