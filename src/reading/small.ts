import { DETERMINERS } from './grammar.ts';
import type { NameHit } from './lexicon.ts';
import { adjoins, isLower, isPlainWord, type Sight } from './sight.ts';
import { opensClause, type Text } from './text.ts';

const WORDS = /[\p{L}\p{N}]+/gu;
const CAPITALISED = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}|^\P{L}*\p{Lu}(?!\p{Lu})/u;

/**
 * A distinctive name written small may be a word of the language ("firms outscale rivals"): null where it is written
 * as a name, `everywhere` where its title or body has no capitals at all, so that they say nothing, `here` where only
 * the name lacks them.
 */
export function smallness(text: Text, { start, end, form }: NameHit): 'here' | 'everywhere' | null {
  const given = form.text.match(WORDS) ?? [];
  const written = text.raw.slice(start, end).match(WORDS) ?? [];
  const drops = given.map((word, i) => /^\p{Lu}/u.test(word) && isLower(written[i] ?? ''));
  // The capital of a first word says nothing where a clause opens; three words are distinctive however written.
  const small = drops[0] || (drops.length === 2 && drops[1] && opensClause(text.raw, start));
  if (!small) return null;
  const inTitle = start < text.titleEnd;
  const from = inTitle ? 0 : text.titleEnd + 1;
  const to = inTitle ? text.titleEnd : Math.min(text.raw.length, from + 600);
  const rest = `${text.raw.slice(from, start)} ${text.raw.slice(end, to)}`;
  return CAPITALISED.test(rest) || /^\p{Lu}/u.test(text.raw.slice(start, end)) ? 'here' : 'everywhere';
}

const MODALS = new Set('can could will would shall should may might must not cannot never to'.split(' '));

/** Is the name, written small, an ordinary word here: a verb between subject and object, a part of a compound? */
export function weighWord(sight: Sight): void {
  const { before, after, add } = sight;
  if (after && /^[-\u2010\u2011]$/u.test(after.gap)) {
    add('compound', `-${after.text}`, -3);
    return;
  }
  if (before && /[@#/]$/u.test(before.gap)) {
    add('address', before.gap.trim(), 2);
    return;
  }
  if (!before || !after || !adjoins(before.gap) || !adjoins(after.gap)) return;
  const object = isLower(after.text) && (DETERMINERS.has(after.fold) || isPlainWord(sight, after));
  if (!object) return;
  const subject = isPlainWord(sight, before) && /[^s]s$/.test(before.fold);
  // One also moves "to" a host: only an article makes a verb of what follows.
  const modal = MODALS.has(before.fold) && (before.fold !== 'to' || DETERMINERS.has(after.fold));
  if (modal) add('verb position', `${before.text} … ${after.text}`, -4);
  else if (subject) add('verb position', `${before.text} … ${after.text}`, -3);
}
