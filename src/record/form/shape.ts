import { z } from 'zod';
import {
  BOUNDS,
  COMMERCIAL_ENDINGS,
  COMMERCIAL_RUNGS,
  COMPANY_STATES,
  QUALIFICATION_ENDINGS,
  QUALIFICATION_STEPS,
} from '../../domain/statement.ts';
import { RELIABILITIES } from '../../domain/subject.ts';
import { parseDays } from './dates.ts';

/** The forms people write the dataset in. `dataset/schema.json` is made from them, so that editors help and check. */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const id = z.string().regex(ID, 'lower case letters, digits and hyphens');
const words = z.string().trim().min(1);
const localised = z.strictObject({ fr: words, en: words });

const calendarText = z.union([z.string(), z.number()]).transform(String);
const calendar = calendarText
  .refine(
    (text) => !text.includes('..') && parseDays(text) !== null,
    'a calendar period: 2022-06-30, 2022-06, 2022-Q3, 2022-H1 or 2022',
  )
  .describe('2022-06-30, 2022-06, 2022-Q3, 2022-H1 or 2022');
const days = calendarText
  .refine((text) => parseDays(text) !== null, 'a calendar period (2022-06) or an interval (2023-12-11..2024-01)')
  .describe('A calendar period (2022-06) or an interval (2023-12-11..2024-01)');
const day = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && parseDays(text) !== null, 'a day: 2022-06-30')
  .describe('A day: 2022-06-30');
const credibility = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)])
  .describe('Admiralty credibility, 1 (confirmed) to 6 (cannot be judged)');

const kind = z.enum(['official', 'press', 'analysis', 'rumour']);
const commercial = z.enum([...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS]);
const company = z.enum(COMPANY_STATES);
const step = z.enum([...QUALIFICATION_STEPS, ...QUALIFICATION_ENDINGS]);
const target = z
  .string()
  .regex(/^(commercial\/[a-z_]+|company\/[a-z_]+|qualification\/[^/]+\/[A-Za-z0-9_]+|free\/[a-z0-9-]+)$/)
  .describe('commercial/launched, company/company_created, qualification/SecNumCloud/qualified or free/any-name');
const share = z
  .union([z.number().min(0).max(100), z.string().regex(/^\d+(\.\d+)?-\d+(\.\d+)?$/)])
  .describe('Per cent: 50, or from-to: 50-100');

/** A place where assertions were read; statements name it by its key. */
const source = z.strictObject({
  publisher: id.describe('An id of publishers.yaml'),
  url: z
    .string()
    .nullable()
    .default(null)
    .describe('https only; null when the page was not read directly, then say how in via'),
  kind,
  origin: id.optional().describe('The publisher whom it quotes'),
  via: words.optional().describe('How it was read, when not directly'),
  date: days.optional().describe('When it was published'),
  credibility: credibility.default(2),
});

const statement = z.strictObject({
  offer: id.optional().describe('The offer it is about; absent: the subject of the file'),
  commercial: commercial.optional(),
  unconfirmed: z.literal(true).optional(),
  company: company.optional(),
  into: id.optional().describe('For merged: the provider it went into'),
  qualification: z
    .strictObject({
      scheme: words.default('SecNumCloud'),
      step,
      scope: z.array(words).default([]),
      version: words.nullable().default(null),
      decision: words.nullable().default(null),
      decided: day.nullable().default(null),
      announced: day.nullable().default(null),
      until: day.nullable().default(null),
      untilKind: z.enum(['stated', 'inferred', 'unknown']).optional(),
    })
    .optional(),
  check: z
    .strictObject({ scheme: words.default('SecNumCloud'), found: z.union([step, z.literal('absent')]) })
    .optional(),
  promise: z.strictObject({ target, bound: z.enum(BOUNDS), due: days }).optional(),
  fulfilment: id.optional().describe('The name of the free promise that came true'),
  dropped: target.optional(),
  owner: z.strictObject({ name: words, share: share.optional() }).optional(),
  technology: words.optional(),
  service: words.optional(),
  region: words.optional(),
  customer: words.optional(),
  event: words.optional(),
  note: words.optional(),
  from: calendar.optional().describe('When it began to be true; absent: the date of the source'),
  to: calendar.optional().describe('When it ended'),
  public: days.optional().describe('When it first became known; absent: the date of the source'),
  recorded: day.optional(),
  source: z
    .union([id, z.array(id).min(1)], { error: 'a key of sources, or a list of them' })
    .describe('One or several keys of sources: each makes a statement of its own'),
  credibility: credibility.optional(),
  false: z.literal(true).optional().describe('Known to be untrue: a footnote for ever'),
  dispute: id.optional(),
  fr: words,
  en: words,
});
export type StatementForm = z.output<typeof statement>;
export type SourceForm = z.output<typeof source>;

/** The keys of which a statement has exactly one. */
export const FIELDS = [
  'commercial',
  'company',
  'qualification',
  'check',
  'promise',
  'fulfilment',
  'dropped',
  'owner',
  'technology',
  'service',
  'region',
  'customer',
  'event',
  'note',
] as const;

/** A file of `providers/`, `organisations/` or `regulations/`. */
export const subjectFile = z.strictObject({
  id,
  kind: z.enum(['provider', 'programme', 'customer', 'organisation', 'regulation']),
  name: words,
  aliases: z.array(words).default([]).describe('Other names people ask by'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  summary: localised,
  track: z
    .strictObject({
      scope: z.enum(['company', 'role', 'offer']),
      names: z.strictObject({
        low: z.array(words).default([]),
        mid: z.array(words).default([]),
        high: z.array(words).default([]),
      }),
      decoys: z.array(words).default([]),
      context: z.array(words).default([]),
    })
    .optional()
    .describe('What the reader of the news looks for'),
  offers: z
    .record(id, z.strictObject({ name: words, aliases: z.array(words).default([]), summary: localised }))
    .default({}),
  recorded: day.optional().describe('The day the statements were taken in'),
  sources: z.record(id, source).default({}),
  statements: z.array(statement).default([]),
});
export type SubjectForm = z.output<typeof subjectFile>;

/** The file `publishers.yaml`. */
export const publishersFile = z.strictObject({
  publishers: z.record(
    id,
    z.strictObject({
      name: words,
      owner: words.nullable().default(null),
      reliability: z.enum(RELIABILITIES),
      reason: words,
      aliases: z.array(words).default([]),
      hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).default([]),
    }),
  ),
});

/** The JSON Schema of a subject file, as `dataset/schema.json` holds it. */
export function subjectSchema(): unknown {
  return z.toJSONSchema(subjectFile, { io: 'input' });
}
