import type { FeedCode, FeedState } from '../domain/feed.ts';

/**
 * How a feed is treated when there is not room for all: `known` was read before and answered last time, well or badly;
 * `unread` never was, so that nobody knows; `slow` let the bot wait in vain when it was last asked.
 */
export type Lane = 'known' | 'unread' | 'slow';

/** The order in which lanes get places that are free. */
export const LANES: readonly Lane[] = ['known', 'unread', 'slow'];

/** Codes of a request that ended without an answer. */
const VAIN: ReadonlySet<string> = new Set<FeedCode>(['timeout', 'unreachable', 'dns_failed', 'proxy_unreachable']);

/** True when a poll waited in vain for its server. */
export function isVain(code: string | null): boolean {
  return code !== null && VAIN.has(code);
}

/** A feed's lane; `vain` is how often in a row its host let other feeds wait since this process began. */
export function laneOf(feed: Pick<FeedState, 'failures' | 'code' | 'lastOkAt'>, vain = 0): Lane {
  if (vain > 0 || (feed.failures > 0 && isVain(feed.code))) return 'slow';
  return feed.lastOkAt === null ? 'unread' : 'known';
}

const FULL_MS = 30_000;
const SHORTER_MS = [8_000, 4_000];
/** A server that is merely slow would never be read again if it were not given its time now and then. */
const FULL_EVERY = 4;

/**
 * How long a feed's server may take, in milliseconds: 30 s; 8 s, then 4 s, where it let the bot wait in vain, and the
 * whole time again at every fourth attempt.
 */
export function patienceOf(feed: Pick<FeedState, 'failures' | 'code' | 'lastOkAt'>, vain = 0): number {
  if (laneOf(feed, vain) !== 'slow') return FULL_MS;
  const failures = Math.max(1, feed.failures, vain);
  if (failures % FULL_EVERY === 0) return FULL_MS;
  return SHORTER_MS[Math.min(failures, SHORTER_MS.length) - 1] ?? FULL_MS;
}
