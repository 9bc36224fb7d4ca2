import type { Subject } from '../domain/subject.ts';
import { editDistance, foldName } from '../domain/text.ts';
import type { Found } from '../queries.ts';

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
  readonly compared: readonly { readonly text: string; readonly letters: number }[];
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
  return (text) => {
    const plain = text.trim().toLowerCase();
    const folded = fold(text);
    if (folded === '') return { kind: 'none', nearest: [] };
    for (const [n, way] of ways.entries()) {
      const found = answer((way.get(n === 0 ? plain : folded) ?? []).map((entry) => entry.subject));
      if (found) return found;
    }
    return { kind: 'none', nearest: nearest(entries, folded) };
  };
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

/** Which letters and digits stand in a text, a bit each; two texts differ by at least as many slips as by letters. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

function countBits(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; count++) left &= left - 1;
  return count;
}

/** Names compared by this many letters at most. */
const COMPARED = 60;
/** How many of the nearest are kept on the way: some may be offers of others among them. */
const KEPT = 24;

/** How far a word is from the nearest of an entry's names; no more than "further than `most`" where it is that far. */
function distanceTo(entry: Entry, typed: string, letters: number, most: number): number {
  let far = Number.POSITIVE_INFINITY;
  for (const key of entry.compared) {
    const reach = Math.min(most, far);
    if (typed.length >= 3 && key.text.startsWith(typed)) far = Math.min(far, 0.5);
    else if (
      Math.abs(key.text.length - typed.length) <= reach &&
      countBits(letters & ~key.letters) <= reach &&
      countBits(key.letters & ~letters) <= reach
    ) {
      far = Math.min(far, editDistance(key.text, typed, reach));
    }
  }
  return far;
}

function nearest(entries: readonly Entry[], folded: string): Subject[] {
  const typed = folded.slice(0, COMPARED);
  const letters = lettersOf(typed);
  // Further than half its letters away is no likeness.
  let most = Math.max(1, folded.length / 2);
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
