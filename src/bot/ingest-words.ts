import type { Item } from '../domain/item.ts';
import type { OwnName } from '../domain/own.ts';
import type { Instant } from '../domain/period.ts';
import type { Publisher, TrackedName } from '../domain/subject.ts';
import type { LogFields } from '../log.ts';
import type { IntakeCounts, Intaking, StoreTicket } from '../ports.ts';

/** What the intake's thread begins with. */
export type IngestStart = {
  readonly ticket: StoreTicket;
  readonly tracked: readonly TrackedName[];
  readonly publishers: readonly Publisher[];
  /** Where the thread notes what it is reading: see `watchOn`. */
  readonly watch: SharedArrayBuffer;
  /** Keys of items that are not to be read: a thread ended over them. */
  readonly suspects: readonly string[];
};

/** What the thread is told. A poll's items come in pieces, each after the one before was taken. */
export type IngestOrder =
  | { readonly kind: 'learn'; readonly own: readonly OwnName[] }
  | { readonly kind: 'items'; readonly id: number; readonly items: readonly Item[] }
  | { readonly kind: 'poll'; readonly id: number; readonly poll: Omit<Intaking, 'items'>; readonly now: Instant }
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' };

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** What the thread says. */
export type IngestWord =
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly counts: IntakeCounts }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly code: string | null }
  | {
      readonly kind: 'log';
      readonly level: (typeof LEVELS)[number];
      readonly message: string;
      readonly fields: LogFields;
    };

/** What is being read in another thread, seen from here even while that thread does not answer. */
export type Watch = {
  readonly memory: SharedArrayBuffer;
  /** Runs `work`, which reads the item with this key. */
  readonly over: <T>(key: string, work: () => T) => T;
  /** The item that is being read and the number of the reading; null while none is. */
  readonly now: () => { readonly key: string; readonly reading: number } | null;
};

/** The watch on a memory that two threads share; a new one where none is given. */
export function watchOn(memory = new SharedArrayBuffer(12)): Watch {
  const [HIGH, LOW, COUNT] = [0, 1, 2];
  const cells = new Int32Array(memory);
  const part = (cell: number): string => (Atomics.load(cells, cell) >>> 0).toString(16).padStart(8, '0');
  const write = (key: string): void => {
    Atomics.store(cells, HIGH, Number.parseInt(key.slice(0, 8), 16) | 0);
    Atomics.store(cells, LOW, Number.parseInt(key.slice(8), 16) | 0);
  };
  return {
    memory,
    over: (key, work) => {
      write(key);
      // Odd while something is read.
      Atomics.add(cells, COUNT, 1);
      try {
        return work();
      } finally {
        Atomics.add(cells, COUNT, 1);
      }
    },
    now: () => {
      const reading = Atomics.load(cells, COUNT);
      return reading % 2 === 0 ? null : { key: part(HIGH) + part(LOW), reading };
    },
  };
}
