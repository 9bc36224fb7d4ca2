import type { Lang, Localised } from '../../domain/language.ts';

const NARROW = '\u202f';
const WIDE = '\u00a0';

/**
 * A sentence as printed, from the way keyboards write it: curved apostrophes, and in French the spaces that must not
 * break: before `: ; ? ! %`, `€` and `»`, after `«`, and inside numbers. What is already printed so is left alone.
 */
export function typeset(text: string, lang: Lang): string {
  const curved = text.replaceAll("'", '’');
  if (lang !== 'fr') return curved;
  return curved
    .replace(/ (?=[;?!%])/g, NARROW)
    .replace(/ (?=[:»€])/g, WIDE)
    .replace(/(?<=«) /g, WIDE)
    .replace(/(?<=\d) (?=\d{3}(?!\d))/g, NARROW);
}

/** The same in both languages. */
export function typesetBoth(words: Localised): Localised {
  return { fr: typeset(words.fr, 'fr'), en: typeset(words.en, 'en') };
}
