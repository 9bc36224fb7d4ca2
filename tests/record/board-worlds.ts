import type { Days, Precision } from '../../src/domain/period.ts';
import { addDays, lastDayOf } from '../../src/domain/period.ts';
import type { Bound, PromiseTarget, QualificationStep, Statement, StatementBody } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { body, day, statementOf } from './any.ts';
import { LOCALISED, PARTS, told } from './dataset.ts';

// Made-up worlds for promises and ends of qualifications: Acme with one offer, Bolt with two, a customer.

const subject = (id: string, kind: 'provider' | 'offer' | 'customer', name: string, provider: string | null) => ({
  id,
  kind,
  name,
  aliases: [],
  country: 'FR',
  summary: LOCALISED,
  provider,
});

export const WORLD = {
  ...PARTS,
  subjects: [
    ...PARTS.subjects,
    subject('bolt', 'provider', 'Bolt', null),
    subject('bolt/iaas', 'offer', 'Bolt IaaS', 'bolt'),
    subject('bolt/paas', 'offer', 'Bolt PaaS', 'bolt'),
    subject('town', 'customer', 'Town', null),
  ],
};

export const recordOf = (statements: readonly Statement[]) => createRecord({ ...WORLD, statements });

export const LAUNCHED: PromiseTarget = { ladder: 'commercial', rung: 'launched' };
export const QUALIFIED: PromiseTarget = { ladder: 'qualification', scheme: 'SecNumCloud', rung: 'qualified' };
export const THING: PromiseTarget = { ladder: 'free', name: 'thing' };

/** A calendar period as a statement is dated. */
const of = (from: string, precision: Precision = 'day') => ({
  valid: { from, to: null, precision },
  public: { from, to: lastDayOf(from, precision) },
});

/** A promise made on a day; official, about the offer of Acme, unless something else is said. */
export const promise = (
  made: string,
  due: Days,
  aim: PromiseTarget = LAUNCHED,
  bound: Bound = 'in',
  more: Partial<Statement> = {},
) => told({ body: { field: 'promise', target: aim, bound, due }, ...of(made), ...more });

export const launched = (day: string, precision: Precision = 'day', more: Partial<Statement> = {}) =>
  told({ body: { field: 'commercial', status: 'launched' }, ...of(day, precision), ...more });

export const granted = (
  step: QualificationStep,
  day: string,
  until: string | null,
  more: Partial<Statement> = {},
  untilKind: 'stated' | 'inferred' = 'stated',
) =>
  told({
    body: {
      field: 'qualification',
      scheme: 'SecNumCloud',
      step,
      scope: ['IaaS'],
      version: '3.2',
      decision: '42',
      decided: day,
      announced: null,
      until,
      untilKind: until === null ? 'unknown' : untilKind,
    },
    ...of(day),
    ...more,
  });

const aim = fc.constantFrom(LAUNCHED, QUALIFIED, THING, {
  ladder: 'qualification' as const,
  scheme: 'SecNumCloud',
  rung: 'filed' as const,
});

const promised: fc.Arbitrary<StatementBody> = fc
  .tuple(aim, day, fc.nat(200), fc.constantFrom<Bound>('by', 'in', 'from', 'not-before'))
  .map(([target, from, length, bound]) => ({
    field: 'promise',
    target,
    bound,
    due: { from, to: addDays(from, length) },
  }));

const SUBJECTS = ['acme', 'acme/cloud', 'bolt', 'bolt/iaas', 'bolt/paas', 'town'];

/** Statements of every make about all of them, many of them promises. */
export const worlds = fc.array(
  fc
    .tuple(statementOf(fc.oneof(promised, promised, body)), fc.constantFrom(...SUBJECTS))
    .map(([{ id: _id, ...said }, about]) => told({ ...said, subject: about })),
  { maxLength: 30 },
);
