import { afterEach, expect, test, vi } from 'vitest';
import { chore, wakeAt } from '../../src/bot/chores.ts';
import { silentLog } from '../../src/log.ts';

afterEach(() => void vi.useRealTimers());

test('a clock that jumps by two days brings one waking, at once and without a line', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T09:00:00Z') });
  const lines = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const told = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  let runs = 0;
  const one = chore('counting', silentLog, new AbortController().signal, async () => {
    runs += 1;
  });
  const end = wakeAt('*/3 * * * * *', one, silentLog);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(1);
  vi.setSystemTime(Date.parse('2026-11-24T09:00:03Z'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(2);
  vi.setSystemTime(Date.parse('2025-01-01T00:00:00Z'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(3);
  expect(lines).not.toHaveBeenCalled();
  expect(told).not.toHaveBeenCalled();
  end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toBe(3);
});

test('a waking that finds its chore under way leaves it be, and one that throws is a line of the log', async () => {
  vi.useFakeTimers();
  const errors: string[] = [];
  const log = { ...silentLog, error: (words: string) => void errors.push(words) };
  const held = Promise.withResolvers<void>();
  let begun = 0;
  const one = chore('waiting', log, new AbortController().signal, async () => {
    begun += 1;
    await held.promise;
    throw new Error('no');
  });
  const end = wakeAt('* * * * * *', one, log);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
  held.resolve();
  await one.settled();
  expect(errors).toEqual(['waiting failed']);
  end();
});
