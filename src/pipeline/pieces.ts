import { performance } from 'node:perf_hooks';

/** How long one piece may work before others get their turn, in milliseconds of this thread's processor. */
export const PIECE_MS = 15;
/** How long it may last for that, waiting for the store included: so many times its work. */
const PATIENCE = 6;
/** Items in one piece at most, however quick they are. */
const MOST_IN_PIECE = 100;

/** Lets pieces of work take turns, in the order in which they ask: nobody's second comes before another's first. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Turns that nobody has taken yet. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** Says whether there is time left for another item of a piece that begins now; always for the first. */
export function pace(pieceMs: number): () => boolean {
  const until = performance.now() + pieceMs * PATIENCE;
  const work = workMs() + pieceMs;
  let begun = 0;
  return () => {
    begun += 1;
    return begun === 1 || (begun <= MOST_IN_PIECE && performance.now() < until && workMs() < work);
  };
}

/** The processor time that this thread has taken so far. */
function workMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
