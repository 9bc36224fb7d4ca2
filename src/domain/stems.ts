/**
 * Words as the archive is searched by: no case, no accents, no endings. One light stemmer serves French and English
 * alike, because neither an article nor a question says reliably which of the two it is in; it is applied to both, so
 * that the same question finds the same articles on every database.
 */

/** How much of a text is indexed, in characters: titles, summaries and the first part of a body. */
const MOST_TEXT = 20_000;
/** Longest stem kept: nobody searches for more of a word. */
const LONGEST = 40;

/** Words that stand in nearly every text. Folded. */
const STOP: ReadonlySet<string> = new Set(
  (
    'a au aux avec ce ces cet cette d dans de des du elle en est et eu il ils j l la le les leur leurs lui m mais n ne ' +
    'nos notre nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vos votre vous y c à été ' +
    'an and are as at be by for from has have he her his in is it its of on or our she that the their they this to ' +
    'was we were will with you your i'
  )
    .split(' ')
    .map((word) => fold(word)),
);

/**
 * Endings, longest first; what stands before one must keep `least` letters. The first that fits is replaced, after
 * plurals and a final `e` are gone.
 */
const ENDINGS: readonly { readonly end: string; readonly by: string; readonly least: number }[] = [
  { end: 'ification', by: 'ifi', least: 2 },
  { end: 'ership', by: '', least: 4 },
  { end: 'atric', by: '', least: 3 },
  { end: 'ateur', by: '', least: 3 },
  { end: 'ariat', by: 'air', least: 3 },
  { end: 'ation', by: '', least: 3 },
  { end: 'ating', by: '', least: 3 },
  { end: 'ement', by: '', least: 3 },
  { end: 'ment', by: '', least: 4 },
  { end: 'ator', by: '', least: 3 },
  { end: 'ated', by: '', least: 3 },
  { end: 'ite', by: '', least: 4 },
  { end: 'ity', by: '', least: 4 },
  { end: 'ete', by: '', least: 4 },
  { end: 'ing', by: '', least: 3 },
  { end: 'ant', by: '', least: 4 },
  { end: 'at', by: '', least: 3 },
  { end: 'ty', by: '', least: 4 },
  { end: 'ed', by: '', least: 3 },
  { end: 'eer', by: 'e', least: 2 },
  { end: 'er', by: '', least: 4 },
  { end: 'ez', by: '', least: 3 },
  { end: 'it', by: '', least: 4 },
  { end: 'et', by: '', least: 4 },
];

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
}

/** The stem of one folded word. Names with a digit, and words of three letters or fewer, stay as they are. */
function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let w = word;
  if (/eaux$/.test(w)) w = w.slice(0, -1);
  else if (w.length > 4 && /aux$/.test(w)) w = `${w.slice(0, -3)}al`;
  else if (/ies$/.test(w) && w.length > 4) w = w.slice(0, -2);
  else if (/(?:ch|sh|x|z)es$/.test(w)) w = w.slice(0, -2);
  else if (/[^su]s$/.test(w) || /[ao]us$/.test(w)) w = w.slice(0, -1);
  // "créée" and "crée", "qualifiée" and "qualifie" are one; so are "française" and "français".
  w = w.replace(/(?<=...)e{1,3}$/, '').replace(/([ao]i)s$/, '$1');
  const ending = ENDINGS.find(({ end, least }) => w.length - end.length >= least && w.endsWith(end));
  if (ending) w = w.slice(0, w.length - ending.end.length) + ending.by;
  // "planned" is "plan" with its consonant doubled.
  if (ending?.end === 'ed' || ending?.end === 'ing') w = w.replace(/([bdgmnprt])\1$/, '$1');
  // "abandonné" is "abandon", "planned" was seen to above.
  return w.replace(/onn$/, 'on').replace(/(?<=...)y$/, 'i');
}

/**
 * The distinct stems of a text, in order of first appearance: `"L’hébergeur, qualifié en 2025"` gives `hebergeur`,
 * `qualifi`, `2025`. Words that say nothing are left out, so a text may have none.
 */
export function stemsOf(text: string): string[] {
  const words = fold(text.slice(0, MOST_TEXT)).match(/[\p{L}\p{N}]+/gu) ?? [];
  const stems = words.filter((word) => !STOP.has(word) && (word.length > 1 || /\d/.test(word))).map(stem);
  return [...new Set(stems.map((word) => word.slice(0, LONGEST)))];
}

/**
 * What a question looks for: its stems, all of which an article must have; a word that ends in `*` stands for all that
 * begin so, and is given back with its star.
 */
export function searchTerms(question: string): string[] {
  const terms = question.split(/\s+/).flatMap((part) => {
    const begin = /^([\p{L}\p{N}]{3,})\*$/u.exec(part)?.[1];
    return begin === undefined ? stemsOf(part) : [`${fold(begin).slice(0, LONGEST)}*`];
  });
  return [...new Set(terms)];
}
