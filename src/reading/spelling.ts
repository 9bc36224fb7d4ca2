import { fold } from './fold.ts';

/**
 * Further written forms under which people still read a distinctive name: run together, split at its inner capitals,
 * spelled out letter by letter, with digits for letters, or with one slip of the keyboard. Only names that are not
 * easily confused get them, and such a form counts only where the item speaks of the trade.
 */
export function spellings(name: string): readonly string[] {
  const folded = fold(name);
  const joined = folded.replaceAll(' ', '');
  const out = new Set<string>();
  if (joined.length < 3) return [];
  // Three letters bear being spelled out, nothing else.
  if (joined.length === 3) return folded === joined ? [[...joined].join(' ')] : [];
  out.add(joined);
  out.add(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
  out.add(name.replace(/(\p{Lu}{2,})(\p{Ll})/gu, '$1 $2'));
  out.add([...joined].join(' '));
  out.add(joined.replaceAll('o', '0'));
  if (joined.length >= 6) {
    out.add(joined.replaceAll('i', '1'));
    out.add(joined.replaceAll('l', '1'));
  }
  // Words of seven letters and more leave one slip readable; shorter ones become other words.
  if (joined.length >= 7 && /^[a-z]+$/.test(joined)) {
    for (let i = 1; i < joined.length; i++) {
      const a = joined.charAt(i - 1);
      const b = joined.charAt(i);
      if (i > 1) out.add(joined.slice(0, i) + joined.slice(i + 1));
      if (a !== b) out.add(joined.slice(0, i - 1) + b + a + joined.slice(i + 1));
      out.add(joined.slice(0, i) + b + joined.slice(i));
    }
  }
  out.delete(folded);
  return [...out].filter((form) => fold(form) !== folded && fold(form) !== '');
}
