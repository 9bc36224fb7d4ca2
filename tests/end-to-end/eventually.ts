import { setTimeout as rest } from 'node:timers/promises';
import { PATIENCE_MS } from '../patience.ts';

/**
 * Looks until what is seen holds, and gives it. Not `expect.poll`, which belongs to one test at a time and breaks where
 * conversations run side by side. Throws with what was seen last.
 */
export async function eventually<T>(look: () => T | Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > until) throw new Error(`never came: last seen ${JSON.stringify(seen)}`);
    await rest(20);
  }
}
