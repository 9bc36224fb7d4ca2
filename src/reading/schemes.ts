import { polarityOf } from './polarity.ts';

/** Labels and their schemes, flat forms. */
const SCHEMES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sec ?num ?cloud|visa de securite|qualification (?:de l')?anssi|qualifiee? par l'anssi)\b/, 'SecNumCloud'],
  [/\b(?:hds|hebergeur de donnees de sante|hebergement de donnees de sante)\b/, 'HDS'],
  [/\bc5\b/, 'C5'],
  [/\biso(?:[ /-]iec)?[ -]?(\d{4,5})\b/, 'ISO'],
  [/\bseal[- ]?([0-4])\b/, 'SEAL'],
  [/\beucs\b/, 'EUCS'],
  [/\btisax\b/, 'TISAX'],
  [/\bsoc ?2\b/, 'SOC 2'],
  [/\bens\b(?= (?:alto|high|certif))/, 'ENS'],
]; // biome-ignore format: a table

const CAUTION =
  /\b(?:vis(?:e|er|ent|ait|ant)|ambitionne\w*|espere\w*|candidat\w*|candidature|en cours|in progress|in process|undergoing|under way|underway|jalons?|milestone|j-?[0-3]|aim(?:s|ing)?|seek(?:s|ing)?|target(?:s|ed|ing)?|expect(?:s|ed|ing)?|hopes?|plans?|will|prevoi\w*|prevue?|devrait|pourrait|attend\w*|en vue|future?|objectif|convoite\w*|brigue\w*|prepar\w+|promet\w*|demarche|processus|dossier|depos\w+|applied|applies|application|pas encore|n'est pas|n'a pas|not yet|without|sans|toujours pas|non qualifie\w*|obtenir|decrocher|to obtain|to get|would|soll|strebt|geplant|[a-z]+(?:era|erait|eront|iendra|iendrait))\b/;
const GRANTED =
  /\b(?:obtien(?:t|nent)|obtenue?s?|decroche(?:nt|e|es)?|recoi(?:t|vent)|recue?|arrache|s'est vu|se voit|delivree?|octroyee?|accordee?|qualifiee?s?|certifiee?s?|labellisee?s?|gets?|gains?|gained|obtains?|obtained|receives?|received|secures?|secured|earns?|earned|wins?|won|achieves?|achieved|awarded|granted|qualified|certified|lands?|attains?|erhalt|erhielt|bekommt|zertifiziert|qualifiziert|a valide|visa)\b/g;
const RENEWED = /\b(?:renouvel\w+|renew(?:s|ed|al)?|erneuert|prolonge\w*|reconduit\w*)\b/g;
const REFUSED =
  /\b(?:refuse[es]*(?! de comment)|rejete\w*|recale\w*|n'obtient pas|n'a pas obtenu|denied|rejected|refused|fails? to|failed to|perd (?:sa|son|la|le)|retire\w* (?:sa|la|le)|verweigert)\b/;
const PROGRESS =
  /\b(?:en cours|in progress|in process|undergoing|under way|underway|candidat\w*|depos\w+|files?|filed|applies|applied|application|dossier|audit\w*|processus|demarche|enters?|j-?2|jalon 2|evaluation)\b/;
const TARGETED =
  /\b(?:vis(?:e|er|ent|ait|ant)|visee?|ambitionne\w*|espere\w*|objectif|convoite\w*|brigue\w*|aim(?:s|ing)?|seek(?:s|ing)?|target(?:s|ed|ing)?|expect(?:s|ed)?|hopes?|plans?|will|prevoi\w*|prevue?|devrait|attend\w*|en vue|promet\w*|obtenir|decrocher|to obtain|to get|future?|strebt|geplant|[a-z]{2,}(?:era|eront|iendra))\b/;

/** The scheme a flat text names first in the order of the list, and where. */
export function schemeIn(flat: string): { readonly name: string; readonly at: number } | null {
  for (const [pattern, name] of SCHEMES) {
    const m = pattern.exec(flat);
    if (!m) continue;
    if (name === 'ISO') return { name: `ISO ${m[1]}`, at: m.index };
    return { name: name === 'SEAL' ? `SEAL-${m[1]}` : name, at: m.index };
  }
  return null;
}

/** True where at least one such word stands and neither denies nor merely hopes. */
function asserted(words: RegExp, flat: string): boolean {
  for (const m of flat.matchAll(words)) {
    if (polarityOf(flat, m.index, m.index + m[0].length) === 'asserted') return true;
  }
  return false;
}

/** The step a sentence tells of a scheme, cautious words first: what is not surely granted is never granted. */
export function stepIn(flat: string): string | null {
  const milestone =
    /\b(?:j-?([01])|jalon (?:j-?)?(0|1|zero)|milestone (?:j-?)?(0|1|zero)|meilenstein (?:j)?([01]))\b/.exec(flat);
  const ahead = /\b(?:vise\w*|prevoi\w*|devrait|espere\w*|aims?|expects?|plans?|will)\b/.test(flat);
  if (milestone && !ahead) return (milestone[1] ?? milestone[2] ?? milestone[3] ?? milestone[4]) === '1' ? 'J1' : 'J0';
  if (REFUSED.test(flat)) return 'refused';
  const cautious = CAUTION.test(flat);
  if (!cautious && asserted(RENEWED, flat)) return 'renewed';
  if (!cautious && asserted(GRANTED, flat)) return 'granted';
  if (PROGRESS.test(flat) && !(ahead && !/\ben cours\b/.test(flat))) return 'in progress';
  if (TARGETED.test(flat)) return 'targeted';
  return null;
}
