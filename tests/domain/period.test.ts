import { expect, test } from 'vitest';
import {
  addDays,
  daysBetween,
  firstDayOf,
  formatCalendar,
  isDay,
  lastDayOf,
  type Precision,
  parseCalendar,
} from '../../src/domain/period.ts';
import { fc } from '../property.ts';

const PRECISIONS: readonly Precision[] = ['day', 'month', 'quarter', 'half', 'year'];
const days = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => new Date(Date.UTC(1980, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));

test.each([
  ['2022', '2022-01-01', '2022-12-31', 'year'],
  ['2022-H1', '2022-01-01', '2022-06-30', 'half'],
  ['2026-S2', '2026-07-01', '2026-12-31', 'half'],
  ['2024-Q4', '2024-10-01', '2024-12-31', 'quarter'],
  ['2024T1', '2024-01-01', '2024-03-31', 'quarter'],
  ['2024-02', '2024-02-01', '2024-02-29', 'month'],
  ['2022-06-30', '2022-06-30', '2022-06-30', 'day'],
])('reads %s', (text, from, to, precision) => {
  expect(parseCalendar(text)).toEqual({ from, to, precision });
});

test.each(['', '20', '2022-13', '2022-00', '2022-02-30', '2022-H3', '2022-Q5', 'June 2022', '2022-6'])(
  'does not read “%s” as a calendar period',
  (text) => {
    expect(parseCalendar(text)).toBeNull();
  },
);

test('what is written is read back, for every day and precision', () => {
  fc.assert(
    fc.property(days, fc.constantFrom(...PRECISIONS), (day, precision) => {
      const from = firstDayOf(day, precision);
      expect(parseCalendar(formatCalendar(day, precision))).toEqual({ from, to: lastDayOf(day, precision), precision });
      expect(from <= day && day <= lastDayOf(day, precision)).toBe(true);
    }),
  );
});

test('days are added and counted across months and leap years', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -2_000, max: 2_000 }), (day, n) => {
      expect(daysBetween(day, addDays(day, n))).toBe(n);
      expect(isDay(addDays(day, n))).toBe(true);
    }),
  );
});
