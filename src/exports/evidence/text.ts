import { safeUrl } from '../../domain/address.ts';
import type { Exhibit } from '../../domain/evidence.ts';
import { oneLine } from '../../domain/typography.ts';

/** Runs that some renderer turns into a link, a mention or a picture, whatever is escaped in them. */
const ACTING = /:\/\/|www\.|@|:[\w+-]+:/i;

/** What begins a list, a heading line or a number at the start of a paragraph or cell. */
const OPENING = /^(?:[-+=]|\d{1,9}(?=[.)](?:\s|$)))/;

/**
 * Text from outside as Markdown that shows exactly it: on one line, nothing in it acts, neither as Markdown nor as HTML,
 * also inside a table. Addresses and the like in it are shown as code.
 */
export function plainMarkdown(text: string): string {
  const runs = oneLine(text).split(/([^\s|`]+)/);
  const escaped = runs.map((run) =>
    ACTING.test(run) ? `\`${run}\`` : run.replace(/[\\`*_[\]<>|~$#]/g, '\\$&').replaceAll('&', '&amp;'),
  );
  return escaped.join('').replace(OPENING, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** An address as a Markdown autolink; null for one that may not be shown. */
export function linkMarkdown(url: string): string | null {
  // Escaped rather than cut, so that the address still leads where it led.
  const safe = safeUrl(url)?.replace(/[\s<>|`"\\^{}]/g, (held) => encodeURIComponent(held));
  return safe === undefined ? null : `<${safe}>`;
}

/** A citation that leads to its exhibit in the same file. */
export function citeMarkdown(citation: string): string {
  return `[${citation}](#${citation.toLowerCase()})`;
}

/** The exhibits behind the sources of an answer, each once, as citations behind the words: ` [VIG-…](#vig-…)`. */
export function citesMarkdown(
  sources: readonly { readonly statement: string }[],
  byStatement: ReadonlyMap<string, Exhibit>,
): string {
  const cited = sources.flatMap((source) => byStatement.get(source.statement)?.citation ?? []);
  return [...new Set(cited)].map((citation) => ` ${citeMarkdown(citation)}`).join('');
}
