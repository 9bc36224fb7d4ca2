import { Worker } from 'node:worker_threads';
import { allow, ownEnvironment, YOUNG_MB } from '../aside.ts';
import { groupsOf } from '../domain/groups.ts';
import type { Item } from '../domain/item.ts';
import type { OwnName } from '../domain/own.ts';
import type { Log } from '../log.ts';
import type { Intake, IntakeCounts, Store } from '../ports.ts';
import type { DatasetRecord } from '../queries.ts';
import { type IngestOrder, type IngestStart, type IngestWord, type Watch, watchOn } from './ingest-words.ts';

/** The way in, in a thread of its own: nothing here waits for reading, matching or writing. */
export type Ingest = {
  readonly intake: Intake;
  /**
   * Looks for the names that channels track for themselves, too, from the next item on. Begins the thread where none
   * runs, so that it stands ready when the first feed has answered.
   */
  readonly learn: (own: readonly OwnName[]) => void;
  /** Ends the thread; to be called when the polls under way have settled. */
  readonly close: () => Promise<void>;
};

export type IngestParts = {
  readonly store: Pick<Store, 'share'>;
  readonly record: Pick<DatasetRecord, 'tracked' | 'publishers'>;
  readonly log: Log;
  /** Ends every intake after the piece under way: it rejects. */
  readonly signal: AbortSignal;
  readonly limits?: Partial<IngestLimits>;
};

export type IngestLimits = {
  /** How long one item may be read, in milliseconds of the thread's processor, before the thread is ended over it. */
  readonly readMs: number;
  /** Heap of the thread, in megabytes. */
  readonly memoryMb: number;
};

const LIMITS: IngestLimits = { readMs: 10_000, memoryMb: 512 };
/** Characters handed over at once: copying them takes a millisecond or two. */
const PIECE = 128 * 1024;
/** What an item has besides its texts, about. */
const REST = 200;
/** Items remembered that a thread ended over. */
const SUSPECTS = 1_000;

type Waiting = {
  readonly taken: () => void;
  readonly done: (counts: IntakeCounts) => void;
  readonly failed: (error: Error) => void;
};

type Thread = {
  readonly tell: (order: IngestOrder) => void;
  readonly waiting: Map<number, Waiting>;
  readonly worker: Worker;
  readonly ended: Promise<void>;
  /** Nothing was heard of it yet: it has begun nothing either. */
  silent: boolean;
};

/**
 * Builds the way in on a thread that begins when it is first needed. Where it ends unforeseen, by its memory or an item that
 * takes too long, the polls under way reject, the next one begins another thread, and the item that was being read then
 * is stored unread when it comes again.
 */
export function ingestOn({ store, record, log, signal, limits }: IngestParts): Ingest {
  const { readMs, memoryMb } = { ...LIMITS, ...limits };
  const suspects = new Set<string>();
  let own: readonly OwnName[] = [];
  let thread: Thread | null = null;
  let last = 0;

  function suspect(watch: Watch): void {
    const reading = watch.now();
    if (reading === null) return;
    suspects.add(reading.key);
    const [oldest] = suspects;
    if (suspects.size > SUSPECTS && oldest !== undefined) suspects.delete(oldest);
  }

  function start(): Thread {
    const ticket = store.share();
    const watch = watchOn();
    const { tracked, publishers } = record;
    const workerData: IngestStart = { ticket, tracked, publishers, watch: watch.memory, suspects: [...suspects] };
    const worker = new Worker(new URL('./ingest-thread.ts', import.meta.url), {
      workerData,
      transferList: ticket.door === null ? [] : [ticket.door],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
      // PostgreSQL's client may be told by its own variables.
      env: { ...process.env, ...ownEnvironment() },
    });
    const waiting = new Map<number, Waiting>();
    const tell = (order: IngestOrder): void => worker.postMessage(order);
    const guard = guardOver(worker, watch, readMs);
    let why = 'it ended';
    worker.on('message', (word: IngestWord) => {
      begun.silent = false;
      hear(word, waiting);
    });
    worker.on('error', (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        guard.end();
        suspect(watch);
        if (thread?.worker === worker) thread = null;
        const { key } = watch.now() ?? { key: null };
        if (waiting.size > 0 && !signal.aborted)
          log.error('the thread that reads the news ended', { error: why, reading: key });
        for (const { failed } of waiting.values()) failed(new Error(`the thread that reads the news: ${why}`));
        resolve();
      });
    });
    const begun: Thread = { tell, waiting, worker, ended, silent: true };
    tell({ kind: 'learn', own });
    return begun;
  }

  function hear(word: IngestWord, waiting: ReadonlyMap<number, Waiting>): void {
    switch (word.kind) {
      case 'taken':
        waiting.get(word.id)?.taken();
        return;
      case 'done':
        waiting.get(word.id)?.done(word.counts);
        return;
      case 'failed':
        waiting
          .get(word.id)
          ?.failed(Object.assign(new Error(word.message), word.code === null ? {} : { code: word.code }));
        return;
      case 'log':
        log[word.level](word.message, word.fields);
        return;
    }
  }

  /** A thread that is still beginning would make a stop wait for that. */
  function endIfSilent({ silent, worker }: Thread): void {
    if (silent) void worker.terminate();
  }

  signal.addEventListener(
    'abort',
    () => {
      if (thread === null) return;
      thread.tell({ kind: 'stop' });
      endIfSilent(thread);
    },
    { once: true },
  );

  return {
    intake: async ({ items, ...poll }, now) => {
      signal.throwIfAborted();
      thread ??= start();
      const { tell, waiting } = thread;
      last += 1;
      const id = last;
      const { promise, resolve, reject } = Promise.withResolvers<IntakeCounts>();
      let taken: () => void = () => undefined;
      waiting.set(id, { taken: () => taken(), done: resolve, failed: reject });
      try {
        for (const piece of piecesOf(items)) {
          const next = new Promise<void>((settle) => {
            taken = settle;
          });
          tell({ kind: 'items', id, items: piece });
          await Promise.race([next, promise]);
        }
        tell({ kind: 'poll', id, poll, now });
        return await promise;
      } finally {
        waiting.delete(id);
      }
    },
    learn: (names) => {
      own = names;
      if (signal.aborted) return;
      if (thread) thread.tell({ kind: 'learn', own });
      else thread = start();
    },
    close: async () => {
      if (thread === null) return;
      const { tell, ended } = thread;
      tell({ kind: 'close' });
      endIfSilent(thread);
      await ended;
    },
  };
}

/** Items in pieces of about as many characters each; one that is longer goes alone. */
export function piecesOf(items: readonly Item[]): Item[][] {
  return groupsOf(items, ({ title, summary, content }) => title.length + summary.length + content.length + REST, PIECE);
}

/** Looks every now and then whether one reading goes on and on, and then ends the thread. */
function guardOver(worker: Worker, watch: Watch, readMs: number): { readonly end: () => void } {
  let seen: { readonly reading: number; readonly callOff: () => void } | null = null;
  const look = (): void => {
    const reading = watch.now()?.reading ?? null;
    if (seen?.reading === reading) return;
    seen?.callOff();
    seen = reading === null ? null : { reading, callOff: allow(worker, readMs, () => void worker.terminate()) };
  };
  const timer = setInterval(look, Math.max(50, readMs / 10));
  timer.unref();
  return {
    end: () => {
      clearInterval(timer);
      seen?.callOff();
    },
  };
}
