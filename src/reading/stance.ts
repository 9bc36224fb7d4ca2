import { CONDITIONAL, mayBeConditional } from './conditional.ts';
import type { Text } from './text.ts';

/** Signs of how an item stands to what it tells. */
export type StanceReading = {
  readonly denied: boolean;
  readonly rumour: boolean;
  readonly future: boolean;
  /** The title itself speaks of what is to come. */
  readonly futureTitle: boolean;
  readonly analysis: boolean;
  /** The words that show it. */
  readonly words: readonly string[];
};

const NO_COMMENT =
  /\b(?:refus\w+ de (?:tout )?comment\w+|(?:n'a|n'ont|sans|ni) (?:ni )?(?:dementi|confirme|infirme|dementir|confirmer|infirmer)\w*(?: ni | et )?\w*|n'a pas souhaite (?:commenter|repondre)|se refusent? a tout commentaire|declin\w+ to comment|ne souhaite(?:nt)? pas (?:commenter|repondre)|would not comment|neither confirmed nor denied|no comment|wollte (?:\w+ ){0,3}nicht (?:kommentieren|aussern))/;
const DENIAL =
  /(?<!ni )\b(?:dement(?:ent|ait|ira|ir|i|is)?|dementis?|refute(?:nt)?|nie(?:nt)? (?:tout|toute|avoir|les|l'|etre|vouloir|preparer|qu)|conteste(?:nt)? (?:l'information|ces informations|la rumeur)|den(?:y|ies|ied)|rejects? (?:the )?(?:report|rumou?r|claim)s?|refutes?|dementiert(?:en)?|weist (?:\w+ ){0,4}zuruck)\b/;
const RUMOUR =
  /\b(?:rumeurs?|bruits? de couloir|selon (?:nos informations|(?:des|plusieurs|une|nos|certaines|deux|trois) sources?)|d'apres (?:nos informations|(?:des|plusieurs|une|nos) sources?)|de sources? (?:concordantes?|proches?|sures?|internes?)|sources? proches?|le bruit court|en (?:discussions?|pourparlers|negociations?) (?:\w+ ){0,3}(?:avec|pour)|serai(?:t|ent) en|aurai(?:t|ent)|il se murmure|rumou?rs?|rumou?red|reportedly|allegedly|said to (?:be|have)|sources? (?:say|said|close|familiar)|according to (?:\w+ ){0,2}sources?|people familiar|in talks|mulls|mulling|considers? (?:buying|acquiring|selling|a )|could be (?:about|preparing)|may be (?:preparing|planning)|angeblich|geruchten?|laut (?:\w+ ){0,2}(?:insidern|kreisen|medienberichten|informationen)|dem vernehmen nach|insider)\b/;
const FUTURE =
  /\b(?:va|vont|devrai(?:t|ent)|prevoi(?:t|ent)|prevue?s?|compte(?:nt)? (?:\w+er|\w+ir)|vise(?:nt)?|ambitionne(?:nt)?|envisage(?:nt)?|projette(?:nt)?|promet(?:tent)?|d'ici|a l'horizon|annonce(?:nt)? (?:son|leur) intention|prochainement|bientot|[a-z]{2,}(?:era|eront)|ouvrira|sortira|will|plans?|planned|aims?|expects?|expected|intends?|is set to|are set to|to (?:launch|open|build|start|offer|invest|become|create)|upcoming|soon|plant|planen|soll(?:en)?|wird|werden|kunftig|geplant)\b/;
const ANALYSIS =
  /\?\s*$|^(?:tribune|opinion|analyse|edito|decryptage|avis d'expert|chronique|interview|entretien|comparatif|analysis|comment|op-ed|kommentar)\b|\[?(?:tribune|opinion|avis d'expert)\]?\s*[:|-]|\b(?:pourquoi|why|warum|faut-il|should|peut-on)\b/;

const find = (pattern: RegExp, flat: string, raw: string): string | null => {
  const m = pattern.exec(flat);
  return m ? raw.slice(m.index, m.index + m[0].length) : null;
};

/** Reads the stance signs of title and first sentences. A refusal to comment leaves a rumour a rumour. */
export function readStance(text: Text): StanceReading {
  const limit = text.titleEnd + 600;
  const flat = text.flat.slice(0, limit);
  const title = flat.slice(0, text.titleEnd);
  const silent = find(NO_COMMENT, flat, text.raw);
  const denial = silent ? find(DENIAL, title.replace(NO_COMMENT, ''), title) : find(DENIAL, flat, text.raw);
  const rumour =
    find(RUMOUR, flat, text.raw) ?? (mayBeConditional(flat) ? find(CONDITIONAL, flat, text.raw) : null) ?? silent;
  const future = find(FUTURE, flat, text.raw);
  const words = [denial, rumour, future].filter((w): w is string => w !== null);
  return {
    denied: denial !== null,
    rumour: denial === null && rumour !== null,
    future: future !== null,
    futureTitle: FUTURE.test(title),
    analysis: ANALYSIS.test(title),
    words,
  };
}
