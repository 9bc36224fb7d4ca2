import type { Day, Days } from '../domain/period.ts';
import type { PictureWords } from '../domain/picture.ts';
import type { Ruler } from './font.ts';

/** Time as a line: days as numbers, numbers as px, and which years, quarters, months or days are worth a label. */

const DAY_MS = 86_400_000;

/** The number of a day: its beginning, in days since 1970. */
export const numberOf = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

export type Scale = {
  /** The first day's beginning and the last day's end. */
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
  /** Where a moment lies, within the edges. */
  readonly x: (moment: number) => number;
  readonly perDay: number;
};

/** The scale of what is shown between two edges (px). Days given the wrong way round are turned. */
export function scaleOf(shown: Days, left: number, right: number): Scale {
  const [first, last] = [numberOf(shown.from), numberOf(shown.to)].sort((a, b) => a - b) as [number, number];
  const to = last + 1;
  const perDay = (right - left) / (to - first);
  return {
    from: first,
    to,
    left,
    right,
    perDay,
    x: (moment) => left + (Math.min(to, Math.max(first, moment)) - first) * perDay,
  };
}

/** A stretch of the axis and what is written over its middle. */
export type AxisLabel = { readonly at: number; readonly text: string };

export type Axis = {
  readonly major: readonly AxisLabel[];
  readonly minor: readonly AxisLabel[];
  /** Beginnings of years (or months, where days are shown), and of what lies within. */
  readonly majorTicks: readonly number[];
  readonly minorTicks: readonly number[];
};

export const MAJOR_SIZE = 16;
export const MINOR_SIZE = 13;

/** A unit of the calendar as months: `[2026, 10]` and the number of months it lasts. */
const beginning = (months: number): number => Date.UTC(Math.floor(months / 12), ((months % 12) + 12) % 12, 1) / DAY_MS;

/** The months since year 0 in which a day number lies. */
function monthOf(day: number): number {
  const date = new Date(Math.floor(day) * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

type Part = { readonly from: number; readonly to: number; readonly text: string };

/** The calendar units of so many months that the scale shows. */
function unitsOf(scale: Scale, months: number, word: (year: number, month: number) => string): Part[] {
  const first = Math.floor(monthOf(scale.from) / months) * months;
  const last = monthOf(scale.to - 1);
  const parts: Part[] = [];
  for (let month = first; month <= last; month += months)
    parts.push({
      from: beginning(month),
      to: beginning(month + months),
      text: word(Math.floor(month / 12), month % 12),
    });
  return parts;
}

/** Days, or the days 1, 8, 15 and 22 of each month where every day would be too many. */
function daysOf(scale: Scale, step: 1 | 7): Part[] {
  const parts: Part[] = [];
  for (let day = scale.from; day < scale.to; day++) {
    const inMonth = new Date(day * DAY_MS).getUTCDate();
    if (step === 1 || (inMonth % 7 === 1 && inMonth < 29))
      parts.push({ from: day, to: day + 1, text: String(inMonth) });
  }
  return parts;
}

/** Labels over the middles of the visible parts, where each has room for its own. */
function labelsOf(parts: readonly Part[], scale: Scale, size: number, bold: boolean, ruler: Ruler): AxisLabel[] {
  const labels: AxisLabel[] = [];
  let free = scale.left;
  for (const part of parts) {
    const half = ruler.width(part.text, size, bold) / 2;
    const middle = (scale.x(part.from) + scale.x(part.to)) / 2;
    // A name over the rest of a year that the edge cuts off needs room within that rest.
    const cut = part.from < scale.from || part.to > scale.to;
    if (cut && scale.x(part.to) - scale.x(part.from) < half * 2) continue;
    if (middle - half < free || middle + half > scale.right) continue;
    labels.push({ at: scale.from + (middle - scale.left) / scale.perDay, text: part.text });
    free = middle + half + 8;
  }
  return labels;
}

/** The labels and lines of an axis, as many as can be read. */
export function axisOf(scale: Scale, words: PictureWords, ruler: Ruler): Axis {
  const { perDay } = scale;
  const monthWord = (month: number) => words.months[month] ?? '';
  const byDay = perDay * 7 >= 34;
  const yearStep = [1, 2, 5, 10, 20, 50].find((step) => perDay * 365 * step >= 54) ?? 100;
  const years = unitsOf(scale, 12, String);
  const months = () => unitsOf(scale, 1, (_, month) => monthWord(month));
  const major = byDay
    ? unitsOf(scale, 1, (year, month) => `${monthWord(month)} ${year}`)
    : years.filter((part) => Number(part.text) % yearStep === 0);
  const minor = (): Part[] => {
    if (byDay) return daysOf(scale, perDay >= 26 ? 1 : 7);
    if (perDay * 30 >= 48) return months();
    if (perDay * 91 >= 38) return unitsOf(scale, 3, (_, month) => words.quarters[month / 3] ?? '');
    return [];
  };
  const minorParts = minor();
  const within = (moment: number) => moment > scale.from && moment < scale.to;
  const majorTicks = (byDay ? major : years).map((part) => part.from).filter(within);
  const named = labelsOf(major, scale, MAJOR_SIZE, true, ruler);
  // A quarter at the edge whose year is not named would be read as one of the year beside it.
  const ofNamed = (part: Part) =>
    major.some(
      (whole) =>
        part.from >= whole.from &&
        part.from < whole.to &&
        named.some((label) => label.at >= whole.from && label.at < whole.to),
    );
  return {
    major: named,
    minor: labelsOf(minorParts.filter(ofNamed), scale, MINOR_SIZE, false, ruler),
    majorTicks: perDay * 365 >= 8 ? majorTicks : [],
    minorTicks: minorParts.map((part) => part.from).filter((at) => within(at) && !majorTicks.includes(at)),
  };
}
