import { expect, test } from 'vitest';
import type { Day } from '../../src/domain/period.ts';
import { COMMERCIAL_RUNGS, type Statement } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { commercial, day, statementOf, statements } from './any.ts';
import { PARTS } from './dataset.ts';

const answer = (all: readonly Statement[], asOf: Day, knownOn: Day | null, recordedOn: Day | null) =>
  createRecord({ ...PARTS, statements: all }).offers('acme', { asOf, knownOn, recordedOn });

test('what becomes public later never changes what was known on a day', () => {
  fc.assert(
    fc.property(statements, day, day, (all, asOf, known) => {
      const before = all.filter((s) => s.public.to <= known);
      expect(answer(all, asOf, known, null)).toEqual(answer(before, asOf, known, null));
    }),
    { numRuns: 400 },
  );
});

test('what is recorded later never changes what was recorded on a day', () => {
  fc.assert(
    fc.property(statements, day, day, (all, asOf, recorded) => {
      const before = all.filter((s) => s.recorded <= recorded);
      // One content recorded twice counts from its first day.
      expect(answer(all, asOf, null, recorded)).toEqual(answer(before, asOf, null, recorded));
    }),
    { numRuns: 400 },
  );
});

test('no answer depends on the order of statements, or on where they come from', () => {
  fc.assert(
    fc.property(
      statements.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      day,
      ([all, shuffled], asOf) => {
        const world = { asOf, knownOn: null, recordedOn: null };
        const half = shuffled.slice(0, shuffled.length / 2);
        const parts = { ...PARTS, subjects: PARTS.subjects.toReversed(), publishers: PARTS.publishers.toReversed() };
        const apart = createRecord({ ...parts, statements: shuffled.slice(half.length) }, [...half, ...all]);
        expect(apart.offers('acme', world)).toEqual(answer(all, asOf, null, null));
      },
    ),
    { numRuns: 300 },
  );
});

test('a ladder goes down only where a statement says so', () => {
  const rank = (status: string) => (COMMERCIAL_RUNGS as readonly string[]).indexOf(status);
  fc.assert(
    fc.property(fc.array(statementOf(commercial), { maxLength: 15 }), day, day, (all, a, b) => {
      const [first, second] = a < b ? [a, b] : [b, a];
      const offer = (asOf: Day) =>
        createRecord({ ...PARTS, statements: all }).offers('acme/cloud', { asOf, knownOn: null, recordedOn: null })
          .offers[0];
      const [before, after] = [
        offer(first)?.commercial.status ?? 'unknown',
        offer(second)?.commercial.status ?? 'unknown',
      ];
      if (rank(after) >= rank(before) || rank(before) < 0) return;
      const saysSo = all.some(
        (s) =>
          s.body.field === 'commercial' &&
          (rank(s.body.status) < 0 || (s.body.status === before && s.valid.to !== null && s.valid.to < second)),
      );
      expect(saysSo).toBe(true);
    }),
    { numRuns: 600 },
  );
});
