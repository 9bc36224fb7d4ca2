import { expect, test } from 'vitest';
import type { Standing } from '../../src/domain/standing.ts';
import type { AsOf } from '../../src/domain/statement.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { day, statements } from './any.ts';
import { PARTS, RELEASED } from './dataset.ts';

const world = (asOf: string, knownOn: string | null = null): AsOf => ({ asOf, knownOn, recordedOn: null });

const told = ({ id, commercial, qualification }: Pick<Standing, 'id' | 'commercial' | 'qualification'>) => ({
  id,
  commercial,
  qualification,
});

test('the table of all offers says of each, on any day, what a question about it alone says', () => {
  fc.assert(
    fc.property(statements, fc.array(day, { minLength: 1, maxLength: 12 }), (all, days) => {
      // One record for all days: what was reckoned for one stretch of time must not show in another.
      const record = createRecord({ ...PARTS, statements: all });
      for (const asOf of days) {
        const alone = record
          .offers('acme', world(asOf))
          .offers.filter((o) => o.commercial.status !== 'unknown' || o.qualification.some((q) => q.state !== 'none'));
        expect(record.standings(world(asOf)).map(told)).toEqual(alone.map(told));
      }
    }),
    { numRuns: 400 },
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
