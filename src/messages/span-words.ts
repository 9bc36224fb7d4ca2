import { type Days, firstDayOf, lastDayOf, type Precision } from '../domain/period.ts';
import type { Messages } from './index.ts';

const WIDEST_FIRST: readonly Precision[] = ['year', 'half', 'quarter', 'month', 'day'];

/** An interval of days in the widest words that say it exactly: `2025`, `the first half of 2026`, else its two ends. */
export function spanWords(days: Days, m: Messages, between = m.common.between): string {
  const exact = WIDEST_FIRST.find(
    (precision) => firstDayOf(days.from, precision) === days.from && lastDayOf(days.from, precision) === days.to,
  );
  if (exact !== undefined) return m.common.calendar(days.from, exact);
  return between(m.common.day(days.from), m.common.day(days.to));
}
