import { expect, test } from 'vitest';
import { afterAttempt, closedMs, pauseMs } from '../../src/delivery/retry.ts';

const settings = { keepMs: 96 * 3_600_000, errorTries: 8, doubtMs: 5_000, lookMs: 3_000 };
const row = { id: 'c1', attempts: 1, ambiguous: false };
const young = { faults: 0, ageMs: 1000 };

test('a platform that is away is asked again, ever less often, and nothing is given up for it', () => {
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
  for (const code of ['unreachable', 'token_revoked', 'not_configured'] as const) {
    const tired = { ...row, attempts: 50 };
    expect(afterAttempt(tired, { kind: 'retry', code }, old, settings).kind).toBe('again');
    // Nor where a platform calls it final.
    expect(afterAttempt(tired, { kind: 'dead', code }, old, settings).kind).toBe('again');
  }
});

test('a row that is neither taken nor refused for days is given up, after tries enough', () => {
  const old = { faults: 0, ageMs: settings.keepMs + 1 };
  const late = { kind: 'retry', code: 'timeout' } as const;
  expect(afterAttempt({ ...row, attempts: 2 }, late, old, settings).kind).toBe('again');
  expect(afterAttempt({ ...row, attempts: 50 }, late, old, settings)).toEqual({
    kind: 'settled',
    state: 'dead',
    code: 'timeout',
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

test('what was looked for in vain is looked for once more', () => {
  const doubtful = { ...row, ambiguous: true };
  expect(afterAttempt(doubtful, { kind: 'absent', code: 'timeout' }, young, settings)).toEqual({
    kind: 'look_again',
    afterMs: 3_000,
  });
});

test('a doubt is left for as long as the platform may still be at it', () => {
  const next = afterAttempt(row, { kind: 'ambiguous', code: 'unreachable' }, young, settings);
  expect(next).toMatchObject({ kind: 'again', ambiguous: true });
  if (next.kind === 'again') expect(next.afterMs).toBeGreaterThanOrEqual(5_000);
});

test('what is refused for its own sake is dead at once, what is refused for its channel waits for the channel', () => {
  expect(afterAttempt(row, { kind: 'dead', code: 'bad_payload' }, young, settings)).toEqual({
    kind: 'settled',
    state: 'dead',
    code: 'bad_payload',
  });
  for (const code of ['channel_gone', 'channel_archived', 'no_access', 'not_in_channel', 'forbidden'] as const) {
    expect(afterAttempt(row, { kind: 'dead', code }, young, settings)).toEqual({ kind: 'channel_closed', code });
  }
  expect(afterAttempt(row, { kind: 'dead', code: 'message_gone' }, young, settings)).toEqual({ kind: 'card_gone' });
});

test('a closed channel is asked soon at first, and hardly ever later', () => {
  const MINUTE = 60_000;
  expect([0, 15 * MINUTE, 120 * MINUTE, 90 * 24 * 60 * MINUTE].map((ms) => closedMs(ms) / MINUTE)).toEqual([
    10, 15, 120, 360,
  ]);
});
