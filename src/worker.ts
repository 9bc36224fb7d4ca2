import { parentPort, Worker } from 'node:worker_threads';
import { allow, BEHIND, ownEnvironment, stepAside, YOUNG_MB } from './aside.ts';

/** Work that must not stand in the way of acknowledgements is done in a thread of its own, one order after the other. */

/** Why an order was not carried out: too many wait, it took too long, the thread died, or it was stopped. */
export type WorkCode = 'busy' | 'late' | 'died' | 'stopped';

/** An order that was not carried out. What the work itself throws comes as an `Error` with its message. */
export class WorkError extends Error {
  readonly code: WorkCode;

  constructor(code: WorkCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/** Whose order goes first: people who wait in chat, or everybody else. */
export type Rank = 'first' | 'later';

export type Bench<Order, Done> = {
  /** Rejects with `WorkError`, or with what the work threw. */
  readonly run: (order: Order, rank?: Rank) => Promise<Done>;
  /** Ends the thread; what waits or is under way is rejected as stopped. */
  readonly stop: () => Promise<void>;
};

export type BenchOptions = {
  /** The file that calls `serve`. */
  readonly file: URL;
  /** Handed to the thread when it starts; it must be data. */
  readonly data?: unknown;
  /** How long the thread may work on an order, in milliseconds of its processor. */
  readonly orderMs: number;
  /** How long it may take to be ready, in milliseconds. */
  readonly startMs: number;
  /** How many may wait behind the one under way. */
  readonly waiting: Readonly<Record<Rank, number>>;
  readonly memoryMb: number;
};

type Job<Order, Done> = {
  readonly order: Order;
  readonly settle: (done: Done) => void;
  readonly fail: (error: Error) => void;
};

type Word<Done> = { readonly ready: true } | { readonly done: Done } | { readonly failed: string };

/**
 * A thread that is started with the first order and kept for the next. One that takes too long or dies is replaced:
 * the order that it had fails, those that wait do not. An idle thread keeps no process alive.
 */
export function createBench<Order, Done>(options: BenchOptions): Bench<Order, Done> {
  const queues: Readonly<Record<Rank, Job<Order, Done>[]>> = { first: [], later: [] };
  let worker: Worker | null = null;
  let ready = false;
  let current: Job<Order, Done> | null = null;
  let quiet = (): void => undefined;
  let stopped = false;

  const end = (finish: (job: Job<Order, Done>) => void): void => {
    quiet();
    const job = current;
    current = null;
    if (job !== null) finish(job);
    next();
  };

  /** Without this thread from now on; its order fails. */
  const replace = (thread: Worker, error: WorkError): void => {
    if (worker !== thread) return;
    worker = null;
    ready = false;
    void thread.terminate();
    end((job) => job.fail(error));
  };

  const late = (thread: Worker) => (): void => replace(thread, new WorkError('late'));

  const open = (): Worker => {
    const thread = new Worker(options.file, {
      workerData: options.data,
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
      env: ownEnvironment(),
      execArgv: [],
    });
    thread.on('message', (word: Word<Done>) => {
      if (worker !== thread) return;
      if ('ready' in word) {
        ready = true;
        if (current === null) thread.unref();
        else hand(thread, current);
      } else end((job) => ('done' in word ? job.settle(word.done) : job.fail(new Error(word.failed))));
    });
    thread.on('error', (cause) => replace(thread, new WorkError('died', cause)));
    thread.on('exit', () => replace(thread, new WorkError('died')));
    return thread;
  };

  const hand = (thread: Worker, job: Job<Order, Done>): void => {
    quiet();
    quiet = allow(thread, options.orderMs, late(thread));
    thread.ref();
    thread.postMessage(job.order);
  };

  const next = (): void => {
    if (current !== null || stopped) return;
    current = queues.first.shift() ?? queues.later.shift() ?? null;
    if (current === null) {
      if (ready) worker?.unref();
      return;
    }
    if (worker !== null && ready) hand(worker, current);
    else {
      worker ??= open();
      quiet();
      const bell = setTimeout(late(worker), options.startMs);
      quiet = () => clearTimeout(bell);
    }
  };

  return {
    run: (order, rank = 'first') =>
      new Promise((settle, fail) => {
        if (stopped) return fail(new WorkError('stopped'));
        if (current !== null && queues[rank].length >= options.waiting[rank]) return fail(new WorkError('busy'));
        queues[rank].push({ order, settle, fail });
        next();
      }),
    stop: async () => {
      stopped = true;
      quiet();
      for (const job of [current, ...queues.first.splice(0), ...queues.later.splice(0)])
        job?.fail(new WorkError('stopped'));
      current = null;
      const thread = worker;
      worker = null;
      await thread?.terminate();
    },
  };
}

/** The thread's side: carries out each order; bytes in an answer are handed over, not copied. */
export function serve<Order, Done>(
  work: (order: Order) => Promise<Done>,
  bytesOf: (done: Done) => readonly ArrayBuffer[] = () => [],
): void {
  stepAside(BEHIND.REST);
  parentPort?.on('message', async (order: Order) => {
    try {
      const done = await work(order);
      parentPort?.postMessage({ done }, [...bytesOf(done)]);
    } catch (error) {
      parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) });
    }
  });
  parentPort?.postMessage({ ready: true });
}
