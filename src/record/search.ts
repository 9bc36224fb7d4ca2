import type { Subject } from '../domain/subject.ts';
import { editDistance, foldName } from '../domain/text.ts';
import type { Found } from '../queries.ts';
import { keepIn } from './kept.ts';

/** How many names are offered when none fits. */
const NEAREST = 5;

/** A name without case, accents, ligatures and separators: `Cloud Temple`, `cloud-temple` and `CLOUDTEMPLE` are one. */
export function fold(text: string): string {
  return foldName(text).replaceAll('-', '');
}

type Entry = {
  readonly subject: Subject;
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Every way of writing it, as far as it is compared. */
  readonly compared: readonly { readonly text: string; readonly letters: Uint8Array }[];
};

/** A provider and its own offers under one name are the provider: asking for it answers its offers. */
function withoutOwnOffers(found: readonly Subject[]): Subject[] {
  const ids = new Set(found.map((subject) => subject.id));
  return found.filter((subject) => subject.provider === null || !ids.has(subject.provider));
}

/**
 * Makes the look-up of subjects by id, name or alias, with case, accents and separators forgiven. An exact id wins over
 * a name, a name over an alias, an alias over an id written another way; one name of several subjects gives `several`; no match gives the nearest by edit
 * distance. The answer does not depend on the order of `subjects`.
 */
export function createSearch(subjects: readonly Subject[]): (text: string) => Found {
  const entries = [...subjects]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((subject): Entry => {
      const keys = [subject.id, subject.name, ...subject.aliases].map(fold).filter((key) => key !== '');
      const compared = [...new Set(keys.map((key) => key.slice(0, COMPARED)))].map((text) => ({
        text,
        letters: lettersOf(text),
      }));
      return { subject, id: subject.id, name: fold(subject.name), aliases: subject.aliases.map(fold), compared };
    });
  // One look-up a question, however large the record: every way of writing a name is a key.
  const ways = [
    index(entries, (entry) => [entry.id]),
    index(entries, (entry) => [entry.name]),
    index(entries, (entry) => entry.aliases),
    index(entries, (entry) => [fold(entry.id)]),
  ];
  const answer = (found: readonly Subject[]): Found | null => {
    const few = withoutOwnOffers(found);
    const [only] = few;
    if (!only) return null;
    return few.length === 1 ? { kind: 'one', subject: only } : { kind: 'several', subjects: few };
  };
  const find = (text: string): Found => {
    const plain = text.trim().toLowerCase();
    const folded = fold(text);
    if (folded === '') return { kind: 'none', nearest: [] };
    for (const [n, way] of ways.entries()) {
      const found = answer((way.get(n === 0 ? plain : folded) ?? []).map((entry) => entry.subject));
      if (found) return found;
    }
    const named = namedIn(text, ways);
    const others = nearest(entries, folded).filter((s) => !named.includes(s));
    return { kind: 'none', nearest: [...named, ...others].slice(0, NEAREST) };
  };
  // One question looks the same name up more than once.
  const kept = new Map<string, Found>();
  return (text) => kept.get(text) ?? keepIn(kept, text, find(text), MOST_KEPT);
}

const MOST_KEPT = 100;

/** Words of a text that are looked up by themselves, at most. */
const WORDS = 8;

/** The subjects that single words of a text name: "offre Bleu qualification" means Bleu. */
function namedIn(text: string, ways: readonly ReadonlyMap<string, Entry[]>[]): readonly Subject[] {
  const words = text.split(/[^\p{L}\p{N}/-]+/u).map(fold);
  if (words.length < 2) return [];
  const found = words
    .slice(0, WORDS)
    .filter((word) => word.length >= 3)
    .flatMap((word) => ways.map((way) => way.get(word)).find((there) => there !== undefined) ?? []);
  return withoutOwnOffers([...new Set(found.map((entry) => entry.subject))]);
}

function index(entries: readonly Entry[], keysOf: (entry: Entry) => readonly string[]): ReadonlyMap<string, Entry[]> {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const key of new Set(keysOf(entry))) {
      const there = byKey.get(key);
      if (there) there.push(entry);
      else byKey.set(key, [entry]);
    }
  }
  return byKey;
}

/** Letters are counted by their last five bits: `a` and `q` apart, `a` and `A` alike. */
const BUCKETS = 32;

/** How often each letter and digit stands in a text. */
function lettersOf(text: string): Uint8Array {
  const letters = new Uint8Array(BUCKETS);
  for (let i = 0; i < text.length; i++) {
    const at = text.charCodeAt(i) & (BUCKETS - 1);
    letters[at] = (letters[at] ?? 0) + 1;
  }
  return letters;
}

/** The least number of slips by which texts of these letters may differ: those that one has and the other lacks. */
function leastSlips(a: Uint8Array, b: Uint8Array): number {
  let more = 0;
  let less = 0;
  for (let at = 0; at < BUCKETS; at++) {
    const by = (a[at] ?? 0) - (b[at] ?? 0);
    if (by > 0) more += by;
    else less -= by;
  }
  return Math.max(more, less);
}

/** Names compared by this many letters at most. */
const COMPARED = 60;
/** Slips at which a name no longer looks like what was typed. */
const MOST_SLIPS = 6;
/** How many of the nearest are kept on the way: some may be offers of others among them. */
const KEPT = 24;

/** How far a word is from the nearest of an entry's names; no more than "further than `most`" where it is that far. */
function distanceTo(entry: Entry, typed: string, letters: Uint8Array, most: number): number {
  let far = Number.POSITIVE_INFINITY;
  for (const key of entry.compared) {
    const reach = Math.min(most, far);
    if (typed.length >= 3 && key.text.startsWith(typed)) far = Math.min(far, 0.5);
    else if (Math.abs(key.text.length - typed.length) <= reach && leastSlips(letters, key.letters) <= reach)
      far = Math.min(far, editDistance(key.text, typed, reach));
  }
  return far;
}

function nearest(entries: readonly Entry[], folded: string): Subject[] {
  const typed = folded.slice(0, COMPARED);
  const letters = lettersOf(typed);
  // Further than half its letters away is no likeness, nor are many slips.
  let most = Math.max(1, Math.min(folded.length / 2, MOST_SLIPS));
  let best: { readonly entry: Entry; readonly far: number }[] = [];
  const byDistance = (): void => {
    best.sort((a, b) => a.far - b.far || (a.entry.id < b.entry.id ? -1 : 1));
  };
  for (const entry of entries) {
    const far = distanceTo(entry, typed, letters, most);
    if (far > most) continue;
    best.push({ entry, far });
    if (best.length < 2 * KEPT) continue;
    byDistance();
    best = best.slice(0, KEPT);
    most = best.at(-1)?.far ?? most;
  }
  byDistance();
  // Beside a near name a far one is no help.
  const reach = Math.max(2, (best[0]?.far ?? 0) + 1);
  best = best.filter(({ far }) => far <= reach);
  return withoutOwnOffers(best.map(({ entry }) => entry.subject)).slice(0, NEAREST);
}
