import { parentPort } from 'node:worker_threads';
import { BEHIND, stepAside } from '../src/aside.ts';
import { type Body, type Opened, openBody, type Wanted } from './open.ts';
import { inPieces, type Pieces } from './pieces.ts';

/** What the worker is told: a document to open (its bytes are handed over, not copied), or to give its next piece. */
export type WorkerOrder =
  | { readonly kind: 'open'; readonly body: Body; readonly wanted: Wanted }
  | { readonly kind: 'more' };

/** What the worker says. */
export type WorkerWord =
  | { readonly kind: 'ready' }
  /** What was opened, without what is many; that follows in so many pieces, each when it is asked for. */
  | { readonly kind: 'opened'; readonly opened: Opened; readonly pieces: number }
  | { readonly kind: 'piece'; readonly piece: readonly unknown[] };

stepAside(BEHIND.REST);

const say = (word: WorkerWord): void => parentPort?.postMessage(word);

let rest: Pieces['pieces'] = [];

parentPort?.on('message', async (order: WorkerOrder) => {
  if (order.kind === 'more') {
    const [piece = [], ...more] = rest;
    rest = more;
    say({ kind: 'piece', piece });
    return;
  }
  const { opened, pieces } = inPieces(await openBody(order.body, order.wanted));
  rest = pieces;
  say({ kind: 'opened', opened, pieces: pieces.length });
});
say({ kind: 'ready' });
