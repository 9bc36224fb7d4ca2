import { Tokenizer } from 'htmlparser2';
import { cleanEnd, cleanText as seenOf } from '../../src/domain/clean.ts';

/** Elements whose content is never read by people. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object', 'head', 'select']);

/** Elements that begin on a new line. */
const BLOCKS = new Set(
  (
    'address article aside blockquote br center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 ' +
    'h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead title tr ul'
  ).split(' '),
);

/** Elements that carry no break. With BLOCKS and SILENT: what counts as markup in a title. */
const INLINE = new Set(
  (
    'a abbr acronym audio b bdi bdo big body button canvas cite code data del dfn em embed font html i img input ins kbd ' +
    'label link mark meta nobr param picture q rp rt ruby s samp small source span strike strong sub sup td th time tt u var ' +
    'video wbr'
  ).split(' '),
);

const known = (name: string): boolean => SILENT.has(name) || BLOCKS.has(name) || INLINE.has(name);

/** Bytes 80-9F of windows-1252: what a numeric reference such as `&#146;` was meant to be. */
const C1 = '€\u0000‚ƒ„…†‡ˆ‰Š‹Œ\u0000Ž\u0000\u0000‘’“”•–—˜™š›œ\u0000žŸ';

/**
 * Plain text as it is kept: clean, NFC, runs of white space one space, lines trimmed, empty lines gone. With `line` the result is one line. Linear time.
 */
export function cleanText(text: string, line = false): string {
  const seen = seenOf(text.replace(/[\u0080-\u009f]/g, (c) => C1[c.charCodeAt(0) - 0x80] ?? '')).normalize('NFC');
  if (line) return seen.split(/\s+/).filter(Boolean).join(' ');
  const lines: string[] = [];
  for (const raw of seen.split('\n')) {
    const tidy = raw.split(/\s+/).filter(Boolean).join(' ');
    if (tidy) lines.push(tidy);
  }
  return lines.join('\n');
}

/**
 * The text people read in a piece of HTML: tags gone, scripts and styles dropped, entities decoded, block elements on
 * lines of their own. In `title` mode the result is one line, and a tag that is no HTML element is kept as text,
 * because titles say `List<String>`. Uses the tokenizer alone, without a tree, so that depth costs nothing: linear in
 * the input whatever it holds.
 */
export function htmlToText(html: string, mode: 'title' | 'body' = 'body'): string {
  const title = mode === 'title';
  if (!html.includes('<') && !html.includes('&')) {
    // Without markup the line breaks of the source mean nothing.
    return cleanText(html, true);
  }
  const out: string[] = [];
  let silent: string | null = null;
  let depth = 0;
  let name = '';
  let opened = 0;
  const say = (text: string): void => {
    if (silent === null) out.push(text);
  };
  const enter = (): void => {
    if (silent === name) depth += 1;
    else if (silent === null && SILENT.has(name)) {
      silent = name;
      depth = 1;
    }
  };
  const leave = (closed: string): void => {
    if (silent !== closed) return;
    depth -= 1;
    if (depth === 0) silent = null;
  };
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        opened = start - 1;
        name = html.slice(start, end).toLowerCase();
        if (BLOCKS.has(name)) say('\u0001');
        else if (name === 'td' || name === 'th') say(' ');
      },
      onopentagend(end) {
        if (title && !known(name)) say(html.slice(opened, end + 1));
        else enter();
      },
      onselfclosingtag: ignore,
      onclosetag(start, end) {
        const closed = html.slice(start, end).trim().toLowerCase();
        leave(closed);
        if (BLOCKS.has(closed)) say('\u0001');
        else if (title && !known(closed)) say(`</${html.slice(start, end)}>`);
      },
      // Line breaks of the source are white space; only block elements break lines.
      ontext: (start, end) => say(html.slice(start, end).replace(/[\r\n]+/g, ' ')),
      ontextentity: (point) => say(String.fromCodePoint(point)),
      oncdata: (start, end) => say(html.slice(start, end)),
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return cleanText(out.join('').replaceAll('\u0001', '\n'), title);
}

/** The first `max` UTF-16 units of a text, never cutting a character in two. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const high = text.charCodeAt(max - 1);
  return cleanEnd(text.slice(0, high >= 0xd800 && high <= 0xdbff ? max - 1 : max));
}
