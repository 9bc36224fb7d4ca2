import type { Lang, Localised } from '../../domain/language.ts';
import { frenchSpaced } from '../../domain/typography.ts';

/**
 * A sentence as printed, from the way keyboards write it: curved apostrophes, and French spaced as French is. What is
 * already printed so is left alone.
 */
export function typeset(text: string, lang: Lang): string {
  const curved = text.replaceAll("'", '’');
  return lang === 'fr' ? frenchSpaced(curved) : curved;
}

/** The same in both languages. */
export function typesetBoth(words: Localised): Localised {
  return { fr: typeset(words.fr, 'fr'), en: typeset(words.en, 'en') };
}
