/** Which documents have which keys, both whole numbers: a million pairs take a dozen megabytes. */
export type Postings = {
  /** `key` from 0 to 2^32 - 1, `doc` from 0 to 2^31 - 1. A pair that is added twice is met twice. */
  readonly add: (key: number, doc: number) => void;
  readonly each: (key: number, visit: (doc: number) => void) => void;
};

const FIRST_SIZE = 1024;
const NONE = -1;

/** Empty postings: chains in flat arrays, twice as long each time they are full. */
export function createPostings(): Postings {
  let size = FIRST_SIZE;
  let count = 0;
  let heads = new Int32Array(size).fill(NONE);
  let keys = new Uint32Array(size);
  let docs = new Int32Array(size);
  let next = new Int32Array(size);

  // Keys are hashes, but a scheme may leave its low bits alike.
  const bucket = (key: number): number => (Math.imul(key, 0x9e3779b1) >>> 7) & (size - 1);

  function link(entry: number): void {
    const at = bucket(keys[entry] ?? 0);
    next[entry] = heads[at] ?? NONE;
    heads[at] = entry;
  }

  function grow(): void {
    size *= 2;
    const [oldKeys, oldDocs] = [keys, docs];
    keys = new Uint32Array(size);
    docs = new Int32Array(size);
    next = new Int32Array(size);
    heads = new Int32Array(size).fill(NONE);
    keys.set(oldKeys);
    docs.set(oldDocs);
    for (let entry = 0; entry < count; entry++) link(entry);
  }

  return {
    add: (key, doc) => {
      if (count === size) grow();
      keys[count] = key;
      docs[count] = doc;
      link(count);
      count += 1;
    },
    each: (key, visit) => {
      const wanted = key >>> 0;
      for (let entry = heads[bucket(wanted)] ?? NONE; entry !== NONE; entry = next[entry] ?? NONE) {
        if (keys[entry] === wanted) visit(docs[entry] ?? 0);
      }
    },
  };
}
