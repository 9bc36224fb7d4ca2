/** A calendar day, ISO 8601: `2022-06-30`. Days compare as strings. */
export type Day = string;

/** An instant, ISO 8601 in UTC with milliseconds: `2022-06-30T09:00:00.000Z`. Instants compare as strings. */
export type Instant = string;

/** How wide the uncertainty of a day is: `month` means "some day of that month". */
export type Precision = 'day' | 'month' | 'quarter' | 'half' | 'year';

/**
 * A stretch of time in which something holds. `from` is the first day of the period in which it began and
 * `precision` says how wide that period is; `to` is its last day, null while it is open.
 */
export type Period = { readonly from: Day; readonly to: Day | null; readonly precision: Precision };

/** A closed interval of days, both ends included. */
export type Days = { readonly from: Day; readonly to: Day };

const MONTHS_IN: Readonly<Record<Exclude<Precision, 'day'>, number>> = { month: 1, quarter: 3, half: 6, year: 12 };

const two = (n: number): string => String(n).padStart(2, '0');

/** True for an existing calendar day written as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day `n` days after `day` (before it when `n` is negative). */
export function addDays(day: Day, n: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from `a` to `b`: positive when `b` is later. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);
}

/** The UTC day on which an instant falls. */
export function dayOf(instant: Instant): Day {
  return instant.slice(0, 10);
}

/** The last day of the period of the given precision that contains `day`. */
export function lastDayOf(day: Day, precision: Precision): Day {
  if (precision === 'day') return day;
  const months = MONTHS_IN[precision];
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1;
  const end = Math.floor(month / months) * months + months;
  return new Date(Date.UTC(year, end, 0)).toISOString().slice(0, 10);
}

/** The first day of the period of the given precision that contains `day`. */
export function firstDayOf(day: Day, precision: Precision): Day {
  if (precision === 'day') return day;
  const months = MONTHS_IN[precision];
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1;
  return `${day.slice(0, 4)}-${two(month)}-01`;
}

/**
 * Reads the ISO-like notation of a calendar period: `2022`, `2022-H1`, `2022-Q3`, `2022-06`, `2022-06-30`
 * (`S1` and `T3`, the French letters, are accepted). Returns null when the text is none of these.
 */
export function parseCalendar(text: string): (Days & { readonly precision: Precision }) | null {
  const t = text.trim().toUpperCase();
  const span = (from: Day, precision: Precision) => ({ from, to: lastDayOf(from, precision), precision });
  if (/^\d{4}$/.test(t)) return span(`${t}-01-01`, 'year');
  const part = /^(\d{4})-?([HSQT])([1-4])$/.exec(t);
  if (part) {
    const half = part[2] === 'H' || part[2] === 'S';
    const n = Number(part[3]);
    if (half && n > 2) return null;
    return span(`${part[1]}-${two((n - 1) * (half ? 6 : 3) + 1)}-01`, half ? 'half' : 'quarter');
  }
  if (/^\d{4}-\d{2}$/.test(t)) return isDay(`${t}-01`) ? span(`${t}-01`, 'month') : null;
  return isDay(t) ? span(t, 'day') : null;
}

/** Writes a calendar period back in the notation that `parseCalendar` reads. */
export function formatCalendar(from: Day, precision: Precision): string {
  const month = Number(from.slice(5, 7));
  switch (precision) {
    case 'day':
      return from;
    case 'month':
      return from.slice(0, 7);
    case 'quarter':
      return `${from.slice(0, 4)}-Q${Math.ceil(month / 3)}`;
    case 'half':
      return `${from.slice(0, 4)}-H${month <= 6 ? 1 : 2}`;
    case 'year':
      return from.slice(0, 4);
  }
}
