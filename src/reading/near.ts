import type { Fingerprint } from '../domain/item.ts';
import type { StoryTraits } from '../domain/story.ts';
import { hash32 } from './fingerprint.ts';
import { createPostings } from './postings.ts';

/** Stories by what could join an item to them. */
export type StoryIndex = {
  /**
   * Every story that `matchStory` could name for this fingerprint, and few that it could not; the one that grew last
   * comes first. The cost goes with the stories of the same subject, not with all.
   */
  readonly near: (fingerprint: Fingerprint) => StoryTraits[];
  /** Adds the story, or puts it in place of what it was. */
  readonly put: (traits: StoryTraits) => void;
  readonly remove: (id: string) => void;
  readonly get: (id: string) => StoryTraits | undefined;
  readonly all: () => Iterable<StoryTraits>;
};

/** One fingerprint of a story. */
type Doc = { readonly story: string; readonly print: Fingerprint; live: boolean };

/** Dead entries are swept out once they are this many and more than the living. */
const SWEEP = 1_000;

const valuesOf = ({ concepts }: Fingerprint, prefixes: string): string[] =>
  concepts.filter((c) => c[1] === ':' && prefixes.includes(c[0] ?? '')).map((c) => c.slice(2));

const hashes = (values: Iterable<string>): number[] => [...new Set(values)].map((value) => hash32(value));
const names = (print: Fingerprint): boolean => print.concepts.some((c) => c.startsWith('p:'));

/** By what an item that names nobody is alike to another, apart from its words. */
const detailsOf = (print: Fingerprint): number[] =>
  hashes([...print.concepts.filter((c) => /^[ntq]:/.test(c)), ...print.figures]);

/** An index without stories. */
export function createStoryIndex(): StoryIndex {
  const stories = new Map<string, StoryTraits>();
  const docsOf = new Map<string, Map<Fingerprint, number>>();
  let docs: Doc[] = [];
  let dead = 0;
  let postings = newPostings();
  /** How often each document was met; all zero between two questions. */
  let met = new Uint16Array(1024);

  function newPostings() {
    return {
      shingles: createPostings(),
      words: createPostings(),
      /** The providers that a document names. */
      actors: createPostings(),
      /** Everybody and everything it names. */
      parties: createPostings(),
      /** What documents say that name no provider. */
      details: createPostings(),
    };
  }

  function index(doc: number, print: Fingerprint): void {
    for (const shingle of new Set(print.shingles)) postings.shingles.add(shingle, doc);
    for (const word of hashes(print.words)) postings.words.add(word, doc);
    for (const actor of hashes(valuesOf(print, 'mp'))) postings.actors.add(actor, doc);
    for (const party of hashes(valuesOf(print, 'np'))) postings.parties.add(party, doc);
    if (!names(print)) for (const detail of detailsOf(print)) postings.details.add(detail, doc);
  }

  function addDoc(story: string, print: Fingerprint): number {
    const doc = docs.length;
    docs.push({ story, print, live: true });
    if (doc >= met.length) met = new Uint16Array(met.length * 2);
    index(doc, print);
    return doc;
  }

  function forget(doc: number): void {
    const known = docs[doc];
    if (!known?.live) return;
    known.live = false;
    dead += 1;
  }

  function sweep(): void {
    if (dead < SWEEP || dead * 2 < docs.length) return;
    docs = [];
    dead = 0;
    postings = newPostings();
    for (const [story, { fingerprints }] of stories) {
      docsOf.set(story, new Map(fingerprints.map((print) => [print, addDoc(story, print)])));
    }
  }

  /** Adds to `found` the living documents that share enough keys. */
  function gather(
    from: keyof typeof postings,
    keys: Iterable<number>,
    enough: (shared: number, other: Fingerprint) => boolean,
    found: Set<string>,
  ): void {
    const touched: number[] = [];
    for (const key of keys) {
      postings[from].each(key, (doc) => {
        const before = met[doc] ?? 0;
        if (before === 0) touched.push(doc);
        met[doc] = before + 1;
      });
    }
    for (const doc of touched) {
      const shared = met[doc] ?? 0;
      met[doc] = 0;
      const other = docs[doc];
      if (other?.live && enough(shared, other.print)) found.add(other.story);
    }
  }

  return {
    near: (print) => {
      const found = new Set<string>();
      const words = hashes(print.words);
      const any = (): boolean => true;
      // A copy or a part of one: half of the shorter text.
      const half = (mine: number, theirs: number, shared: number): boolean => shared * 2 >= Math.min(mine, theirs);
      gather('shingles', new Set(print.shingles), (n, o) => half(print.shingles.length, o.shingles.length, n), found);
      // The same title, or, where neither names a provider, half of it.
      const free = !names(print);
      const alike = (n: number, o: Fingerprint): boolean =>
        n * 5 >= 4 * Math.max(words.length, o.words.length) ||
        (free && !names(o) && half(words.length, o.words.length, n));
      gather('words', words, alike, found);
      gather('actors', hashes(valuesOf(print, 'mp')), any, found);
      // A deal told from its other side.
      gather('parties', hashes(valuesOf(print, 'np')), (n) => n > 1, found);
      if (free) gather('details', detailsOf(print), any, found);
      return [...found].flatMap((id) => stories.get(id) ?? []).sort(latestFirst);
    },
    put: (traits) => {
      const before = docsOf.get(traits.id);
      const after = new Map<Fingerprint, number>();
      for (const print of traits.fingerprints) after.set(print, before?.get(print) ?? addDoc(traits.id, print));
      for (const [print, doc] of before ?? []) if (!after.has(print)) forget(doc);
      docsOf.set(traits.id, after);
      stories.set(traits.id, traits);
      sweep();
    },
    remove: (id) => {
      for (const doc of docsOf.get(id)?.values() ?? []) forget(doc);
      docsOf.delete(id);
      stories.delete(id);
      sweep();
    },
    get: (id) => stories.get(id),
    all: () => stories.values(),
  };
}

/** The order of stories everywhere: what grew last comes first. */
function latestFirst(a: StoryTraits, b: StoryTraits): number {
  if (a.grownAt !== b.grownAt) return a.grownAt > b.grownAt ? -1 : 1;
  return a.id > b.id ? -1 : 1;
}
