import type { Server } from 'node:http';

/** However many come, nobody who is let in already waits longer for a lull than this, in milliseconds. */
const MOST_MS = 250;
/** Rounds of the loop without anybody new: one to let in, one to hear what is wanted. */
const QUIET_ROUNDS = 2;

/**
 * Tells when nobody waits at the door. A round of the event loop lets in one connection, so that whoever comes last of
 * many waits for as many rounds: work of some milliseconds, begun in each of them, would make seconds of it. What `lull`
 * gives settles once the loop has gone round with nobody new.
 */
export function lullOf(server: Pick<Server, 'on'>): () => Promise<void> {
  let arrived = 0;
  const arrives = (): void => {
    arrived += 1;
  };
  server.on('connection', arrives);
  server.on('request', arrives);
  const round = (): Promise<void> => new Promise((next) => setImmediate(next));
  return async () => {
    const until = performance.now() + MOST_MS;
    // The round that is under way may be past its door.
    await round();
    for (let quiet = 0; quiet < QUIET_ROUNDS && performance.now() < until; ) {
      const before = arrived;
      await round();
      quiet = arrived === before ? quiet + 1 : 0;
    }
  };
}
