import { expect, test } from 'vitest';
import { afterAttempt, pauseMs } from '../../src/delivery/retry.ts';

const settings = { keepMs: 96 * 3_600_000, errorTries: 8 };
const row = { id: 'c1', attempts: 1, ambiguous: false };
const young = { faults: 0, ageMs: 1000 };

test('a platform that is away is asked again, ever less often, and never given up within days', () => {
  const waits = [1, 2, 3, 4, 30].map((attempts) => {
    const next = afterAttempt({ ...row, attempts }, { kind: 'retry', code: 'unreachable' }, young, settings);
    return next.kind === 'again' ? next.afterMs : null;
  });
  const base = [2_000, 4_000, 8_000, 16_000, 300_000];
  for (const [i, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(base[i] ?? 0);
    expect(wait).toBeLessThanOrEqual((base[i] ?? 0) * 1.2 + 1);
  }
  const old = { faults: 0, ageMs: settings.keepMs + 1 };
  expect(afterAttempt({ ...row, attempts: 2 }, { kind: 'retry', code: 'unreachable' }, old, settings).kind).toBe(
    'again',
  );
  expect(afterAttempt({ ...row, attempts: 50 }, { kind: 'retry', code: 'unreachable' }, old, settings)).toEqual({
    kind: 'settled',
    state: 'dead',
    code: 'unreachable',
  });
});

test('the wait that the platform asks for is kept, and the same row waits the same again', () => {
  const outcome = { kind: 'retry', code: 'rate_limited', afterMs: 30_000 } as const;
  const next = afterAttempt(row, outcome, young, settings);
  expect(next).toMatchObject({ kind: 'again', ambiguous: false });
  if (next.kind === 'again') expect(next.afterMs).toBeGreaterThanOrEqual(30_000);
  expect(afterAttempt(row, outcome, young, settings)).toEqual(next);
  expect(pauseMs('slack', 1)).toBeLessThanOrEqual(1200);
  expect(pauseMs('slack', 40)).toBeGreaterThanOrEqual(60_000);
});

test('faults of the platform are given up after eight in a row, whatever went before', () => {
  const outcome = { kind: 'retry', code: 'platform_error' } as const;
  const tired = { ...row, attempts: 60 };
  expect(afterAttempt(tired, outcome, { faults: 7, ageMs: 1 }, settings).kind).toBe('again');
  expect(afterAttempt(tired, outcome, { faults: 8, ageMs: 1 }, settings)).toEqual({
    kind: 'settled',
    state: 'dead',
    code: 'platform_error',
  });
});

test('a doubt stays until the platform has looked, and ends as perhaps sent where it cannot', () => {
  expect(afterAttempt(row, { kind: 'ambiguous', code: 'timeout' }, young, settings)).toMatchObject({ ambiguous: true });
  const doubtful = { ...row, ambiguous: true };
  expect(afterAttempt(doubtful, { kind: 'retry', code: 'rate_limited' }, young, settings)).toMatchObject({
    ambiguous: true,
  });
  expect(afterAttempt(doubtful, { kind: 'ambiguous', code: 'perhaps_sent' }, young, settings)).toEqual({
    kind: 'settled',
    state: 'unsure',
    code: 'perhaps_sent',
  });
  expect(
    afterAttempt(doubtful, { kind: 'retry', code: 'platform_error' }, { faults: 8, ageMs: 1 }, settings),
  ).toMatchObject({ state: 'unsure', code: 'perhaps_sent' });
});

test('what will never work is dead at once, with its code', () => {
  expect(afterAttempt(row, { kind: 'dead', code: 'channel_gone' }, young, settings)).toEqual({
    kind: 'settled',
    state: 'dead',
    code: 'channel_gone',
  });
});
