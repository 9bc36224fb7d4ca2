import type { TimeExpression } from '../domain/event.ts';
import { addDays, type Day, type Precision } from '../domain/period.ts';
import { addMonths, day, months, nearest, type Stretch } from './calendar.ts';
import {
  MONTH,
  monthNumber,
  NUMBER,
  numberOf,
  ORDINAL,
  ordinal,
  RELATIVE_YEAR,
  SEASON,
  seasonMonth,
  WEEKDAY,
  weekday,
  yearShift,
} from './when-words.ts';

export type Modality = TimeExpression['modality'];

/** A unit with its anchor, found in the text; `make` gives the stretch once it is known whether only the future is meant. */
export type Core = {
  readonly start: number;
  readonly end: number;
  readonly make: (ahead: boolean) => Stretch | null;
  /** Needs a part, a modality or a preposition beside it to be a date at all ("2024", "mars"). */
  readonly bare?: boolean;
  /** The words name the end of something: what comes before it comes by its last day ("before year-end"). */
  readonly closing?: boolean;
  /** The words carry their own modality ("sous 18 mois"). */
  readonly modality?: Modality;
};

type Rule = {
  /** A regular expression of whole words. */
  readonly source: string;
  readonly read: (m: RegExpExecArray, published: Day | null) => Omit<Core, 'start' | 'end'> | null;
};

const LINK = String.raw`(?:\s*[/,-]?\s*(?:(?:de|of|du|im|en|in|for)\s+)?(?:d')?(?:(?:l'annee|annee|the year|jahre?s?)\s+)?)`;
const YEAR = String.raw`(?:(?:19|20)\d\d(?!\d)|'\d\d(?!\d))`;
const ANCHOR = `(?:${LINK}(${YEAR}|${RELATIVE_YEAR})(?![\\w]))?`;
const NEXT = String.raw`(?:\s+(prochaine?|derni(?:er|ere)))?`;
const rule = (source: string, read: Rule['read']): Rule => ({
  source: `(?:${source})(?![\\w])`,
  read,
});

function yearOf(words: string | undefined, published: Day | null): number | null | undefined {
  if (words === undefined) return undefined;
  if (/^\d{4}$/.test(words)) return Number(words);
  if (words.startsWith("'")) return 2000 + Number(words.slice(1));
  const shift = yearShift(words);
  return shift === null || published === null ? null : Number(published.slice(0, 4)) + shift;
}

/** A yearly recurring stretch in the year the words give, else in the one a reader would take. */
function yearly(
  words: string | undefined,
  published: Day | null,
  of: (year: number) => Stretch | null,
  when?: string,
): Omit<Core, 'start' | 'end'> | null {
  const year = yearOf(words, published);
  if (year === null) return null;
  if (year !== undefined) return { make: () => of(year) };
  if (published === null) return null;
  if (when && /prochain|next|nachst|kommend/.test(when)) {
    const y = Number(published.slice(0, 4));
    const own = of(y);
    return { make: () => (own && own.from > published ? own : of(y + 1)) };
  }
  if (when && /dernier|last|letzt/.test(when)) {
    const y = Number(published.slice(0, 4));
    const own = of(y);
    return { make: () => (own && own.to < published ? own : of(y - 1)) };
  }
  return { make: (ahead) => nearest(of, published, ahead) };
}

const fixed = (s: Stretch | null): Omit<Core, 'start' | 'end'> | null => (s ? { make: () => s } : null);
const relative = (published: Day | null, of: (day: Day) => Stretch | null) =>
  published === null ? null : fixed(of(published));
const yearNow = (d: Day): number => Number(d.slice(0, 4));
const monthNow = (d: Day): number => Number(d.slice(5, 7));
const quarterly = (n: number) => (y: number) => months(y, n * 3 - 2, 3, 'quarter');
const halfly = (n: number) => (y: number) => months(y, n * 6 - 5, 6, 'half');

function week(from: Day, shift: number): Stretch {
  const weekdayNow = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7;
  const start = addDays(from, shift * 7 - weekdayNow);
  return { from: start, to: addDays(start, 6), precision: 'day' };
}

function numericDay(a: number, b: number, year: number): Stretch | null {
  const y = year < 100 ? 2000 + year : year;
  // Day first as in Europe, unless only the American order makes a day of it.
  return b > 12 ? day(y, a, b) : day(y, b, a);
}

const shiftOf = (words: string): number =>
  /prochain|next|nachst|kommend/.test(words) ? 1 : /dernier|passe|last|letzt|vergangen/.test(words) ? -1 : 0;

const DAYS: readonly Rule[] = [
  rule(String.raw`((?:19|20)\d\d)-(\d\d)-(\d\d)`, (m) => fixed(day(Number(m[1]), Number(m[2]), Number(m[3])))),
  rule(String.raw`(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)`, (m) => fixed(numericDay(Number(m[1]), Number(m[3]), Number(m[4])))),
  rule(`(\\d{1,2})(?:er|\\.)?\\s*(?:-|au|a|to|bis|et|and|und)\\s*(\\d{1,2})(?:er|\\.|th|st|nd|rd)?\\s+(?:of\\s+)?(${MONTH})\\.?${ANCHOR}`, (m, p) =>
    yearly(m[4], p, (y) => {
      const a = day(y, monthNumber(m[3] ?? '') ?? 0, Number(m[1]));
      const b = day(y, monthNumber(m[3] ?? '') ?? 0, Number(m[2]));
      return a && b && a.from <= b.from ? { from: a.from, to: b.from, precision: 'day' } : null;
    })),
  rule(`(\\d{1,2})(?:er|\\.|th|st|nd|rd)?\\s+(?:of\\s+)?(${MONTH})\\.?${ANCHOR}${NEXT}`, (m, p) =>
    yearly(m[3], p, (y) => day(y, monthNumber(m[2] ?? '') ?? 0, Number(m[1])), m[4])),
  rule(`(${MONTH})\\.?\\s+(\\d{1,2})(?:th|st|nd|rd)?(?:\\s*,?\\s+(${YEAR}|${RELATIVE_YEAR}))?`, (m, p) =>
    yearly(m[3], p, (y) => day(y, monthNumber(m[1] ?? '') ?? 0, Number(m[2])))),
  rule("aujourd'hui|today|heute", (_, p) => relative(p, (d) => ({ from: d, to: d, precision: 'day' }))),
  rule('hier|yesterday|gestern', (_, p) => relative(p, (d) => ({ from: addDays(d, -1), to: addDays(d, -1), precision: 'day' }))),
  rule('demain|tomorrow', (_, p) => relative(p, (d) => ({ from: addDays(d, 1), to: addDays(d, 1), precision: 'day' }))),
  rule(`(ce|this|last|next|diesen|nachsten|letzten)\\s+(${WEEKDAY})|(${WEEKDAY})\\s+(prochain|dernier)`, (m, p) =>
    relative(p, (d) => {
      const wanted = weekday(m[2] ?? m[3] ?? '') ?? 0;
      const shift = shiftOf(m[1] ?? m[4] ?? '');
      const ahead = (wanted - new Date(`${d}T00:00:00Z`).getUTCDay() + 7) % 7;
      const at = addDays(d, shift > 0 ? ahead || 7 : ahead === 0 && shift === 0 ? 0 : ahead - 7);
      return { from: at, to: at, precision: 'day' };
    })),
  rule("(?:la )?semaine (prochaine|derniere)|cette semaine|(next|this|last) week|(?:nachste|diese|letzte|kommende)[rn]? woche", (m, p) =>
    relative(p, (d) => week(d, shiftOf(m[0])))),
]; // biome-ignore format: one rule a line reads best

const UNITS: readonly Rule[] = [
  rule(String.raw`((?:19|20)\d\d)\s*[-/ ]?\s*([tq])([1-4])`, (m) => fixed(quarterly(Number(m[3]))(Number(m[1])))),
  rule(String.raw`((?:19|20)\d\d)\s*[-/ ]?\s*([hs])([12])`, (m) => fixed(halfly(Number(m[3]))(Number(m[1])))),
  rule(`[tq]([1-4])${ANCHOR}`, (m, p) => yearly(m[2], p, quarterly(Number(m[1])))),
  rule(String.raw`([1-4])[qt]\s?'?((?:20)?\d\d)`, (m) => fixed(quarterly(Number(m[1]))(2000 + (Number(m[2]) % 100)))),
  rule(`[hs]([12])${ANCHOR}`, (m, p) => (m[2] === undefined && !/^h/.test(m[0]) && p === null ? null : yearly(m[2], p, halfly(Number(m[1]))))),
  rule(String.raw`([12])[hs]\s?'?((?:20)?\d\d)`, (m) => fixed(halfly(Number(m[1]))(2000 + (Number(m[2]) % 100)))),
  rule(`(${ORDINAL})\\s*(?:trimestre|quarter|quartal[es]*)${ANCHOR}${NEXT}`, (m, p) => {
    const n = ordinal(m[1] ?? '');
    // "last quarter" alone is the one before this; "dernier trimestre 2025" is the fourth.
    if (/^last$|^letzte/.test(m[1] ?? '') && m[2] === undefined) return relative(p, (d) => months(yearNow(d), (Math.ceil(monthNow(d) / 3) - 1) * 3 - 2, 3, 'quarter'));
    return n === null ? null : yearly(m[2], p, quarterly(n), m[3]);
  }),
  rule(`(${ORDINAL})\\s*(?:semestre|half(?: year)?|halbjahr[es]*|halfte|moitie)(?:\\s+of)?${ANCHOR}${NEXT}`, (m, p) => {
    const n = Math.min(2, ordinal(m[1] ?? '') ?? 0);
    return n === 0 ? null : yearly(m[2], p, halfly(n), m[3]);
  }),
  rule(`(?:l'|cet?\\s+|le\\s+|this\\s+|(next|last)\\s+|diesen\\s+|(?:im\\s+)?)(${SEASON})${ANCHOR}${NEXT}`, (m, p) => {
    const start = seasonMonth(m[2] ?? '');
    // "été" is also a participle and "fall" a verb: a season without a year needs an article or "this".
    const alone = m[3] === undefined && m[4] === undefined && m[0] === m[2];
    if (start === null || (alone && /^(?:ete|fall)$/.test(m[0]))) return null;
    const core = yearly(m[3], p, (y) => months(y, start, 3, 'quarter'), m[4] ?? m[1]);
    return core && { ...core, bare: alone };
  }),
  rule(`rentree${ANCHOR}${NEXT}`, (m, p) => yearly(m[1], p, (y) => months(y, 9, 1, 'month'), m[2])),
  rule(`(ce|le|this|next|last|dieses|nachstes|letztes)\\s+(trimestre|quarter|quartal|semestre|halbjahr|mois|month|monat)(?:-ci)?${NEXT}`, (m, p) => {
    const shift = shiftOf(`${m[1]} ${m[3] ?? ''}`);
    if (m[1] === 'le' && m[3] === undefined) return null;
    return relative(p, (d) => {
      if (/^mois|month|monat/.test(m[2] ?? '')) return months(yearNow(d), monthNow(d) + shift, 1, 'month');
      if (/^trim|quart/.test(m[2] ?? '')) return months(yearNow(d), (Math.ceil(monthNow(d) / 3) + shift) * 3 - 2, 3, 'quarter');
      return months(yearNow(d), (Math.ceil(monthNow(d) / 6) + shift) * 6 - 5, 6, 'half');
    });
  }),
  rule(`(${MONTH})\\.?${ANCHOR}${NEXT}`, (m, p) => {
    const n = monthNumber(m[1] ?? '');
    if (n === null) return null;
    const core = yearly(m[2], p, (y) => months(y, n, 1, 'month'), m[3]);
    return core && { ...core, bare: m[2] === undefined && m[3] === undefined };
  }),
  rule(`(next|last|this|nachsten|letzten)\\s+(${MONTH})`, (m, p) => {
    const n = monthNumber(m[2] ?? '');
    return n === null ? null : yearly(undefined, p, (y) => months(y, n, 1, 'month'), m[1]);
  }),
  rule(String.raw`(\d{1,2})/((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)`, (m) => {
    const month = Number(m[1] ?? m[4]);
    return month < 1 || month > 12 ? null : fixed(months(Number(m[2] ?? m[3]), month, 1, 'month'));
  }),
]; // biome-ignore format: one rule a line reads best

const YEARS: readonly Rule[] = [
  rule(String.raw`((?:19|20)\d\d)\s*(?:-|a|to|bis|/)\s*((?:19|20)\d\d)`, (m) => {
    const [a, b] = [Number(m[1]), Number(m[2])];
    return a < b ? { make: () => ({ from: `${a}-01-01`, to: `${b}-12-31`, precision: 'year' }), bare: true } : null;
  }),
  rule(String.raw`(?:l'annee|annee|l'exercice|exercice|fy|fiscal year|the year|year|jahre?s?)\s*((?:19|20)\d\d)`, (m) =>
    fixed(months(Number(m[1]), 1, 12, 'year'))),
  rule("year-?end|year's end|end of (?:the )?year|jahresende|fin d'annee|fin d'exercice", (_, p) => {
    const core = relative(p, (d) => months(yearNow(d), 10, 3, 'quarter'));
    return core && { ...core, closing: true };
  }),
  rule("debut d'annee|jahresanfang|jahresbeginn", (_, p) => yearly(undefined, p, (y) => months(y, 1, 3, 'quarter'))),
  rule(RELATIVE_YEAR, (m, p) => {
    const year = yearOf(m[0], p);
    if (year === null || year === undefined) return null;
    // "the year", "l'année" alone are this year only beside a part: "la fin de l'année".
    return { make: () => months(year, 1, 12, 'year'), bare: /^(?:l'annee|the year|des jahres|des jahrs)$/.test(m[0]) };
  }),
  rule(String.raw`(?<!\d[ .,/-])((?:19|20)\d\d)(?!\s?(?:%|€|\$|euros?\b|clients?\b|salaries\b|employees\b|customers\b)|[.,/-]\d|-[a-z])`, (m) => {
    const year = Number(m[1]);
    return { make: () => months(year, 1, 12, 'year'), bare: true };
  }),
]; // biome-ignore format: one rule a line reads best

const SPAN_UNITS: Readonly<Record<string, number>> = {
  mois: 1,
  month: 1,
  months: 1,
  monat: 1,
  monaten: 1,
  monate: 1,
  an: 12,
  ans: 12,
  year: 12,
  years: 12,
  jahr: 12,
  jahre: 12,
  jahren: 12,
  trimestres: 3,
  quarters: 3,
  semestres: 6,
};
const SPAN_UNIT =
  'mois|months?|monaten?|ans?|years?|jahren?|trimestres|quarters|semestres|semaines?|weeks?|wochen?|jours|days|tagen?';

function durationEnd(from: Day, count: number, unit: string): Day {
  const inMonths = SPAN_UNITS[unit];
  if (inMonths !== undefined) return addMonths(from, count * inMonths);
  return addDays(from, count * (/^(?:semaine|week|woche)/.test(unit) ? 7 : 1));
}

const durationPrecision = (unit: string): Precision => (SPAN_UNITS[unit] === undefined ? 'day' : 'month');

const DURATIONS: readonly Rule[] = [
  rule(
    `(sous|d'ici(?: a)?|dans un delai de|en moins de|within|in less than|innerhalb von|binnen|dans les|in the next|dans|in|over the next|in den nachsten)\\s+(?:les\\s+|the\\s+next\\s+)?(?:(${NUMBER})\\s*(?:a|to|bis|-)\\s*)?(${NUMBER})\\s+(?:prochains\\s+|more\\s+)?(${SPAN_UNIT})(?:\\s+prochains)?`,
    (m, p) => {
      const count = numberOf(m[3] ?? '');
      const low = m[2] === undefined ? null : numberOf(m[2]);
      if (count === null || p === null || count === 0) return null;
      const end = durationEnd(p, count, m[4] ?? '');
      const precision = durationPrecision(m[4] ?? '');
      const by =
        /^(?:sous|d'ici|dans un|en moins|within|in less|innerhalb|binnen|dans les|in the next|over|in den)/.test(
          m[1] ?? '',
        );
      if (low !== null)
        return { make: () => ({ from: durationEnd(p, low, m[4] ?? ''), to: end, precision }), modality: 'in' };
      if (by) return { make: () => ({ from: p, to: end, precision }), modality: 'by' };
      const from = precision === 'month' ? `${end.slice(0, 8)}01` : end;
      return {
        make: () =>
          precision === 'month' ? months(yearNow(from), monthNow(from), 1, 'month') : { from, to: end, precision },
        modality: 'in',
      };
    },
  ),
  rule(
    `il y a\\s+(${NUMBER})\\s+(${SPAN_UNIT})|vor\\s+(${NUMBER})\\s+(${SPAN_UNIT})|(${NUMBER})\\s+(${SPAN_UNIT})\\s+ago`,
    (m, p) => {
      const count = numberOf(m[1] ?? m[3] ?? m[5] ?? '');
      const unit = m[2] ?? m[4] ?? m[6] ?? '';
      if (count === null || p === null) return null;
      const at = durationEnd(p, -count, unit);
      return fixed(
        durationPrecision(unit) === 'month'
          ? months(yearNow(at), monthNow(at), 1, 'month')
          : { from: at, to: at, precision: 'day' },
      );
    },
  ),
];

/** Rules in order of trust: where two overlap the earlier one in the text wins, then the longer, then the first here. */
export const RULES: readonly Rule[] = [...DURATIONS, ...DAYS, ...UNITS, ...YEARS];
