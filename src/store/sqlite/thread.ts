import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openFile } from './file.ts';
import { serve } from './port.ts';
import { type Turns, takeTurns } from './turns.ts';
import type { ThreadOrder } from './writer.ts';

// The thread of the one connection that writes: see `writer.ts`.

const { path } = workerData as { readonly path: string };
let opened: { readonly turns: Turns; readonly close: () => void } | null = null;

/** The open file; one that cannot be opened is tried anew by the next who writes. */
function open(): Turns {
  if (!opened) {
    const file = openFile(path);
    opened = { turns: takeTurns(file), close: () => file.close() };
  }
  return opened.turns;
}

const ports = new Set<MessagePort>();

function close(): void {
  opened?.close();
  for (const port of ports) port.close();
  parentPort?.close();
}

parentPort?.on('message', (order: ThreadOrder) => {
  if (order.kind === 'client') {
    const { port } = order;
    ports.add(port);
    port.on('close', () => ports.delete(port));
    serve(port, () => open().client());
    return;
  }
  // Whoever had the last turn is still to be answered.
  void Promise.resolve(opened?.turns.idle()).then(() => setImmediate(close));
});
