import { addDays } from '../../src/domain/period.ts';
import { COMMERCIAL_RUNGS, type Statement, type StatementBody } from '../../src/domain/statement.ts';
import { fc } from '../property.ts';
import { told } from './dataset.ts';

// Statements of every make, for properties that must hold of any.

/** A day of four years. */
export const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2021-01-01', n));
const nullable = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });

const target = fc.constantFrom(
  { ladder: 'commercial' as const, rung: 'launched' as const },
  { ladder: 'commercial' as const, rung: 'generally_available' as const },
  { ladder: 'qualification' as const, scheme: 'SecNumCloud', rung: 'qualified' as const },
  { ladder: 'free' as const, name: 'thing' },
);

export const commercial: fc.Arbitrary<StatementBody> = fc
  .constantFrom(...COMMERCIAL_RUNGS, 'abandoned' as const, 'discontinued' as const)
  .map((status) => ({ field: 'commercial', status }));

/** Any body that a statement may have. */
export const body: fc.Arbitrary<StatementBody> = fc.oneof(
  commercial,
  fc
    .constantFrom('company_created' as const, 'merged' as const)
    .map((state): StatementBody => ({ field: 'company', state })),
  fc.tuple(fc.constantFrom('filed', 'J0', 'J1', 'qualified', 'renewed', 'withdrawn'), nullable(day)).map(
    ([step, until]): StatementBody => ({
      field: 'qualification',
      scheme: 'SecNumCloud',
      step: step as 'J0',
      scope: [],
      version: null,
      decision: null,
      decided: null,
      announced: null,
      until,
      untilKind: until ? 'stated' : 'unknown',
    }),
  ),
  fc
    .constantFrom('absent' as const, 'qualified' as const)
    .map((found): StatementBody => ({ field: 'check', scheme: 'SecNumCloud', found })),
  fc.tuple(target, day, fc.nat(300), fc.constantFrom('by' as const, 'in' as const, 'not-before' as const)).map(
    ([aim, from, length, bound]): StatementBody => ({
      field: 'promise',
      target: aim,
      bound,
      due: { from, to: addDays(from, length) },
    }),
  ),
  target.map((aim): StatementBody => ({ field: 'promise_dropped', target: aim })),
  fc.constant<StatementBody>({ field: 'fulfilment', name: 'thing' }),
  fc
    .tuple(fc.constantFrom('Orange', 'Thales'), nullable(fc.constantFrom({ min: 0, max: 0 }, { min: 50, max: 50 })))
    .map(([owner, share]): StatementBody => ({ field: 'owner', owner, share })),
  fc
    .constantFrom('technology' as const, 'note' as const)
    .map((field): StatementBody => (field === 'note' ? { field, topic: 'x' } : { field, name: 'x' })),
);

/** A statement with a body of that kind, by any publisher, of any weight, at any time, about `acme` or its offer. */
export function statementOf(of: fc.Arbitrary<StatementBody>): fc.Arbitrary<Statement> {
  return fc
    .record({
      body: of,
      subject: fc.constantFrom('acme', 'acme/cloud'),
      from: day,
      precision: fc.constantFrom('day' as const, 'month' as const, 'half' as const, 'year' as const),
      length: nullable(fc.nat(900)),
      public: fc.tuple(day, fc.nat(60)),
      recorded: day,
      publisher: fc.constantFrom('ministry', 'daily', 'weekly', 'gazette', 'blog', 'nobody'),
      origin: fc.constantFrom(null, null, 'gazette'),
      kind: fc.constantFrom('official' as const, 'press' as const, 'analysis' as const, 'rumour' as const),
      credibility: fc.constantFrom(1 as const, 2 as const, 3 as const, 5 as const),
      untrue: fc.constantFrom(false, false, false, true),
      dispute: fc.constantFrom(undefined, undefined, 'quarrel'),
    })
    .map((s) =>
      told({
        body: s.body,
        subject: s.subject,
        valid: { from: s.from, to: s.length === null ? null : addDays(s.from, s.length), precision: s.precision },
        public: { from: s.public[0], to: addDays(s.public[0], s.public[1]) },
        recorded: s.recorded,
        source: { publisher: s.publisher, url: null, kind: s.kind, origin: s.origin },
        credibility: s.credibility,
        ...(s.untrue ? { false: true } : {}),
        ...(s.dispute ? { dispute: s.dispute } : {}),
      }),
    );
}

export const statements = fc.array(statementOf(body), { maxLength: 25 });
