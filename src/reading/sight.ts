import {
  ACTOR_PREPOSITIONS,
  CLITICS,
  DETERMINERS,
  FUNCTION_WORDS,
  MANNER_PREPOSITIONS,
  VERBS,
  WEAK_VERBS,
} from './grammar.ts';
import type { Hits, NameHit, Span } from './lexicon.ts';
import type { Neighbour, Text } from './text.ts';

export const isProper = (word: string): boolean => /^\p{Lu}/u.test(word) && /\p{Ll}|\p{Lu}{2}|\d/u.test(word);
export const isLower = (word: string): boolean => /^\p{Ll}/u.test(word);
export const adjoins = (gap: string): boolean => /^[\s\u00a0\u202f]+$/u.test(gap);
export const inside = (span: Span, other: Span): boolean => other.start <= span.start && other.end >= span.end;

/** One name in its place, with the words beside it; `add` notes a sign and its points. */
export type Sight = {
  readonly text: Text;
  readonly hits: Hits;
  readonly hit: NameHit;
  readonly before: Neighbour | null;
  readonly after: Neighbour | null;
  readonly add: (sign: string, text: string, points: number) => void;
};

/** True when a word at this place belongs to a name or a term of the trade, which is company and not confusion. */
export function known({ hits, hit }: Sight, at: number): boolean {
  const here = { start: at, end: at + 1 };
  return (
    hits.names.some((n) => n.form.id !== hit.form.id && inside(here, n)) ||
    hits.terms.some((t) => inside(here, t)) ||
    hits.contexts.some((c) => inside(here, c))
  );
}

/** The future tense of French verbs, flat. */
export const FUTURE = /^[a-z]{2,}(?:era|eront|ira|iront|dra|dront)$/;

/** A common word that is neither verb of the trade nor one of the small words. */
export const isPlainWord = (sight: Sight, word: Neighbour): boolean =>
  isLower(word.text) &&
  !VERBS.has(word.fold) &&
  !WEAK_VERBS.has(word.fold) &&
  !FUNCTION_WORDS.has(word.fold) &&
  !DETERMINERS.has(word.fold) &&
  !ACTOR_PREPOSITIONS.has(word.fold) &&
  !MANNER_PREPOSITIONS.has(word.fold) &&
  !CLITICS.has(word.fold) &&
  !FUTURE.test(word.fold) &&
  !known(sight, word.start);
