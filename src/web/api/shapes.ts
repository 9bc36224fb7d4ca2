import { z } from 'zod';
import { OUTCOMES } from '../../domain/answer.ts';
import { FEED_KINDS } from '../../domain/feed.ts';
import type { Precision } from '../../domain/period.ts';
import {
  BOUNDS,
  COMMERCIAL_ENDINGS,
  COMMERCIAL_RUNGS,
  COMPANY_STATES,
  QUALIFICATION_ENDINGS,
  QUALIFICATION_STEPS,
  type StatementBody,
} from '../../domain/statement.ts';
import { RELIABILITIES, SUBJECT_KINDS } from '../../domain/subject.ts';
import { FAULT_CODES } from './faults.ts';

// The shapes of what is answered, for the description of the API. Answers are made elsewhere: the tests hold each real
// one against its shape, so a fact that is added there and not here does not go unseen.

/** Shapes with a name of their own in the description. */
export const named = z.registry<{ id: string }>();

/** Gives a shape its name. */
export function called<T extends z.ZodType>(id: string, shape: T): T {
  named.add(shape, { id });
  return shape;
}

const PRECISIONS = ['day', 'month', 'quarter', 'half', 'year'] as const satisfies readonly Precision[];
export const FIELDS = [
  'commercial',
  'company',
  'qualification',
  'check',
  'promise',
  'fulfilment',
  'promise_dropped',
  'owner',
  'technology',
  'service',
  'region',
  'customer',
  'event',
  'note',
] as const satisfies readonly StatementBody['field'][];
const KINDS = ['official', 'press', 'analysis', 'rumour'] as const;

export const day = called('Day', z.string().regex(/^\d{4}-\d{2}-\d{2}$/));
export const days = z.strictObject({ from: day, to: day });
export const since = called('Since', z.strictObject({ from: day, to: day, precision: z.enum(PRECISIONS) }));
export const period = z.strictObject({ from: day, to: day.nullable(), precision: z.enum(PRECISIONS) });
export const localised = called('Localised', z.strictObject({ fr: z.string(), en: z.string() }));
export const credibility = z.int().min(1).max(6);
export const kindOfSource = z.enum(KINDS);
export const companyState = z.enum(COMPANY_STATES);
export const qualificationState = z.enum([...QUALIFICATION_STEPS, ...QUALIFICATION_ENDINGS, 'ended_on_paper', 'none']);
export const untilKind = z.enum(['stated', 'inferred', 'unknown']);
export const bound = z.enum(BOUNDS);
export const outcome = z.enum(OUTCOMES);
export const weight = z.enum(['strong', 'footnote', 'false', 'contested']);

/** The three days of the question, as they were understood. */
export const world = { asOf: day, knownOn: day.nullable(), recordedOn: day.nullable() };

export const source = called(
  'Source',
  z.strictObject({
    publisher: z.string(),
    url: z.string().nullable(),
    kind: kindOfSource,
    public: z.union([day, days]),
    dated: z.union([day, days]).optional(),
    via: z.string().optional(),
    reliability: z.enum(RELIABILITIES),
    credibility,
    statement: z.string(),
  }),
);
export const sources = z.array(source);

const commercial = z.strictObject({
  status: z.enum([...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS, 'unknown']),
  since: since.nullable(),
  sinceKind: z.enum(['begun', 'seen']),
  flags: z.array(z.enum(['unconfirmed', 'contested', 'last_known'])),
  sources,
});

export const qualification = called(
  'Qualification',
  z.strictObject({
    scheme: z.string(),
    state: qualificationState,
    since: since.nullable(),
    scope: z.array(z.string()),
    version: z.string().nullable(),
    decision: z.string().nullable(),
    decided: day.nullable(),
    announced: day.nullable(),
    until: day.nullable(),
    untilKind,
    checked: day.nullable(),
    sources,
  }),
);

export const promiseShape = called(
  'Promise',
  z.strictObject({
    text: z.string(),
    target: z.string(),
    ladder: z.enum(['commercial', 'company', 'qualification', 'free']),
    scheme: z.string().optional(),
    made: day,
    madePrecision: z.enum(PRECISIONS),
    bound,
    due: days,
    outcome,
    days: z.int().nullable(),
    outcomeNow: outcome,
    chain: z.strictObject({ position: z.int(), length: z.int() }),
    proof: source.nullable(),
    sources,
  }),
);

export const offerShape = called(
  'Offer',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    summary: z.string(),
    commercial,
    company: z
      .strictObject({ state: companyState, since: since.nullable(), into: z.string().nullable(), sources })
      .nullable(),
    qualification: z.array(qualification),
    promises: z.array(promiseShape),
    owners: z.array(
      z.strictObject({
        name: z.string(),
        share: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
        since: period,
        sources,
      }),
    ),
    facts: z.array(z.strictObject({ field: z.string(), text: z.string(), since: since.nullable(), sources })),
    disputes: z.array(
      z.strictObject({
        field: z.string(),
        positions: z.array(z.strictObject({ value: z.string(), sources, weight: z.number() })),
        preferred: z.int().nullable(),
        settled: z.boolean(),
      }),
    ),
    footnotes: z.array(z.strictObject({ text: z.string(), false: z.boolean(), sources })),
  }),
);

/** The answer on a subject: the data of the command `/offer`. */
export const offerAnswer = called('OfferAnswer', z.strictObject({ offers: z.array(offerShape), ...world }));

/** A row of the table of offers. */
export const offerRow = called(
  'OfferRow',
  offerShape
    .pick({ id: true, name: true, provider: true, summary: true, commercial: true, qualification: true })
    .extend({
      services: z.array(z.string()),
      providerName: z.string(),
      country: z.string().nullable(),
      url: z.string(),
    }),
);

/** The table of offers. */
export const offersTable = called(
  'Offers',
  z.strictObject({ ...world, offers: z.array(offerRow), total: z.int(), schemes: z.array(z.string()) }),
);

export const subjectsShape = called(
  'Subjects',
  z.strictObject({
    subjects: z.array(
      called(
        'Subject',
        z.strictObject({
          id: z.string(),
          kind: z.enum(SUBJECT_KINDS),
          name: z.string(),
          aliases: z.array(z.string()),
          country: z.string().nullable(),
          summary: z.string(),
          provider: z.string().nullable(),
          url: z.string(),
        }),
      ),
    ),
  }),
);

export const publisher = called(
  'Publisher',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    owner: z.string().nullable(),
    kind: z.enum(FEED_KINDS).optional(),
    reliability: z.enum(RELIABILITIES),
    reason: z.string(),
    aliases: z.array(z.string()),
    hosts: z.array(z.string()),
  }),
);

export const publishersShape = called('Publishers', z.strictObject({ publishers: z.array(publisher) }));

export const indexShape = called(
  'Index',
  z.strictObject({
    name: z.string(),
    licence: z.strictObject({ id: z.string(), name: z.string(), url: z.string(), credit: z.string() }),
    dataset: z.strictObject({ latest: day, subjects: z.int(), publishers: z.int(), statements: z.int() }),
    links: z.record(z.string(), z.string()),
  }),
);

/** Every refusal. */
export const faultShape = called(
  'Fault',
  z.strictObject({
    error: z.enum(FAULT_CODES),
    message: z.string(),
    parameter: z.string().optional(),
    nearest: z.array(z.string()).optional(),
    allowed: z.array(z.string()).optional(),
  }),
);
