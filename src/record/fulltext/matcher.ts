import type { Index, Postings } from './index-of.ts';
import type { Unit } from './question.ts';

/** What has a unit of a question; `having` counts the statements that the world admits. */
export type Matched = { readonly unit: Unit; readonly postings: Postings; readonly having: number };

/** What a word that only begins like the one asked for counts for. */
const BEGUN = 0.5;
/** What a sequence counts for that stands in a name or field only. */
const NAMED = 0.3;
const NONE: Postings = { docs: new Int32Array(), worth: new Float32Array() };

/** The first place in a sorted list whose word is not before `plain`. */
export function lowerBound(words: Index['words'], plain: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.plain ?? '') < plain) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The terms of the words that begin so. */
function termsBeginning(index: Index, begin: string): Set<number> {
  const terms = new Set<number>();
  for (let at = lowerBound(index.words, begin); index.words[at]?.plain.startsWith(begin); at++) {
    const term = index.words[at]?.term;
    if (term !== undefined) terms.add(term);
  }
  return terms;
}

/** What a sequence is worth to a statement: each time it stands in a sentence, less where it is part of a name. */
function worthIn(text: Int32Array, terms: readonly number[], told: number): number {
  const first = terms[0] ?? 0;
  let worth = 0;
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (!terms.every((term, n) => text[at + n] === term)) continue;
    if (at >= told) return worth === 0 ? NAMED : worth;
    worth += 1;
  }
  return worth;
}

/** The statements that have all of the terms in sequence. */
function inSequence(index: Index, terms: readonly number[]): Postings {
  const rarest = terms
    .map((term) => index.postings[term] ?? NONE)
    .reduce((least, one) => (one.docs.length < least.docs.length ? one : least));
  const docs: number[] = [];
  const worth: number[] = [];
  for (const doc of rarest.docs) {
    const found = worthIn(index.texts[doc] ?? new Int32Array(), terms, index.told[doc] ?? 0);
    if (found === 0) continue;
    docs.push(doc);
    worth.push(found);
  }
  return { docs: Int32Array.from(docs), worth: Float32Array.from(worth) };
}

/** What has any of several, with the most that one of them is worth. */
function anyOf(parts: readonly { readonly postings: Postings; readonly factor: number }[], size: number): Postings {
  const [first] = parts;
  if (!first) return NONE;
  if (parts.length === 1 && first.factor === 1) return first.postings;
  const worth = new Float32Array(size);
  const docs: number[] = [];
  for (const { postings, factor } of parts) {
    for (let at = 0; at < postings.docs.length; at++) {
      const doc = postings.docs[at] ?? 0;
      const there = worth[doc] ?? 0;
      if (there === 0) docs.push(doc);
      worth[doc] = Math.max(there, (postings.worth[at] ?? 0) * factor);
    }
  }
  const sorted = Int32Array.from(docs).sort();
  return { docs: sorted, worth: Float32Array.from(sorted, (doc) => worth[doc] ?? 0) };
}

/** Makes the look-up of what has a unit of a question. */
export function createMatcher(index: Index): (unit: Unit) => Postings {
  return (unit) => {
    const parts = unit.ways.flatMap((way) => {
      const terms = way.map((key) => index.terms.get(key));
      const known = terms.filter((term) => term !== undefined);
      const [only] = known;
      if (only === undefined || known.length < terms.length) return [];
      const postings = known.length === 1 ? (index.postings[only] ?? NONE) : inSequence(index, known);
      return [{ postings, factor: 1 }];
    });
    const exact = new Set(unit.ways.flatMap((way) => (way.length === 1 ? (index.terms.get(way[0] ?? '') ?? []) : [])));
    const begun = unit.begin === null ? [] : [...termsBeginning(index, unit.begin)].filter((term) => !exact.has(term));
    const longer = begun.map((term) => ({ postings: index.postings[term] ?? NONE, factor: BEGUN }));
    return anyOf([...parts, ...longer], index.statements.length);
  };
}
