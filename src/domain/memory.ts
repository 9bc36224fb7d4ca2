/** Answers that need not be worked out again. All of it may be lost at any time. */
export type Memory<T> = {
  readonly get: (key: string) => T | undefined;
  readonly set: (key: string, value: T, bytes: number) => void;
  readonly clear: () => void;
};

/**
 * Keeps what was asked last, within a number of entries and of bytes: what was not asked for longest goes first. What
 * alone takes more than a quarter of the room is not kept, so that one large answer does not drive out all others.
 */
export function createMemory<T>(limits: { readonly entries: number; readonly bytes: number }): Memory<T> {
  // A Map keeps its keys in the order in which they were set: the first is the oldest.
  const kept = new Map<string, { readonly value: T; readonly bytes: number }>();
  let held = 0;
  const drop = (key: string): void => {
    held -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, bytes) => {
      drop(key);
      if (bytes > limits.bytes / 4) return;
      kept.set(key, { value, bytes });
      held += bytes;
      for (const oldest of kept.keys()) {
        if (kept.size <= limits.entries && held <= limits.bytes) break;
        drop(oldest);
      }
    },
    clear: () => {
      kept.clear();
      held = 0;
    },
  };
}
