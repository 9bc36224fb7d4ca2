import { cleanText } from './clean.ts';

/**
 * Where a line may not break, and how French is spaced: every rule of the house about spaces stands here. Chat windows
 * are narrow, and a phone's narrower: without this a line begins with a dot, a closing guillemet or the number of a
 * source.
 */

const NARROW = '\u202f';
const WIDE = '\u00a0';

/**
 * Vigie's own words with those spaces made non-breaking that part what belongs together: before ` ·`, inside guillemets,
 * before a percent or euro sign, before marks like `[1]`; neighbouring marks hold together by a word joiner. Reads as
 * before; only where it may wrap changes. Titles of the outside are shown as they were written and not for this.
 */
export function tied(text: string): string {
  return text
    .replace(/ (?=·(?:\s|$))/g, WIDE)
    .replace(/« (?=\S)/g, `«${WIDE}`)
    .replace(/(?<=\S) (?=»)/g, WIDE)
    .replace(/(?<=\d) (?=[%€])/g, WIDE)
    .replace(/(?<=\S) (?=\[\d{1,3}\])/g, WIDE)
    .replace(/(?<=\[\d{1,3}\])(?=\[\d{1,3}\])/g, '\u2060');
}

/** As `tied`, and a mark such as `:` or `?` that stands alone keeps to the word before it: for text that is laid out by us. */
export function tiedMarks(text: string): string {
  return tied(text).replace(/ (?=[:;?!](?:\s|$))/g, WIDE);
}

/**
 * French as printed, from the way keyboards write it: the spaces that must not break before `: ; ? ! %`, `€` and `»`,
 * after `«`, and inside numbers. What is already printed so is left alone.
 */
export function frenchSpaced(text: string): string {
  return text
    .replace(/ (?=[;?!%])/g, NARROW)
    .replace(/ (?=[:»€])/g, WIDE)
    .replace(/(?<=«) /g, WIDE)
    .replace(/(?<=\d) (?=\d{3}(?!\d))/g, NARROW);
}

/** Every run of whitespace as one space; a lone space that must not break stays what it is. */
export function oneSpaced(text: string): string {
  return text.replace(/\s+/g, (run) => (run === WIDE || run === NARROW ? run : ' '));
}

/** Clean, on one line, nothing at its ends: how a title, a label or a cell is shown. */
export function oneLine(text: string): string {
  return oneSpaced(cleanText(text)).trim();
}
