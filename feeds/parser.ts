import { Worker } from 'node:worker_threads';
import type { Parsed, ParseHints } from './parse.ts';
import type { ParseOrder } from './parse-worker.ts';

/** The largest document that is given to a worker: its memory limit does not count what is handed over. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024;

export type ParserBudget = {
  /** Per document, in milliseconds, counted from when the worker begins with it. */
  readonly timeMs: number;
  /** Heap of the worker, in megabytes. */
  readonly memoryMb: number;
};

export type FeedParser = {
  /**
   * Parses one document in the worker. Never rejects: a document over budget gives `parse_timeout`, `parse_memory`,
   * `too_large` or `too_deep`. `bytes` must not be used afterwards where `handOver` is set.
   */
  readonly parse: (bytes: Uint8Array, hints: ParseHints, handOver?: boolean) => Promise<Parsed>;
  /** Stops the worker; documents still waiting fail with `parse_timeout`. */
  readonly close: () => Promise<void>;
};

/**
 * A parser that cannot hang, fill the memory of, or crash the process that uses it: one worker thread, started at the
 * first document, used for one document after the other, and replaced after one that went over its budget.
 */
export function createFeedParser(budget: ParserBudget = { timeMs: 5_000, memoryMb: 384 }): FeedParser {
  let worker: Promise<Thread> | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function run(bytes: Uint8Array, hints: ParseHints): Promise<Parsed> {
    if (closed) return failure('parse_timeout', 'parser closed');
    worker ??= startWorker(budget.memoryMb);
    let mine: Thread;
    try {
      mine = await worker;
    } catch (error) {
      worker = null;
      return failure('parse_memory', String(error));
    }
    if (closed) return failure('parse_timeout', 'parser closed');
    const { parsed, spent } = await one(mine, { bytes, hints }, budget.timeMs);
    if (spent) {
      worker = null;
      await mine.worker.terminate();
    }
    return parsed;
  }

  return {
    parse(bytes, hints, handOver = false) {
      if (bytes.byteLength > MAX_BODY_BYTES) return Promise.resolve(failure('too_large', `${bytes.byteLength} bytes`));
      // Not `slice`: of a Buffer it is a view on memory shared with others, which cannot be handed over.
      const own = handOver && bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
      const result = tail.then(() => run(own, hints));
      tail = result;
      return result;
    },
    async close() {
      closed = true;
      const last = worker;
      worker = null;
      if (last !== null) await last.then((thread) => thread.worker.terminate()).catch(() => undefined);
      await tail;
    },
  };
}

function failure(code: 'parse_timeout' | 'parse_memory' | 'too_large', detail: string): Parsed {
  return { ok: false, code, detail };
}

type Answer = { readonly parsed: Parsed; readonly spent: boolean };

/** A ready worker and who waits for its next word. Listeners are set once: taking them off stops its port. */
type Thread = { readonly worker: Worker; waiting: ((answer: Answer) => void) | null };

function startWorker(memoryMb: number): Promise<Thread> {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    // Nothing of the process's settings or secrets is needed to parse.
    env: {},
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    const thread: Thread = { worker, waiting: null };
    const down = (error: Error): void => {
      thread.waiting?.({ parsed: failure('parse_memory', String(error)), spent: true });
      reject(error);
    };
    worker.on('message', (word: { ready: true } | { parsed: Parsed }) => {
      if ('parsed' in word) {
        thread.waiting?.({ parsed: word.parsed, spent: false });
        return;
      }
      // An idle worker keeps no process alive.
      worker.unref();
      resolve(thread);
    });
    worker.on('error', down);
    worker.on('exit', (code) => down(new Error(`worker ended with ${code}`)));
  });
}

/** One document in a ready worker; `spent` when the worker cannot be used again. */
function one(thread: Thread, order: ParseOrder, timeMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      thread.waiting = null;
      thread.worker.unref();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ parsed: failure('parse_timeout', `over ${timeMs} ms`), spent: true }), timeMs);
    thread.waiting = end;
    thread.worker.ref();
    thread.worker.postMessage(order, [order.bytes.buffer as ArrayBuffer]);
  });
}
