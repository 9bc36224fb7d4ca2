import type { PlatformId } from './subscription.ts';

/** What may stand still: reading feeds, sending what is due, or the connection to a platform. */
export type Standing = 'reading' | 'delivery' | PlatformId;

/**
 * Something that does not move although it should. `stuck`: there is something to do and nothing is begun or done;
 * `proxy`: the proxy leads nowhere; `away`: the platform is not connected.
 */
export type Standstill = { readonly what: Standing; readonly why: 'stuck' | 'proxy' | 'away' };

/** What is known of how things move. Times are durations in milliseconds. */
export type Motion = {
  readonly reading: {
    /** Feeds that are due or under way. */
    readonly owed: number;
    /** Since a feed was last begun or done with. */
    readonly stillMs: number;
    /** Since what is due was last looked up. */
    readonly unseenMs: number;
    /** Requests in a row that ended by a fault of the proxy. */
    readonly proxyFaults: number;
  };
  readonly delivery: {
    /** Messages that could go out: due, their channel not in quiet hours, their platform connected. How long the first is due; null for none. */
    readonly dueMs: number | null;
    /** Since an attempt to send last ended. */
    readonly stillMs: number;
  };
  readonly platforms: readonly {
    readonly platform: PlatformId;
    readonly connected: boolean;
    /** In this state. */
    readonly sinceMs: number;
  }[];
};

const MINUTE = 60_000;
const READING_MS = 10 * MINUTE;
const DELIVERY_MS = 10 * MINUTE;
const PLATFORM_MS = 5 * MINUTE;
/** One may be the fault of a single address that the proxy does not lead to. */
const PROXY_FAULTS = 2;

/** What stands still, given how things move; nothing when all is well. */
export function standstills({ reading, delivery, platforms }: Motion): Standstill[] {
  const found: Standstill[] = [];
  const stuck = reading.unseenMs > READING_MS || (reading.owed > 0 && reading.stillMs > READING_MS);
  if (stuck) found.push({ what: 'reading', why: 'stuck' });
  else if (reading.proxyFaults >= PROXY_FAULTS) found.push({ what: 'reading', why: 'proxy' });
  if ((delivery.dueMs ?? 0) > DELIVERY_MS && delivery.stillMs > DELIVERY_MS)
    found.push({ what: 'delivery', why: 'stuck' });
  for (const { platform, connected, sinceMs } of platforms) {
    if (!connected && sinceMs > PLATFORM_MS) found.push({ what: platform, why: 'away' });
  }
  return found;
}
