import CachePolicy from 'http-cache-semantics';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const one = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value[0] : value) ?? null;

/**
 * How long the answer says it stays fresh, in milliseconds (RFC 9111: max-age, Expires, Age); null when it says nothing.
 * No heuristic: an old `Last-Modified` is no promise. Never negative.
 */
export function freshnessOf(status: number, headers: Headers): number | null {
  const control = one(headers['cache-control']) ?? '';
  const says = /(?:max-age|no-cache|no-store|must-revalidate)/i.test(control) || one(headers['expires']) !== null;
  if (!says) return null;
  // A 304 speaks for the answer it confirms.
  const policy = new CachePolicy(
    { method: 'GET', headers: {} },
    { status: status === 304 ? 200 : status, headers: { ...headers } },
    { shared: false, cacheHeuristic: 0, immutableMinTimeToLive: 0 },
  );
  return Math.max(0, policy.timeToLive());
}

/** `Retry-After` in milliseconds from `nowMs`: seconds or an HTTP date; null when absent or unreadable, 0 when past. */
export function retryAfterOf(header: string | string[] | undefined, nowMs: number): number | null {
  const text = one(header)?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
