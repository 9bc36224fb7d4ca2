/**
 * The one answer to what may not be in a text that people read: what cannot be seen, and what turns the reading
 * direction around. Input, renderers and exports all clean with it, so that none is laxer than another.
 */

/** Controls (line breaks and tabs apart), marks of direction, joiners, fillers, tags, selectors, what is no character. */
const UNSEEN = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\p{Noncharacter_Code_Point}`;

/**
 * Where such a character has its place: inside an emoji (joined pictographs, the style of a pictograph, keycaps, the
 * three flags that are spelt in tags), and where Persian or an Indian script parts or joins letters by it.
 */
const PLACED = [
  String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\u{1f3f4})\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
  String.raw`(?<=\p{Script=Arabic})\u200c(?=\p{Script=Arabic})`,
  String.raw`(?<=[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca])[\u200c\u200d](?=\p{L})`,
].join('|');

const SWEEP = new RegExp(`${PLACED}|([${UNSEEN}])`, 'gu');
const SUSPECT = new RegExp(`[${UNSEEN}\u2028\u2029\u2800\ud800-\udfff]`, 'u');

/** All that ends a line. */
const BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;

/**
 * The text without what cannot be seen: well-formed, line breaks as `\n`, tabs kept. Emoji and the ordinary text of
 * every script stay as they are. Linear time; cleaning twice changes nothing more.
 */
export function cleanText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .toWellFormed()
    .replace(BREAKS, '\n')
    .replaceAll('\u2800', ' ')
    .replace(SWEEP, (placed, unseen?: string) => (unseen === undefined ? placed : ''));
}

/** What a cut may leave of an emoji at the end of a text: joiners, tags, and the style of a keycap, without their rest. */
const TORN = /(?:\u200c|\u200d|[\u{e0020}-\u{e007e}]|(?<=[0-9#*])\ufe0f)+$/u;

/** The beginning of a clean text that was cut at some character, clean as well. */
export function cleanEnd(text: string): string {
  return text.replace(TORN, '');
}

/** True when something in the text would not be seen, line breaks and tabs among it. */
export function holdsUnseen(text: string): boolean {
  return /[\t\n]/.test(text) || cleanText(text) !== text;
}
