import { createHash } from 'node:crypto';
import { type FeedCode, type FeedOutcome, type FeedState, LONGEST_HOLD_MS, LONGEST_REST_MS } from '../domain/feed.ts';
import type { Instant } from '../domain/period.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** No rhythm is faster than this, whatever is configured, except where `pollSeconds` asks for it in a trial. */
const FLOOR_MS = 5 * MINUTE;

export type Rhythm = {
  /** The shortest interval between two polls of a lively feed. At least 5 minutes. */
  readonly minMs: number;
  /** The longest, for a quiet or failing one. At most `LONGEST_REST_MS`. */
  readonly maxMs: number;
  /** Upper bound of every interval but those a server asked for, in seconds; null for none. */
  readonly pollSeconds: number | null;
};

export const DEFAULT_RHYTHM: Rhythm = { minMs: 10 * MINUTE, maxMs: LONGEST_REST_MS, pollSeconds: null };

/**
 * When a feed is due again, given how it stands (after `outcome` was taken in) and what the poll gave.
 *
 * After success: an eighth of the time since its newest item, between the bounds, so that a feed that has just
 * published is watched closely and a silent one ever more rarely; not before the publisher's freshness ends, which
 * counts up to `maxMs`. After failure: `minMs` doubled with every failure in a row up to `maxMs`. `Retry-After` on 429
 * and 503 is honoured, up to a week. A tenth of the interval, taken from the feed's id, is left off so that feeds do not
 * all come due together.
 */
export function nextDue(feed: FeedState, outcome: FeedOutcome, now: Instant, rhythm: Rhythm = DEFAULT_RHYTHM): Instant {
  const min = Math.max(FLOOR_MS, rhythm.minMs);
  const max = Math.max(min, Math.min(rhythm.maxMs, LONGEST_REST_MS));
  const at = Date.parse(now);
  let wait: number;
  if (outcome.kind === 'failed') {
    wait = Math.min(max, min * 2 ** Math.min(30, Math.max(0, feed.failures - 1)));
  } else {
    // Never an item with a date: an hour, as for one that published this morning.
    const silence = feed.lastItemAt === null ? 8 * HOUR : Math.max(0, at - Date.parse(feed.lastItemAt));
    wait = Math.min(max, Math.max(min, silence / 8));
  }
  wait *= 1 - jitter(feed.id) / 10;
  if (outcome.kind !== 'failed') wait = Math.max(wait, Math.min(outcome.freshMs ?? 0, max));
  wait = Math.max(wait, FLOOR_MS);
  if (rhythm.pollSeconds !== null) wait = Math.min(wait, rhythm.pollSeconds * 1000);
  return new Date(at + Math.round(Math.max(wait, holdOf(outcome)))).toISOString();
}

/** For how long its server asked for a feed to be left alone, in milliseconds; 0 where it did not. */
function holdOf(outcome: FeedOutcome): number {
  if (outcome.kind !== 'failed' || (outcome.status !== 429 && outcome.status !== 503)) return 0;
  return Math.min(outcome.retryAfterMs ?? 0, LONGEST_HOLD_MS);
}

/**
 * The feed as a clock that is right can have left it. Times that are still to come were written under one that was
 * wrong; what was learnt under it is not relied upon: the feed is read in full.
 */
export function underRightClock(feed: FeedState, now: Instant): FeedState {
  const past = (at: Instant | null): Instant | null => (at !== null && at > now ? now : at);
  const { firstReadAt, lastOkAt, lastItemAt } = feed;
  if ([firstReadAt, lastOkAt, lastItemAt].every((at) => past(at) === at)) return feed;
  return {
    ...feed,
    validators: { etag: null, lastModified: null, bodyHash: null },
    firstReadAt: past(firstReadAt),
    lastOkAt: past(lastOkAt),
    lastItemAt: lastItemAt !== null && lastItemAt > now ? null : lastItemAt,
  };
}

/** A number in [0, 1) that is always the same for a feed. */
function jitter(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32;
}

const movedMark = (url: string): string => `moved:${url}`;

/**
 * The address to poll. A permanent redirect is followed by itself once two polls have seen it; one alone may be a
 * mistake of an afternoon. If the new address then fails, the listed one is asked again (see `afterPoll`).
 */
export function addressOf(feed: FeedState): string {
  return feed.movedTo !== null && feed.told.includes(movedMark(feed.movedTo)) ? feed.movedTo : feed.url;
}

/** The newest moment at which the feed is known to have published, null when never. Never after `now`. */
function newestItem(feed: FeedState, outcome: FeedOutcome, now: Instant, conditional: boolean): Instant | null {
  if (outcome.kind !== 'read' || outcome.items.length === 0) return feed.lastItemAt;
  const dates = outcome.items.map((item) => item.published).filter((date): date is Instant => date !== null);
  // A feed without dates has published when its body changed, which only a conditional poll can tell.
  if (dates.length === 0) return conditional || feed.lastItemAt === null ? now : feed.lastItemAt;
  const newest = dates.reduce((a, b) => (a > b ? a : b));
  const seen = newest > now ? now : newest;
  return feed.lastItemAt !== null && feed.lastItemAt > seen ? feed.lastItemAt : seen;
}

/** Codes that speak of an address which may be wrong, not of a server that is unwell. */
const WRONG_ADDRESS: ReadonlySet<FeedCode> = new Set<FeedCode>([
  'blocked_address',
  'dns_failed',
  'tls_failed',
  'too_many_redirects',
  'bad_redirect',
  'bad_url',
  'http_forbidden',
  'http_not_found',
  'http_gone',
  'not_a_feed',
  'html_page',
]);

/**
 * The feed's state after a poll, but for `told` and `dueAt`'s dependence on it: failures counted, validators and dates
 * taken over, moves recorded, a 410 stopping it. `conditional` tells whether the poll sent the validators.
 */
export function afterPoll(
  feed: FeedState,
  outcome: FeedOutcome,
  now: Instant,
  options: { readonly conditional: boolean; readonly rhythm?: Rhythm },
): FeedState {
  const followed = addressOf(feed) !== feed.url;
  let next: Omit<FeedState, 'heldUntil'>;
  if (outcome.kind === 'failed') {
    const back = followed && WRONG_ADDRESS.has(outcome.code);
    next = {
      ...feed,
      failures: feed.failures + 1,
      code: outcome.code,
      // The followed address is given up, not the feed: the listed one is asked next time.
      ...(back ? { movedTo: null, told: feed.told.filter((mark) => mark !== movedMark(feed.movedTo ?? '')) } : {}),
      stopped: feed.stopped || (outcome.code === 'http_gone' && !back),
    };
  } else {
    const movedTo = outcome.movedTo ?? (followed ? feed.movedTo : null);
    next = {
      ...feed,
      validators: outcome.validators,
      failures: 0,
      code: null,
      firstReadAt: feed.firstReadAt ?? now,
      lastOkAt: now,
      lastItemAt: newestItem(feed, outcome, now, options.conditional),
      movedTo: movedTo === feed.url ? null : movedTo,
      stopped: false,
    };
  }
  const { heldUntil: _past, ...state }: FeedState = { ...next, dueAt: nextDue(next, outcome, now, options.rhythm) };
  const hold = holdOf(outcome);
  return hold === 0 ? state : { ...state, heldUntil: new Date(Date.parse(now) + hold).toISOString() };
}
