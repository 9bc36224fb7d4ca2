import { MAX_URL, safeUrl } from '../../domain/address.ts';
import { cleanEnd } from '../../domain/clean.ts';
import { oneLine } from '../../domain/typography.ts';

/** Text of the outside, made safe for Discord's markdown, and cut without breaking what it is made of. */

/**
 * Escapes text so that no Discord markup in it acts: emphasis, code, spoilers, links, bare addresses, mentions,
 * emoji, timestamps, and what only acts at the start of a line (headings, lists, quotes, small print).
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\\*_~`|<>[\]]/g, '\\$&')
      .replace(/:(?=\/\/|[\w+-]+:)/g, '\\:')
      .replace(/^(\s*)([#+-])/gm, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/gm, '$1\\$2')
      // A backslash does not stop these two; mentions are switched off as well, this keeps them from looking real.
      .replace(/@(?=everyone|here)/gi, '@\u200b')
  );
}

/**
 * The words of a masked link. Discord shows `[words](address)` as it is written when the words hold an address
 * (discord-api-docs #7721), which titles of the outside may; what cannot be seen, after the colon, keeps it from that.
 */
export function escapeLabel(text: string): string {
  return escapeMarkdown(text).replace(/\\?:\/\//g, '\\:\u200b//');
}

/** Undoes `escapeMarkdown`, for text read back from a message. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([^0-9A-Za-z\s])/g, '$1').replace(/\u200b/g, '');
}

/**
 * The longest beginning of `text` for which `draw(beginning)` plus the mark stays within `max` UTF-16 units; the
 * whole text undisturbed when that fits. Never splits a character in two.
 */
export function shorten(text: string, max: number, mark: string, draw: (text: string) => string = (t) => t): string {
  const whole = draw(text);
  if (whole.length <= max) return whole;
  const points = Array.from(text);
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (draw(cleanEnd(points.slice(0, middle).join('').trimEnd())).length + mark.length <= max) low = middle;
    else high = middle - 1;
  }
  const kept = cleanEnd(points.slice(0, low).join('').trimEnd());
  return kept === '' ? mark.slice(0, Math.max(0, max)) : `${draw(kept)}${mark}`;
}

/** Text for places without markdown (labels, titles of forms): one line, at most `max` units, never empty. */
export function labelText(text: string, max: number): string {
  const line = oneLine(text);
  return line === '' ? '…' : shorten(line, max, '…');
}

/** The address, ready to stand in a markdown link, or null when it may not be shown. */
export function linkUrl(url: string | null | undefined): string | null {
  const href = safeUrl(url)?.replace(
    /[()<>[\]\\`|*\s]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return href === undefined || href.length > MAX_URL ? null : href;
}
