import type { TimeExpression } from '../domain/event.ts';
import { addDays, type Day, daysBetween, lastDayOf, type Precision } from '../domain/period.ts';

/** A named stretch of time before its modality is known. */
export type Stretch = { readonly from: Day; readonly to: Day; readonly precision: Precision };

const two = (n: number): string => String(n).padStart(2, '0');

/** The first day of a month; months outside 1-12 run into the neighbouring years. */
export function monthStart(year: number, month: number): Day {
  const y = year + Math.floor((month - 1) / 12);
  return `${y}-${two(((((month - 1) % 12) + 12) % 12) + 1)}-01`;
}

/** The stretch of whole months from `month` on. */
export function months(year: number, month: number, count: number, precision: Precision): Stretch {
  return { from: monthStart(year, month), to: addDays(monthStart(year, month + count), -1), precision };
}

/** A calendar day, or null when there is no such day. */
export function day(year: number, month: number, date: number): Stretch | null {
  if (month < 1 || month > 12 || date < 1) return null;
  const from = `${year}-${two(month)}-${two(date)}`;
  return from > lastDayOf(`${year}-${two(month)}-01`, 'month') ? null : { from, to: from, precision: 'day' };
}

/** The day `count` months after `from`, clamped to the end of its month. */
export function addMonths(from: Day, count: number): Day {
  const start = monthStart(Number(from.slice(0, 4)), Number(from.slice(5, 7)) + count);
  const last = lastDayOf(start, 'month');
  const same = `${start.slice(0, 8)}${from.slice(8)}`;
  return same > last ? last : same;
}

export type Part = 'start' | 'middle' | 'end' | 'first half' | 'second half';

/** Months from January, how many, and how precise that is. */
const OF_YEAR: Readonly<Record<Part, readonly [number, number, Precision]>> = {
  start: [0, 3, 'quarter'],
  middle: [4, 4, 'quarter'],
  end: [9, 3, 'quarter'],
  'first half': [0, 6, 'half'],
  'second half': [6, 6, 'half'],
};
const THIRD: Readonly<Record<Part, number>> = { start: 0, middle: 1, end: 2, 'first half': 0, 'second half': 2 };
/** First and last day; null is the end of the month. */
const OF_MONTH: Readonly<Record<Part, readonly [number, number | null]>> = {
  start: [1, 10],
  middle: [11, 20],
  end: [21, null],
  'first half': [1, 15],
  'second half': [16, null],
};

/**
 * A part of a stretch by the conventions of the press: of a year, the start is Q1, the middle May to August, the end Q4;
 * of shorter stretches, thirds.
 */
export function partOf(whole: Stretch, part: Part): Stretch {
  const year = Number(whole.from.slice(0, 4));
  const month = Number(whole.from.slice(5, 7));
  const count = Math.round(daysBetween(whole.from, whole.to) / 30.4);
  if (count === 12) {
    const [shift, width, precision] = OF_YEAR[part];
    return months(year, month + shift, width, precision);
  }
  if (count === 6 || count === 3) {
    const third = count / 3;
    return months(year, month + third * THIRD[part], third, count === 6 ? 'quarter' : 'month');
  }
  if (count === 1) {
    const [first, last] = OF_MONTH[part];
    const at = (d: number): Day => `${whole.from.slice(0, 8)}${two(d)}`;
    return { from: at(first), to: last === null ? whole.to : at(last), precision: 'month' };
  }
  return whole;
}

/**
 * The occurrence of a yearless stretch that a reader would take: the nearest one, the past counting three times as far,
 * since news without a year mostly looks ahead; `ahead` says that only the future is meant.
 */
export function nearest(make: (year: number) => Stretch | null, published: Day, ahead: boolean): Stretch | null {
  const year = Number(published.slice(0, 4));
  let best: Stretch | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const y of [year, year + 1, year - 1]) {
    const s = make(y);
    if (!s) continue;
    const cost =
      s.from > published
        ? daysBetween(published, s.from)
        : s.to < published
          ? daysBetween(s.to, published) * (ahead ? 1000 : 3)
          : 0;
    if (cost < bestCost) {
      best = s;
      bestCost = cost;
    }
  }
  return best;
}

/**
 * The stretch a time expression names, its open end closed again: "by the end of 2024" names the last quarter.
 * Null when it names none.
 */
export function namedStretch(expression: TimeExpression): Stretch | null {
  const { earliest, latest, precision } = expression;
  const last = (from: Day): Day => lastDayOf(from, precision);
  if (earliest !== null) return { from: earliest, to: latest ?? last(earliest), precision };
  if (latest === null) return null;
  const width = { day: 0, month: 1, quarter: 3, half: 6, year: 12 }[precision];
  return { from: width === 0 ? latest : addDays(addMonths(addDays(latest, 1), -width), 0), to: latest, precision };
}
