import { cleanText } from '../domain/clean.ts';
import type { Readable } from '../domain/item.ts';
import { FOLDS, flatten, fold } from './fold.ts';

/** A text laid out for reading: title, a line break, then the body. All offsets in reading are offsets in `raw`. */
export type Text = {
  readonly raw: string;
  /** The same length as `raw`; see `flatten`. */
  readonly flat: string;
  /** Where the title ends; the body begins one later. */
  readonly titleEnd: number;
  /** Sentences as `[start, end)`, the title first. */
  readonly sentences: readonly (readonly [number, number])[];
  /** True when the title writes most of its words with a capital, so that capitals say nothing in it. */
  readonly titleCase: boolean;
  /** True for German, where every noun takes a capital: capitals and small words beside a name say nothing there. */
  readonly german: boolean;
};

/** A word beside a place in the text, with what stands between. */
export type Neighbour = { readonly text: string; readonly fold: string; readonly start: number; readonly gap: string };

/** No headline is longer; of one that is, a whole article for want of a title, weighing every pair of names takes minutes. */
const TITLE_LIMIT = 600;
const BODY_LIMIT = 6000;
/** What is looked at of a text to get so much that is plain. */
const RAW_LIMIT = 10 * BODY_LIMIT;
const THIN_SUMMARY = 80;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', laquo: '«', raquo: '»', rsquo: '’', lsquo: '‘',
  ndash: '–', mdash: '—', hellip: '…', eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç', shy: '\u00ad', zwnj: '\u200c',
}; // biome-ignore format: a table

const INLINE = /<\/?(?:a|abbr|b|bdi|code|em|font|i|ins|mark|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?\/?>/gi;

/** Drops what markup a text still carries: inline tags vanish (a name may be split by them), others separate. */
function plain(text: string): string {
  let out = text;
  if (out.includes('&')) {
    out = out.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, dec, word) => {
      if (word) return ENTITIES[String(word).toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(dec);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
    // A reference may have hidden what input would have taken out.
    out = cleanText(out);
  }
  if (!out.includes('<')) return out;
  return out.replace(INLINE, '').replace(/<\/?[a-z!][^<>]*>/gi, ' ');
}

/** Splits on sentence ends and line breaks; a full stop ends a sentence only before a capital, a quote or a digit pair. */
function sentencesOf(raw: string, titleEnd: number): (readonly [number, number])[] {
  const spans: (readonly [number, number])[] = [];
  if (titleEnd > 0) spans.push([0, titleEnd]);
  const ends = /(?<![\s.(][\p{Lu}\d]|\bM|Mme|Dr|St)[.!?…]+["»”)]*\s+(?=[\p{Lu}\d"«“(])|\n+|\s[•|]\s/gu;
  let from = titleEnd + 1;
  ends.lastIndex = from;
  for (let m = ends.exec(raw); m; m = ends.exec(raw)) {
    if (m.index + m[0].length > from && m.index > from) spans.push([from, m.index + m[0].length]);
    from = m.index + m[0].length;
  }
  if (from < raw.length) spans.push([from, raw.length]);
  return spans;
}

function isTitleCase(title: string): boolean {
  let long = 0;
  let capital = 0;
  for (const [word] of title.matchAll(/[\p{L}\p{N}]{4,}/gu)) {
    long++;
    if (/^\p{Lu}/u.test(word)) capital++;
  }
  return long >= 4 && capital / long > 0.75;
}

const isGerman = (flat: string): boolean =>
  (flat
    .slice(0, 400)
    .match(/\b(?:der|die|das|und|fur|mit|im|den|dem|ein|eine|wird|sich|auf|zu|von|bei|will|ist|nicht)\b/g)?.length ??
    0) >= 2 && !/\b(?:le|la|les|des|et|the|of|and)\b/.test(flat.slice(0, 400));

/** Lays out an item for reading. The content is read only where the summary says little. */
export function layOut(item: Readable): Text {
  const title = plain(item.title.slice(0, RAW_LIMIT)).trim().slice(0, TITLE_LIMIT);
  const summary = plain((item.summary ?? '').slice(0, RAW_LIMIT)).trim();
  const content = summary.length < THIN_SUMMARY ? plain((item.content ?? '').slice(0, RAW_LIMIT)).trim() : '';
  const body = (content.startsWith(summary) ? content : `${summary}\n${content}`).trim().slice(0, BODY_LIMIT);
  const raw = `${title}\n${body}`;
  let flat: string | undefined;
  let sentences: (readonly [number, number])[] | undefined;
  let titleCase: boolean | undefined;
  let german: boolean | undefined;
  const flattened = (): string => {
    flat ??= flatten(raw);
    return flat;
  };
  return {
    raw,
    titleEnd: title.length,
    // Most items name nobody: what only named ones need is made when it is asked for.
    get flat() {
      return flattened();
    },
    get sentences() {
      sentences ??= sentencesOf(raw, title.length);
      return sentences;
    },
    get titleCase() {
      titleCase ??= isTitleCase(title);
      return titleCase;
    },
    get german() {
      german ??= isGerman(flattened());
      return german;
    },
  };
}

/** The sentence that holds an offset. */
export function sentenceAt(text: Text, at: number): readonly [number, number] {
  return text.sentences.find(([, end]) => at < end) ?? [0, text.raw.length];
}

const inWord = (raw: string, i: number): boolean => (FOLDS[raw.charCodeAt(i)] ?? ' ') !== ' ';

/** The word that ends before `at`, null at the start of its line. */
export function wordBefore(raw: string, at: number): Neighbour | null {
  let end = at;
  while (end > 0 && !inWord(raw, end - 1)) end--;
  const gap = raw.slice(end, at);
  if (end === 0 || gap.includes('\n')) return null;
  let start = end;
  while (start > 0 && inWord(raw, start - 1)) start--;
  const text = raw.slice(start, end);
  return { text, fold: fold(text), start, gap };
}

/** The word that begins after `at`, null at the end of its line. */
export function wordAfter(raw: string, at: number): Neighbour | null {
  let start = at;
  while (start < raw.length && !inWord(raw, start)) start++;
  const gap = raw.slice(at, start);
  if (start === raw.length || gap.includes('\n')) return null;
  let end = start;
  while (end < raw.length && inWord(raw, end)) end++;
  const text = raw.slice(start, end);
  return { text, fold: fold(text), start, gap };
}

/** True when `at` begins a sentence or follows a colon, a bar or a quote, where a capital says nothing. */
export function opensClause(raw: string, at: number): boolean {
  return /(?:^|[\n.!?…:;|•«"“(]\s*|\s[-–—]\s*)$/u.test(raw.slice(Math.max(0, at - 6), at)) || at === 0;
}
