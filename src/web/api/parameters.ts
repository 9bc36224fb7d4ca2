import { EXPIRY_DAYS } from '../../domain/expiry.ts';
import { LANGS, type Lang } from '../../domain/language.ts';
import { type Day, parseCalendar } from '../../domain/period.ts';
import { COMMERCIAL_ENDINGS, COMMERCIAL_RUNGS, schemesOf } from '../../domain/statement.ts';
import { SUBJECT_KINDS } from '../../domain/subject.ts';
import type { DatasetRecord } from '../../queries.ts';
import { ApiFault } from './faults.ts';

/** Assertions that a search gives when nothing else is asked. */
export const FOUND = 20;

/** How a parameter of the query is read and described. `read` throws `ApiFault`. */
type Parameter<T> = {
  readonly read: (given: string, name: string, record: DatasetRecord) => T;
  /** Its JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example: string | number;
  readonly required?: true;
};

/** A day, or the first or last one of a month, a quarter, a half or a year. */
function day(example: Day, edge: 'from' | 'to' = 'to'): Parameter<Day> {
  return {
    read: (given, parameter) => {
      const read = parseCalendar(given);
      // The grammar of days ends at four figures; a year 0 is a slip, and dates before it are none of ours.
      if (read === null || read.from < '1900') throw new ApiFault('bad_day', { parameter, given });
      return read[edge];
    },
    schema: { type: 'string', pattern: '^\\d{4}(-?[HSQThsqt][1-4]|-\\d{2}(-\\d{2})?)?$' },
    example,
  };
}

function choice<const C extends string>(choices: readonly C[], example: C): Parameter<C> {
  return {
    read: (given, parameter) => {
      const found = choices.find((one) => one === given);
      if (found === undefined) throw new ApiFault('bad_choice', { parameter, given, allowed: choices });
      return found;
    },
    schema: { type: 'string', enum: choices },
    example,
  };
}

function integer(min: number, max: number, usual: number): Parameter<number> {
  return {
    read: (given, parameter) => {
      const read = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN;
      if (read >= min && read <= max) return read;
      throw new ApiFault('bad_number', { parameter, given, min, max });
    },
    schema: { type: 'integer', minimum: min, maximum: max, default: usual },
    example: usual,
  };
}

/** The id of a subject, as it is written in the record. */
const subject: Parameter<string> = {
  read: (given, parameter, record) => subjectIn(record, given, parameter),
  schema: { type: 'string' },
  example: 's3ns',
};

const MOST_TEXT = 200;
const text: Parameter<string> = {
  read: (given, parameter) => {
    const read = given.trim();
    const holdsWord = /[\p{L}\p{N}]/u.test(read);
    if (!holdsWord || read.length > MOST_TEXT) throw new ApiFault('bad_text', { parameter, given, max: MOST_TEXT });
    return read;
  },
  schema: { type: 'string', minLength: 1, maxLength: MOST_TEXT },
  example: 'SecNumCloud',
  required: true,
};

const qualified: Parameter<string> = {
  read: (given, parameter, record) => {
    const allowed = ['yes', 'no', ...schemesOf(record.statements)];
    const found = allowed.find((one) => one.toLowerCase() === given.toLowerCase());
    if (found === undefined) throw new ApiFault('bad_choice', { parameter, given, allowed });
    return found;
  },
  schema: { type: 'string' },
  example: 'SecNumCloud',
};

const country: Parameter<string> = {
  read: (given, parameter, record) => {
    const allowed = [...new Set(record.subjects.flatMap((s) => s.country ?? []))].sort();
    const found = allowed.find((one) => one === given.toUpperCase());
    if (found === undefined) throw new ApiFault('bad_choice', { parameter, given, allowed });
    return found;
  },
  schema: { type: 'string', pattern: '^[A-Za-z]{2}$' },
  example: 'FR',
};

/** Every parameter of a query that any route knows. */
export const PARAMETERS = {
  'as-of': day('2022-06-30'),
  'known-on': day('2022-06-30'),
  'recorded-on': day('2026-11-21'),
  since: day('2024-01-01', 'from'),
  lang: choice<Lang>(LANGS, 'en'),
  theme: choice(['light', 'dark'], 'light'),
  kind: choice(SUBJECT_KINDS, 'provider'),
  status: choice([...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS], 'generally_available'),
  qualified,
  country,
  provider: subject,
  subject,
  q: text,
  limit: integer(1, 100, FOUND),
  days: integer(1, 3_650, EXPIRY_DAYS),
} as const;

export type ParameterName = keyof typeof PARAMETERS;

/** What each parameter reads to; undefined where it was not given. */
export type Values<P extends ParameterName = ParameterName> = {
  readonly [K in P]?: ReturnType<(typeof PARAMETERS)[K]['read']> | undefined;
};

/** The id itself when the record has it; else a fault that names the nearest. Names and other spellings are no ids. */
export function subjectIn(record: DatasetRecord, id: string, parameter?: string): string {
  if (record.subject(id) !== null) return id;
  const found = record.find(id.slice(0, 200));
  const near = found.kind === 'one' ? [found.subject] : found.kind === 'several' ? found.subjects : found.nearest;
  const nearest = near.slice(0, 5).map((s) => s.id);
  throw new ApiFault('unknown_subject', { given: id, nearest, ...(parameter === undefined ? {} : { parameter }) });
}

/**
 * Reads a query by the parameters that a route knows. Throws `ApiFault` for one that it does not know, that is given
 * twice, that is missing or that cannot be read: a slip of the pen never answers another question.
 */
export function readQuery(query: URLSearchParams, names: readonly ParameterName[], record: DatasetRecord): Values {
  const values: Record<string, unknown> = {};
  for (const given of new Set(query.keys())) {
    const name = names.find((one) => one === given);
    if (name === undefined) throw new ApiFault('unknown_parameter', { parameter: given.slice(0, 60), allowed: names });
    const [first = '', ...more] = query.getAll(name);
    if (more.length > 0) throw new ApiFault('repeated_parameter', { parameter: name });
    values[name] = PARAMETERS[name].read(first, name, record);
  }
  const missing = names.find((name) => isRequired(name) && values[name] === undefined);
  if (missing !== undefined) throw new ApiFault('missing_parameter', { parameter: missing });
  return values as Values;
}

/** True for a parameter without which its routes answer nothing. */
export function isRequired(name: ParameterName): boolean {
  const parameter: Parameter<unknown> = PARAMETERS[name];
  return parameter.required === true;
}
