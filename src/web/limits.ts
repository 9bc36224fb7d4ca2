/** How much is answered: so many requests at once, then so many in a second; for a client, and for all together. */

export type Rate = {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests that come back in a second. */
  readonly perSecond: number;
};

export type Limits = {
  readonly client: Rate;
  readonly all: Rate;
  /** Requests of a client that may be under way at once. */
  readonly atOnce: number;
};

export const DEFAULT_LIMITS: Limits = {
  client: { burst: 240, perSecond: 20 },
  all: { burst: 600, perSecond: 60 },
  atOnce: 32,
};

/** Clients that are remembered: who was away longest is forgotten first. */
const CLIENTS = 10_000;
/** Refusals in a row that are told at once; a client that goes on all the same waits for each. */
const TOLD_AT_ONCE = 20;
const HOLD_MS = 500;

export type Verdict = {
  readonly admitted: boolean;
  /** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers), and `Retry-After` in whole seconds. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds to wait before the refusal is sent, so that who hammers costs little. */
  readonly holdMs: number;
};

type Bucket = { left: number; at: number; refused: number };

function refill(bucket: Bucket, { burst, perSecond }: Rate, now: number): void {
  bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1_000) * perSecond);
  bucket.at = now;
}

/** Seconds until a request is admitted again. */
const waitOf = (bucket: Bucket, { perSecond }: Rate): number => Math.max(1, Math.ceil((1 - bucket.left) / perSecond));

/** `now` in milliseconds, of a clock that only goes forward; `underWay`: how many requests of the client are. */
export function createLimits(limits: Limits, now: () => number): (client: string, underWay: number) => Verdict {
  const clients = new Map<string, Bucket>();
  const all: Bucket = { left: limits.all.burst, at: now(), refused: 0 };
  const window = Math.ceil(limits.client.burst / limits.client.perSecond);
  const policy = `"client";q=${limits.client.burst};w=${window}`;

  return (client, underWay) => {
    const at = now();
    const own = clients.get(client) ?? { left: limits.client.burst, at, refused: 0 };
    clients.delete(client);
    clients.set(client, own);
    const [oldest] = clients.keys();
    if (clients.size > CLIENTS && oldest !== undefined) clients.delete(oldest);
    refill(own, limits.client, at);
    refill(all, limits.all, at);
    const admitted = own.left >= 1 && all.left >= 1 && underWay < limits.atOnce;
    if (admitted) {
      own.left -= 1;
      all.left -= 1;
      own.refused = 0;
    } else own.refused += 1;
    const wait = own.left < 1 ? waitOf(own, limits.client) : waitOf(all, limits.all);
    const back = Math.ceil((limits.client.burst - own.left) / limits.client.perSecond);
    return {
      admitted,
      headers: {
        'RateLimit-Policy': policy,
        RateLimit: `"client";r=${Math.max(0, Math.floor(own.left))};t=${admitted ? back : wait}`,
        ...(admitted ? {} : { 'Retry-After': String(wait) }),
      },
      holdMs: own.refused > TOLD_AT_ONCE ? HOLD_MS : 0,
    };
  };
}
