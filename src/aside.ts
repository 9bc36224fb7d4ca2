import { getCompileCacheDir } from 'node:module';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';
import type { Worker } from 'node:worker_threads';

/** What threads that work aside have in common: they go last, and are held to what they work, not to the clock. */

/**
 * How far behind a thread goes: `NEWS` holds the turn to write, for which others wait; `REST` is everything else. Not further: on a
 * machine that is busy with other programs as well a thread with less would hardly get on.
 */
export const BEHIND = { NEWS: 2, REST: 5 } as const;

/**
 * Lets the threads of this process that have not stepped aside go before the one that calls this, by so many steps of
 * niceness. Where priorities are those of a whole process (all but Linux), or may not be set, nothing changes.
 */
export function stepAside(niceness: number): void {
  if (process.platform !== 'linux') return;
  try {
    // On Linux 0 is the calling thread.
    setPriority(0, niceness);
  } catch {
    // A sandbox that forbids it: work goes on as it would have.
  }
}

/**
 * The environment of a thread: nothing of the process's settings or secrets, but where compiled code is kept. A thread
 * that finds its code there begins in half the time, and holds no compiler of types in memory.
 */
export function ownEnvironment(): Record<string, string> {
  const cache = getCompileCacheDir();
  // The folder below is the running Node's own, which every Node finds by itself.
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) };
}

/** Most megabytes of a thread's fresh objects: V8's own bound is several times that, and it uses what it may. */
export const YOUNG_MB = 16;

/** On a machine that is busy with other things a thread may take so many times its budget by the clock. */
const PATIENCE = 8;

/**
 * Calls `over` once `worker` has worked for `ms` milliseconds of its processor from now on, or after eight times that by
 * the clock: a busy machine makes no document, picture or answer too long. Gives back how to call it off.
 */
export function allow(worker: Pick<Worker, 'cpuUsage'>, ms: number, over: () => void): () => void {
  let next: NodeJS.Timeout | undefined;
  let ended = false;
  const end = (): void => {
    ended = true;
    clearTimeout(clock);
    clearTimeout(next);
  };
  const ring = (): void => {
    if (ended) return;
    end();
    over();
  };
  const worked = async (): Promise<number> => {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1_000;
  };
  const look = async (): Promise<void> => {
    const left = ms - ((await worked()) - (await before));
    if (ended) return;
    if (left <= 0) ring();
    else lookIn(Math.max(left, ms / 20));
  };
  const lookIn = (forMs: number): void => {
    // A thread that has ended, or is inside of foreign code, does not tell: then the clock decides.
    next = setTimeout(() => void look().catch(() => undefined), forMs);
  };
  const clock = setTimeout(ring, ms * PATIENCE);
  const before = worked().catch(() => 0);
  lookIn(ms);
  return end;
}
