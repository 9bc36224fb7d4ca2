/** A time that runs out, and that can be stopped while somebody else is the one to wait for. */
export type Deadline = {
  /** Aborted with a `TimeoutError` when the time has run out. */
  readonly signal: AbortSignal;
  /** The clock stands still until `work` has settled. */
  readonly apart: <T>(work: () => Promise<T>) => Promise<T>;
  readonly clear: () => void;
};

/** Starts a deadline of so many milliseconds. Its timer keeps a one-shot command alive to hear of it. */
export function startDeadline(ms: number): Deadline {
  const over = new AbortController();
  let left = ms;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let apart = 0;
  const run = (): void => {
    since = performance.now();
    timer = setTimeout(() => over.abort(new DOMException('deadline', 'TimeoutError')), left);
  };
  const halt = (): void => {
    clearTimeout(timer);
    left = Math.max(0, left - (performance.now() - since));
  };
  run();
  return {
    signal: over.signal,
    apart: async (work) => {
      if (apart === 0) halt();
      apart += 1;
      try {
        return await work();
      } finally {
        apart -= 1;
        if (apart === 0 && !over.signal.aborted) run();
      }
    },
    clear: () => {
      apart += 1;
      clearTimeout(timer);
    },
  };
}
