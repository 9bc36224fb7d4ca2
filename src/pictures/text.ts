import { cleanText } from '../domain/clean.ts';
import { tiedMarks } from '../domain/typography.ts';
import type { Ruler } from './font.ts';

/** Texts from outside, made fit to be drawn: plain, of letters that the font has, cut to the room there is. */

const PICTOGRAPH = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/u;

/** What stands in for a letter that the font lacks: its plain form where that can be shown, else a sign. */
function substitute(letter: string, has: Ruler['has']): string {
  const plain = letter.normalize('NFKC');
  const shown = [...plain].every((part) => has(part.codePointAt(0) ?? 0));
  if (plain !== letter && shown) return plain;
  return PICTOGRAPH.test(letter) ? '•' : '?';
}

/**
 * A text as it can be drawn: one line, no control and no invisible characters (so nothing turns the reading direction
 * around), whole characters only; a run that the font cannot show becomes one `•` (pictographs) or `?`.
 */
export function drawable(text: string, has: Ruler['has']): string {
  const clean = tiedMarks(cleanText(text).replace(/[\t\n]+/g, ' '))
    .normalize('NFC')
    .replace(/\p{M}{3,}/gu, (marks) => marks.slice(0, 2))
    // Also what an emoji is joined of, and the joiner of marks: the font draws neither.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]|[\u20d0-\u20ff\ufe00-\ufe0f]/gu, '');
  let out = '';
  let last = '';
  for (const letter of clean) {
    if (has(letter.codePointAt(0) ?? 0) && !isPictograph(letter)) {
      out += letter;
      last = '';
      continue;
    }
    const stand = substitute(letter, has);
    if (stand === last) continue;
    out += stand;
    last = stand === '?' || stand === '•' ? stand : '';
  }
  return out.replace(/ {2,}/g, ' ').trim();
}

/** Pictographs beyond the symbols of plain text: browsers draw those in colour and wider than the font's own. */
const isPictograph = (letter: string): boolean => (letter.codePointAt(0) ?? 0) > 0xffff && PICTOGRAPH.test(letter);

/** The longest beginning of a text that leaves room for an ellipsis. */
function shortened(text: string, fits: (text: string) => boolean): string {
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  const at = (n: number) => `${letters.slice(0, n).join('').trimEnd()}…`;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(at(middle))) low = middle;
    else high = middle - 1;
  }
  return at(low);
}

/** Where lines may break: after a space or a hyphen, never at a space that must not break. */
const pieces = (text: string): string[] => text.match(/[^ -]*(?: +|-+|$)/g)?.filter((piece) => piece !== '') ?? [];

/** A piece wider than a line, in parts that are not. */
function broken(piece: string, fits: (text: string) => boolean): string[] {
  const parts: string[] = [];
  let part = '';
  for (const letter of piece) {
    if (part !== '' && !fits(part + letter)) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return part === '' ? parts : [...parts, part];
}

export type Fitted = {
  readonly lines: readonly string[];
  /** The widest line, in px. */
  readonly width: number;
  /** Nothing was left out, and no word had to be torn. */
  readonly whole: boolean;
};

export type Room = { readonly width: number; readonly lines: number; readonly size: number; readonly bold?: boolean };

/** A text in lines of at most `room.width`; what does not fit ends in an ellipsis. An empty text has no lines. */
export function fitted(text: string, room: Room, ruler: Ruler): Fitted {
  const widthOf = (line: string) => ruler.width(line, room.size, room.bold);
  const fits = (line: string) => widthOf(line.trimEnd()) <= room.width;
  const lines: string[] = [];
  let torn = false;
  let line = '';
  for (const piece of pieces(text)) {
    if (fits(line + piece)) {
      line += piece;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = fits(piece) ? [piece] : broken(piece, fits);
    torn ||= parts.length > 1;
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  if (line !== '') lines.push(line);
  const kept = lines.slice(0, room.lines).map((l) => l.trimEnd());
  const cut = lines.length > room.lines;
  if (cut) {
    const rest = lines.slice(room.lines - 1).join('');
    kept[room.lines - 1] = shortened(rest, (l) => widthOf(l) <= room.width);
  }
  return { lines: kept, width: Math.max(0, ...kept.map(widthOf)), whole: !cut && !torn };
}
