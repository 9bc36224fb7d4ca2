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
  readonly keys: readonly string[];
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
      return { subject, id: subject.id, name: fold(subject.name), aliases: subject.aliases.map(fold), keys };
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

function nearest(entries: readonly Entry[], folded: string): Subject[] {
  const most = Math.max(1, folded.length / 2);
  const typed = folded.slice(0, 60);
  const distance = (key: string): number => {
    if (folded.length >= 3 && key.startsWith(folded)) return 0.5;
    const other = key.slice(0, 60);
    // Words whose lengths differ by more cannot be nearer than that: no need to compare their letters.
    return Math.abs(other.length - typed.length) > most ? Number.POSITIVE_INFINITY : editDistance(other, typed);
  };
  const ranked = entries
    .map((entry) => ({ entry, far: Math.min(...entry.keys.map(distance)) }))
    // Further than half its letters away is no likeness.
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || (a.entry.id < b.entry.id ? -1 : 1));
  return withoutOwnOffers(ranked.map(({ entry }) => entry.subject)).slice(0, NEAREST);
}
