import { expect, test } from 'vitest';
import type { TimelineAnswer } from '../../src/domain/history.ts';
import { addDays, type Day } from '../../src/domain/period.ts';
import type { AsOf, Statement } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { commercial, day, statementOf, statements } from './any.ts';
import { PARTS } from './dataset.ts';

const recordOf = (all: readonly Statement[]) => createRecord({ ...PARTS, statements: all });
const world = (asOf: Day, knownOn: Day | null = null, recordedOn: Day | null = null): AsOf => ({
  asOf,
  knownOn,
  recordedOn,
});
const nullable = fc.option(day, { nil: null });
const commercials = fc.array(statementOf(commercial), { maxLength: 12 });

/** The state that stands on a ladder on a day; fails where two do. */
function standing(answer: TimelineAnswer, subject: string, ladder: string, on: Day): string | null {
  const held = answer.stretches.filter(
    (s) => s.subject === subject && s.ladder === ladder && s.from <= on && (s.to === null || on <= s.to),
  );
  expect(held.length).toBeLessThanOrEqual(1);
  return held[0]?.state ?? null;
}

test('on every day the stretch that stands is what the record answers as of that day', () => {
  fc.assert(
    fc.property(
      fc.oneof(statements, commercials),
      nullable,
      nullable,
      fc.array(day, { minLength: 4, maxLength: 4 }),
      (all, known, recorded, days) => {
        const record = recordOf(all);
        const last = days.toSorted().at(-1) ?? '';
        const answer = record.timeline('acme/cloud', world(last, known, recorded), null);
        const firm = record.timeline('acme', world(last, known, recorded), null);
        // Days on which something turns, and their neighbours, are where a stretch would be wrong.
        const turns = answer.stretches.flatMap((s) => [s.from, addDays(s.from, -1)]).filter((turn) => turn <= last);
        for (const on of [...days, ...turns]) {
          const offer = record.offers('acme/cloud', world(on, known, recorded)).offers[0];
          const status = offer?.commercial.status === 'unknown' ? null : (offer?.commercial.status ?? null);
          const scheme = offer?.qualification.find((q) => q.scheme === 'SecNumCloud')?.state ?? 'none';
          for (const told of [answer, firm]) {
            expect(standing(told, 'acme/cloud', 'commercial', on)).toBe(status);
            expect(standing(told, 'acme/cloud', 'SecNumCloud', on)).toBe(scheme === 'none' ? null : scheme);
          }
          expect(standing(answer, 'acme', 'company', on)).toBe(offer?.company?.state ?? null);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('what becomes public or is recorded later never changes what had happened by what was known', () => {
  fc.assert(
    fc.property(statements, day, day, fc.constantFrom('acme', 'acme/cloud'), (all, asOf, limit, id) => {
      const known = all.filter((s) => s.public.to <= limit);
      const held = all.filter((s) => s.recorded <= limit);
      const ask = (of: readonly Statement[], where: AsOf) => recordOf(of).timeline(id, where, null);
      expect(ask(all, world(asOf, limit))).toEqual(ask(known, world(asOf, limit)));
      expect(ask(all, world(asOf, null, limit))).toEqual(ask(held, world(asOf, null, limit)));
    }),
    { numRuns: 300 },
  );
});

test('no timeline depends on the order of statements, or on where they come from', () => {
  fc.assert(
    fc.property(
      statements.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      day,
      ([all, shuffled], asOf) => {
        const half = shuffled.slice(0, shuffled.length / 2);
        const apart = createRecord({ ...PARTS, statements: shuffled.slice(half.length) }, half);
        expect(apart.timeline('acme', world(asOf), null)).toEqual(recordOf(all).timeline('acme', world(asOf), null));
      },
    ),
    { numRuns: 300 },
  );
});

test('every statement tells exactly one entry once all has happened, and none before it has', () => {
  fc.assert(
    fc.property(statements, day, (all, asOf) => {
      const record = recordOf(all);
      const whole = record.timeline('acme', world('2040-01-01'), null);
      const told = whole.entries.flatMap((e) => e.sources.map((s) => s.statement));
      expect(told.toSorted()).toEqual(record.statements.map((s) => s.id).toSorted());

      const then = record.timeline('acme', world(asOf), null);
      const cited = then.entries.flatMap((e) => e.sources.map((s) => s.statement));
      expect(new Set(cited).size).toBe(cited.length);
      for (const entry of then.entries) {
        expect(entry.by <= asOf && entry.at.from <= asOf).toBe(true);
        expect(entry.known.from <= entry.known.to).toBe(true);
      }
      expect(then.entries.map((e) => e.by)).toEqual(then.entries.map((e) => e.by).toSorted());
    }),
    { numRuns: 300 },
  );
});

test('since leaves out what was over before, and changes nothing of what stays', () => {
  fc.assert(
    fc.property(statements, day, day, (all, asOf, since) => {
      const record = recordOf(all);
      const whole = record.timeline('acme', world(asOf), null);
      const part = record.timeline('acme', world(asOf), since);
      expect(part.entries).toEqual(whole.entries.filter((e) => e.by >= since));
      expect(part.stretches).toEqual(whole.stretches.filter((s) => (s.to ?? '9') >= since));
    }),
    { numRuns: 200 },
  );
});

test('an established start of a state is an entry that is an answer, dated the same', () => {
  fc.assert(
    fc.property(fc.oneof(statements, commercials), day, (all, asOf) => {
      const { entries, stretches } = recordOf(all).timeline('acme', world(asOf), null);
      for (const stretch of stretches) {
        if (!stretch.strong || stretch.state === 'ended_on_paper') continue;
        const same = entries.filter(
          ({ body }) =>
            (body.field === 'commercial' && body.status === stretch.state) ||
            (body.field === 'company' && body.state === stretch.state) ||
            (body.field === 'qualification' && body.step === stretch.state),
        );
        const begun = same.filter((e) => e.subject === stretch.subject && e.by <= stretch.from);
        expect(begun.some((e) => e.weight === 'strong' || e.weight === 'contested')).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test('a false claim is false on every timeline, and never an answer', () => {
  fc.assert(
    fc.property(statements, day, (all, asOf) => {
      const { entries } = recordOf(all).timeline('acme', world(asOf), null);
      const wrong = new Set(all.filter((s) => s.false).map((s) => s.id));
      for (const entry of entries) expect(entry.weight === 'false').toBe(wrong.has(entry.statement));
    }),
    { numRuns: 200 },
  );
});
