import type { AsOf } from '../domain/statement.ts';

// Answers are pure, so what was reckoned may be kept; what is kept is bounded.

/** Adds to what is kept, and lets go of what was kept first when there are more than `most`. */
export function keepIn<K, V>(kept: Map<K, V>, key: K, value: V, most: number): V {
  kept.set(key, value);
  if (kept.size > most) {
    const [first] = kept.keys();
    if (first !== undefined) kept.delete(first);
  }
  return value;
}

/** An answer that depends on the world alone, kept for the `most` worlds that were asked about last. */
export function keptPerWorld<V>(answer: (world: AsOf) => V, most: number): (world: AsOf) => V {
  const kept = new Map<string, { readonly value: V }>();
  return (world) => {
    const key = `${world.asOf}|${world.knownOn}|${world.recordedOn}`;
    const before = kept.get(key);
    return (before ?? keepIn(kept, key, { value: answer(world) }, most)).value;
  };
}
