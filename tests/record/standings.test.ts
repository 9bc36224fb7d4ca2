import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/period.ts';
import type { Standing } from '../../src/domain/standing.ts';
import type { AsOf } from '../../src/domain/statement.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { begunBy } from '../../src/record/weighing/worlds.ts';
import { fc } from '../property.ts';
import { body, commercial, day, statementOf, statements } from './any.ts';
import { PARTS, RELEASED } from './dataset.ts';

const world = (asOf: string, knownOn: string | null = null): AsOf => ({ asOf, knownOn, recordedOn: null });

const told = ({ id, commercial, qualification }: Pick<Standing, 'id' | 'commercial' | 'qualification'>) => ({
  id,
  commercial,
  qualification,
});

/** Few statements, so that one alone decides, and days about those on which what they say turns or grows old. */
const few = fc.oneof(
  fc.array(statementOf(commercial), { minLength: 1, maxLength: 3 }),
  fc.array(statementOf(body), { minLength: 1, maxLength: 4 }),
);
const about = few.chain((all) => {
  const dates = all.flatMap((s) => [s.valid.from, begunBy(s), s.public.from, ...(s.valid.to ? [s.valid.to] : [])]);
  const later = fc.constantFrom(0, 0, 30, 31, 200, 365, 366);
  const near = fc
    .tuple(fc.constantFrom(...dates), later)
    .map(([date, n]) => [-1, 0, 1].map((d) => addDays(date, n + d)));
  return fc.tuple(
    fc.constant(all),
    fc.array(near, { minLength: 1, maxLength: 20 }).map((days) => days.flat()),
  );
});
const many = fc.tuple(statements, fc.array(day, { minLength: 1, maxLength: 12 }));

test('the table of all offers says of each, on any day, what a question about it alone says', () => {
  fc.assert(
    fc.property(fc.oneof(about, many), ([all, days]) => {
      // One record for all days: what was reckoned for one stretch of time must not show in another.
      const record = createRecord({ ...PARTS, statements: all });
      for (const asOf of days) {
        const alone = record
          .offers('acme', world(asOf))
          .offers.filter((o) => o.commercial.status !== 'unknown' || o.qualification.some((q) => q.state !== 'none'));
        expect(record.standings(world(asOf)).map(told)).toEqual(alone.map(told));
      }
    }),
    { numRuns: 1500 },
  );
});

test('so does the released dataset, today, long ago, and with what was known then', async () => {
  const record = createRecord(await loadDataset(RELEASED));
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  for (const asked of [
    world('2026-11-22'),
    world('2026-12-01'),
    world('2022-06-30'),
    world('2026-11-22'),
    world('2026-01-15', '2026-01-15'),
  ]) {
    const alone = record.subjects
      .filter((s) => s.kind === 'provider')
      .flatMap((s) => record.offers(s.id, asked).offers)
      .filter((o) => o.commercial.status !== 'unknown' || o.qualification.some((q) => q.state !== 'none'));
    expect(record.standings(asked).map(told).sort(byId)).toEqual(alone.map(told).sort(byId));
  }
});
