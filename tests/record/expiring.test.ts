import { expect, test } from 'vitest';
import type { Statement } from '../../src/domain/statement.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { granted, recordOf } from './board-worlds.ts';
import { RELEASED, told } from './dataset.ts';

const on = (asOf: string, knownOn: string | null = null) => ({ asOf, knownOn, recordedOn: null });
const expiring = (statements: readonly Statement[], asOf: string, within = 180) =>
  recordOf(statements).expiring(on(asOf), within);

const first = granted('qualified', '2021-02-01', '2024-02-01');

test('the last day counts, the day after is past, and the days are those that are left', () => {
  expect(expiring([first], '2024-01-02', 30).ending).toMatchObject([{ until: '2024-02-01', days: 30 }]);
  expect(expiring([first], '2024-01-01', 30)).toMatchObject({ ending: [], next: { until: '2024-02-01', days: 31 } });
  expect(expiring([first], '2024-02-01', 1).ending).toMatchObject([{ days: 0 }]);
  expect(expiring([first], '2024-02-02', 1)).toMatchObject({
    ending: [],
    next: null,
    ended: [{ until: '2024-02-01', days: -1, qualification: { state: 'ended_on_paper' } }],
  });
});

test('ends stand soonest first, what is over latest first', () => {
  const of = (subject: string, until: string) => granted('qualified', '2021-02-01', until, { subject });
  const all = [of('acme/cloud', '2024-05-01'), of('bolt/iaas', '2024-03-01'), of('bolt/paas', '2024-04-01')];
  const subjects = (list: readonly { readonly subject: string }[]) => list.map((e) => e.subject);
  expect(subjects(expiring(all, '2024-02-01').ending)).toEqual(['bolt/iaas', 'bolt/paas', 'acme/cloud']);
  expect(subjects(expiring(all, '2024-06-01').ended)).toEqual(['acme/cloud', 'bolt/paas', 'bolt/iaas']);
});

test('a renewal puts the end off and is seen; an end that a source says counts from its day', () => {
  const renewed = granted('renewed', '2024-01-15', '2027-01-15');
  expect(expiring([first, renewed], '2024-02-10')).toMatchObject({
    ending: [],
    ended: [],
    renewed: [{ until: '2027-01-15', qualification: { state: 'renewed' } }],
    next: { until: '2027-01-15' },
  });
  const withdrawn = granted('withdrawn', '2023-06-01', null);
  expect(expiring([first, withdrawn], '2023-06-11')).toMatchObject({
    ending: [],
    ended: [{ until: '2023-06-01', days: -10, qualification: { state: 'withdrawn' } }],
  });
});

test('an end that is inferred says so; one that nobody tells stands apart, with its last check', () => {
  const inferred = granted('qualified', '2021-02-01', '2024-02-01', {}, 'inferred');
  expect(expiring([inferred], '2024-01-02').ending[0]?.qualification.untilKind).toBe('inferred');
  const open = granted('qualified', '2021-02-01', null);
  const check = told({
    body: { field: 'check', scheme: 'SecNumCloud', found: 'qualified' },
    valid: { from: '2023-12-01', to: null, precision: 'day' },
    public: { from: '2023-12-01', to: '2023-12-01' },
  });
  expect(expiring([open, check], '2024-01-02')).toMatchObject({
    ending: [],
    next: null,
    undated: [{ until: null, days: null, unchecked: 32 }],
  });
});

const released = createRecord(await loadDataset(RELEASED));

test('on 22 November 2026 Outscale ends first, in 8 days, then the Hosted Private Cloud of OVHcloud', () => {
  const { ending, renewed } = released.expiring(on('2026-11-22'), 180);
  expect(ending.slice(0, 2)).toMatchObject([
    { subject: 'outscale/iaas', until: '2026-11-30', days: 8, unchecked: 68 },
    { subject: 'ovhcloud/hosted-private-cloud', until: '2026-12-29', days: 37, unchecked: 68 },
  ]);
  expect(ending[0]?.qualification).toMatchObject({ untilKind: 'stated', version: '3.2', decision: '2118' });
  expect(ending[0]?.qualification.sources.map((s) => s.publisher)).toContain('anssi');
  expect(renewed).toMatchObject([{ subject: 'cloud-temple/secure-temple-iaas', until: '2028-05-30' }]);
});

test('in December 2026 Outscale has ended on paper; in 2023 nobody knew of that end', () => {
  const later = released.expiring(on('2026-12-05'), 180);
  expect(later.ended).toMatchObject([{ subject: 'outscale/iaas', days: -5 }]);
  expect(later.ending.map((e) => e.subject)).not.toContain('outscale/iaas');
  const then = released.expiring(on('2023-06-30', '2023-06-30'), 3650);
  expect([...then.ending, ...then.ended].map((e) => e.subject)).not.toContain('outscale/iaas');
});
