/**
 * Whether the words that tell a deed tell it as done: "est qualifié", "n'est pas encore qualifié", "attend d'être
 * qualifié". Read from the clause that holds them, never from the whole sentence.
 */
export type Polarity = 'asserted' | 'negated' | 'pending';

/** Farther back a word no longer governs the deed. */
const REACH = 90;

/**
 * Where a clause begins: stops, commas, a dash, "but", and a conjunction that a new verb follows. "and to be", "et
 * d'être" go on with the verb before them.
 */
const CLAUSE =
  /[.;:,!?\n|"]|\s-\s|\b(?:mais|but|aber|sondern|puisque|because|weil)\b|\b(?:et|and|und|puis|then)\s(?!d'|de\s|to\s|be\s|etre\s|zu\s|en\s)/g;

const NEGATION =
  /\b(?:pas(?! seulement| uniquement| moins)|jamais|aucune?|sans(?! (?:mal|surprise|attendre|peine|difficulte))|faute d|non[ -](?!sans)|n'est plus|not(?! only| just| merely)|cannot|never|no longer|without|lacks?|yet to|fail(?:s|ed)? to|unable to|nicht(?! nur)|kein(?:e[nrms]?)?|nie(?:mals)?|ohne)\b|n't\b/;

/** Inside the words themselves: "obtient pas le label", "erhält keine Zertifizierung". */
const NEGATION_WITHIN = /\b(?:pas|jamais|aucune?|not|no|never|nicht|keine?[nrms]?)\b/;

/** Right behind them, as German does: "erhält das Testat vorerst nicht", or "available? not yet". */
const NEGATION_BEHIND = /^(?:[^.;:,!?\n]{0,30}\b(?:nicht|not yet)|\s(?:pas|jamais|aucune?|keine?[nrms]?|no))\b/;

/** Words that hope for, await, plan or owe what follows; the press's conditional is not among them: that is a rumour. */
const PENDING =
  /\b(?:vis(?:e|ent|er|ait|ant)|ambitionne\w*|esper\w+|attend(?:ent|ait|ant|re)?|(?<!tant )attendue?s?|en attente|reste(?:nt|ra)?(?: \w+){0,3} a|doi(?:t|vent)|devrai(?:t|ent)|pourrai(?:t|ent)|devra|pourra|va|vont|prevoi\w*|prevue?s?|compte(?:nt)?|cherche(?:nt)?|tente(?:nt)?|veu(?:t|lent)|promet\w*|prepare(?:nt)?|projette|brigue\w*|convoite\w*|candidat\w*|afin d|en vue d|objectif|avant d|futurs?|futures?|prochaine?|bientot|prochainement|sous peu|soon|shortly|bald|demnachst|aim(?:s|ing)?|seek(?:s|ing)?|hop(?:es?|ing)|expect(?:s|ed|ing)?|await(?:s|ing)?|wait(?:s|ing)?|pending|plans?|planned|planning|wants?|intends?|will|shall|would|could|should|may|might|must|needs?|about to|set to|due to|close to|on track|yet to|remains? to|still has|has to|have to|to (?:be|become|get|obtain|go)|until|before|upcoming|future|strebt|streben|will|soll(?:en|te)?|plant|planen|wartet|warten|hofft|hoffen|muss|mussen|wird|werden|konnte|durfte|kunftig\w*|geplant\w*|erwartet)\b|\b[a-z]{2,}(?:era|eront)\b/;

/** A term after the words puts them ahead: "certified by the end of 2026". */
const PENDING_BEHIND =
  /^\s(?:\w+ ){0,2}?(?:d'ici|a l'horizon|by (?:the end|the start|early|mid|late|next|20\d\d|q[1-4])|bis (?:ende|anfang|mitte|20\d\d)|werden\b)/;

/** Verbs that by their own form tell a deed done or being done, whatever is hoped for before them in the sentence. */
const FINITE =
  /^(?:obtien(?:t|nent)|decroche(?:nt)?|recoi(?:t|vent)|remporte|arrache|se voit|s'est vu|vient d'etre|delivre|octroie|accorde|attribue|decerne|gets|gains|obtains|receives|secures|earns|wins|achieves|attains|lands|erhalt|bekommt|erhielt|lance(?:nt)?|ouvre(?:nt)?|inaugure(?:nt)?|launches|introduces|opens|startet|eroffnet|bringt|geht)\b/;

function clauseStart(flat: string, from: number, at: number): number {
  let start = from;
  CLAUSE.lastIndex = from;
  for (let m = CLAUSE.exec(flat); m && m.index + m[0].length <= at; m = CLAUSE.exec(flat))
    start = m.index + m[0].length;
  return start;
}

/** How the deed told by `flat.slice(start, end)` stands; `flat` is the flat form of the whole text. */
export function polarityOf(flat: string, start: number, end: number): Polarity {
  const words = flat.slice(start, end);
  const before = flat.slice(clauseStart(flat, Math.max(0, start - REACH), start), start);
  const behind = flat.slice(end, end + 40);
  if (NEGATION.test(before) || NEGATION_WITHIN.test(words) || NEGATION_BEHIND.test(behind)) return 'negated';
  if (PENDING_BEHIND.test(behind)) return 'pending';
  if (!FINITE.test(words) && PENDING.test(before)) return 'pending';
  return 'asserted';
}

/** True where the clause up to this offset denies: "n'ouvrira pas en 2026". */
export function negatedBefore(flat: string, at: number): boolean {
  return NEGATION.test(flat.slice(clauseStart(flat, Math.max(0, at - REACH), at), at));
}
