import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Detector = typeof import('eld/medium')['eld'];

const require = createRequire(import.meta.url);
let detector: Detector | null = null;

/** The detector, loaded with the first text that needs it: it takes some 150 MB, and most feeds say their language. */
function detected(text: string): string {
  // By its path: the package names its entries for `import` alone.
  detector ??= (require(fileURLToPath(import.meta.resolve('eld/medium'))) as { readonly eld: Detector }).eld;
  return detector.detect(text).language;
}

const WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: new Set("le la les des du une un est et dans pour sur avec par qui que au aux son sa ses ce cette en d l s n il elle plus se ne pas sont vers chez entre selon apres".split(' ')),
  en: new Set('the of and to in for on with by is its an at from as that this it are was will has be not new after over'.split(' ')),
  de: new Set('der die das und ist fur mit auf den dem ein eine von zu im nicht sich auch des bei nach wird aus am als'.split(' ')),
}; // biome-ignore format: a table

function vote(text: string): { readonly lang: string; readonly lead: number } {
  const counts = new Map<string, number>();
  const seen =
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[a-z]+/g) ?? [];
  const marks = (pattern: RegExp): number => Math.min(2, text.match(pattern)?.length ?? 0);
  const letters: Readonly<Record<string, number>> = { fr: marks(/[éèêàçùîœ]/gi), de: marks(/[äöüß]/gi), en: 0 };
  for (const [lang, words] of Object.entries(WORDS))
    counts.set(lang, seen.filter((w) => words.has(w)).length + (letters[lang] ?? 0));
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return { lang: first?.[0] ?? 'und', lead: (first?.[1] ?? 0) - (second?.[1] ?? 0) };
}

/**
 * The language of an item as two letters, `und` when nothing tells it. The feed's own declaration comes first; else
 * function words decide where they are clear, and the detector (eld) for the rest. Matching never depends on it.
 */
export function readLanguage(declared: string | null | undefined, text: string): string {
  const own = /^[a-z]{2}(?![a-z])/i.exec(declared ?? '');
  if (own) return own[0].toLowerCase();
  const sample = text.slice(0, 300);
  const words = vote(sample);
  if (words.lead >= 2) return words.lang;
  const found = detected(sample);
  // A headline full of names misleads the detector: one clear function word is worth more.
  if (words.lead >= 1 && (sample.length < 90 || !['fr', 'en', 'de'].includes(found))) return words.lang;
  return found === '' ? (words.lead > 0 ? words.lang : 'und') : found;
}
