/**
 * Where a line may not break. Chat windows are narrow, and a phone's narrower: without this a line begins with a dot, a
 * closing guillemet or the number of a source.
 */

/**
 * Vigie's own words with those spaces made non-breaking that part what belongs together: before ` ·`, inside guillemets,
 * before a percent or euro sign, before marks like `[1]`; neighbouring marks hold together by a word joiner. Reads as
 * before; only where it may wrap changes. Titles of the outside are shown as they were written and not for this.
 */
export function tied(text: string): string {
  return text
    .replace(/ (?=·(?:\s|$))/g, '\u00a0')
    .replace(/« (?=\S)/g, '«\u00a0')
    .replace(/(?<=\S) (?=»)/g, '\u00a0')
    .replace(/(?<=\d) (?=[%€])/g, '\u00a0')
    .replace(/(?<=\S) (?=\[\d{1,3}\])/g, '\u00a0')
    .replace(/(?<=\[\d{1,3}\])(?=\[\d{1,3}\])/g, '\u2060');
}

/** Every run of whitespace as one space; a lone space that must not break stays what it is. */
export function oneSpaced(text: string): string {
  return text.replace(/\s+/g, (run) => (run === '\u00a0' || run === '\u202f' ? run : ' '));
}
