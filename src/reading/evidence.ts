import type { Decision, Evidence, Mention } from '../domain/item.ts';
import {
  ACTOR_PREPOSITIONS,
  APPOSITIONS,
  CLITICS,
  DETERMINERS,
  FUNCTION_WORDS,
  MANNER_PREPOSITIONS,
  OFFICES,
  VERBS,
  WEAK_VERBS,
} from './grammar.ts';
import type { Hits, NameHit, Span } from './lexicon.ts';
import { weighOffer, weighRole } from './roles.ts';
import { adjoins, FUTURE, inside, isLower, isPlainWord, isProper, known, type Sight } from './sight.ts';
import { smallness, weighWord } from './small.ts';
import { opensClause, type Text, wordAfter, wordBefore } from './text.ts';
import type { TermKind } from './vocabulary.ts';

/** A tracked name as it stands in a text, with where. */
export type Seen = Mention & { readonly spans: readonly Span[] };

/** The points that make a name count, and that make it worth a look. */
const ACCEPT = 3;
const REVIEW: Readonly<Record<'low' | 'mid' | 'high', number>> = { low: 1, mid: 2, high: 1 };
const BASE: Readonly<Record<'low' | 'mid' | 'high', number>> = { low: 5, mid: 1, high: 0 };

/** How hard each sign against a name weighs, by risk class. */
const AGAINST: Readonly<Record<'mid' | 'high', Readonly<Record<'case' | 'determiner' | 'proper' | 'noun', number>>>> = {
  mid: { case: -2, determiner: -2, proper: -2, noun: -1 },
  high: { case: -4, determiner: -4, proper: -4, noun: -2 },
};

const COLOURS = new Set(
  'blanc blanche rouge vert verte jaune noir noire gris grise rose violet brun white red green yellow black grey gray pink weiss rot grun gelb schwarz bleu orange'.split(' '),
); // biome-ignore format: one list

const DOMAIN_POINTS: Readonly<Record<TermKind, number>> = { sovereign: 3, rule: 3, cloud: 2, digital: 1 };

/** Is the name written as a name? */
function weighCase({ text, hit, add }: Sight, weight: number): void {
  const written = text.raw.slice(hit.start, hit.end);
  if (isLower(written) && /^\p{Lu}/u.test(hit.form.text)) add('lower case', written, weight);
}

function weighPreposition(sight: Sight, weight: number): void {
  const { text, before, add } = sight;
  if (!before) return;
  if (MANNER_PREPOSITIONS.has(before.fold)) {
    add('manner preposition', before.text, weight);
    return;
  }
  if (['de', 'of', 'von', 'd'].includes(before.fold)) {
    const office = wordBefore(text.raw, before.start);
    if (office && OFFICES.has(office.fold)) add('office before', `${office.text} ${before.text}`, 3);
    return;
  }
  const points = ACTOR_PREPOSITIONS.get(before.fold);
  if (points !== undefined) add('actor preposition', before.text, points);
}

/** What stands before the name. */
function weighBefore(sight: Sight, against: (typeof AGAINST)['high']): void {
  const { text, before, add, hit } = sight;
  if (!before) return;
  if (!adjoins(before.gap) && !(/^['’ʼ]$/u.test(before.gap) && before.text.length <= 2)) return;
  const word = before.fold;
  if (DETERMINERS.has(word)) add('determiner before', before.text, against.determiner);
  else if (APPOSITIONS.has(word)) add('company noun before', before.text, 3);
  else if (VERBS.has(word)) add('verb before', before.text, 2);
  else if (FUNCTION_WORDS.has(word) || ACTOR_PREPOSITIONS.has(word) || MANNER_PREPOSITIONS.has(word))
    weighPreposition(sight, against.noun);
  else if (known(sight, before.start) || WEAK_VERBS.has(word)) return;
  else if (isProper(before.text) && !text.german && !(text.titleCase && hit.start < text.titleEnd)) {
    const first = opensClause(text.raw, before.start);
    add('proper noun before', before.text, first ? Math.ceil(against.proper / 2) - 1 : against.proper);
  } else if (isLower(before.text) && !text.german) add('noun before', before.text, against.noun);
}

function weighVerb(sight: Sight): boolean {
  const { text, after, add } = sight;
  if (!after) return false;
  const clitic = CLITICS.has(after.fold) && (adjoins(after.gap) || after.gap === '');
  if (clitic) {
    add('pronoun and verb after', after.text, 2);
    return true;
  }
  if (!adjoins(after.gap)) return false;
  const verb = VERBS.has(after.fold) || (isLower(after.text) && FUTURE.test(after.fold));
  if (
    verb &&
    (isLower(after.text) ||
      text.titleCase ||
      text.raw.slice(0, text.titleEnd) === text.raw.slice(0, text.titleEnd).toUpperCase())
  ) {
    add('verb after', after.text, 2);
    return true;
  }
  if (WEAK_VERBS.has(after.fold)) {
    const next = wordAfter(text.raw, after.start + after.text.length);
    // "a obtenu", "has won": the auxiliary of a deed. "est la couleur" tells nothing.
    const deed =
      next !== null &&
      /(?:e|i|u|is|it|ed|ees?|won|become|t)$/.test(next.fold) &&
      !DETERMINERS.has(next.fold) &&
      isLower(next.text);
    if (deed && /^(?:a|ont|avait|aurait|has|have|had|hat)$/.test(after.fold)) {
      add('verb after', `${after.text} ${next.text}`, 2);
      return true;
    }
  }
  return false;
}

/** Two common words behind a name, no verb among them, make a compound of it: "Free Pro tools trial". */
function weighCompound(sight: Sight, weight: number): void {
  const { text, after, add } = sight;
  if (!after || !isPlainWord(sight, after)) return;
  const next = wordAfter(text.raw, after.start + after.text.length);
  if (next && adjoins(next.gap) && isPlainWord(sight, next) && !/(?:ment|ly|ed|ee?s?)$/.test(next.fold))
    add('common nouns follow', `${after.text} ${next.text}`, weight);
}

/** What stands after the name. */
function weighAfter(sight: Sight, against: (typeof AGAINST)['high']): void {
  const { text, after, hit, add } = sight;
  const verb = weighVerb(sight);
  const opens = opensClause(text.raw, hit.start);
  if (opens && after && (verb || /^[\s\u00a0\u202f]*[,:(]/u.test(after.gap))) {
    add(hit.start < text.titleEnd ? 'headline subject' : 'clause subject', text.raw.slice(hit.start, hit.end), 1);
  }
  if (verb || !after) return;
  if (after.gap === '-' || after.gap === '‑') {
    if (!known(sight, after.start)) add('compound', `-${after.text}`, against.noun - 2);
    return;
  }
  if (!adjoins(after.gap) || known(sight, after.start)) return;
  if (isProper(after.text) && !text.german && !(text.titleCase && hit.start < text.titleEnd))
    add('proper noun follows', after.text, against.proper);
  else if (hit.form.risk === 'mid' && opens) weighCompound(sight, against.noun - 2);
}

/** Another colour beside a name that is itself a colour. */
function weighColour({ hit, before, after, text, add }: Sight): void {
  if (!COLOURS.has(hit.form.text.toLowerCase())) return;
  const next = after && (COLOURS.has(after.fold) ? after : wordAfter(text.raw, after.start + after.text.length));
  const last = before && (COLOURS.has(before.fold) ? before : wordBefore(text.raw, before.start));
  for (const near of [next, last]) {
    if (near && COLOURS.has(near.fold) && isLower(near.text)) {
      add('colour beside', near.text, -3);
      return;
    }
  }
}

/** In one list with another tracked name: "S3NS, Bleu et NumSpot". */
function weighList({ text, hits, hit, add }: Sight): void {
  const link = /^\s*(?:,|et|and|und|ou|or|&|\/|vs\.?|contre|face à)\s*(?:(?:de|d['’]|avec|the|par)\s*)?$/iu;
  for (const other of hits.names) {
    if (other.form.id === hit.form.id || other.form.risk === 'high') continue;
    const between =
      other.start >= hit.end
        ? text.raw.slice(hit.end, other.start)
        : other.end <= hit.start
          ? text.raw.slice(other.end, hit.start)
          : null;
    if (between !== null && between.length < 14 && link.test(between)) {
      add('listed with', text.raw.slice(other.start, other.end), 2);
      return;
    }
  }
}

/** The weightiest term of the trade outside the name itself. */
function bestTerm({ hits, hit }: Sight): (typeof hits.terms)[number] | null {
  const free = hits.terms.filter((t) => !inside(t, hit));
  return free.reduce<(typeof free)[number] | null>(
    (best, t) => (best && DOMAIN_POINTS[best.term.kind] >= DOMAIN_POINTS[t.term.kind] ? best : t),
    null,
  );
}

/** What the item speaks of: the name's own context words, the trade, other tracked names. Returns its points. */
function weighDomain(sight: Sight): number {
  const { text, hits, hit, add } = sight;
  const show = (s: Span): string => text.raw.slice(s.start, s.end);
  const words = new Set(hits.contexts.filter((c) => c.id === hit.form.id && !inside(c, hit)).map(show));
  const term = bestTerm(sight);
  const other = hits.names.find(
    (n) => n.form.id !== hit.form.id && n.form.risk === 'low' && !n.form.respelt && n.form.scope === 'company',
  );
  const own = words.size === 0 ? 0 : Math.min(3, 1 + words.size);
  const trade = term ? DOMAIN_POINTS[term.term.kind] : 0;
  // Two words of its own beside the words of the trade are as good as a full name.
  const both = own > 0 && trade > 1 ? (words.size > 1 && trade > 2 ? 2 : 1) : 0;
  const points = Math.min(5, Math.max(own, trade, other ? 2 : 0) + both);
  if (points === 0) return 0;
  const shown = [
    ...[...words].slice(0, 3),
    ...(term && trade >= own ? [show(term)] : []),
    ...(other && own + trade < 2 ? [show(other)] : []),
  ];
  add('domain context', shown.join(', '), points);
  return points;
}

function decide(score: number, risk: 'low' | 'mid' | 'high', domain: number, review: number): Decision {
  // A name that is an everyday word never counts by its grammar alone: the item must speak of the trade.
  if (risk === 'high' && domain < 1) return score >= ACCEPT ? 'review' : 'reject';
  if (score >= ACCEPT) return 'accept';
  return score >= review ? 'review' : 'reject';
}

/** Weighs one occurrence of a name by how it stands in its sentence and what the item speaks of. */
export function weigh(text: Text, hits: Hits, hit: NameHit): Mention {
  const evidence: Evidence[] = [];
  let score = 0;
  const add = (sign: string, shown: string, points: number): void => {
    evidence.push({ sign, text: shown, points });
    score += points;
  };
  const { form } = hit;
  const written = text.raw.slice(hit.start, hit.end);
  const small = form.risk === 'low' && !form.respelt ? smallness(text, hit) : null;
  if (form.risk === 'low' && !form.respelt && small === null) {
    add('distinctive name', written, BASE.low);
    return { id: form.id, score, decision: 'accept', evidence };
  }
  const risk = form.risk === 'low' ? 'mid' : form.risk;
  if (form.respelt) add('unusual spelling', written, BASE.mid);
  else if (small === 'everywhere') add('distinctive name', written, BASE.low);
  else if (small === 'here') add('lower case', written, BASE.mid);
  else if (BASE[risk] > 0) add('name', written, BASE[risk]);
  const sight: Sight = {
    text,
    hits,
    hit,
    before: wordBefore(text.raw, hit.start),
    after: wordAfter(text.raw, hit.end),
    add,
  };
  if (small !== null) weighWord(sight);
  if (small !== 'everywhere' && !form.respelt) {
    if (small === null) weighCase(sight, AGAINST[risk].case);
    weighBefore(sight, AGAINST[risk]);
    weighAfter(sight, AGAINST[risk]);
    weighColour(sight);
    weighList(sight);
  }
  const domain = weighDomain(sight);
  return {
    id: form.id,
    score,
    decision: decide(score, risk, domain, small === null ? REVIEW[risk] : REVIEW.low),
    evidence,
  };
}

const RANK: Readonly<Record<Decision, number>> = { accept: 2, review: 1, reject: 0 };

const better = (a: Mention, b: Mention): boolean =>
  RANK[a.decision] > RANK[b.decision] || (a.decision === b.decision && a.score > b.score);

/**
 * Decides for every tracked name in the text whether it counts. Names in company scope come first; role and offer
 * scopes then ask what the item says of the cloud. Best first.
 */
export function weighAll(text: Text, hits: Hits): readonly Seen[] {
  const best = new Map<string, Seen>();
  const take = (mention: Mention, hit: NameHit): void => {
    if (mention.decision === 'reject') return;
    const span = { start: hit.start, end: hit.end };
    const held = best.get(mention.id);
    const spans = [...(held?.spans ?? []), span];
    best.set(mention.id, { ...(held && !better(mention, held) ? held : mention), spans });
  };
  for (const hit of hits.names) if (hit.form.scope === 'company') take(weigh(text, hits, hit), hit);
  const companies = [...best.values()].filter((m) => m.decision === 'accept');
  for (const hit of hits.names) {
    if (hit.form.scope === 'role') {
      const stands = weigh(text, hits, hit);
      if (stands.decision !== 'reject') take(weighRole(text, hits, hit, stands, companies), hit);
    } else if (hit.form.scope === 'offer') take(weighOffer(text, hits, hit, companies), hit);
  }
  return [...best.values()].sort((a, b) => RANK[b.decision] - RANK[a.decision] || b.score - a.score);
}
