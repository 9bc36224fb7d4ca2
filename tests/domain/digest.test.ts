import { describe, expect, test } from 'vitest';
import {
  type DigestRun,
  type DigestSchedule,
  isChangingHour,
  nextDigest,
  owedWeek,
  runOf,
  WEEKDAYS,
  weekOf,
} from '../../src/domain/digest.ts';
import { wallOf } from '../../src/domain/wall.ts';
import { fc } from '../property.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const channel = { platform: 'slack', space: 'T1', channel: 'C1' } as const;
const iso = (ms: number): string => new Date(ms).toISOString();

function schedule(over: Partial<DigestSchedule> = {}): DigestSchedule {
  const start = '2026-01-01T00:00:00.000Z';
  return {
    channel,
    weekday: 'monday',
    at: '09:00',
    zone: 'Europe/Paris',
    since: start,
    setAt: start,
    implied: false,
    ...over,
  };
}

/** Asks at each instant what is owed, opens it, and gives all runs. */
function live(plan: DigestSchedule, instants: Iterable<number>): (DigestRun & { readonly openedAt: string })[] {
  const runs: (DigestRun & { readonly openedAt: string })[] = [];
  for (const at of instants) {
    const now = iso(at);
    const last = runs.at(-1) ?? null;
    const week = owedWeek(plan, last, now);
    if (week !== null) runs.push({ ...runOf(plan, last, plan.since, week, now), openedAt: now });
  }
  return runs;
}

test.each([
  ['2026-11-22', '2026-W47'],
  ['2026-11-23', '2026-W48'],
  ['2026-12-31', '2026-W53'],
  ['2027-01-03', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2024-12-30', '2025-W01'],
  ['2021-01-01', '2020-W53'],
])('%s is a day of %s', (day, week) => {
  expect(weekOf(day)).toBe(week);
});

describe('what is owed', () => {
  test('nothing before the first slot, the slot itself, and then nothing for the rest of the week', () => {
    const plan = schedule({ setAt: '2026-11-20T10:00:00.000Z' });
    expect(owedWeek(plan, null, '2026-11-23T07:59:59.999Z')).toBeNull();
    expect(owedWeek(plan, null, '2026-11-23T08:00:00.000Z')).toBe('2026-W48');
    expect(owedWeek(plan, { week: '2026-W48' }, '2026-11-29T23:00:00.000Z')).toBeNull();
    expect(nextDigest(plan, { week: '2026-W48' }, '2026-11-23T08:00:00.000Z')).toBe('2026-11-30T08:00:00.000Z');
  });

  test('after weeks of downtime one digest is owed, and it is the latest', () => {
    const plan = schedule({ setAt: '2026-09-01T10:00:00.000Z' });
    const runs = live(plan, ['2026-09-07T07:00:30Z', '2026-10-29T12:00:00Z', '2026-10-29T12:01:00Z'].map(Date.parse));
    expect(runs.map(({ week, from, until }) => [week, from, until])).toEqual([
      ['2026-W37', '2026-01-01T00:00:00.000Z', '2026-09-07T07:00:30.000Z'],
      ['2026-W44', '2026-09-07T07:00:30.000Z', '2026-10-29T12:00:00.000Z'],
    ]);
  });

  test('another day chosen after this week’s digest waits for the next week, one chosen before it is kept', () => {
    const monday = { week: '2026-W48' };
    const moved = schedule({ weekday: 'thursday', setAt: '2026-11-24T10:00:00.000Z' });
    expect(owedWeek(moved, monday, '2026-11-26T12:00:00.000Z')).toBeNull();
    expect(nextDigest(moved, monday, '2026-11-26T12:00:00.000Z')).toBe('2026-12-03T08:00:00.000Z');
    // A slot that had passed when it was chosen is not owed.
    expect(owedWeek(schedule({ setAt: '2026-11-24T10:00:00.000Z' }), null, '2026-11-24T10:00:01.000Z')).toBeNull();
  });

  test('a clock that is set back owes nothing again, and its window does not overlap', () => {
    const plan = schedule();
    const last = { channel, week: '2026-W48', from: '2026-11-16T08:00:00.000Z', until: '2026-11-23T08:00:00.000Z' };
    expect(owedWeek(plan, last, '2026-11-16T09:00:00.000Z')).toBeNull();
    const back = runOf(plan, last, plan.since, '2026-W49', '2026-11-20T00:00:00.000Z');
    expect([back.from, back.until]).toEqual([last.until, last.until]);
  });

  test.each([
    // Spring: 02:30 does not exist; autumn: 02:30 comes twice. In UTC the slot moves by an hour.
    ['2026-03-29', 'sunday', '02:30', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25', 'sunday', '02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-03-30', 'monday', '09:00', '2026-03-30T07:00:00.000Z'],
    ['2026-10-26', 'monday', '09:00', '2026-10-26T08:00:00.000Z'],
  ] as const)('around the clock change of %s, %s %s in Paris is %s', (_, weekday, at, slot) => {
    const plan = schedule({ weekday, at });
    const before = iso(Date.parse(slot) - 1);
    expect(nextDigest(plan, null, before)).toBe(slot);
    expect(live(plan, [Date.parse(slot) - 30 * MINUTE, Date.parse(slot), Date.parse(slot) + 60 * MINUTE])).toSatisfy(
      (runs: readonly DigestRun[]) => runs.at(-1)?.week === weekOf(slot.slice(0, 10)),
    );
  });

  test('two years in Paris, asked every hour: each week once, at nine by the wall, windows joined', () => {
    const start = Date.parse('2026-01-01T00:00:00.000Z');
    const end = start + 104 * 7 * DAY;
    const instants = Array.from(
      { length: Math.floor((end - start) / (60 * MINUTE)) },
      (_, i) => start + i * 60 * MINUTE,
    );
    const runs = live(schedule(), instants);
    expect(runs).toHaveLength(104);
    expect(new Set(runs.map((run) => run.week)).size).toBe(104);
    expect(new Set(runs.map((run) => wallOf(run.openedAt, 'Europe/Paris').slice(11, 16)))).toEqual(new Set(['09:00']));
    for (const [i, run] of runs.entries()) expect(run.from).toBe(runs[i - 1]?.until ?? '2026-01-01T00:00:00.000Z');
  });

  const zones = ['Europe/Paris', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'Pacific/Kiritimati', 'UTC', 'Africa/Casablanca', 'Australia/Lord_Howe', 'nowhere/else']; // biome-ignore format: a list
  const plans = fc.record({
    weekday: fc.constantFrom(...WEEKDAYS),
    minutes: fc.integer({ min: 0, max: 1439 }),
    zone: fc.constantFrom(...zones),
  });

  test('any schedule, zone, downtime and jitter: each week at most once, none skipped while it runs, windows joined', () => {
    const weeks = fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 1, max: 3 * 60 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 * 24 * 60 }) },
        // The clock is set back.
        { weight: 1, arbitrary: fc.integer({ min: -9 * 24 * 60, max: -1 }) },
      ),
      { minLength: 50, maxLength: 250 },
    );
    fc.assert(
      fc.property(plans, fc.integer({ min: 0, max: 730 }), weeks, (chosen, day, steps) => {
        const { weekday, zone, minutes } = chosen;
        const at = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const start = Date.parse('2026-01-01T00:00:00.000Z') + day * DAY;
        const plan = schedule({ weekday, zone, at, since: iso(start), setAt: iso(start) });
        const instants = [start];
        for (const minutesOn of steps) instants.push((instants.at(-1) ?? start) + minutesOn * MINUTE);
        const runs = live(plan, instants);
        for (const [i, run] of runs.entries()) {
          expect(run.from).toBe(runs[i - 1]?.until ?? plan.since);
          expect(run.until >= run.from).toBe(true);
          expect(run.week > (runs[i - 1]?.week ?? '')).toBe(true);
        }
        // Whenever it was asked, nothing that had passed was left owed: the last run is of the latest slot of all.
        const latest = iso(instants.reduce((a, b) => Math.max(a, b)));
        expect(owedWeek(plan, runs.at(-1) ?? null, latest)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test('without downtime every week has exactly one, in any zone', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 0, max: 400 }), ({ weekday, zone, minutes }, day) => {
        const at = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const start = Date.parse('2026-01-01T00:00:00.000Z') + day * DAY;
        const plan = schedule({ weekday, zone, at, since: iso(start), setAt: iso(start) });
        const instants = Array.from({ length: 20 * 7 * 12 }, (_, i) => start + i * 120 * MINUTE);
        const weeks = live(plan, instants).map((run) => run.week);
        expect(weeks.length).toBeGreaterThanOrEqual(19);
        for (const [i, week] of weeks.entries()) {
          const previous = weeks[i - 1];
          if (previous !== undefined) expect(daysApart(previous, week)).toBe(7);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('the hour of clock changes is known', () => {
    expect(['01:59', '02:00', '02:59', '03:00'].map(isChangingHour)).toEqual([false, true, true, false]);
  });
});

function daysApart(a: string, b: string): number {
  const monday = (week: string): number => {
    const fourth = Date.parse(`${week.slice(0, 4)}-01-04`);
    return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (Number(week.slice(6)) - 1) * 7 * DAY;
  };
  return (monday(b) - monday(a)) / DAY;
}
