import type { FeedHealthEvent } from '../domain/alert.ts';
import type { FeedOutcome, FeedState } from '../domain/feed.ts';
import type { Item } from '../domain/item.ts';
import type { Instant } from '../domain/period.ts';

const DAY = 86_400_000;

/** A feed is told as failing after this many failures in a row and this long without success. */
const FAILURES = 5;
const SILENT_FAILURE_MS = DAY;

/** No feed is called mute before this much silence, however fast its rhythm. */
const LEAST_MUTE_MS = 7 * DAY;
/** Fewer dated items tell no rhythm. */
const LEAST_ITEMS = 5;
const RHYTHM_ITEMS = 20;

export type Health = { readonly events: readonly FeedHealthEvent[]; readonly told: readonly string[] };

/**
 * What the channels of a feed are to be told after a poll, each thing once, and the marks that remember it.
 *
 * A feed that never worked is told to nobody: it is in the list of feeds, not in the news. `failing`: 5 failures in a
 * row and 24 h without success. `gone`: HTTP 410. `recovered`: success after either was told. `moved`: the same
 * permanent redirect seen by two polls and leading to another host or path. `mute`: readable, yet silent for much longer
 * than it ever was between its recent items.
 *
 * `before` is the state that was polled, `after` the one `afterPoll` made of it.
 */
export function healthOf(before: FeedState, after: FeedState, outcome: FeedOutcome, now: Instant): Health {
  const told = new Set(after.told);
  const events = outcome.kind === 'failed' ? afterFailure(before, after, told, now) : afterSuccess(before, after, told);
  if (outcome.kind === 'read' && before.firstReadAt !== null && isMute(outcome.items, after.lastItemAt, now)) {
    if (!told.has('mute')) events.push('mute');
    told.add('mute');
  }
  return { events, told: [...told] };
}

function afterFailure(before: FeedState, after: FeedState, told: Set<string>, now: Instant): FeedHealthEvent[] {
  if (before.firstReadAt === null) return [];
  const lasting = after.failures >= FAILURES && age(after.lastOkAt ?? after.firstReadAt, now) >= SILENT_FAILURE_MS;
  const event = after.stopped ? 'gone' : lasting ? 'failing' : null;
  if (event === null || told.has(event)) return [];
  told.add(event);
  return [event];
}

function afterSuccess(before: FeedState, after: FeedState, told: Set<string>): FeedHealthEvent[] {
  const events: FeedHealthEvent[] = [];
  // Both must go, whichever was told.
  if ([told.delete('failing'), told.delete('gone')].includes(true)) events.push('recovered');
  if (after.lastItemAt !== null && (before.lastItemAt === null || after.lastItemAt > before.lastItemAt)) {
    told.delete('mute');
  }
  const mark = `moved:${after.movedTo}`;
  for (const old of told) if (old.startsWith('moved:') && old !== mark) told.delete(old);
  if (after.movedTo !== null && after.movedTo === before.movedTo && !told.has(mark)) {
    told.add(mark);
    if (!sameBut(after.url, after.movedTo)) events.push('moved');
  }
  return events;
}

/**
 * True when a poll should not be conditional: a feed silent for a week is read in full once a day. Only its items tell
 * its rhythm, and there are servers that answer "not modified" for ever.
 */
export function wantsFullRead(feed: FeedState, now: Instant): boolean {
  if (feed.lastItemAt === null || feed.lastOkAt === null) return false;
  const days = (at: Instant): number => Math.floor((Date.parse(at) - Date.parse(feed.lastItemAt ?? at)) / DAY);
  return Date.parse(now) - Date.parse(feed.lastItemAt) >= LEAST_MUTE_MS && days(now) > days(feed.lastOkAt);
}

/** Silent for a week, for eight times the usual gap, and for twice the longest one among its recent items. */
function isMute(items: readonly Item[], lastItemAt: Instant | null, now: Instant): boolean {
  if (lastItemAt === null) return false;
  const dates = items
    .map((item) => item.published)
    .filter((date): date is Instant => date !== null && date <= now)
    .sort()
    .slice(-RHYTHM_ITEMS);
  if (dates.length < LEAST_ITEMS) return false;
  const gaps = dates.slice(1).map((date, index) => age(dates[index] ?? date, date));
  gaps.sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 0;
  const longest = gaps.at(-1) ?? 0;
  return age(lastItemAt, now) > Math.max(LEAST_MUTE_MS, 8 * usual, 2 * longest);
}

/** Milliseconds from `at` to `now`; endless when there is no such moment. */
function age(at: Instant | null, now: Instant): number {
  return at === null ? Number.POSITIVE_INFINITY : Date.parse(now) - Date.parse(at);
}

/** True when two addresses differ in nothing a reader would call a move: scheme, `www.`, a slash at the end. */
function sameBut(a: string, b: string): boolean {
  const bare = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '');
  return bare(a) === bare(b);
}
