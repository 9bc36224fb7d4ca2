import { addDays, type Instant } from '../domain/period.ts';
import type { QuietHours } from '../domain/subscription.ts';
import { instantOf, isZone, wallOf } from '../domain/wall.ts';

/**
 * Quiet hours, reckoned in a time zone. A stretch runs from one wall-clock time to the next, so across a clock change
 * it is an hour shorter or longer. Where the clock shows a time twice, the stretch covers both; where it skips one,
 * the skip counts as that time.
 */

/**
 * The instant at which the quiet stretch that holds at `now` ends, null when none holds. A zone that is not known is
 * reckoned as UTC; hours that begin when they end are no hours.
 */
export function quietUntil(quiet: QuietHours | null, zone: string, now: Instant): Instant | null {
  if (quiet === null || quiet.from === quiet.to) return null;
  const known = isZone(zone) ? zone : 'UTC';
  const at = Date.parse(now);
  const today = wallOf(at, known).slice(0, 10);
  const overnight = quiet.from > quiet.to;
  for (const day of [addDays(today, -1), today]) {
    const start = instantOf(day, quiet.from, known, 'first');
    const end = instantOf(overnight ? addDays(day, 1) : day, quiet.to, known, 'last');
    if (start <= at && at < end) return new Date(end).toISOString();
  }
  return null;
}
