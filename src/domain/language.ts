/** The languages in which Vigie speaks. News may come in any language. */
export const LANGS = ['fr', 'en'] as const;
export type Lang = (typeof LANGS)[number];

/** A short text that the record holds in every language Vigie speaks. */
export type Localised = Readonly<Record<Lang, string>>;

/** The language of a platform's locale (`fr-FR`, `en-GB`, …), or `fallback` when it is none of ours. */
export function langOf(locale: string | null | undefined, fallback: Lang): Lang {
  const head = (locale ?? '').toLowerCase().slice(0, 2);
  return LANGS.find((lang) => lang === head) ?? fallback;
}
