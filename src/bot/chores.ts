import { createTask } from 'node-cron';
import type { Log } from '../log.ts';

/** Something that is done again and again, never twice at once. */
export type Chore = {
  /** Begins unless it is under way already; never rejects. */
  readonly run: () => Promise<void>;
  /** Settles when what is under way is done. */
  readonly settled: () => Promise<void>;
};

/** The longest a timer waits: a clock that was set back is noticed by then, in milliseconds. */
const MOST_WAIT_MS = 3_600_000;

/**
 * Wakes a chore at the moments of a cron expression, in UTC; what it gives back ends that. node-cron says when the next
 * moment is and runs the chore, its lines go through the log. Its own timer is not used: when a clock jumps by two days
 * it goes through every moment that was missed, one by one, and when a clock is set back it waits for the former time.
 * Here the next moment is reckoned anew from the present time, so that a jump brings one waking.
 */
export function wakeAt(expression: string, one: Pick<Chore, 'run'>, log: Log): () => void {
  const say = (level: 'debug' | 'info' | 'warn' | 'error') => (words: unknown) => log[level](String(words));
  const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  const task = createTask(expression, () => one.run(), { timezone: 'UTC', logger });
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const now = Date.now();
    const next = task.getNextRuns(1)[0]?.getTime() ?? now + MOST_WAIT_MS;
    timer = setTimeout(wake, Math.max(1, Math.min(next - now, MOST_WAIT_MS)));
  };
  const wake = (): void => {
    void task.execute();
    arm();
  };
  arm();
  return () => {
    clearTimeout(timer);
    void task.destroy();
  };
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
