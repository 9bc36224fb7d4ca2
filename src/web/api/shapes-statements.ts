import { z } from 'zod';
import { BASES } from '../../domain/evidence.ts';
import { SUBJECT_KINDS } from '../../domain/subject.ts';
import {
  called,
  credibility,
  day,
  days,
  FIELDS,
  kindOfSource,
  localised,
  offerShape,
  period,
  publisher,
  source,
  weight,
  world,
} from './shapes.ts';

const sourceFound = z.strictObject({ ...source.shape, citation: z.string() });

/** What a search among the statements found. */
export const statementsShape = called(
  'StatementsFound',
  z.strictObject({
    query: z.string(),
    subject: z.string().nullable(),
    mode: z.enum(['all', 'any', 'none']),
    total: z.int(),
    hits: z.array(
      z.strictObject({
        citation: z.string(),
        subject: z.string(),
        field: z.enum(FIELDS),
        text: z.string(),
        since: period,
        weight,
        basis: z.enum(BASES),
        score: z.number(),
        sources: z.array(sourceFound),
      }),
    ),
    firms: z.array(z.strictObject({ id: z.string(), hits: z.int() })),
    missing: z.array(z.strictObject({ word: z.string(), nearest: z.array(z.string()) })),
    ...world,
  }),
);

const packSubject = called(
  'PackSubject',
  z.strictObject({
    id: z.string(),
    kind: z.enum(SUBJECT_KINDS),
    name: z.string(),
    provider: z.string().nullable(),
    country: z.string().nullable(),
    summary: localised,
  }),
);

const packPublisher = z.union([
  publisher.pick({ id: true, name: true, owner: true, reliability: true, reason: true }),
  z.strictObject({ id: z.string() }),
]);

const exhibit = called(
  'Exhibit',
  z.strictObject({
    citation: z.string(),
    statement: z.string(),
    subject: z.string(),
    field: z.enum(FIELDS),
    value: z.looseObject({}),
    text: localised,
    valid: period,
    begun: z.boolean(),
    public: days,
    recorded: day,
    weight,
    basis: z.enum(BASES).nullable(),
    origins: z.int(),
    source: z.strictObject({
      publisher: packPublisher,
      url: z.string().nullable(),
      kind: kindOfSource,
      quotes: packPublisher.nullable(),
      via: z.string().nullable(),
      dated: days.nullable().optional(),
    }),
    credibility,
    dispute: z.string().nullable(),
    alike: z.array(z.string()),
    against: z.array(z.string()),
  }),
);

/** Everything an answer rests on. */
export const evidenceShape = called(
  'Evidence',
  z.strictObject({
    schema: z.string(),
    id: z.string(),
    lang: z.enum(['fr', 'en']),
    subject: packSubject,
    ...world,
    latest: day.nullable(),
    license: z.string(),
    credit: z.string(),
    subjects: z.array(packSubject),
    offers: z.array(offerShape),
    exhibits: z.array(exhibit),
  }),
);

const statement = called(
  'Statement',
  z.strictObject({
    id: z.string(),
    recorded: day,
    subject: z.string(),
    body: z.looseObject({ field: z.enum(FIELDS) }),
    text: localised,
    valid: period,
    public: days,
    source: z.strictObject({
      publisher: z.string(),
      url: z.string().nullable(),
      kind: kindOfSource,
      origin: z.string().nullable(),
      via: z.string().optional(),
      dated: days.optional(),
    }),
    credibility,
    false: z.boolean().optional(),
    dispute: z.string().optional(),
  }),
);

/** The whole dataset. */
export const datasetShape = called(
  'Dataset',
  z.strictObject({
    license: z.string(),
    latest: day,
    subjects: z.array(
      called(
        'DatasetSubject',
        z.strictObject({
          id: z.string(),
          kind: z.enum(SUBJECT_KINDS),
          name: z.string(),
          aliases: z.array(z.string()),
          country: z.string().nullable(),
          summary: localised,
          provider: z.string().nullable(),
        }),
      ),
    ),
    publishers: z.array(publisher),
    statements: z.array(statement),
  }),
);
