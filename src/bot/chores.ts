import type { Log } from '../log.ts';

/** Something that is done again and again, never twice at once. */
export type Chore = {
  /** Begins unless it is under way already; never rejects. */
  readonly run: () => Promise<void>;
  /** Settles when what is under way is done. */
  readonly settled: () => Promise<void>;
};

/**
 * Wakes a chore every `ms` milliseconds from now on; what it gives back ends that. The time is counted, not read off a
 * clock: a clock that jumps by days, or a machine that slept through them, brings one waking and not those it missed,
 * which a schedule by the calendar first counts one by one.
 */
export function wakeEvery(ms: number, one: Pick<Chore, 'run'>): () => void {
  const timer = setInterval(() => void one.run(), ms);
  return () => clearInterval(timer);
}

/**
 * A chore that a clock wakes: while it is under way a further waking finds it running and leaves it be, after a stop it
 * begins no more, and whatever it throws is one line of the log. What is owed stands in the store, so that a waking
 * too many or too few costs nothing.
 */
export function chore(what: string, log: Log, signal: AbortSignal, work: () => Promise<void>): Chore {
  let running: Promise<void> | null = null;
  const guarded = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error(`${what} failed`, { error });
    } finally {
      running = null;
    }
  };
  return {
    run: async () => {
      if (running !== null || signal.aborted) return;
      running = guarded();
      await running;
    },
    settled: async () => {
      await running;
    },
  };
}
