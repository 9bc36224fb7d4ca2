import type { Claim } from '../../domain/event.ts';
import type { Sentence } from './sentence.ts';

const PROPER = String.raw`(?:\p{Lu}[\p{L}\p{N}&.'’-]*)(?:[ \u00a0](?:de |du |des |d['’]|of |the )?(?:\p{Lu}|\d)[\p{L}\p{N}&.'’-]*)*`;
const TECHNOLOGY = new RegExp(
  String.raw`(?:technologies?|technologie|technology|services?|stack|plateforme|platform)\s+(?:cloud\s+)?(?:de\s+|d['’]|of\s+|from\s+|by\s+|von\s+)?(?:la\s+|the\s+)?(${PROPER})|(?:bas[ée]+e?s?|fond[ée]+e?s?|repos\w+|s['’]appui\w+|construite?|b[âa]tie?)\s+sur\s+(?:les?\s+|la\s+|l['’]|des\s+)?(?:technologies?\s+|services?\s+|infrastructure\s+|solutions?\s+|cloud\s+)*(?:de\s+|d['’])?(${PROPER})|(?:powered\s+by|built\s+on|based\s+on|runs?\s+on|running\s+on|auf\s+Basis\s+von)\s+(?:the\s+)?(${PROPER})`,
  'u',
);
const OWNERS = new RegExp(
  String.raw`(?:co-?entreprise|joint[- ]?venture|JV|filiale(?:\s+commune)?|soci[ée]t[ée]\s+commune|venture|subsidiary|Gemeinschaftsunternehmen|Tochter)\s+(?:(?:de|d['’]|entre|between|of|by|von|der|du|fond[ée]+e?\s+par|cr[ée]+e+\s+par)\s*)+(${PROPER}(?:\s*(?:\([^)]{1,12}\)|,|et|and|und|&)\s*(?:d['’]|de\s+|l['’])?${PROPER})*)|(?:d[ée]tenue?\s+(?:(?:à|a)\s+\d+\s*%\s+)?(?:majoritairement\s+)?par|owned\s+by|fond[ée]+e?\s+par|cr[ée]+e+\s+par|founded\s+by|backed\s+by)\s+(${PROPER}(?:\s*(?:\([^)]{1,12}\)|,|et|and|und|&)\s*(?:d['’]|de\s+|par\s+|l['’])?${PROPER})*)`,
  'u',
);
/** What every such wording holds: sentences without it are not searched. */
const TECHNOLOGY_HINT =
  /technolog|service|stack|plateforme|platform|bas(?:e|is)|fond|repos|appui|constru|bati|powered|built|run/;
const OWNERS_HINT =
  /entreprise|venture|jv|filiale|societe|subsidiary|gemeinschaft|tochter|detenu|owned|fond|found|cree|backed/;
const CUSTOMER_BEFORE = new RegExp(
  String.raw`(${PROPER})\s+(?:a\s+|has\s+)?(?:choisit|choisi|s[ée]lectionn(?:e|é)|retient|retenu|adopte|opte\s+pour|migre|bascule|confie|mise\s+sur|fait\s+confiance|chooses|chose|selects|selected|picks|picked|adopts|opts\s+for|migrates|moves|turns\s+to|goes\s+with|entrusts|w[äa]hlt|setzt\s+auf|wechselt|vertraut|entscheidet|quitte|quitter|abandonne)(?![\p{L}])`,
  'u',
);
const CUSTOMER_AFTER = new RegExp(
  String.raw`(?:chosen\s+by|selected\s+by|choisie?\s+par|retenue?\s+par|s[ée]lectionn[ée]+e?\s+par|adopt[ée]+e?\s+par|s[ée]duit|wins\s+over|signe\s+avec|accueille|clients?\s+(?:comme|tels?\s+que|dont)|customers?\s+(?:like|such\s+as|including))\s+(?:le\s+|la\s+|l['’]|les\s+|the\s+)?(${PROPER})`,
  'u',
);

const pickName = (m: RegExpExecArray | null): string | null => {
  const text = m?.slice(1).find((g) => g !== undefined);
  return text
    ? text
        .replace(/[.,;:'’]+$/u, '')
        .replace(/^(?:Le|La|Les|The|Der|Die|Das|Un|Une)\s+|^L['’]/u, '')
        .trim()
    : null;
};

/**
 * What a sentence says a provider rests on, belongs to, or, where the item tells of a `win`, whom it serves. `isName` is
 * true for names of the providers themselves.
 */
export function attributes(
  sentence: Sentence,
  provider: string,
  isName: (text: string) => boolean,
  win: boolean,
): Claim[] {
  const claims: Claim[] = [];
  const push = (field: 'technology' | 'owner' | 'customer', value: string | null, m: RegExpExecArray | null): void => {
    if (value && m && !isName(value)) claims.push({ provider, field, value, reason: m[0].trim().slice(0, 160) });
  };
  const technology = TECHNOLOGY_HINT.test(sentence.flat) ? TECHNOLOGY.exec(sentence.raw) : null;
  push('technology', pickName(technology), technology);
  const owners = OWNERS_HINT.test(sentence.flat) ? OWNERS.exec(sentence.raw) : null;
  push('owner', pickName(owners)?.replace(/\s+(?:et|and|und|&)\s+(?:d['’]|de\s+)?/gu, ', ') ?? null, owners);
  if (win) {
    const customer = CUSTOMER_AFTER.exec(sentence.raw) ?? CUSTOMER_BEFORE.exec(sentence.raw);
    push('customer', pickName(customer), customer);
  }
  return claims;
}
