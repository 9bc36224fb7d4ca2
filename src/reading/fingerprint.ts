import type { Claim, EventType, Stance, TimeExpression } from '../domain/event.ts';
import type { Fingerprint } from '../domain/item.ts';
import type { Day } from '../domain/period.ts';
import { namedStretch } from './calendar.ts';
import type { CueHit } from './events.ts';
import type { Seen } from './evidence.ts';
import { fold } from './fold.ts';
import { DETERMINERS, FUNCTION_WORDS } from './grammar.ts';
import type { Hits } from './lexicon.ts';
import { mattersOf } from './matter.ts';
import { ownsThere } from './owners.ts';
import { createScanner } from './scanner.ts';
import { opensClause, type Text } from './text.ts';

/** FNV-1a over UTF-16 units, 32 bits, unsigned. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** Concepts of events that every language words differently; each one is the same thing in all of them. */
const TOPICS: readonly (readonly [topic: string, source: string])[] = [
  ['fire', String.raw`(?:incendie|fire|blaze|brand|feuer)(?!\w)`],
  ['court', String.raw`(?:proces|tribunal|plaintes?|cour d'appel|condamne\w*|lawsuits?|sue[sd]|court|class action|klage|gericht)(?!\w)`],
  ['outage', String.raw`(?:pannes?|outages?|ausfall|storung|indisponib\w+|down)(?!\w)`],
  ['breach', String.raw`(?:fuites?|breach\w*|leak\w*|datenleck|pirat\w+|hack\w*)(?!\w)`],
  ['region', String.raw`(?:regions?|zone de disponibilite|availability zones?)(?!\w)`],
  ['datacentre', String.raw`(?:data ?cent(?:er|re)s?|centres? de donnees|rechenzentr\w+)(?!\w)`],
  ['health', String.raw`(?:sante|health|gesundheit\w*|hopita\w+|hospitals?|krankenhaus\w*)(?!\w)`],
  ['defence', String.raw`(?:armees?|defense|defen[cs]e|militaire|military|bundeswehr|verteidigung\w*)(?!\w)`],
  ['price', String.raw`(?:tarifs?|prix|prices?|pricing|preis\w*)(?!\w)`],
  ['boss', String.raw`(?:pdg|directeur general|directrice generale|president|ceo|chief executive|nomm\w+|appoint\w+|chef|geschaftsfuhrer)(?!\w)`],
  ['results', String.raw`(?:resultats?|chiffre d'affaires|results|revenue|earnings|umsatz|quartalszahlen)(?!\w)`],
  ['capital', String.raw`(?:levee de fonds|leve|capital|raises?|raised|funding|finanzierung\w*|kapital\w*|bourse|ipo|shares?)(?!\w)`],
  ['purchase', String.raw`(?:rach(?:ete\w*|at)|acqui\w+|buys?|bought|takeover|ubern\w+|kauft)(?!\w)`],
  ['ai', String.raw`(?:ia|ai|ki|gpus?|intelligence artificielle|artificial intelligence)(?!\w)`],
  ['tender', String.raw`(?:appels? d'offres?|marches? publics?|tenders?|ausschreibung)(?!\w)`],
  ['j0', String.raw`(?:j-?0|jalon (?:j?-?)?(?:0|zero)|milestone (?:j?-?)?(?:0|zero))(?!\w)`],
  ['j1', String.raw`(?:j-?1|jalon (?:j?-?)?1|milestone (?:j?-?)?1)(?!\w)`],
  ['office', String.raw`(?:messagerie|bureautique|office|365|workspace|email|e-mail|suite collaborative)(?!\w)`],
  ['school', String.raw`(?:education|ecoles?|universites?|schools?|universit\w+|schulen?)(?!\w)`],
]; // biome-ignore format: a table

const scanTopics = createScanner(TOPICS.map(([, source]) => source));

/** FNV-1a of a part of a text. */
function hashPart(text: string, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** Hashes of every three words in a row of a folded text, whose words stand one space apart. */
function shinglesOf(folded: string): number[] {
  const out = new Set<number>();
  let first = 0;
  let second = folded.indexOf(' ') + 1;
  let third = second === 0 ? 0 : folded.indexOf(' ', second) + 1;
  while (third > 0) {
    const next = folded.indexOf(' ', third) + 1;
    out.add(hashPart(folded, first, next === 0 ? folded.length : next - 1));
    [first, second, third] = [second, third, next];
  }
  return [...out];
}

/** Proper nouns of title and first sentences that are no tracked name: customers, partners, towns. */
function namesIn(text: Text, hits: Hits): Set<string> {
  const out = new Set<string>();
  const limit = text.titleEnd + 320;
  for (const m of text.raw.slice(0, limit).matchAll(/\p{Lu}[\p{L}\p{N}]+/gu)) {
    const at = m.index;
    if (hits.names.some((n) => n.start <= at && n.end > at) || hits.terms.some((t) => t.start <= at && t.end > at))
      continue;
    if (at < text.titleEnd && text.titleCase && !/^\p{Lu}{2,}/u.test(m[0])) continue;
    const word = fold(m[0]);
    // A sentence opens with a capital whatever its first word is.
    if (opensClause(text.raw, at) && !/^\p{Lu}{2,}/u.test(m[0])) continue;
    if (word.length > 1 && !FUNCTION_WORDS.has(word) && !DETERMINERS.has(word)) out.add(word);
  }
  return out;
}

/** The traits of an item that concerns nobody tracked: its words alone. */
export function plainFingerprint(text: Text): Fingerprint {
  const title = fold(text.raw.slice(0, text.titleEnd)).split(' ');
  return {
    shingles: shinglesOf(fold(text.raw.slice(0, text.titleEnd + 700))),
    concepts: [],
    figures: [],
    words: [...new Set(title.filter((w) => w.length > 2 && !FUNCTION_WORDS.has(w) && !DETERMINERS.has(w)))],
  };
}

/** Dates other than the present, and numbers of two digits and more that are no part of a date. */
function figuresOf(head: string, times: readonly TimeExpression[], published: Day | null): string[] {
  const figures = new Set<string>();
  for (const t of times) {
    if (t.span[0] >= head.length) break;
    const s = namedStretch(t);
    if (s && (published === null || s.from > published || s.to < published)) figures.add(`d:${s.from}:${s.precision}`);
  }
  for (const m of head.matchAll(/(?<![\w.,])\d+(?:[ .,]\d+)*(?![\w])/g)) {
    if (times.some((t) => m.index >= t.span[0] && m.index < t.span[1])) continue;
    const n = m[0].replace(/[ ]/g, '').replace(',', '.');
    if (n.length > 1) figures.add(n);
  }
  return [...figures];
}

/** The traits by which this item and another are seen to tell one event. `seen` are the accepted names. */
export function fingerprintOf(
  text: Text,
  hits: Hits,
  seen: readonly Seen[],
  main: string | null,
  events: readonly EventType[],
  told: { readonly stance: Stance; readonly cues: readonly CueHit[]; readonly origin: string | null },
  claims: readonly Claim[],
  published: Day | null,
  times: readonly TimeExpression[],
): Fingerprint {
  const concepts = new Set<string>();
  if (main !== null) concepts.add(`m:${main}`);
  for (const m of seen) {
    concepts.add(`p:${m.id}`);
    if (m.spans.every((s) => ownsThere(text, s))) concepts.add(`w:${m.id}`);
  }
  events.forEach((e, i) => {
    concepts.add(i === 0 ? `E:${e}` : `e:${e}`);
  });
  concepts.add(`s:${told.stance}`);
  for (const matter of mattersOf(text, events, told.cues)) concepts.add(`o:${matter}`);
  const head = text.flat.slice(0, text.titleEnd + 320);
  const topics = new Set(scanTopics(head).map((f) => f.pattern));
  TOPICS.forEach(([topic], i) => {
    if (topics.has(i)) concepts.add(`t:${topic}`);
  });
  for (const t of hits.terms) if (t.term.kind === 'rule' && t.start < head.length) concepts.add(`t:${t.term.concept}`);
  // Whoever is quoted takes no part in what it reports.
  const source = new Set(fold(told.origin ?? '').split(' '));
  for (const name of namesIn(text, hits)) if (!source.has(name)) concepts.add(`n:${name}`);
  for (const c of claims) if (c.field === 'qualification') concepts.add(`q:${c.value}`);
  return { ...plainFingerprint(text), concepts: [...concepts], figures: figuresOf(head, times, published) };
}
