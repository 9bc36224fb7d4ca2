import type { Claim, TimeExpression } from '../../domain/event.ts';
import { type Day, formatCalendar } from '../../domain/period.ts';
import { namedStretch, type Stretch } from '../calendar.ts';
import { negatedBefore } from '../polarity.ts';
import { schemeIn } from '../schemes.ts';
import type { Sentence } from './sentence.ts';

/** Writes a stretch in the notation of promises: year, half, quarter or month; the middle of it decides. */
function periodWords(s: Stretch): string {
  if (s.precision === 'day') return s.from.slice(0, 7);
  const middle = new Date((Date.parse(`${s.from}T00:00:00Z`) + Date.parse(`${s.to}T00:00:00Z`)) / 2)
    .toISOString()
    .slice(0, 10);
  return formatCalendar(middle, s.precision);
}

const PROMISED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:disponibilite generale|generally available|general availability|ga|allgemein verfugbar)\b/, 'GA'],
  [/\b(?:secnumcloud|qualifi\w+|certifi\w+|visa de securite|hds|c5|(?:decision|avis|verdict|entscheidung) (?:de |du |of |by |der |des )?(?:l'|the )?(?:anssi|bsi))\b/, 'qualification'],
  [/\b(?:region|datacenters?|data cent(?:er|re)s?|ouvr\w+|opens?|opening|eroffn\w*|rechenzentrum|zone)\b/, 'opening'],
  [/\b(?:fermeture|ferme\w*|arret\w*|fin de|shut\w*|end of|abschalt\w*|desactiv\w*)\b/, 'end of service'],
  [/\b(?:migr\w+|bascul\w+|moves?|switch\w*)\b/, 'migration'],
  [/\b(?:disponib\w+|available|availability|verfugbar|livr\w+|operationnel\w*|en service|production|live)\b/, 'availability'],
  [/\b(?:lance\w*|launch\w*|commerciali\w+|start\w*|demarr\w+|offre|services?|arriv\w+|debut\w*|premiers?)\b/, 'launch'],
]; // biome-ignore format: a table
const PROMISING =
  /\b(?:va|vont|devrait|devraient|prevoi\w*|prevue?s?|attendue?s?|vise\w*|compte|ambitionne\w*|promet\w*|annonce\w*|repouss\w+|report\w+|decal\w+|retard\w*|glisse\w*|espere\w*|objectif|[a-z]{2,}(?:era|eront)|ouvrira|disponible|des|d'ici|avant|horizon|a partir|pas avant|will|plans?|planned|expected|expects?|due|aims?|scheduled|slated|set|by|from|until|before|delay\w*|postpone\w*|pushed|slips?|to (?:launch|open|start|be|go|become)|soll|wird|geplant|ab|bis|verschob\w*|verschieb\w*|plant)\b/;

/** The stretch a promise names, null where it is past or has begun. */
function stretchAhead(t: TimeExpression, published: Day | null): Stretch | null {
  const s = namedStretch(t);
  if (!s || (published !== null && s.to <= published) || (published === null && t.modality === 'in')) return null;
  return t.modality === 'from' && published !== null && s.from <= published ? null : s;
}

/** What a sentence promises for when. `topic`: the scheme that the item is about, for sentences that speak of "the decision" only. */
export function promises(sentence: Sentence, provider: string, published: Day | null, topic: string | null): Claim[] {
  const claims: Claim[] = [];
  if (sentence.times.length === 0 || !PROMISING.test(sentence.flat)) return claims;
  for (const t of sentence.times) {
    const s = stretchAhead(t, published);
    if (!s) continue;
    // What is promised stands before its date; only where nothing does is the whole sentence asked.
    const [from, to] = t.span;
    const left = sentence.timeless.slice(0, from - sentence.start);
    if (t.modality !== 'not-before' && negatedBefore(sentence.flat, from - sentence.start)) continue;
    const what = PROMISED.find(([p]) => p.test(left)) ?? PROMISED.find(([p]) => p.test(sentence.timeless));
    if (!what) continue;
    const scheme = what[1] === 'qualification' ? (schemeIn(sentence.flat)?.name ?? topic) : null;
    const target = scheme ? `${scheme} qualification` : what[1];
    claims.push({
      provider,
      field: 'date_promised',
      value: `${target}: ${periodWords(s)}`,
      period: { from: s.from, to: s.to, precision: s.precision },
      reason: sentence.raw.slice(Math.max(0, from - sentence.start), to - sentence.start).trim(),
    });
  }
  return claims;
}
