/** Answers kept of one thing, at most. */
const MOST = 32;

const kept = new WeakMap<object, Map<string, unknown>>();

/**
 * What is made of a thing that is never changed, made once: `key` names what is made, and is part of no other name. It
 * lives as long as the thing; of many made of one thing the oldest go. `make` must depend on the thing and the key alone.
 */
export function keptFor<T>(thing: object, key: string, make: () => T): T {
  const there = kept.get(thing) ?? new Map<string, unknown>();
  kept.set(thing, there);
  if (there.has(key)) return there.get(key) as T;
  const made = make();
  there.set(key, made);
  const [oldest] = there.keys();
  if (there.size > MOST && oldest !== undefined) there.delete(oldest);
  return made;
}
