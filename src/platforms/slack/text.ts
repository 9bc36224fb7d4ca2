import { cleanEnd, cleanText } from '../../domain/clean.ts';
import { plainLetters } from '../../domain/text.ts';

/**
 * Text on its way to Slack. Slack knows three control characters, `&`, `<` and `>`, and reads them in mrkdwn and in
 * plain_text alike (docs.slack.dev/messaging/formatting-message-text); rich_text elements hold text as it is.
 */

/** Escapes Slack's three control characters, and nothing else: Slack decodes exactly these for display. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Reads back what `escapeText` wrote; Slack escapes what people type and what buttons carry in the same way. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Text for an element that Slack takes literally (rich_text, raw_text). A word joiner parts `<` from `!`, `@` and `#`:
 * where Slack turns blocks back into marked text (notifications, exports, bridges), no mention can arise.
 */
export function literalText(text: string): string {
  return cleanText(text).replace(/<(?=[!@#])/g, '<\u2060');
}

/** UTF-16 units that the text takes once escaped: the careful way to count against Slack's limits. */
export function escapedLength(text: string): number {
  return escapeText(text).length;
}

/** The text unescaped, or as much of its head as leaves room for the mark `…` within `max` units, counted escaped. */
export function cutText(text: string, max: number): string {
  if (escapedLength(text) <= max) return text;
  let room = max - 1;
  let kept = '';
  for (const point of text) {
    room -= escapedLength(point);
    if (room < 0) break;
    kept += point;
  }
  return `${cleanEnd(kept.trimEnd())}…`;
}

/** Escapes, and cuts so that the escaped text holds at most `max` UTF-16 units and no entity is cut in two. */
export function fitEscaped(text: string, max: number): string {
  return escapeText(cutText(text, max));
}

/**
 * A slash command's text as it was typed: entities read back, and addresses, users and channels freed from the
 * brackets that Slack puts around them when asked to escape.
 */
export function typedText(text: string): string {
  const bare = text.replace(/<(https?:\/\/[^|>\s]+)(?:\|[^>]*)?>/g, '$1');
  return unescapeText(bare).trim();
}

/** A command's name as Slack lets a slash command be called: lower case, without accents. */
export function slackName(name: string): string {
  return plainLetters(name);
}
