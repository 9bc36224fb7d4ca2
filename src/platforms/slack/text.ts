import { plainLetters } from '../../domain/text.ts';
import { oneSpaced } from '../../domain/typography.ts';

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
 * Text from anywhere made fit to be shown: well-formed, without control characters (line breaks and tabs stay) and
 * without the marks that turn the direction of writing around, which can make a title read as something else.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll('\r\n', '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
  );
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
  return `${kept.trimEnd()}…`;
}

/** Escapes, and cuts so that the escaped text holds at most `max` UTF-16 units and no entity is cut in two. */
export function fitEscaped(text: string, max: number): string {
  return escapeText(cutText(text, max));
}

/** One line: breaks and tabs become spaces; a space that must not break stays one. */
export function oneLine(text: string): string {
  return oneSpaced(cleanText(text)).trim();
}

/** The address in its normal form when it is http or https and short enough for Slack (3,000), else null. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url) return null;
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return null;
  return parsed.href.length <= 3000 ? parsed.href : null;
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
