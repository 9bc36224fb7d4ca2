/** Words of the date grammar, flat forms (see `flatten`), French, English and German. */

const MONTH_FORMS: readonly string[] = [
  'janvier|janv|january|jan|januar|janner',
  'fevrier|fevr|february|feb|februar',
  'mars|march|mar|marz|maerz',
  'avril|avr|april|apr',
  'mai|may',
  'juin|june|jun|juni',
  'juillet|juil|july|jul|juli',
  'aout|august|aug',
  'septembre|sept|september|sep',
  'octobre|october|oct|oktober|okt',
  'novembre|november|nov',
  'decembre|december|dec|dezember|dez',
];

const SEASON_FORMS: readonly (readonly [string, number])[] = [
  ['printemps|spring|fruhjahr|fruhling|fruehjahr', 3],
  ['ete|summer|sommer', 6],
  ['automne|autumn|fall|herbst', 9],
  ['hiver|winter', 12],
];

const ORDINAL_FORMS: readonly string[] = [
  'premier|premiere|1er|1ere|first|1st|1\\.|erste[nrs]?|ersten',
  'deuxieme|second|seconde|2e|2eme|2nd|2\\.|zweite[nrs]?',
  'troisieme|3e|3eme|third|3rd|3\\.|dritte[nrs]?',
  'quatrieme|dernier|4e|4eme|fourth|last|final|4th|4\\.|vierte[nrs]?|letzte[nrs]?',
];

const NUMBER_FORMS: Readonly<Record<string, number>> = {
  un: 1, une: 1, one: 1, a: 1, deux: 2, two: 2, zwei: 2, trois: 3, three: 3, drei: 3, quatre: 4, four: 4, vier: 4, cinq: 5, five: 5,
  funf: 5, six: 6, sechs: 6, sept: 7, seven: 7, sieben: 7, huit: 8, eight: 8, acht: 8, neuf: 9, nine: 9, neun: 9, dix: 10, ten: 10,
  zehn: 10, onze: 11, douze: 12, twelve: 12, zwolf: 12, quinze: 15, fifteen: 15, 'dix-huit': 18, eighteen: 18, 'vingt-quatre': 24,
  'twenty-four': 24, trente: 30, thirty: 30,
}; // biome-ignore format: a table

const WEEKDAY_FORMS: readonly string[] = [
  'dimanche|sunday|sonntag',
  'lundi|monday|montag',
  'mardi|tuesday|dienstag',
  'mercredi|wednesday|mittwoch',
  'jeudi|thursday|donnerstag',
  'vendredi|friday|freitag',
  'samedi|saturday|samstag',
];

function indexOf(forms: readonly string[]): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  forms.forEach((list, i) => {
    for (const form of list.split('|')) map.set(form, i);
  });
  return map;
}

const months = indexOf(MONTH_FORMS);
const weekdays = indexOf(WEEKDAY_FORMS);

/** 1-12, or null. */
export const monthNumber = (word: string): number | null => {
  const i = months.get(word.replace(/\.$/, ''));
  return i === undefined ? null : i + 1;
};

/** The first month of a season, or null. */
export const seasonMonth = (word: string): number | null =>
  SEASON_FORMS.find(([forms]) => forms.split('|').includes(word))?.[1] ?? null;

/** 1-4, or null; "last" is the fourth. */
export const ordinal = (word: string): number | null => {
  const i = ORDINAL_FORMS.findIndex((forms) => new RegExp(`^(?:${forms})$`).test(word));
  return i < 0 ? null : i + 1;
};

/** 0 (Sunday) to 6, or null. */
export const weekday = (word: string): number | null => weekdays.get(word) ?? null;

/** The value of a number word or of digits, or null. */
export const numberOf = (word: string): number | null =>
  /^\d+$/.test(word) ? Number(word) : (NUMBER_FORMS[word] ?? null);

const longestFirst = (forms: readonly string[]): string =>
  forms
    .flatMap((f) => f.split('|'))
    .sort((a, b) => b.length - a.length)
    .join('|');

export const MONTH = longestFirst(MONTH_FORMS);
export const SEASON = longestFirst(SEASON_FORMS.map(([f]) => f));
export const ORDINAL = longestFirst(ORDINAL_FORMS);
export const NUMBER = `\\d{1,3}|${longestFirst(Object.keys(NUMBER_FORMS))}`;
export const WEEKDAY = longestFirst(WEEKDAY_FORMS);

/** A year said relative to the day of publication. */
export const RELATIVE_YEAR =
  "l'an(?:nee)? prochaine?|l'an(?:nee)? derni(?:ere|er)|l'annee a venir|l'annee en cours|cette annee|l'annee|annee prochaine|next year|last year|this year|the year|the current year|" +
  '(?:dieses|nachsten|kommenden|letzten|des laufenden|des) jahre?s|(?:im )?(?:nachsten|kommenden|letzten) jahr|nachstes jahr|letztes jahr|dieses jahr';

/** Years from the day of publication, or null when the words are no relative year. */
export function yearShift(words: string): number | null {
  if (!new RegExp(`^(?:${RELATIVE_YEAR})$`).test(words)) return null;
  if (/prochain|a venir|next|nachste|kommende/.test(words)) return 1;
  return /dernier|last|letzte/.test(words) ? -1 : 0;
}
