import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { ownEnvironment, YOUNG_MB } from '../../aside.ts';
import { StoreError } from '../error.ts';

/** What the thread is told. */
export type ThreadOrder = { readonly kind: 'client'; readonly port: MessagePort } | { readonly kind: 'close' };

/** The thread that has the one connection which writes, so that neither disk nor lock is waited for elsewhere. */
export type WriterThread = {
  /** A port for one who writes, in this thread or another. Starts the thread where none runs. Rejects after `close`. */
  readonly connect: () => Promise<MessagePort>;
  /** Finishes what is under way, then ends the thread. */
  readonly close: () => Promise<void>;
};

/** The writer of the database file at `path`, whose thread begins with the first who writes. */
export function writerThread(path: string): WriterThread {
  let running: Worker | null = null;
  let closed = false;

  function start(): Worker {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: { path },
      env: ownEnvironment(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    // An idle thread keeps no process alive; whoever waits for an answer does so by a port of its own.
    worker.unref();
    // Those who wait for it are told by their ports.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (running === worker) running = null;
    });
    return worker;
  }

  return {
    connect: async () => {
      if (closed) throw new StoreError('store_closed', 'the store is closed');
      running ??= start();
      const { port1, port2 } = new MessageChannel();
      running.postMessage({ kind: 'client', port: port2 } satisfies ThreadOrder, [port2]);
      return port1;
    },
    close: async () => {
      closed = true;
      const worker = running;
      if (!worker) return;
      const gone = new Promise<void>((resolve) => {
        worker.on('exit', () => resolve());
      });
      worker.ref();
      worker.postMessage({ kind: 'close' } satisfies ThreadOrder);
      await gone;
    },
  };
}
