import type { Instant } from '../src/domain/period.ts';
import { plainLetters } from '../src/domain/text.ts';

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan january janv janvier januar janner jaenner',
    'feb february fev fevr fevrier februar',
    'mar march mars marz maerz mrz',
    'apr april avr avril',
    'may mai',
    'jun june juin juni',
    'jul july juil juillet juli',
    'aug august aout',
    'sep sept september septembre',
    'oct october octobre okt oktober',
    'nov november novembre',
    'dec december decembre dez dezember',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1])),
);

/** Words that stand in dates and say nothing of their own. */
const FILLERS = new Set(
  (
    'mon monday lun lundi mo montag tue tues tuesday mar mardi di dienstag wed wednesday mer mercredi mi mittwoch thu thur ' +
    'thurs thursday jeu jeudi do donnerstag fri friday ven vendredi fr freitag sat saturday sam samedi sa samstag sun sunday ' +
    'dim dimanche so sonntag le a at um uhr de the of h on'
  ).split(' '),
);

/** Minutes east of Greenwich. Only names with one meaning among news feeds: IST, CST of China and the like are left out. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  aest: 600,
  aedt: 660,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

type Fields = {
  year: number | null;
  month: number | null;
  day: number | null;
  hour: number;
  minute: number;
  second: number;
  milli: number;
  /** Minutes east, or an IANA name. */
  zone: number | string | null;
  pm: boolean | null;
  /** "mar" was seen before the day: Tuesday in French, March in English. */
  march: boolean;
};

/**
 * The instant that a feed's date names, null when it cannot be read or does not exist (30 February). Reads ISO 8601,
 * RFC 822 and its variants with English, French and German names, asctime and JavaScript's own forms, zone names, offsets
 * and IANA names. A date without a zone is taken as UTC, one without a time as midnight. `03/07/2020` is read only where
 * one of its readings is impossible: a guess would be wrong in silence.
 */
export function parseDate(text: string): Instant | null {
  const tidy = text.trim().replace(/\s+/g, ' ');
  if (tidy === '' || tidy.length > 80) return null;
  const fields = readIso(tidy) ?? readSlashed(tidy) ?? readWords(tidy);
  return fields === null ? null : instantOf(fields);
}

const OLDEST = '1990-01-01T00:00:00.000Z';
/** A publisher's clock or zone may be wrong by a day; further ahead a date is an event's, or a mistake. */
const AHEAD_MS = 36 * 3_600_000;

/**
 * Whether an instant can be the publication of news read `now`: `far_future` is more than 36 h ahead, `too_old` before
 * 1990 (epoch zero and the like).
 */
export function plausible(at: Instant, now: Instant): 'ok' | 'far_future' | 'too_old' {
  if (at < OLDEST) return 'too_old';
  return Date.parse(at) > Date.parse(now) + AHEAD_MS ? 'far_future' : 'ok';
}

const blank = (): Fields => ({
  year: null,
  month: null,
  day: null,
  hour: 0,
  minute: 0,
  second: 0,
  milli: 0,
  zone: null,
  pm: null,
  march: false,
});

function readIso(text: string): Fields | null {
  const match =
    /^(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:(?:[T ] ?|t)(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?)?)? ?(.*)$/.exec(
      text,
    );
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, rest] = match;
  // Eight digits or a dash are needed: "2020" alone is a year, "202007" could be anything.
  if (month !== undefined && day === undefined && !text.includes('-')) return null;
  const zone = rest === '' || rest === undefined ? null : zoneOf(rest);
  if (rest && zone === null) return null;
  return {
    ...blank(),
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    milli: fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3)),
    zone,
  };
}

function readSlashed(text: string): Fields | null {
  const match =
    /^(?:\w{2,9}\.?,? )?(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?:[ ,T-]+(\d{1,2})[:h](\d{2})(?::(\d{2}))? ?(.*))?$/.exec(
      text,
    );
  if (match === null) return null;
  const [, first, mark, second, year, hour, minute, secs, rest] = match;
  const a = Number(first);
  const b = Number(second);
  const zone = rest ? zoneOf(rest) : null;
  if (rest && zone === null) return null;
  const when = { ...blank(), year: Number(year), hour: Number(hour ?? 0), minute: Number(minute ?? 0), zone };
  const timed = { ...when, second: Number(secs ?? 0) };
  // Dots are the continental order everywhere; slashes are both.
  if (mark === '.' || a > 12 || a === b) return { ...timed, day: a, month: b };
  return b > 12 ? { ...timed, day: b, month: a } : null;
}

function readWords(text: string): Fields | null {
  const fields = blank();
  const words = plainLetters(text.replace(/\([^()]{0,40}\)/g, ' '))
    .replace(/(\d)(am|pm)\b/g, '$1 $2')
    .replace(/\b(\d{1,2})-([a-z]{3,9})-(\d{2,4})\b/g, '$1 $2 $3')
    .split(/[\s,]+/)
    .filter(Boolean);
  for (const word of words) if (!takeWord(word, fields)) return null;
  // "Mar 3 2020" has no other month to offer.
  if (fields.month === null && fields.march) fields.month = 3;
  return fields.year !== null && fields.month !== null && fields.day !== null ? fields : null;
}

/** Puts what one word of a date says into the fields; false when it is no word of a date. */
function takeWord(word: string, fields: Fields): boolean {
  const bare = word.replace(/\.$/, '');
  const month = MONTHS[bare];
  // "mar." is Tuesday before the day in French and March after it.
  if (month !== undefined && fields.month === null && (fields.day !== null || bare !== 'mar')) {
    fields.month = month;
    return true;
  }
  if (FILLERS.has(bare)) {
    if (bare === 'mar') fields.march = true;
    return true;
  }
  return takeNumber(bare, fields) || takeTime(bare, fields) || takeZone(word, fields);
}

function takeNumber(word: string, fields: Fields): boolean {
  const day = /^(\d{1,2})(?:er|st|nd|rd|th)?$/.exec(word);
  if (day !== null && fields.day === null) {
    fields.day = Number(day[1]);
    return true;
  }
  if (!/^(?:\d{2}|\d{4})$/.test(word) || fields.year !== null) return false;
  const year = Number(word);
  // RFC 5322, obsolete forms: two digits are 2000-2049 or 1950-1999.
  fields.year = word.length === 4 ? year : year < 50 ? 2000 + year : 1900 + year;
  return true;
}

function takeTime(word: string, fields: Fields): boolean {
  if (word === 'am' || word === 'pm') {
    fields.pm = word === 'pm';
    return true;
  }
  const time = /^(\d{1,2})(?::|h)(\d{2})?(?::(\d{2})(?:\.(\d{1,9}))?)?(.*)$/.exec(word);
  if (time === null) return false;
  fields.hour = Number(time[1]);
  fields.minute = Number(time[2] ?? 0);
  fields.second = Number(time[3] ?? 0);
  return time[5] === '' || takeZone(time[5] ?? '', fields);
}

function takeZone(word: string, fields: Fields): boolean {
  const zone = zoneOf(word);
  if (zone === null) return false;
  // "GMT+0200" comes as one word or as two: the offset is what counts.
  if (fields.zone === null || fields.zone === 0) fields.zone = zone;
  return true;
}

function zoneOf(text: string): number | string | null {
  const word = text.trim().replace(/(\d)z$/i, '$1');
  const named = ZONES[word.toLowerCase()];
  if (named !== undefined) return named;
  const offset = /^(?:gmt|utc|ut)?\s?([+-])(\d{1,2}):?(\d{2})?$/i.exec(word);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return minutes > 14 * 60 ? null : offset[1] === '-' ? -minutes : minutes;
  }
  return /^[a-z]+\/[a-z_]+$/i.test(word) && isZone(word) ? word : null;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function instantOf(fields: Fields): Instant | null {
  const { year, month, day, minute, second, milli, zone, pm } = fields;
  if (year === null || month === null || day === null || year < 1000) return null;
  if (pm !== null && (fields.hour < 1 || fields.hour > 12)) return null;
  const hour = pm === null ? fields.hour : (fields.hour % 12) + (pm ? 12 : 0);
  const midnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 60 || month < 1 || month > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  const local = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), milli);
  const offset = typeof zone === 'string' ? offsetIn(zone, local) : (zone ?? 0);
  return new Date(local - offset * 60_000).toISOString();
}

/** Minutes east of Greenwich in `zone` when its clocks show `local` (given as if it were UTC). */
function offsetIn(zone: string, local: number): number {
  const shown = (at: number): number => {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(at);
    const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  };
  const floor = Math.floor(local / 60_000) * 60_000;
  const guess = (shown(floor) - floor) / 60_000;
  // Once more from the guessed instant: near a change of clocks the first offset may be the other season's.
  return (shown(floor - guess * 60_000) - (floor - guess * 60_000)) / 60_000;
}
