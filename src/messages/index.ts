import type { Lang } from '../domain/language.ts';
import { en, type Messages as Shape } from './en/index.ts';
import { fr } from './fr/index.ts';

/** Every word a person reads, in one language. English sets the shape; a key missing elsewhere does not compile. */
export type Messages = Shape;

const CATALOGUE: Readonly<Record<Lang, Messages>> = { en, fr };

/** The words of a language. */
export function messagesOf(lang: Lang): Messages {
  return CATALOGUE[lang];
}
