import { expect, test } from 'vitest';
import type { BoardLine } from '../../src/domain/board.ts';
import type { Statement } from '../../src/domain/statement.ts';
import { medianSlip } from '../../src/record/answers/board-slip.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { granted, LAUNCHED, launched, promise, QUALIFIED, recordOf, THING } from './board-worlds.ts';
import { RELEASED, told } from './dataset.ts';

const on = (asOf: string, knownOn: string | null = null) => ({ asOf, knownOn, recordedOn: null });
const board = (statements: readonly Statement[], asOf: string, id: string | null = null) =>
  recordOf(statements).promises(on(asOf), id);

/** The only target's slip. */
function slip(statements: readonly Statement[], asOf: string) {
  const { targets } = board(statements, asOf, 'acme');
  expect(targets).toHaveLength(1);
  return targets[0]?.slip ?? null;
}

const H1 = { from: '2024-01-01', to: '2024-06-30' };
const H2 = { from: '2024-07-01', to: '2024-12-31' };
const Y25 = { from: '2025-01-01', to: '2025-12-31' };

test('a promise that was kept did not slip; one kept late slipped from the last day due', () => {
  expect(slip([promise('2023-05-01', H1), launched('2024-06-30')], '2024-07-01')).toEqual({ days: 0, most: 0 });
  expect(slip([promise('2023-05-01', H1), launched('2024-07-01')], '2024-08-01')).toEqual({ days: 1, most: 1 });
});

test('of what is dated by its month the least is counted, and the most it may be is known', () => {
  const late = [promise('2023-05-01', H1), launched('2024-09-01', 'month')];
  expect(slip(late, '2025-01-01')).toEqual({ days: 63, most: 92 });
  // Some day of the year of the due day: in time or not, nobody can say.
  expect(slip([promise('2023-05-01', H1), launched('2024-01-01', 'year')], '2025-01-01')).toBeNull();
});

test('while it is not reached a target slips to the newest day due, then to the day asked about', () => {
  const moved = [promise('2023-05-01', H1), promise('2024-02-01', H2)];
  expect(slip(moved.slice(0, 1), '2024-06-30')).toBeNull();
  expect(slip(moved.slice(0, 1), '2024-07-10')).toEqual({ days: 10, most: null });
  expect(slip(moved, '2024-03-01')).toEqual({ days: 184, most: null });
  expect(slip(moved, '2024-12-31')).toEqual({ days: 184, most: null });
  expect(slip(moved, '2025-01-10')).toEqual({ days: 194, most: null });
});

test('a date that is brought forward is no slip, not even once the new one has passed', () => {
  const sooner = [promise('2023-05-01', H2), promise('2024-02-01', H1)];
  expect(slip(sooner, '2024-03-01')).toBeNull();
  expect(slip(sooner, '2024-08-01')).toBeNull();
  expect(slip(sooner, '2025-01-10')).toEqual({ days: 10, most: null });
  const reached = [...sooner, launched('2024-09-01')];
  expect(slip(reached, '2025-01-10')).toEqual({ days: 0, most: 0 });
});

test('nothing is counted where nothing can be judged: given up, or free and without a sourced fulfilment', () => {
  const over = told({
    body: { field: 'commercial', status: 'abandoned' },
    valid: { from: '2024-08-01', to: null, precision: 'day' },
    public: { from: '2024-08-01', to: '2024-08-01' },
  });
  expect(slip([promise('2023-05-01', H1), over], '2024-09-01')).toBeNull();
  const free = [promise('2023-05-01', H1, THING), promise('2024-02-01', H2, THING)];
  expect(slip(free, '2024-03-01')).toEqual({ days: 184, most: null });
  expect(slip(free, '2025-03-01')).toBeNull();
});

test('"not before" sets no date: it is told, and is in no number', () => {
  const { lines, targets, promises } = board([promise('2023-05-01', H1, LAUNCHED, 'not-before')], '2026-01-01', 'acme');
  expect(lines).toMatchObject([{ promises: 0, floors: 1, targets: 0, medianSlip: null, slips: 0 }]);
  expect(Object.values(lines[0]?.outcomes ?? {}).every((n) => n === 0)).toBe(true);
  expect(targets).toMatchObject([{ promises: [], slip: null, outcome: 'open' }]);
  expect(promises).toHaveLength(1);
});

test('a promise of a provider that its offers share is one, reached with the first of them', () => {
  const ofBolt = promise('2023-05-01', H1, QUALIFIED, 'by', { subject: 'bolt' });
  const iaas = launched('2023-01-01', 'day', { subject: 'bolt/iaas' });
  const paas = launched('2023-01-01', 'day', { subject: 'bolt/paas' });
  const waiting = board([ofBolt, iaas, paas], '2024-07-05', 'bolt');
  expect(waiting.lines).toMatchObject([{ promises: 1, targets: 1, medianSlip: 5, atLeast: true, slips: 1 }]);
  const first = granted('qualified', '2024-07-03', '2027-07-03', { subject: 'bolt/paas' });
  const reached = board([ofBolt, iaas, paas, first], '2025-07-05', 'bolt');
  expect(reached.lines).toMatchObject([{ promises: 1, targets: 1, medianSlip: 3, atLeast: false, slips: 1 }]);
  expect(reached.targets).toMatchObject([{ subject: 'bolt', outcome: 'late', proof: { shows: 'reached' } }]);
});

test('where the provider itself promised, the dates of its offers continue its chain', () => {
  const statements = [
    promise('2023-05-01', H1, QUALIFIED, 'by', { subject: 'bolt' }),
    promise('2024-02-01', Y25, QUALIFIED, 'by', { subject: 'bolt/iaas' }),
  ];
  const { targets, promises } = board(statements, '2024-09-01', 'bolt');
  expect(targets).toMatchObject([{ subject: 'bolt', outcome: 'open', slip: { days: 549, most: null } }]);
  expect(promises.map((p) => [p.subject, p.outcome, p.chain])).toEqual([
    ['bolt', 'moved', { position: 1, length: 2 }],
    ['bolt/iaas', 'open', { position: 2, length: 2 }],
  ]);
});

test('the dates of several offers stand in the order in which they were given', () => {
  const { targets } = board(
    [
      promise('2023-05-01', H1, QUALIFIED, 'by', { subject: 'bolt' }),
      promise('2024-02-01', Y25, QUALIFIED, 'by', { subject: 'bolt/iaas' }),
      promise('2023-08-01', H2, QUALIFIED, 'by', { subject: 'bolt/paas' }),
    ],
    '2024-03-01',
    'bolt',
  );
  expect(targets[0]?.promises.map((p) => p.subject)).toEqual(['bolt', 'bolt/paas', 'bolt/iaas']);
});

test('reached with one offer, nobody knows when: another offer that is overdue makes no slip of it', () => {
  const statements = [
    promise('2023-05-01', H1, LAUNCHED, 'by', { subject: 'bolt' }),
    launched('2024-01-01', 'year', { subject: 'bolt/iaas' }),
    promise('2024-02-01', H2, LAUNCHED, 'by', { subject: 'bolt/paas' }),
  ];
  const { targets, lines } = board(statements, '2025-03-01', 'bolt');
  expect(targets[0]?.promises.map((p) => p.outcome)).toEqual(['unknown', 'overdue']);
  expect(targets).toMatchObject([{ outcome: 'unknown', slip: null }]);
  expect(lines).toMatchObject([{ medianSlip: null, slips: 0 }]);
});

test('an offer not yet heard of keeps no promise alive that its provider gave up with what it sold', () => {
  const abandoned = told({
    subject: 'bolt/iaas',
    body: { field: 'commercial', status: 'abandoned' },
    valid: { from: '2024-03-01', to: null, precision: 'day' },
    public: { from: '2024-03-01', to: '2024-03-01' },
  });
  const later = launched('2026-01-01', 'day', { subject: 'bolt/paas' });
  const ofBolt = promise('2023-05-01', H1, LAUNCHED, 'by', { subject: 'bolt' });
  expect(board([ofBolt, abandoned, later], '2024-09-01', 'bolt').promises).toMatchObject([{ outcome: 'dropped' }]);
});

test('an offer is asked for with what its provider promised for all it sells, and without its sisters', () => {
  const statements = [
    promise('2023-05-01', H1, THING, 'by', { subject: 'bolt' }),
    promise('2023-05-01', H1, LAUNCHED, 'by', { subject: 'bolt/iaas' }),
    promise('2023-05-01', H2, LAUNCHED, 'by', { subject: 'bolt/paas' }),
  ];
  const asked = board(statements, '2024-01-01', 'bolt/iaas');
  expect(asked.subject).toBe('bolt/iaas');
  expect(asked.promises.map((p) => p.subject).sort()).toEqual(['bolt', 'bolt/iaas']);
  expect(asked.lines).toMatchObject([{ provider: 'bolt', promises: 2, targets: 2 }]);
  expect(() => board(statements, '2024-01-01', 'nobody')).toThrow('no subject');
});

test('weak and false claims of a promise are no promises; how many there are is told', () => {
  const rumour = { source: { publisher: 'daily', url: null, kind: 'rumour' as const, origin: null } };
  const weak = promise('2023-05-01', H1, LAUNCHED, 'by', rumour);
  const wrong = promise('2023-05-01', H2, LAUNCHED, 'by', { false: true });
  expect(board([weak, wrong], '2024-01-01', 'acme')).toMatchObject({ promises: [], targets: [], lines: [], weaker: 2 });
  expect(board([weak, wrong], '2024-01-01')).toMatchObject({ promises: [], lines: [], weaker: 2 });
});

test('a median is of targets; of an even number the mean of the middle two, rounded', () => {
  const exact = (...days: number[]) => days.map((n) => ({ days: n, most: n }));
  expect(medianSlip([])).toEqual({ median: null, atLeast: false });
  expect(medianSlip(exact(5))).toEqual({ median: 5, atLeast: false });
  expect(medianSlip(exact(9, 1, 5))).toEqual({ median: 5, atLeast: false });
  expect(medianSlip(exact(10, 1, 4, 7))).toEqual({ median: 6, atLeast: false });
  // What still grows above the middle changes nothing; below it, it may.
  expect(medianSlip([...exact(1, 5), { days: 9, most: null }])).toEqual({ median: 5, atLeast: false });
  expect(medianSlip([...exact(9, 5), { days: 1, most: null }])).toEqual({ median: 5, atLeast: true });
});

test('the worst median stands first, those without one last', () => {
  const late = (subject: string, day: string) => [
    promise('2023-05-01', H1, LAUNCHED, 'by', { subject }),
    launched(day, 'day', { subject }),
  ];
  const { lines } = board(
    [
      ...late('bolt/iaas', '2024-07-20'),
      ...late('bolt/paas', '2024-08-01'),
      ...late('acme/cloud', '2024-07-27'),
      promise('2023-05-01', H1, THING, 'by', { subject: 'town' }),
    ],
    '2025-01-01',
  );
  expect(lines.map((l) => [l.provider, l.kind, l.medianSlip, l.slips])).toEqual([
    ['acme', 'provider', 27, 1],
    ['bolt', 'provider', 26, 2],
    ['town', 'customer', null, 0],
  ]);
});

const released = createRecord(await loadDataset(RELEASED));
const line = (id: string, asOf = '2026-11-22', knownOn: string | null = null): BoardLine => {
  const [found] = released.promises(on(asOf, knownOn), id).lines;
  if (!found) throw new Error(`${id} promised nothing`);
  return found;
};
const target = (id: string, rung: string, asOf = '2026-11-22', knownOn: string | null = null) => {
  const { targets } = released.promises(on(asOf, knownOn), id);
  const found = targets.find((t) => 'rung' in t.target && t.target.rung === rung && t.promises.length > 0);
  if (!found) throw new Error(`${id} promised no ${rung}`);
  return found;
};

test('Bleu said 2025, then 2026, then the first half of 2026; in November 2026 its qualification is 326 days behind', () => {
  const qualified = target('bleu', 'qualified');
  expect(qualified.promises.map((p) => [p.due.to, p.outcome])).toEqual([
    ['2025-12-31', 'moved'],
    ['2026-12-31', 'moved'],
    ['2026-06-30', 'overdue'],
  ]);
  expect(qualified).toMatchObject({ outcome: 'overdue', slip: { days: 326, most: null }, proof: { shows: 'missing' } });
  expect(target('bleu', 'company_created')).toMatchObject({ outcome: 'late', slip: { days: 366 } });
  expect(target('bleu', 'pre_commercial')).toMatchObject({ outcome: 'late', slip: { days: 380 } });
  expect(line('bleu')).toMatchObject({ medianSlip: 366, atLeast: true, slips: 3 });
});

test('in May 2025 Bleu had put its qualification off by half a year, which was not yet overdue', () => {
  expect(target('bleu', 'qualified', '2025-05-01', '2025-05-01')).toMatchObject({
    outcome: 'open',
    outcomeNow: 'open',
    slip: { days: 181, most: null },
    proof: null,
  });
  expect(target('bleu', 'qualified', '2025-05-01').outcomeNow).toBe('overdue');
});

test('S3NS was qualified by the first date it gave and missed the sooner one; its company came 91 days late', () => {
  expect(target('s3ns', 'qualified')).toMatchObject({
    outcome: 'kept',
    slip: { days: 0 },
    proof: { shows: 'reached', since: { from: '2025-12-17' } },
    promises: [{ outcome: 'kept' }, { outcome: 'late', days: 78 }],
  });
  expect(target('s3ns', 'generally_available')).toMatchObject({ outcome: 'late', slip: { days: 274, most: 304 } });
  expect(target('s3ns', 'company_created')).toMatchObject({ subject: 's3ns', slip: { days: 91, most: 91 } });
  // Qualified shows that it had filed, not when.
  expect(target('s3ns', 'filed')).toMatchObject({ outcome: 'unknown', slip: null, proof: { shows: 'later' } });
});

test('NumSpot sold from 2025 what was to be there in 2023; Scaleway is past the end of 2025', () => {
  expect(target('numspot', 'launched')).toMatchObject({ outcome: 'late', slip: { days: 367, most: 456 } });
  expect(target('scaleway', 'qualified')).toMatchObject({ outcome: 'overdue', slip: { days: 326, most: null } });
  expect(target('scaleway', 'qualified', '2025-06-01')).toMatchObject({ outcome: 'open', slip: null });
});
