import { editDistance, plainLetters } from '../../domain/text.ts';
import { type Index, lettersOf } from './index-of.ts';
import type { Unit } from './question.ts';

/** Shorter words are near to everything. */
const SHORTEST = 4;

function bitsIn(number: number): number {
  let bits = 0;
  for (let left = number; left !== 0; left &= left - 1) bits += 1;
  return bits;
}

/** The words spelt nearest to one that no statement has, among those the world has; none for a sequence of words. */
export function nearestWords(unit: Unit, index: Index, admitted: Uint8Array, limit: number): string[] {
  const typed = plainLetters(unit.written);
  if (typed.length < SHORTEST || unit.ways.some((way) => way.length > 1)) return [];
  const reach = typed.length < 6 ? 1 : typed.length < 10 ? 2 : 3;
  const near: { readonly written: string; readonly term: number; readonly far: number; readonly having: number }[] = [];
  const letters = lettersOf(typed);
  for (const { plain, term, written, letters: own } of index.words) {
    if (plain.length < SHORTEST - 1 || Math.abs(plain.length - typed.length) > reach) continue;
    // One slip brings in or takes away one letter of each word at most: no need to compare what differs in more.
    if (bitsIn(letters ^ own) > 2 * reach) continue;
    const far = editDistance(typed, plain);
    if (far > reach) continue;
    const having = index.postings[term]?.docs.reduce((n, doc) => n + (admitted[doc] ?? 0), 0) ?? 0;
    if (having > 0) near.push({ written, term, far, having });
  }
  near.sort((a, b) => a.far - b.far || b.having - a.having || (a.written < b.written ? -1 : 1));
  // Forms of one word are one proposal.
  return near
    .filter((one, at) => near.findIndex((other) => other.term === one.term) === at)
    .slice(0, limit)
    .map((one) => one.written);
}
