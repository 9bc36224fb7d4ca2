/**
 * The conditional of the French press ("fermerait", "lanceraient") tells a deed as hearsay. To know which deed, the
 * words of the present are wanted: "ferme", "lancent".
 */
export const CONDITIONAL =
  /\b(?!(?:devrai|pourrai|voudrai|faudrai|souhaiterai|aimerai|vaudrai|consider|oper|esper|gener|acceler|prefer|differ|gerai|coop|recuper|toler|inser|liber|deliber|entrai|montrai|offrai|ouvrai|souffrai|couvrai|mesurai|durai|assurai|tirai|retirai|attirai|inspirai|demeurai|figurai|preparai|comparai|separai|declarai|sur))[a-z]{2,}(?:erai|irai|drai|trai|vrai|urai|serai)(?:t|ent)\b|\b(?:serai|aurai)(?:t|ent)\b/;

/** A quick look before the slow one. */
export const mayBeConditional = (flat: string): boolean => flat.includes('rait') || flat.includes('raient');

const FORM = new RegExp(CONDITIONAL.source, 'g');

/** Stem of the conditional to the present, singular and plural. */
const PRESENT: readonly (readonly [RegExp, string, string])[] = [
  [/iendr$/, 'ient', 'iennent'],
  [/(?:rend|erd|ond|end|ord)r$/, '', ''],
  [/cevr$/, 'coit', 'coivent'],
  [/querr$/, 'quiert', 'quierent'],
  [/er$/, 'e', 'ent'],
  [/vrir$/, 'vre', 'vrent'],
  [/ir$/, 'it', 'issent'],
  [/ettr$/, 'et', 'ettent'],
];

/** The text with its conditionals in the present, and the way back to the offsets of the text. */
export type Present = { readonly flat: string; readonly back: (at: number) => number };

function presentOf(word: string): string {
  // "serait", "aurait" help a participle that tells the deed by itself.
  const m = /^(.*r)ai(t|ent)$/.exec(word);
  if (!m || /^(?:ser|aur|fer|ir)$/.test(m[1] ?? '')) return word;
  const stem = m[1] ?? '';
  const many = m[2] === 'ent';
  for (const [end, one, more] of PRESENT) {
    if (!end.test(stem)) continue;
    return one === '' ? `${stem.slice(0, -1)}${many ? 'ent' : ''}` : stem.replace(end, many ? more : one);
  }
  return word;
}

/** Puts the conditionals of a flat text into the present; a text without any comes back as it is. */
export function inPresent(flat: string): Present {
  if (!mayBeConditional(flat)) return { flat, back: (at) => at };
  const shifts: { readonly at: number; readonly by: number }[] = [];
  let longer = 0;
  const out = flat.replace(FORM, (word: string, at: number) => {
    const present = presentOf(word);
    if (present.length !== word.length) {
      longer += word.length - present.length;
      shifts.push({ at: at + word.length - longer, by: longer });
    }
    return present;
  });
  if (shifts.length === 0) return { flat: out, back: (at) => at };
  return { flat: out, back: (at) => at + (shifts.findLast((s) => at >= s.at)?.by ?? 0) };
}
