import type { Exhibit } from './evidence.ts';
import type { AsOf } from './statement.ts';
import { stemsOf } from './stems.ts';
import { plainLetters } from './text.ts';

/** What a search found: one assertion, whoever made it. */
export type StatementHit = {
  /** The statement of its best source. */
  readonly exhibit: Exhibit;
  /** The others that say the same of the same subject in the same words, best first. */
  readonly also: readonly Exhibit[];
  /** How well it fits: BM25, comparable within one answer only. */
  readonly score: number;
};

/** What is looked for among the statements. */
export type StatementSearch = AsOf & {
  /** Words; in quotation marks those that stand in sequence; `cloud*` and the last word stand for all that begin so. */
  readonly text: string;
  /** Only what is said of this subject, and of its offers where it is a provider. */
  readonly subject?: string;
  readonly limit: number;
};

/** A word of a question that no statement has, as it was written, with the nearest that some have. */
export type MissingWord = { readonly word: string; readonly nearest: readonly string[] };

/** What a search among the statements found. */
export type StatementsFound = {
  /** Best first, at most as many as asked for. */
  readonly hits: readonly StatementHit[];
  /** How many assertions fit in all. */
  readonly total: number;
  /** Whether the hits have all that was asked or, since none has, some of it; `none` where nothing was found. */
  readonly mode: 'all' | 'any' | 'none';
  /** What `markedWords` marks; empty when the question holds no word. */
  readonly terms: readonly string[];
  readonly missing: readonly MissingWord[];
  /** Whom the assertions are about, an offer counting for its provider; most first, at most 25. */
  readonly firms: readonly { readonly id: string; readonly hits: number }[];
};

/** The words of a text as it is written: letters, figures and the marks upon them. */
export const WRITTEN_WORD = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * The keys under which a written word is indexed: its stem, or, for words that say nothing, the word itself behind a
 * tilde, so that they count in a sequence and nowhere else. More than one for the few characters that stand for several.
 */
export function wordKeys(word: string): string[] {
  const plain = plainLetters(word).match(/[\p{L}\p{N}]+/gu) ?? [];
  return plain.map((one) => stemsOf(one)[0] ?? `~${one}`);
}

/** A text in runs, those that a search's `terms` mean apart: `[{text: 'The ', found: false}, {text: 'cloud', found: true}]`. */
export function markedWords(
  text: string,
  terms: readonly string[],
): { readonly text: string; readonly found: boolean }[] {
  const exact = new Set(terms.filter((term) => !term.endsWith('*')));
  const begins = terms.filter((term) => term.endsWith('*')).map((term) => term.slice(0, -1));
  const runs: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(WRITTEN_WORD)) {
    const [word] = match;
    const plain = plainLetters(word);
    if (!begins.some((begin) => plain.startsWith(begin)) && !wordKeys(word).some((key) => exact.has(key))) continue;
    if (match.index > at) runs.push({ text: text.slice(at, match.index), found: false });
    runs.push({ text: word, found: true });
    at = match.index + word.length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), found: false });
  return runs;
}
