import { z } from 'zod';
import { FEED_KINDS } from '../../domain/feed.ts';
import {
  bound,
  calendar,
  commercial,
  company,
  credibility,
  day,
  days,
  id,
  kind,
  localised,
  reliability,
  share,
  step,
  target,
  words,
} from './fields.ts';

/** The forms people write the dataset in. `dataset/schema.json` is made from them, so that editors help and check. */

/** A place where assertions were read; statements name it by its key. */
const source = z
  .strictObject({
    publisher: id.describe('the id of a publisher in publishers.yaml'),
    url: words
      .nullable()
      .default(null)
      .describe('the https address of the page; null when it is not known, then say in via how it was read'),
    kind,
    origin: id.optional().describe('the publisher whom it quotes: five articles that quote one paper are one origin'),
    via: words.optional().describe('how it was read, when not directly'),
    date: days.optional().describe('2024-01-15, 2024-01 or an interval 2024-01..2024-03: when it came out'),
    credibility: credibility.default(2),
  })
  .describe('{publisher, url, kind, date}, and where needed origin, via, credibility');

const qualification = z
  .strictObject({
    scheme: words.default('SecNumCloud').describe('the scheme; SecNumCloud unless said'),
    step,
    scope: z.array(words).default([]).describe('what is covered, as a list: [IaaS, PaaS]'),
    version: words.nullable().default(null).describe('the version of the framework, in quotes: "3.2"'),
    decision: words.nullable().default(null).describe('the number of the decision, in quotes: "2057"'),
    decided: day.nullable().default(null).describe('a day, 2022-06-30: when it was decided'),
    announced: day.nullable().default(null).describe('a day, 2022-06-30: when it was announced'),
    until: day.nullable().default(null).describe('a day, 2025-06-30: its last'),
    untilKind: z
      .enum(['stated', 'inferred', 'unknown'])
      .optional()
      .describe('whether a source states the last day; stated unless said'),
  })
  .describe('{step, scope, version, decision, decided, announced, until}');

const statement = z
  .strictObject({
    offer: id.optional().describe('a key of offers: in this file; absent: the subject of the file'),
    commercial: commercial.optional(),
    unconfirmed: z.literal(true).optional().describe('true: a rumour that nothing came to confirm'),
    seen: z
      .literal(true)
      .optional()
      .describe('true: a source saw the state on that date, and none tells when it began'),
    company: company.optional(),
    into: id.optional().describe('for merged: the id of the subject it went into'),
    qualification: qualification.optional(),
    check: z
      .strictObject({
        scheme: words.default('SecNumCloud').describe('the scheme; SecNumCloud unless said'),
        found: z.union([step, z.literal('absent')]).describe('the step that was shown, or absent'),
      })
      .optional()
      .describe('{found}: what a catalogue showed on the day it was read'),
    promise: z
      .strictObject({ target, bound, due: days })
      .optional()
      .describe('{target, bound, due}: what was promised for when'),
    fulfilment: id
      .optional()
      .describe('the name of the free promise that came true: first-services for free/first-services'),
    dropped: target.optional(),
    owner: z
      .strictObject({ name: words.describe('who holds it'), share: share.optional() })
      .optional()
      .describe('{name, share}: who holds how much'),
    technology: words.optional().describe('one line: the technology'),
    service: words.optional().describe('one line: the service'),
    region: words.optional().describe('one line: where it runs'),
    customer: words.optional().describe('one line: the customer'),
    event: words.optional().describe('one word for what happened: partnership, contract'),
    note: words.optional().describe('one word for what it is about: price, opinion'),
    from: calendar
      .optional()
      .describe('2022-06-30, 2022-06, 2022-Q3 or 2022: when it began to be true; absent: the date of the source'),
    to: calendar.optional().describe('2022-06-30, 2022-06, 2022-Q3 or 2022: when it ended'),
    public: days
      .optional()
      .describe(
        '2022-06, or 2023-12-11..2024-01 with the earlier first: when it first became known; absent: the date of the source',
      ),
    recorded: day.optional().describe('a day, 2022-06-30: when it was taken in'),
    source: z
      .union([id, z.array(id).min(1)])
      .describe('a key of sources: in this file, or a list of them: each makes a statement of its own'),
    credibility: credibility.optional(),
    false: z.literal(true).optional().describe('true: known to be untrue, a footnote for ever'),
    dispute: id.optional().describe('one id for all statements that disagree about one thing'),
    fr: words.describe('a sentence in French, in our own words'),
    en: words.describe('the same sentence in English'),
  })
  .describe('one assertion: exactly one field, source:, fr: and en:');
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

const names = (risk: string) => z.array(words).default([]).describe(`a list of names as written in the news: ${risk}`);

/** A file of `providers/`, `organisations/` or `regulations/`. */
export const subjectFile = z
  .strictObject({
    id: id.describe('the name of the file without .yaml: lower case letters, digits and hyphens'),
    kind: z
      .enum(['provider', 'programme', 'customer', 'organisation', 'regulation'])
      .describe('provider, programme or customer in providers/; organisation; regulation'),
    name: words.describe('the name as people write it'),
    aliases: z.array(words).default([]).describe('a list of other names people ask by'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null)
      .describe('two capital letters: FR, DE, US'),
    summary: localised.describe('what it is, in one sentence: {fr, en}'),
    track: z
      .strictObject({
        scope: z
          .enum(['company', 'role', 'offer'])
          .describe('company: any mention counts; role: only its cloud business; offer: only the offer'),
        names: z
          .strictObject({
            low: names('distinctive ones'),
            mid: names('ones that may mean something else'),
            high: names('common words'),
          })
          .describe('{low, mid, high}: lists of names by their risk of confusion'),
        decoys: z.array(words).default([]).describe('a list of longer phrases that mean something else'),
        context: z.array(words).default([]).describe('a list of words that make the role likely'),
      })
      .optional()
      .describe('what the reader of the news looks for: {scope, names, decoys, context}'),
    offers: z
      .record(
        id,
        z
          .strictObject({
            name: words.describe('the name of the offer'),
            aliases: z.array(words).default([]).describe('a list of other names people ask by'),
            summary: localised.describe('what it is, in one sentence: {fr, en}'),
          })
          .describe('{name, aliases, summary}'),
      )
      .default({})
      .describe('the offers by their keys'),
    recorded: day.optional().describe('a day, 2022-06-30: when the statements were taken in'),
    sources: z.record(id, source).default({}).describe('the sources by their keys'),
    statements: z.array(statement).default([]).describe('a list of statements, each begun with a hyphen'),
  })
  .describe('a subject: id, kind, name, summary, sources, statements');
export type SubjectForm = z.output<typeof subjectFile>;

/** The file `publishers.yaml`. */
export const publishersFile = z
  .strictObject({
    publishers: z
      .record(
        id,
        z
          .strictObject({
            name: words.describe('the name as readers know it'),
            owner: words.nullable().default(null).describe('who owns it: publishers of one owner are one origin'),
            kind: z.enum(FEED_KINDS).default('press').describe('what its feeds are: who decides or does it, or press'),
            reliability,
            reason: words.describe('why it has this grade'),
            aliases: z.array(words).default([]).describe('a list of other names'),
            hosts: z
              .array(z.string().regex(/^[a-z0-9.-]+$/))
              .default([])
              .describe('a list of the hosts of its pages, without https://'),
          })
          .describe('{name, owner, kind, reliability, reason, hosts}'),
      )
      .describe('the publishers by their ids'),
  })
  .describe('publishers: and below it the publishers by their ids');

/** The JSON Schema of a subject file, as `dataset/schema.json` holds it. */
export function subjectSchema(): unknown {
  return z.toJSONSchema(subjectFile, { io: 'input' });
}

/** The JSON Schema of `publishers.yaml`. */
export function publishersSchema(): unknown {
  return z.toJSONSchema(publishersFile, { io: 'input' });
}
