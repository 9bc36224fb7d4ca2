import type { EventReading } from './events.ts';
import type { Seen } from './evidence.ts';
import type { Hits } from './lexicon.ts';
import type { Text } from './text.ts';

/** Why an item is or is not relevant. */
export const RELEVANCE_REASONS = [
  'tracked event',
  'market rule',
  'public tender',
  'sovereign analysis',
  'sovereign choice',
  'no tracked name',
  'name unsure',
  'passing mention',
  'no event',
  'how-to',
  'hiring or marketing',
  'share price',
  'consumer product',
  'abuse of name',
] as const;
export type RelevanceReason = (typeof RELEVANCE_REASONS)[number];

export type Relevance = { readonly relevant: boolean; readonly reasons: readonly RelevanceReason[] };

const HOW_TO =
  /\b(?:comment (?:installer|configurer|deployer|creer|utiliser|migrer|heberger|bien|sauvegarder|mettre|faire|connecter)|tutoriels?|tuto|guide (?:pratique|complet|d'installation)|pas a pas|how to|howto|tutorial|getting started|step[- ]by[- ]step|quickstart|anleitung|so (?:installieren|richten)|documentation|release notes|changelog|cheat ?sheet|podcast)\b/;
const HIRING =
  /\b(?:recrute(?:ment|nt|z)?|offres? d'emploi|stages?|alternance|cdi|h\/f|f\/h|postulez|rejoignez|we(?:'re| are) hiring|job offer|jobs? at|careers?|stellenangebot|m\/w\/d|webinaires?|webinars?|inscrivez|livre blanc|white ?paper|e-?book|sponsor\w*|partenaire officiel|code promo|black friday|soldes|promo(?:tion)?s?|rabatt)\b/;
const SHARES =
  /\b(?:cours de (?:l'|la )?(?:action|bourse)|en bourse|l'action|le titre|objectif de cours|cac ?(?:40|mid)|sbf ?120|shares? (?:rise|fall|jump|drop|climb|slide|up|down)\w*|stock|price target|analystes? (?:releve|abaisse)|aktie|kursziel)\b/;
const PRODUCT =
  /\b(?:noms? de domaine|domain names?|wordpress|hebergement web|web hosting|webhosting|minecraft|vps (?:a|des|pas cher|from)|adresse mail|messagerie gratuite|homepage|website builder|kdrive|forfait|box)\b/;
const ABUSE = /\b(?:phishing|hameconnage|faux (?:mails?|sms|courriels?)|arnaques?|scam|usurp\w+|spam)\b/;
const TENDER =
  /\b(?:appels? d'offres?|marches? publics?|accords?-cadres?|attributaires?|tenders?|framework (?:agreement|contract)|procurement|ausschreibung|rahmenvertrag|rfi|rfp)\b/;
const PUBLIC_BODY =
  /\b(?:etat|ministeres?|administrations?|collectivites?|region|ville|mairie|hopita(?:l|ux)|universites?|gouvernement|dinum|ugap|education nationale|government|ministry|public sector|agency|city of|commune|army|armees?|police|gendarmerie|bundeswehr|behorden?|verwaltung|land)\b/;
const LEAVES =
  /\b(?:choisit|abandonne\w*|quitte\w*|remplace\w*|renonce|bascule\w*|migre\w*|se passer|sortir|drops?|ditch\w*|replaces?|moves? away|chooses?|picks?|switch\w*|verlasst|ersetzt|verabschiedet)\b/;
const STRONG_RULES = new Set(['secnumcloud', 'eucs', 'sren', 'doctrine', 'cloudact', 'dataact', 'seal']);

/** How the text stands to the trade where no tracked provider carries an event. */
function marketReason(text: Text, hits: Hits, reading: EventReading): RelevanceReason | null {
  const inTitle = (s: { readonly start: number }): boolean => s.start < text.titleEnd;
  const rules = hits.terms.filter((t) => t.term.kind === 'rule' && STRONG_RULES.has(t.term.concept));
  const sovereign = hits.terms.filter((t) => t.term.kind === 'sovereign' || t.term.kind === 'rule');
  const cloud = hits.terms.filter((t) => t.term.kind === 'cloud');
  const titled = sovereign.some(inTitle);
  const main = reading.events.find((e) => e !== 'rumour');
  const ruled = reading.events.includes('regulation');
  if (rules.length > 0 && (rules.some(inTitle) || (ruled && (titled || cloud.length > 0)))) {
    // Cloud rules only: a privacy ruling without a word of cloud or hosting is another market.
    if (
      rules.some((r) => r.term.kind === 'rule') &&
      (cloud.length > 0 ||
        sovereign.length > 1 ||
        rules.some((r) => ['secnumcloud', 'eucs', 'doctrine', 'sren', 'cloudact', 'seal'].includes(r.term.concept)))
    ) {
      return main === 'opinion_or_analysis' ? 'sovereign analysis' : 'market rule';
    }
  }
  if (sovereign.length > 0 && TENDER.test(text.flat)) return 'public tender';
  if (ruled && (titled || (sovereign.length > 0 && cloud.some(inTitle)))) return 'market rule';
  const title = text.flat.slice(0, text.titleEnd);
  if (sovereign.length > 0 && PUBLIC_BODY.test(text.flat) && LEAVES.test(title)) return 'sovereign choice';
  return null;
}

function noise(text: Text): RelevanceReason | null {
  const title = text.flat.slice(0, text.titleEnd);
  if (HOW_TO.test(title)) return 'how-to';
  if (HIRING.test(title)) return 'hiring or marketing';
  if (SHARES.test(title)) return 'share price';
  if (PRODUCT.test(title)) return 'consumer product';
  if (ABUSE.test(title)) return 'abuse of name';
  return null;
}

/** Does it speak of sovereignty, or set several tracked names side by side? */
const onTrade = (hits: Hits, accepted: readonly Seen[]): boolean =>
  accepted.length > 1 || hits.terms.some((t) => t.term.kind === 'sovereign' || t.term.kind === 'rule');

/** A name is more than passing when it stands in the title, or leads the body of an item about the trade. */
function isPassing(text: Text, hits: Hits, accepted: readonly Seen[]): boolean {
  const first = Math.min(...accepted.flatMap((m) => m.spans.map((s) => s.start)));
  if (first < text.titleEnd) return false;
  const tradeTitle = hits.terms.some((t) => t.start < text.titleEnd && t.term.kind !== 'digital');
  return !(tradeTitle && first < text.titleEnd + 260);
}

/** Would somebody who follows the sovereign cloud want an alert? */
export function readRelevance(
  text: Text,
  hits: Hits,
  accepted: readonly Seen[],
  unsure: boolean,
  reading: EventReading,
): Relevance {
  const yes = (reason: RelevanceReason): Relevance => ({ relevant: true, reasons: [reason] });
  const no = (...reasons: RelevanceReason[]): Relevance => ({ relevant: false, reasons });
  const bad = noise(text);
  const market = bad === null || bad === 'consumer product' ? marketReason(text, hits, reading) : null;
  if (accepted.length === 0 && market) return yes(market);
  if (accepted.length === 0) return no(unsure ? 'name unsure' : 'no tracked name', ...(bad ? [bad] : []));
  if (bad) return no(bad);
  const orMarket = (reason: RelevanceReason): Relevance => (market ? yes(market) : no(reason));
  if (isPassing(text, hits, accepted)) return orMarket('passing mention');
  if (reading.events[0] === 'opinion_or_analysis')
    return onTrade(hits, accepted) ? yes('sovereign analysis') : no('no event');
  const told = reading.cues.length > 0 || reading.signs.rumour || reading.signs.denied;
  return told ? yes('tracked event') : orMarket('no event');
}
