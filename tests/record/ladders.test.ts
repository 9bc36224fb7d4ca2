import { expect, test } from 'vitest';
import type { Statement } from '../../src/domain/statement.ts';
import { createRecord } from '../../src/record/record.ts';
import { PARTS, told } from './dataset.ts';

const offer = (statements: readonly Statement[], asOf: string) => {
  const answer = createRecord({ ...PARTS, statements }).offers('acme/cloud', { asOf, knownOn: null, recordedOn: null })
    .offers[0];
  if (!answer) throw new Error('no answer');
  return answer;
};

const from = (day: string, precision: 'day' | 'month' | 'year' = 'day', to: string | null = null) => ({
  valid: { from: day, to, precision },
  public: { from: day, to: '2026-01-01' },
});
const press = (publisher: string, origin: string | null = null) => ({
  source: { publisher, url: 'https://example.org/', kind: 'press' as const, origin },
});
const status = (name: 'announced' | 'launched' | 'generally_available' | 'abandoned') => ({
  body: { field: 'commercial' as const, status: name },
});

test('one newspaper is a footnote; a second of the same owner, or quoting it, adds nothing; an independent one does', () => {
  const one = told({ ...status('launched'), ...from('2024-01-10'), ...press('daily') });
  expect(offer([one], '2024-06-01')).toMatchObject({
    commercial: { status: 'unknown' },
    footnotes: [{ false: false }],
  });
  const sister = told({ ...status('launched'), ...from('2024-01-10'), ...press('weekly') });
  const quoting = told({ ...status('launched'), ...from('2024-01-10'), ...press('gazette', 'daily') });
  expect(offer([one, sister, quoting], '2024-06-01').commercial.status).toBe('unknown');
  const other = told({ ...status('launched'), ...from('2024-01-10'), ...press('gazette') });
  expect(offer([one, other], '2024-06-01').commercial.status).toBe('launched');
  const blog = told({ ...status('launched'), ...from('2024-01-10'), ...press('blog') });
  expect(offer([one, blog], '2024-06-01').commercial.status).toBe('unknown');
});

test('a start known by month holds from the last day of the month, or from when it was told', () => {
  const launched = told({ ...status('launched'), ...from('2024-03-01', 'month') });
  expect(offer([launched], '2024-03-30').commercial.status).toBe('unknown');
  expect(offer([launched], '2024-03-31').commercial).toMatchObject({
    status: 'launched',
    since: { from: '2024-03-01', to: '2024-03-31', precision: 'month' },
  });
  const soon = told({ ...launched, public: { from: '2024-03-12', to: '2024-03-12' } });
  expect(offer([soon], '2024-03-12').commercial.status).toBe('launched');
  expect(offer([soon], '2024-03-11').commercial.status).toBe('unknown');
});

test('a later text that says less does not lower the ladder; an ending does; a new beginning raises it again', () => {
  const available = told({ ...status('generally_available'), ...from('2023-01-10') });
  const again = told({ ...status('announced'), ...from('2024-01-10') });
  expect(offer([available, again], '2024-06-01').commercial.status).toBe('generally_available');
  const over = told({ ...status('abandoned'), ...from('2024-03-01') });
  expect(offer([available, again, over], '2024-06-01').commercial.status).toBe('abandoned');
  expect(offer([available, again, over], '2024-02-01').commercial.status).toBe('generally_available');
  const back = told({ ...status('announced'), ...from('2025-01-01') });
  expect(offer([available, over, back], '2025-06-01').commercial.status).toBe('announced');
  const reopened = told({ ...status('generally_available'), ...from('2025-02-01') });
  expect(offer([available, over, reopened], '2025-06-01').commercial.status).toBe('generally_available');
});

test('a rung that a strong source ends falls back to the one below', () => {
  const announced = told({ ...status('announced'), ...from('2023-01-10') });
  const paused = told({ ...status('launched'), ...from('2024-01-10', 'day', '2024-05-31') });
  expect(offer([announced, paused], '2024-05-31').commercial.status).toBe('launched');
  expect(offer([announced, paused], '2024-06-01').commercial.status).toBe('announced');
});

test('an unsettled dispute on the status is flagged, with both positions', () => {
  const one = told({ ...status('launched'), ...from('2024-01-10'), dispute: 'sold' });
  const other = told({ ...status('abandoned'), ...from('2024-01-20'), dispute: 'sold' });
  const answer = offer([one, other], '2024-06-01');
  expect(answer.commercial.flags).toContain('contested');
  expect(answer.disputes).toMatchObject([{ id: 'sold', field: 'commercial', settled: false, preferred: null }]);
  expect(answer.disputes[0]?.positions).toHaveLength(2);
});

test('a promise moves, is overdue, is kept early and is dropped with its offer', () => {
  const promise = (due: [string, string], made: string) =>
    told({
      body: {
        field: 'promise',
        target: { ladder: 'commercial', rung: 'launched' },
        bound: 'in',
        due: { from: due[0], to: due[1] },
      },
      ...from(made),
    });
  const first = promise(['2024-01-01', '2024-06-30'], '2023-05-01');
  const second = promise(['2024-07-01', '2024-12-31'], '2024-02-01');
  const outcomes = (statements: readonly Statement[], day: string) =>
    offer(statements, day).promises.map(({ outcome, days, outcomeNow, chain }) => [
      outcome,
      days,
      outcomeNow,
      chain.position,
      chain.length,
    ]);
  expect(outcomes([first, second], '2024-01-15')).toEqual([['open', null, 'moved', 1, 1]]);
  expect(outcomes([first], '2024-07-10')).toEqual([['overdue', 10, 'overdue', 1, 1]]);
  expect(outcomes([first, second], '2025-01-03')).toEqual([
    ['moved', null, 'moved', 1, 2],
    ['overdue', 3, 'overdue', 2, 2],
  ]);
  const launched = told({ ...status('launched'), ...from('2024-08-01') });
  expect(outcomes([first, second, launched], '2025-01-03')).toEqual([
    ['late', 32, 'late', 1, 2],
    ['kept', null, 'kept', 2, 2],
  ]);
  const over = told({ ...status('abandoned'), ...from('2024-03-01') });
  expect(outcomes([first, over], '2024-04-01')).toEqual([['dropped', null, 'dropped', 1, 1]]);
});

test('a qualification is renewed, or ends on paper until a source says what became of it', () => {
  const granted = (step: 'qualified' | 'renewed' | 'expired', day: string, until: string | null) =>
    told({
      body: {
        field: 'qualification',
        scheme: 'SecNumCloud',
        step,
        scope: ['IaaS'],
        version: '3.2',
        decision: null,
        decided: day,
        announced: null,
        until,
        untilKind: until ? 'stated' : 'unknown',
      },
      ...from(day),
    });
  const first = granted('qualified', '2021-02-01', '2024-02-01');
  const state = (statements: readonly Statement[], day: string) => offer(statements, day).qualification[0]?.state;
  expect(state([first], '2024-02-01')).toBe('qualified');
  expect(state([first], '2024-02-02')).toBe('ended_on_paper');
  expect(state([first, granted('renewed', '2024-01-15', '2027-01-15')], '2024-02-02')).toBe('renewed');
  expect(state([first, granted('expired', '2024-02-10', null)], '2024-03-01')).toBe('expired');
  expect(state([first, granted('qualified', '2024-06-01', '2027-06-01')], '2024-07-01')).toBe('qualified');
});

test('a state that was only seen is told as standing by then, and proves no promise late', () => {
  const seen = told({
    body: { field: 'commercial', status: 'launched', flags: ['seen'] },
    ...from('2024-01-01', 'year'),
  });
  const promised = told({
    body: {
      field: 'promise',
      target: { ladder: 'commercial', rung: 'launched' },
      bound: 'by',
      due: { from: '2023-01-01', to: '2023-12-31' },
    },
    ...from('2022-01-10'),
  });
  const answer = offer([seen, promised], '2025-06-01');
  expect(answer.commercial).toMatchObject({ status: 'launched', since: { from: '2024-01-01' }, sinceKind: 'seen' });
  expect(answer.promises[0]).toMatchObject({ outcome: 'unknown', days: null });
  const begun = told({ ...status('launched'), ...from('2024-01-01', 'year') });
  const late = offer([begun, promised], '2025-06-01');
  expect(late.commercial.sinceKind).toBe('begun');
  expect(late.promises[0]?.outcome).toBe('late');
});
