import { Worker } from 'node:worker_threads';
import { allow, ownEnvironment, YOUNG_MB } from '../src/aside.ts';
import type { FeedCode } from '../src/domain/feed.ts';
import { MAX_BODY_BYTES } from './http/body.ts';
import type { Body, Opened, Wanted } from './open.ts';
import type { OpmlResult } from './opml.ts';
import type { Parsed, ParseHints } from './parse.ts';
import type { WorkerOrder, WorkerWord } from './parse-worker.ts';
import { together } from './pieces.ts';

export type ParserBudget = {
  /** Per document, in milliseconds of the worker's processor, counted from when it begins with it. */
  readonly timeMs: number;
  /** Heap of a worker, in megabytes. */
  readonly memoryMb: number;
};

export type FeedParser = {
  /**
   * Opens one body in a worker. Never rejects: a document over budget fails with `parse_timeout`, `parse_memory`,
   * `too_large` or `too_deep`. The body's bytes are handed over: they must not be used afterwards.
   */
  readonly open: (body: Body, wanted: Extract<Wanted, { kind: 'feed' }>) => Promise<Exclude<Opened, { kind: 'list' }>>;
  /** The feeds that an OPML document lists, within the same budget. */
  readonly list: (body: Body) => Promise<OpmlResult | { readonly ok: false; readonly code: FeedCode }>;
  /** Parses a document that is already here. `bytes` stay the caller's. */
  readonly parse: (bytes: Uint8Array, hints: ParseHints) => Promise<Parsed>;
  /** Stops the workers; documents still waiting fail with `parse_timeout`. */
  readonly close: () => Promise<void>;
};

const WORKERS = 2;
/** Larger documents than this are opened one at a time, so that a worker is always there for the others. In bytes as they came. */
const LARGE_BYTES = 1024 * 1024;
/** After a document like this a worker is replaced: only that gives its memory back. */
const HUGE_BYTES = 4 * 1024 * 1024;

type Job = {
  readonly body: Body;
  readonly wanted: Wanted;
  /** Said once: bytes that were handed over have no length any more. */
  readonly large: boolean;
  readonly done: (opened: Opened) => void;
};

/**
 * A parser that cannot hang, fill the memory of, or crash the process that uses it: two worker threads, each started
 * when it is first needed and replaced after a document that went over its budget. What they give back comes in pieces,
 * so that taking it does not hold up the thread that asked.
 */
export function createFeedParser(budget: ParserBudget = { timeMs: 5_000, memoryMb: 384 }): FeedParser {
  const waiting: Job[] = [];
  const places: Place[] = Array.from({ length: WORKERS }, () => ({ thread: null, job: null }));
  const running = new Set<Promise<void>>();
  let closed = false;

  async function run(place: Place, job: Job): Promise<void> {
    place.thread ??= startWorker(budget.memoryMb);
    const thread = await place.thread.catch((error: unknown) => String(error));
    if (typeof thread === 'string') {
      place.thread = null;
      return job.done(failure(closed ? 'parse_timeout' : 'parse_memory', thread));
    }
    const { byteLength } = job.body.bytes;
    const opened = closed ? failure('parse_timeout', 'parser closed') : await thread.open(job, budget.timeMs);
    if (thread.spent() || byteLength > HUGE_BYTES) {
      place.thread = null;
      await thread.end();
    }
    job.done(opened);
  }

  function next(): void {
    for (;;) {
      const large = places.some(({ job }) => job?.large === true);
      const place = places.find(({ job, thread }) => job === null && thread !== null) ?? places.find((p) => !p.job);
      const at = waiting.findIndex((job) => !large || !job.large);
      const [job] = place === undefined || at === -1 ? [] : waiting.splice(at, 1);
      if (place === undefined || job === undefined) return;
      place.job = job;
      const work = run(place, job).finally(() => {
        place.job = null;
        running.delete(work);
        next();
      });
      running.add(work);
    }
  }

  function enqueue(body: Body, wanted: Wanted): Promise<Opened> {
    const { byteLength } = body.bytes;
    if (closed) return Promise.resolve(failure('parse_timeout', 'parser closed'));
    if (byteLength > MAX_BODY_BYTES) return Promise.resolve(failure('too_large', `${byteLength} bytes`));
    // A Buffer is a view on memory shared with others, which cannot be handed over.
    const own = byteLength === body.bytes.buffer.byteLength ? body : { ...body, bytes: new Uint8Array(body.bytes) };
    return new Promise((done) => {
      waiting.push({ body: own, wanted, large: byteLength > LARGE_BYTES, done });
      next();
    });
  }

  const open: FeedParser['open'] = async (body, wanted) => {
    const opened = await enqueue(body, wanted);
    if (opened.kind === 'list') throw new Error('a feed was asked for, a list was opened');
    return opened;
  };

  return {
    open,
    list: async (body) => {
      const opened = await enqueue(body, { kind: 'list' });
      if (opened.kind === 'list') return opened.list;
      return { ok: false, code: opened.kind === 'failed' ? opened.code : 'empty_body' };
    },
    parse: async (bytes, { now, ...from }) => {
      const body = { ...from, bytes: new Uint8Array(bytes), coding: null };
      const opened = await open(body, { kind: 'feed', now, known: null, discover: false });
      if (opened.kind === 'feed') return opened.parsed;
      return opened.kind === 'failed'
        ? { ok: false, code: opened.code, detail: opened.detail }
        : { ok: false, code: 'empty_body', detail: opened.kind };
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.done(failure('parse_timeout', 'parser closed'));
      await Promise.all(
        places.map(async ({ thread }) =>
          (await thread?.catch(() => null))?.end('parse_timeout').catch(() => undefined),
        ),
      );
      await Promise.all(running);
    },
  };
}

type Failed = Extract<Opened, { kind: 'failed' }>;

function failure(code: 'parse_timeout' | 'parse_memory' | 'too_large', detail: string): Failed {
  return { kind: 'failed', code, detail };
}

/** Where one document at a time is opened. */
type Place = { thread: Promise<Thread> | null; job: Job | null };

/** A ready worker. */
type Thread = {
  readonly open: (job: Job, timeMs: number) => Promise<Opened>;
  /** True when it cannot be used again. */
  readonly spent: () => boolean;
  /** Stops it; what it was about fails with the code. */
  readonly end: (code?: 'parse_timeout') => Promise<void>;
};

function startWorker(memoryMb: number): Promise<Thread> {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB, stackSizeMb: 4 },
    env: ownEnvironment(),
    execArgv: [],
  });
  let spent = false;
  // Listeners are set once: taking them off stops the worker's port.
  let heard: (word: WorkerWord | Failed) => void = () => undefined;

  /** The worker's next word, or what became of it instead. */
  const ask = (order: WorkerOrder, timeMs: number): Promise<WorkerWord | Failed> =>
    new Promise((resolve) => {
      const done = allow(worker, timeMs, () => heard(failure('parse_timeout', `over ${timeMs} ms`)));
      heard = (word) => {
        done();
        heard = () => undefined;
        spent ||= word.kind === 'failed';
        resolve(word);
      };
      worker.postMessage(order, order.kind === 'open' ? [order.body.bytes.buffer as ArrayBuffer] : []);
    });

  const thread: Thread = {
    spent: () => spent,
    end: async (code) => {
      if (code !== undefined) heard(failure(code, 'parser closed'));
      await worker.terminate();
    },
    open: async ({ body, wanted }, timeMs) => {
      // An idle worker keeps no process alive.
      worker.ref();
      try {
        const first = await ask({ kind: 'open', body, wanted }, timeMs);
        if (first.kind === 'failed') return first;
        if (first.kind !== 'opened') throw new Error(`the parser said ${first.kind}`);
        const parts: unknown[] = [];
        for (let n = 0; n < first.pieces; n += 1) {
          const word = await ask({ kind: 'more' }, timeMs);
          if (word.kind === 'failed') return word;
          if (word.kind === 'piece') for (const part of word.piece) parts.push(part);
        }
        return together(first.opened, parts);
      } finally {
        worker.unref();
      }
    },
  };

  return new Promise((resolve, reject) => {
    const down = (error: Error): void => {
      heard(failure('parse_memory', String(error)));
      spent = true;
      reject(error);
    };
    worker.on('message', (word: WorkerWord) => {
      if (word.kind !== 'ready') return heard(word);
      worker.unref();
      resolve(thread);
    });
    worker.on('error', down);
    worker.on('exit', (code) => down(new Error(`worker ended with ${code}`)));
  });
}
