import type { Log } from './log.ts';

/** How a process ends: 0 stopped cleanly, 1 the stop failed or took too long, 130 a second signal. */
export type StopOptions = {
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** The time the stop may take, in milliseconds. */
  readonly grace?: number;
  /** Signals this close together, in milliseconds, are one: a terminal's Ctrl-C reaches npm and its child both. */
  readonly together?: number;
  /** What is listened to and ended; the process itself by default. */
  readonly on?: (signal: NodeJS.Signals, heard: () => void) => void;
  readonly off?: (signal: NodeJS.Signals, heard: () => void) => void;
  readonly exit?: (code: number) => void;
  /** Milliseconds from any fixed point, never going back. */
  readonly monotonic?: () => number;
};

/** A stop that can also be asked for from inside; settles when everything is stopped. */
export type Stopper = {
  /** Stops as SIGTERM would, for the reason given, and ends the process with `code`. */
  readonly stop: (reason: string, code?: number) => Promise<void>;
  /** True once a stop was asked for. */
  readonly stopping: () => boolean;
  /** Listens no more; for tests and for verbs that end by themselves. */
  readonly uninstall: () => void;
};

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * The one stop path. SIGTERM or SIGINT call `stop` once; the process ends with 0 when it settles, with 1 when it
 * throws or outlasts `grace` (10 s). Two signals within a second are one; a later one ends the process at once
 * with 130.
 */
export function installStop(options: StopOptions, stop: () => Promise<void>): Stopper {
  const { log, grace = 10_000, together = 1_000 } = options;
  const monotonic = options.monotonic ?? (() => performance.now());
  const exit = options.exit ?? ((code: number) => process.exit(code));
  const on = options.on ?? ((signal, heard) => void process.on(signal, heard));
  const off = options.off ?? ((signal, heard) => void process.off(signal, heard));
  let since: number | null = null;
  let ending: Promise<void> | null = null;

  const run = async (reason: string, code: number): Promise<void> => {
    since = monotonic();
    log.info('stopping', { reason });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((settle) => {
      timer = setTimeout(() => settle('late'), grace);
    });
    try {
      const ended = await Promise.race([stop().then(() => 'stopped' as const), late]);
      if (ended === 'late') log.error('the stop took too long and was cut', { milliseconds: grace });
      else log.info('stopped');
      exit(ended === 'late' ? 1 : code);
    } catch (error) {
      log.error('the stop failed', { error });
      exit(1);
    } finally {
      clearTimeout(timer);
    }
  };
  const begin = (reason: string, code = 0): Promise<void> => {
    ending ??= run(reason, code);
    return ending;
  };
  const heard = (signal: NodeJS.Signals) => (): void => {
    if (since === null) {
      void begin(signal);
    } else if (monotonic() - since >= together) {
      log.warn('a second signal: ending at once', { signal });
      exit(130);
    }
  };
  const hearers = SIGNALS.map((signal) => [signal, heard(signal)] as const);
  for (const [signal, hearer] of hearers) on(signal, hearer);
  return {
    stop: begin,
    stopping: () => since !== null,
    uninstall: () => {
      for (const [signal, hearer] of hearers) off(signal, hearer);
    },
  };
}
