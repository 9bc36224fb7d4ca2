import type { IIdentifyThrottler } from 'discord.js';

/** Discord resets the token of a bot that identifies more than 1000 times in a day. */
const STEPS_MS = [0, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000] as const;

/** How long an identification counts against the next ones. */
const MEMORY_MS = 30 * 60_000;

/**
 * Spaces out identifications: the first at once, then ever further apart while they keep coming (a session that is
 * dropped again and again), so that a day holds a few hundred at most.
 */
export function createIdentifyThrottle(): IIdentifyThrottler {
  let times: number[] = [];
  return {
    waitForIdentify: async (_shard, signal) => {
      const now = Date.now();
      times = times.filter((time) => now - time < MEMORY_MS);
      const step = STEPS_MS[Math.min(times.length, STEPS_MS.length - 1)] ?? 0;
      const wait = Math.max(0, (times.at(-1) ?? 0) + step - now);
      times.push(now + wait);
      if (wait > 0) await pause(wait, signal);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(new Error('the connection closed while it waited to identify'));
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}
