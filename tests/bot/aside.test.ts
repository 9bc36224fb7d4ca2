import { expect, test } from 'vitest';
import { allow } from '../../src/aside.ts';

/** A thread that has worked for so many more milliseconds each time it is asked. */
function workerThat(works: number) {
  let user = 0;
  let asked = 0;
  return {
    asked: () => asked,
    cpuUsage: async () => {
      asked += 1;
      user += works * 1_000;
      return { user, system: 0 };
    },
  };
}

test('a thread is ended over what it works, not over what the clock says of it', async () => {
  const worker = workerThat(4);
  await new Promise<void>((over) => allow(worker, 20, over));
  // Once at its beginning, then until twenty milliseconds are worked.
  expect(worker.asked()).toBe(6);
});

test('one that waits for ever without working is ended by the clock', async () => {
  const began = performance.now();
  await new Promise<void>((over) => allow(workerThat(0), 20, over));
  expect(performance.now() - began).toBeGreaterThan(100);
});
