import type { Decision, Evidence, Mention } from '../domain/item.ts';
import { VERBS } from './grammar.ts';
import type { Hits, NameHit, Span, TermHit } from './lexicon.ts';
import { opensClause, sentenceAt, type Text, wordAfter } from './text.ts';

type Placed = Mention & { readonly spans: readonly Span[] };

/** Business that large groups do outside the cloud: their other news. Flat forms. */
const OTHER_BUSINESS =
  /\b(?:radars?|sonars?|missiles?|avions?|avionique|aircraft|satellites?|helicopteres?|drones?|fregates?|rafale|defen[cs]e contract|forfaits?|mobiles?|smartphones?|5g|fibre|fiber|box|roaming|itinerance|paiements?|payments?|terminaux?|terminals?|zahlungen?|resultats? (?:annuels?|trimestriels?|semestriels?)|chiffre d'affaires|benefices?|dividendes?|dividend|quarterly results|annual results|revenue|earnings|profit|quartalszahlen|umsatz|bourse|cours de l'action|shares?|aktie|recrute(?:ment)?s?|embauches?|hiring|offres? d'emploi|stages?|alternance|lettres? recommandees?|identite numerique|signature electronique|football|rugby|tournoi|sponsor\w*|festival)\b/;

const OWNER =
  /\b(co-?entreprise|joint[- ]venture|filiale|actionnaires?|maisons? meres?|detenue?|fondee?|creee?|owned|backed|founded|subsidiary|venture|parent|tochter|gemeinschaftsunternehmen)\b[^.;]{0,40}$/;

const inSpan = (span: readonly [number, number], hit: Span): boolean => hit.start >= span[0] && hit.end <= span[1];
const apart = (a: Span, b: Span): boolean => a.end <= b.start || b.end <= a.start;

function decisionOf(score: number, accept: number): Decision {
  if (score >= accept) return 'accept';
  return score >= accept - 1 && score > 0 ? 'review' : 'reject';
}

function found(hits: Hits, hit: NameHit, sentence: readonly [number, number], wanted: (t: TermHit) => boolean) {
  const terms = hits.terms.filter((t) => apart(t, hit) && wanted(t));
  return { near: terms.find((t) => inSpan(sentence, t)) ?? null, far: terms[0] ?? null };
}

const isSovereign = (t: TermHit): boolean => t.term.kind === 'sovereign' || t.term.kind === 'rule';
const isCloud = (t: TermHit): boolean => t.term.kind === 'cloud';

/**
 * A group with other businesses counts only where the text sees it at cloud work: sovereignty or cloud words in its
 * sentence, a tracked cloud firm beside it, its own context words; words of its other business speak against it.
 */
export function weighRole(
  text: Text,
  hits: Hits,
  hit: NameHit,
  stands: Mention,
  companies: readonly Placed[],
): Mention {
  const evidence: Evidence[] = [...stands.evidence];
  let role = 0;
  const add = (sign: string, shown: string, points: number): void => {
    evidence.push({ sign, text: shown, points });
    role += points;
  };
  const show = (s: Span): string => text.raw.slice(s.start, s.end);
  const sentence = sentenceAt(text, hit.start);
  const sovereign = found(hits, hit, sentence, isSovereign);
  const cloud = found(hits, hit, sentence, isCloud);
  if (sovereign.near) add('sovereignty in its sentence', show(sovereign.near), 3);
  else if (cloud.near) add('cloud in its sentence', show(cloud.near), 2);
  else if (sovereign.far) add('sovereignty in the item', show(sovereign.far), 1);
  else if (cloud.far) add('cloud in the item', show(cloud.far), 1);
  const beside = companies.find((c) => c.spans.some((s) => inSpan(sentence, s)));
  const anywhere = companies[0];
  if (beside) add('tracked name in its sentence', beside.id, 2);
  else if (anywhere) add('tracked name in the item', anywhere.id, 1);
  // A word that is itself an unsure name (Bleu for Orange) is no proof, one of the trade was counted already.
  const unsure = (c: Span): boolean =>
    hits.names.some((n) => n.form.risk === 'high' && n.start === c.start) || hits.terms.some((t) => !apart(t, c));
  const own = hits.contexts.find((c) => c.id === hit.form.id && apart(c, hit) && !unsure(c));
  if (own) add('own context', show(own), 1);
  const owner = OWNER.exec(text.flat.slice(sentence[0], hit.start));
  if (owner && companies.length > 0) add('named as owner', owner[1] ?? '', 2);
  const other = OTHER_BUSINESS.exec(text.flat.slice(sentence[0], sentence[1]));
  if (other)
    add('other business', text.raw.slice(sentence[0] + other.index, sentence[0] + other.index + other[0].length), -2);
  const role2 = decisionOf(role, 2);
  const decision = role2 === 'accept' ? stands.decision : role2;
  return { id: stands.id, score: stands.score + role, decision, evidence };
}

/** Whose offer it is: the vendor must be named for its offer to count. Flat forms. */
const VENDORS: Readonly<Record<string, readonly RegExp[]>> = {
  'atos-aws': [/\b(?:atos|eviden)\b/, /\b(?:aws|amazon)\b/],
  'aws-esc': [/\b(?:aws|amazon)\b/],
  'microsoft-sovereign': [/\bmicrosoft\b/],
  'google-sovereign': [/\b(?:google|gcp)\b/],
  'oracle-eusc': [/\boracle\b/],
};

const OWN_WORDS = /sovereign|souverain|souveran|boundary|trusted|confiance|eusc|\besc\b/;
const TECHNOLOGY =
  /(?:technolog\w+|\bbase\w* (?:sur|on)|fonde\w* sur|appui\w* sur|repos\w+ sur|powered by|built on|running on|based on|auf basis von)[^.;]{0,30}$/;
const LINK =
  /^[\s"]*(?:europeen\w*|francais\w*|allemand\w*|european|french|german)?[\s"]*(?:de|d'|by|from|von|der|du|chez)\s*$/;

/** An offer found by its own name ("EU Data Boundary"). Without its vendor in the text it needs a look, or is a mere description. */
function weighNamedOffer(hit: NameHit, written: string, vendor: boolean): Mention {
  const evidence: Evidence[] = [{ sign: 'offer named', text: written, points: 4 }];
  // "a European sovereign cloud", written small, describes; the offer's name is written as one.
  const small = hit.form.risk !== 'low' && /^\p{Lu}/u.test(hit.form.text) && !/^\p{Lu}/u.test(written);
  if (small) evidence.push({ sign: 'lower case', text: written, points: -4 });
  if (!vendor) evidence.push({ sign: 'vendor not named', text: '', points: hit.form.risk === 'low' ? -2 : -4 });
  const score = evidence.reduce((sum, e) => sum + e.points, 0);
  return { id: hit.form.id, score, decision: score >= 4 ? 'accept' : score > 0 ? 'review' : 'reject', evidence };
}

/** Two partners that only together are the offer: both in one sentence, with cloud words. */
function weighPair(text: Text, hits: Hits, hit: NameHit, needs: readonly RegExp[]): Mention {
  const sentence = sentenceAt(text, hit.start);
  const own = text.flat.slice(sentence[0], sentence[1]);
  const evidence: Evidence[] = [];
  if (!needs.every((v) => v.test(own))) return { id: hit.form.id, score: 0, decision: 'reject', evidence };
  evidence.push({ sign: 'both partners in one sentence', text: text.raw.slice(hit.start, hit.end), points: 2 });
  const sovereign = found(hits, hit, sentence, isSovereign).far;
  const plain = found(hits, hit, sentence, (t) => isCloud(t) && t.term.concept === 'cloud').near;
  const show = (t: Span): string => text.raw.slice(t.start, t.end);
  if (sovereign) evidence.push({ sign: 'sovereignty wording', text: show(sovereign), points: 2 });
  else if (plain) evidence.push({ sign: 'cloud in its sentence', text: show(plain), points: 1 });
  const score = evidence.reduce((sum, e) => sum + e.points, 0);
  return { id: hit.form.id, score, decision: decisionOf(score, 3), evidence };
}

/** How the vendor stands to the sovereignty wording: its actor, its owner, a mere partner or supplier. */
function placeEvidence(text: Text, hit: NameHit, term: TermHit | null, companies: readonly Placed[]): Evidence[] {
  const out: Evidence[] = [];
  const written = text.raw.slice(hit.start, hit.end);
  const after = wordAfter(text.raw, hit.end);
  const opens = opensClause(text.raw, hit.start);
  const acts =
    after !== null &&
    (VERBS.has(after.fold) ||
      /[,:]/.test(after.gap) ||
      /^(?:a|has|ne|n|se|s|est|is|et|and|cannot|can|sera)$/.test(after.fold));
  const subject = opens && acts;
  if (subject) out.push({ sign: 'actor of the sentence', text: written, points: 2 });
  else if (after && VERBS.has(after.fold)) out.push({ sign: 'verb after', text: after.text, points: 1 });
  if (term) {
    const show = text.raw.slice(term.start, term.end);
    const before = term.end <= hit.start && LINK.test(text.flat.slice(term.end, hit.start));
    const follows =
      term.start >= hit.end && /^(?:'s?\s+(?:\w+\s+){0,2}|\s+|-)$/.test(text.flat.slice(hit.end, term.start));
    if (before || follows) out.push({ sign: 'its sovereign offer', text: show, points: 2 });
  }
  const [start] = sentenceAt(text, hit.start);
  if (TECHNOLOGY.test(text.flat.slice(start, hit.start)))
    out.push({ sign: 'named as technology', text: written, points: -3 });
  else if (!subject && /\b(?:avec|with|mit)\s+$/.test(text.flat.slice(start, hit.start)))
    out.push({ sign: 'named as partner', text: written, points: -2 });
  else if (companies.length > 0 && !subject)
    out.push({ sign: 'tracked name in the item', text: companies[0]?.id ?? '', points: -1 });
  return out;
}

/**
 * An offer counts by its own name, or where its vendor's name stands together with sovereignty wording as the actor of
 * the sentence. A vendor named as the technology of a venture is not its own sovereign offer.
 */
export function weighOffer(text: Text, hits: Hits, hit: NameHit, companies: readonly Placed[]): Mention {
  const written = text.raw.slice(hit.start, hit.end);
  const needs = VENDORS[hit.form.id] ?? [];
  if (needs.length > 1) return weighPair(text, hits, hit, needs);
  const vendor = needs.every((v) => v.test(text.flat));
  if (hit.form.risk === 'low' || OWN_WORDS.test(text.flat.slice(hit.start, hit.end)))
    return weighNamedOffer(hit, written, vendor);
  const sentence = sentenceAt(text, hit.start);
  const sovereign = found(
    hits,
    hit,
    sentence,
    (t) => isSovereign(t) && t.term.concept !== 'cloudact' && t.term.concept !== 'dataact',
  );
  const shown = sovereign.near ?? sovereign.far;
  if (!vendor || !shown) return { id: hit.form.id, score: 0, decision: 'reject', evidence: [] };
  const evidence: Evidence[] = [
    {
      sign: sovereign.near ? 'sovereignty in its sentence' : 'sovereignty in the item',
      text: text.raw.slice(shown.start, shown.end),
      points: sovereign.near ? 2 : 1,
    },
    ...placeEvidence(text, hit, sovereign.near, companies),
  ];
  const score = evidence.reduce((sum, e) => sum + e.points, 0);
  return { id: hit.form.id, score, decision: decisionOf(score, 4), evidence };
}
