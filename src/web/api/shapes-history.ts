import { z } from 'zod';
import { OUTCOMES } from '../../domain/answer.ts';
import { SUBJECT_KINDS } from '../../domain/subject.ts';
import {
  called,
  day,
  days,
  FIELDS,
  outcome,
  promiseShape,
  qualificationState,
  since,
  source,
  sources,
  untilKind,
  weight,
  world,
} from './shapes.ts';

const boardPromise = called(
  'BoardPromise',
  promiseShape.extend({ id: z.string(), subject: z.string(), provider: z.string() }),
);

const boardTarget = called(
  'BoardTarget',
  z.strictObject({
    subject: z.string(),
    provider: z.string(),
    ladder: z.enum(['commercial', 'company', 'qualification', 'free']),
    scheme: z.string().optional(),
    target: z.string(),
    promises: z.array(z.string()),
    floors: z.array(z.string()),
    outcome,
    outcomeNow: outcome,
    slip: z.strictObject({ days: z.int(), most: z.int().nullable() }).nullable(),
    proof: z
      .strictObject({ shows: z.enum(['reached', 'later', 'dropped', 'missing']), since: since.nullable(), source })
      .nullable(),
  }),
);

const boardLine = called(
  'BoardLine',
  z.strictObject({
    provider: z.string(),
    name: z.string(),
    kind: z.enum(SUBJECT_KINDS),
    promises: z.int(),
    floors: z.int(),
    targets: z.int(),
    outcomes: z.record(z.enum(OUTCOMES), z.int()),
    medianSlip: z.int().nullable(),
    atLeast: z.boolean(),
    slips: z.int(),
  }),
);

/** The board of promises. */
export const boardShape = called(
  'Promises',
  z.strictObject({
    subject: z.string().nullable(),
    promises: z.array(boardPromise),
    targets: z.array(boardTarget),
    lines: z.array(boardLine),
    weaker: z.int(),
    ...world,
  }),
);

const expiry = called(
  'Expiry',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    scheme: z.string(),
    state: qualificationState,
    until: day.nullable(),
    days: z.int().nullable(),
    untilKind,
    since: since.nullable(),
    version: z.string().nullable(),
    scope: z.array(z.string()),
    decision: z.string().nullable(),
    decided: day.nullable(),
    announced: day.nullable(),
    checked: day.nullable(),
    unchecked: z.int().nullable(),
    sources,
  }),
);

/** Ends of qualifications. */
export const expiringShape = called(
  'Expiring',
  z.strictObject({
    within: z.int(),
    ending: z.array(expiry),
    ended: z.array(expiry),
    renewed: z.array(expiry),
    undated: z.array(expiry),
    next: expiry.nullable(),
    ...world,
  }),
);

/** The value of a statement: its keys depend on the field. */
const body = called('StatementBody', z.looseObject({ field: z.enum(FIELDS) }));

/** What happened to a subject. */
export const timelineShape = called(
  'Timeline',
  z.strictObject({
    subject: z.string(),
    since: day.nullable(),
    entries: z.array(
      z.strictObject({
        at: since.nullable(),
        by: day,
        subject: z.string(),
        field: z.enum(FIELDS),
        value: body,
        text: z.string(),
        weight,
        known: days,
        statement: z.string(),
        sources,
      }),
    ),
    stretches: z.array(
      z.strictObject({
        subject: z.string(),
        ladder: z.string(),
        state: z.string(),
        since: since.nullable(),
        from: day,
        to: day.nullable(),
        until: z.strictObject({ day, kind: untilKind }).nullable(),
        strong: z.boolean(),
        sources,
      }),
    ),
    promises: z.array(called('TimelinePromise', promiseShape.extend({ id: z.string(), subject: z.string() }))),
    ...world,
  }),
);
