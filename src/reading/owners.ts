import type { Seen } from './evidence.ts';
import type { Span } from './lexicon.ts';
import type { Text } from './text.ts';

const VENTURE = `(?:[Ff]iliales?|[Cc]o-?entreprises?|[Jj]oint[- ][Vv]entures?|JV|[Ss]oci[ée]t[ée] commune|[Ss]ubsidiar(?:y|ies)|[Vv]entures?|[Uu]nit|[Aa]rm|[Tt]ochter(?:gesellschaft|unternehmen|firma)?|Gemeinschaftsunternehmen|[Ss]pin-?off)`;
const LINK = `(?:de la|de l['’]|des|de|du|d['’]|entre|of|between|by|from|von|der|des|zwischen)`;

/** "la filiale commune de Orange et …": everything between the venture's noun and the owner is a link or an owner. */
const BEFORE = new RegExp(
  String.raw`(?<![\p{L}])${VENTURE}(?:\s+(?!${LINK})\p{Ll}[\p{L}-]*){0,3}\s+${LINK}\s*(?:(?:\([^)]{0,14}\)|[,&]|et|and|und|de|d['’]|la|le|l['’]|the|\p{Lu}[\p{L}\p{N}.-]*)\s*)*$`,
  'u',
);
const HELD =
  /(?:d[ée]tenue?|contr[ôo]l[ée]e?|owned|backed|held)\s+(?:(?:à|a)\s+\d+\s*%\s+|\d+\s*%\s+)?(?:\p{Ll}+\s+)?(?:par|by)\s+(?:(?:[,&]|et|and|\p{Lu}[\p{L}\p{N}.-]*)\s*)*$/u;
/** "the Thales subsidiary", "Thales' venture", "Thales-Tochter". */
const AFTER = new RegExp(String.raw`^(?:['’]s?)?(?:\s+(?:\p{Ll}[\p{L}-]*\s+)?|-)${VENTURE}(?![\p{L}])`, 'u');

/** Without one of these words nobody is named as an owner. */
const HINT =
  /filiale|entreprise|venture|jv|societe commune|subsidiar|unit|arm|tochter|gemeinschaft|spin|detenu|control|owned|backed|held/;

/** True where a name stands as the owner of what the sentence is about: "la filiale de Thales". */
export function ownsThere(text: Text, span: Span): boolean {
  if (!HINT.test(text.flat.slice(Math.max(0, span.start - 80), span.end + 40))) return false;
  const left = text.raw.slice(Math.max(0, span.start - 80), span.start);
  const line = left.slice(left.lastIndexOf('\n') + 1);
  return (
    BEFORE.test(line) || HELD.test(line) || AFTER.test(text.raw.slice(span.end, span.end + 40).split('\n')[0] ?? '')
  );
}

/** Where each mention acts itself: the spans in which it is not named as an owner only. */
export function actingSpans(text: Text, seen: readonly Seen[]): ReadonlyMap<string, readonly Span[]> {
  return new Map(seen.map((m) => [m.id, m.spans.filter((s) => !ownsThere(text, s))]));
}
