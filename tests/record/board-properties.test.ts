import { expect, test } from 'vitest';
import type { Day } from '../../src/domain/period.ts';
import type { Statement } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { day } from './any.ts';
import { recordOf, WORLD, worlds } from './board-worlds.ts';

const world = (asOf: Day, knownOn: Day | null = null, recordedOn: Day | null = null) => ({ asOf, knownOn, recordedOn });
const board = (all: readonly Statement[], asOf: Day) => recordOf(all).promises(world(asOf), null);
const dated = (p: { readonly bound: string }) => p.bound !== 'not-before';

test('neither board nor ends depend on the order of statements, subjects and publishers', () => {
  fc.assert(
    fc.property(
      worlds.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      day,
      ([all, shuffled], asOf) => {
        const turned = createRecord({
          ...WORLD,
          subjects: WORLD.subjects.toReversed(),
          publishers: WORLD.publishers.toReversed(),
          statements: shuffled,
        });
        expect(turned.promises(world(asOf), null)).toEqual(board(all, asOf));
        expect(turned.expiring(world(asOf), 180)).toEqual(recordOf(all).expiring(world(asOf), 180));
      },
    ),
    { numRuns: 200 },
  );
});

test('what becomes public, or is recorded, later never changes what was known on a day', () => {
  fc.assert(
    fc.property(worlds, day, day, (all, asOf, known) => {
      const then = all.filter((s) => s.public.to <= known);
      const held = all.filter((s) => s.recorded <= known);
      for (const [some, asked] of [
        [then, world(asOf, known)],
        [held, world(asOf, null, known)],
      ] as const) {
        expect(recordOf(all).promises(asked, null)).toEqual(recordOf(some).promises(asked, null));
        expect(recordOf(all).expiring(asked, 365)).toEqual(recordOf(some).expiring(asked, 365));
      }
    }),
    { numRuns: 200 },
  );
});

test('outcomes add up to the promises, each of which stands once; no slip is negative or without a target', () => {
  fc.assert(
    fc.property(worlds, day, (all, asOf) => {
      const { promises, targets, lines } = board(all, asOf);
      expect(new Set(promises.map((p) => p.id)).size).toBe(promises.length);
      for (const line of lines) {
        const own = promises.filter((p) => p.provider === line.provider);
        const outcomes = Object.values(line.outcomes).reduce((sum, n) => sum + n, 0);
        expect([outcomes, line.floors]).toEqual([own.filter(dated).length, own.filter((p) => !dated(p)).length]);
        expect(line.promises).toBe(outcomes);
        expect(line.slips).toBeLessThanOrEqual(line.targets);
        expect(line.medianSlip === null).toBe(line.slips === 0);
      }
      for (const { slip } of targets) {
        expect(slip?.days ?? 0).toBeGreaterThanOrEqual(0);
        if (slip?.most !== null) expect(slip?.most ?? 0).toBeGreaterThanOrEqual(slip?.days ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});

test('the line of a provider and its targets are those of the board of it alone', () => {
  fc.assert(
    fc.property(worlds, day, (all, asOf) => {
      const whole = board(all, asOf);
      for (const id of ['acme', 'bolt', 'town']) {
        const alone = recordOf(all).promises(world(asOf), id);
        expect(whole.lines.filter((line) => line.provider === id)).toEqual(alone.lines);
        expect(whole.targets.filter((target) => target.provider === id)).toEqual(alone.targets);
      }
    }),
    { numRuns: 200 },
  );
});

test('the board says of every promise what a card says of it, and of no other', () => {
  fc.assert(
    fc.property(worlds, day, (all, asOf) => {
      const record = recordOf(all);
      for (const id of ['acme', 'bolt', 'town']) {
        const cards = record.offers(id, world(asOf)).offers.flatMap((offer) => offer.promises);
        const { promises } = record.promises(world(asOf), id);
        expect(new Set(promises.map((p) => p.id))).toEqual(new Set(cards.map((p) => p.id)));
        for (const p of promises) {
          const said = cards.filter((card) => card.id === p.id).map((card) => `${card.outcome} ${card.days}`);
          expect(said).toContain(`${p.outcome} ${p.days}`);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('every qualification of the cards that holds stands in one place: ends in time, later, or nobody knows when', () => {
  fc.assert(
    fc.property(worlds, day, fc.integer({ min: 1, max: 800 }), (all, asOf, within) => {
      const record = recordOf(all);
      const { ending, ended, undated, next } = record.expiring(world(asOf), within);
      const cards = ['acme', 'bolt', 'town'].flatMap((id) => record.offers(id, world(asOf)).offers);
      const held = cards.flatMap((offer) =>
        offer.qualification
          .filter((q) => q.state === 'qualified' || q.state === 'renewed')
          .map((q) => ({ id: offer.id, until: q.until })),
      );
      const later = held.length - ending.length - undated.length;
      expect(later).toBe(held.filter((q) => q.until !== null && !ending.some((e) => e.subject === q.id)).length);
      expect(next === null).toBe(later === 0);
      for (const e of ending) {
        expect(e.days).toBeGreaterThanOrEqual(0);
        expect(e.days).toBeLessThanOrEqual(within);
      }
      expect((next?.days ?? within + 1) > within).toBe(true);
      expect(ending.map((e) => e.until)).toEqual(ending.map((e) => e.until).sort());
      const over = cards.flatMap((offer) =>
        offer.qualification.filter((q) => ['ended_on_paper', 'expired', 'withdrawn'].includes(q.state)),
      );
      expect(ended).toHaveLength(over.length);
    }),
    { numRuns: 300 },
  );
});
