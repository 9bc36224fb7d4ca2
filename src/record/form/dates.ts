import { type Days, lastDayOf, type Period, parseCalendar } from '../../domain/period.ts';

/**
 * Reads a calendar period or an interval of them, as the dataset writes dates: `2022-06-30`, `2022-06`, `2022-Q3`,
 * `2025-H2`, `2022`, `2023-12-11..2024-01`. Returns the first and the last day, or null when the text is none of these
 * or runs backwards.
 */
export function parseDays(text: string): Days | null {
  const [first, last, ...rest] = text.split('..');
  if (first === undefined || rest.length > 0) return null;
  const from = parseCalendar(first);
  const to = last === undefined ? from : parseCalendar(last);
  if (!from || !to || to.to < from.from) return null;
  return { from: from.from, to: to.to };
}

/**
 * The period in which something holds: it began in the calendar period `from` and ended with the last day of the
 * calendar period `to` (null: it still holds). Returns null when a text cannot be read or the end precedes the start.
 */
export function parsePeriod(from: string, to: string | null): Period | null {
  const start = parseCalendar(from);
  const end = to === null ? null : parseCalendar(to);
  if (!start || (to !== null && !end)) return null;
  if (end && end.to < start.from) return null;
  return { from: start.from, to: end ? end.to : null, precision: start.precision };
}

/**
 * The day from which it is certain that a period has begun: the last day of the span in which it may have begun.
 * Something that began "in June" is taken to hold from 30 June: before that day nobody could be sure.
 */
export function certainFrom(period: { readonly from: string; readonly precision: Period['precision'] }): string {
  return lastDayOf(period.from, period.precision);
}
