import { describe, expect, test } from 'vitest';
import { quietUntil } from '../../src/delivery/quiet.ts';
import { isZone } from '../../src/domain/wall.ts';
import { fc } from '../property.ts';

const PARIS = 'Europe/Paris';
const night = { from: '22:00', to: '07:00' };
const MINUTE = 60_000;

describe('quiet hours', () => {
  test.each([
    ['in the evening', '2026-11-20T21:30:00.000Z', '2026-11-21T06:00:00.000Z'],
    ['after midnight', '2026-11-21T02:00:00.000Z', '2026-11-21T06:00:00.000Z'],
    ['at their first instant', '2026-11-20T21:00:00.000Z', '2026-11-21T06:00:00.000Z'],
    ['at their end', '2026-11-21T06:00:00.000Z', null],
    ['by day', '2026-11-21T12:00:00.000Z', null],
    ['in summer', '2026-07-01T20:30:00.000Z', '2026-07-02T05:00:00.000Z'],
  ])('%s', (_, now, until) => {
    expect(quietUntil(night, PARIS, now)).toBe(until);
  });

  test('the night in which the clock goes forward is an hour shorter', () => {
    expect(quietUntil(night, PARIS, '2026-03-28T21:00:00.000Z')).toBe('2026-03-29T05:00:00.000Z');
  });

  test('the night in which the clock goes back is an hour longer', () => {
    expect(quietUntil(night, PARIS, '2026-10-24T20:00:00.000Z')).toBe('2026-10-25T06:00:00.000Z');
  });

  test('an end that the clock skips is the end of the skip', () => {
    expect(quietUntil({ from: '22:00', to: '02:30' }, PARIS, '2026-03-29T00:59:59.000Z')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(quietUntil({ from: '22:00', to: '02:30' }, PARIS, '2026-03-29T01:00:00.000Z')).toBe(null);
  });

  test('a time that the clock shows twice is covered both times', () => {
    const hours = { from: '02:15', to: '02:45' };
    expect(quietUntil(hours, PARIS, '2026-10-25T00:20:00.000Z')).toBe('2026-10-25T01:45:00.000Z');
    expect(quietUntil(hours, PARIS, '2026-10-25T01:20:00.000Z')).toBe('2026-10-25T01:45:00.000Z');
    expect(quietUntil(hours, PARIS, '2026-10-25T01:45:00.000Z')).toBe(null);
  });

  test('hours that lie wholly in the skip do not exist that day', () => {
    expect(quietUntil({ from: '02:10', to: '02:50' }, PARIS, '2026-03-29T00:59:00.000Z')).toBe(null);
    expect(quietUntil({ from: '02:10', to: '02:50' }, PARIS, '2026-03-29T01:10:00.000Z')).toBe(null);
  });

  test('no hours, empty hours, unknown zones', () => {
    expect(quietUntil(null, PARIS, '2026-11-20T23:00:00.000Z')).toBe(null);
    expect(quietUntil({ from: '07:00', to: '07:00' }, PARIS, '2026-11-20T07:00:00.000Z')).toBe(null);
    expect(quietUntil(night, 'Mars/Base', '2026-11-20T23:00:00.000Z')).toBe('2026-11-21T07:00:00.000Z');
    expect(isZone('Mars/Base')).toBe(false);
    expect(isZone('America/St_Johns')).toBe(true);
  });

  const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const hours = fc.tuple(time, time).map(([a, b]) => ({ from: hhmm(a), to: hhmm(b) }));
  const zone = fc.constantFrom(PARIS, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
  // Every minute of three weeks around each of the year's two changes.
  const minute = fc
    .tuple(fc.constantFrom('2026-03-20', '2026-10-15', '2026-04-01'), fc.integer({ min: 0, max: 21 * 1440 }))
    .map(([day, n]) => Date.parse(`${day}T00:00:00Z`) + n * MINUTE);

  test('where no clock changes within a day, quiet is what the wall clock says', () => {
    fc.assert(
      fc.property(hours, zone, minute, (quiet, where, at) => {
        fc.pre(Math.abs(offset(at - 86_400_000, where) - offset(at + 86_400_000, where)) === 0);
        const wall = wallOf(at, where);
        const inside =
          quiet.from < quiet.to ? wall >= quiet.from && wall < quiet.to : wall >= quiet.from || wall < quiet.to;
        const until = quietUntil(quiet, where, new Date(at).toISOString());
        expect(until !== null).toBe(quiet.from !== quiet.to && inside);
      }),
      { numRuns: 1500 },
    );
  });

  test('where the clock is set back over the minutes between two stretches, the second has begun as the first ends', () => {
    const quiet = { from: '01:31', to: '01:30' };
    const end = '2026-04-04T15:00:00.000Z';
    expect(quietUntil(quiet, 'Australia/Lord_Howe', '2026-04-03T14:31:00.000Z')).toBe(end);
    expect(quietUntil(quiet, 'Australia/Lord_Howe', end)).toBe('2026-04-05T15:00:00.000Z');
  });

  test('an end lies ahead, at most a day and an hour, is outside, and everything before it is inside', () => {
    fc.assert(
      fc.property(hours, zone, minute, fc.double({ min: 0, max: 1, noNaN: true }), (quiet, where, at, part) => {
        const until = quietUntil(quiet, where, new Date(at).toISOString());
        if (until === null) return;
        const end = Date.parse(until);
        expect(end).toBeGreaterThan(at);
        expect(end - at).toBeLessThanOrEqual(25 * 60 * MINUTE);
        const between = new Date(Math.min(end - 1, at + Math.floor((end - at) * part))).toISOString();
        expect(quietUntil(quiet, where, between)).toBe(until);
        // One stretch meets the next only where the wall clock says so at once, or where it was set back over the time
        // between them, so that the next had begun before this one ended.
        const next = quietUntil(quiet, where, until);
        const setBack = offset(end, where) < offset(end - 60 * MINUTE, where);
        if (next !== null) expect(setBack || quiet.from <= wallOf(end, where)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

function hhmm([h, m]: [number, number]): string {
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}

function wallOf(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

function offset(at: number, zone: string): number {
  const name = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const found = /GMT(?:([+-]\d{2}):(\d{2}))?/.exec(name ?? '');
  return Number(found?.[1] ?? 0) * 60 + Number(found?.[2] ?? 0) * Math.sign(Number(found?.[1] ?? 0) || 1);
}
