/** What a first, linear look at a document tells. */
export type Shape =
  | {
      readonly kind: 'xml';
      /** `<item>` or `<entry>` elements opened, outside CDATA and comments. */
      readonly entries: number;
    }
  | { readonly kind: 'json' }
  | { readonly kind: 'bad'; readonly code: (typeof BAD)[number] };

const BAD = ['empty_body', 'html_page', 'not_a_feed', 'cut_off', 'too_deep'] as const;

/** Feeds nest about ten elements deep; parsers that recurse fall over at some thousands. */
const MAX_DEPTH = 256;

const ROOTS = new Set(['rss', 'rdf', 'feed']);

/**
 * Looks a document over before a parser does: is it a feed at all, does it reach its closing tag (a body cut off in
 * transit otherwise passes for an empty feed), how deep does it nest, how many entries does it hold. One pass, no
 * recursion, linear in the text whatever it holds.
 */
export function shapeOf(text: string): Shape {
  const start = text.search(/\S/);
  if (start === -1) return bad('empty_body');
  if (text[start] === '{') return jsonShape(text);
  const scan = scanTags(text);
  if (scan.deep) return bad('too_deep');
  if (scan.root === null) return bad(looksLikeHtml(text) ? 'html_page' : 'not_a_feed');
  if (!scan.closed) return bad('cut_off');
  return { kind: 'xml', entries: scan.entries };
}

const bad = (code: (typeof BAD)[number]): Shape => ({ kind: 'bad', code });

function jsonShape(text: string): Shape {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (c === 0x22) at = stringEnd(text, at);
    else if (c === 0x7b || c === 0x5b) depth += 1;
    else if (c === 0x7d || c === 0x5d) depth -= 1;
    if (depth > MAX_DEPTH) return bad('too_deep');
    if (at === -1) return bad('cut_off');
  }
  return depth > 0 ? bad('cut_off') : { kind: 'json' };
}

/** The closing quote of the JSON string that opens at `start`; -1 when it never closes. */
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

function looksLikeHtml(text: string): boolean {
  return /<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]/i.test(text.slice(0, 4096));
}

type Scan = { root: string | null; closed: boolean; deep: boolean; entries: number };

function scanTags(text: string): Scan {
  const scan: Scan = { root: null, closed: false, deep: false, entries: 0 };
  const stack: string[] = [];
  let at = text.indexOf('<');
  while (at !== -1 && !scan.deep && !scan.closed) {
    const next = skipSpecial(text, at) ?? takeTag(text, at, stack, scan);
    if (next === -1) break;
    at = text.indexOf('<', next);
  }
  return scan;
}

/** Where a comment, CDATA section, processing instruction or DOCTYPE ends; -1 when it never does; null when none begins here. */
function skipSpecial(text: string, at: number): number | null {
  const after = (mark: string): number => {
    const end = text.indexOf(mark, at + 2);
    return end === -1 ? -1 : end + mark.length;
  };
  if (text.startsWith('<!--', at)) return after('-->');
  if (text.startsWith('<![CDATA[', at)) return after(']]>');
  if (text.startsWith('<?', at)) return after('?>');
  if (!text.startsWith('<!', at)) return null;
  const close = text.indexOf('>', at);
  const subset = text.indexOf('[', at);
  if (close === -1) return -1;
  if (subset === -1 || subset > close) return close + 1;
  const end = /\]\s{0,99}>/g;
  end.lastIndex = subset;
  const found = end.exec(text);
  return found === null ? -1 : found.index + found[0].length;
}

function takeTag(text: string, at: number, stack: string[], scan: Scan): number {
  const closing = text[at + 1] === '/';
  let end = at + (closing ? 2 : 1);
  const start = end;
  while (end < text.length && isNameUnit(text.charCodeAt(end))) end += 1;
  if (end === start) return at + 1;
  const full = text.slice(start, Math.min(end, start + 64)).toLowerCase();
  const name = full.slice(full.indexOf(':') + 1);
  const close = tagEnd(text, end);
  if (close === -1) return -1;
  if (closing) closeTag(full, stack, scan);
  else openTag(full, name, text[close - 1] === '/', stack, scan);
  return close + 1;
}

function openTag(full: string, name: string, selfClosed: boolean, stack: string[], scan: Scan): void {
  if (scan.root === null) {
    // Whatever stands before the root (a PHP warning's <b>, say) is not the document.
    if (!ROOTS.has(name)) {
      if (name === 'html') scan.closed = true;
      return;
    }
    scan.root = full;
    if (selfClosed) scan.closed = true;
  }
  if ((name === 'item' || name === 'entry') && full.split(':').length <= 2 && prefixOf(full) === prefixOf(scan.root)) {
    scan.entries += 1;
  }
  if (selfClosed) return;
  stack.push(full);
  if (stack.length > MAX_DEPTH) scan.deep = true;
}

function closeTag(full: string, stack: string[], scan: Scan): void {
  // An element left open inside (an unclosed <br> in a description) is closed with its parent.
  const index = stack.lastIndexOf(full);
  if (index === -1) return;
  stack.length = index;
  if (index === 0 && full === scan.root) scan.closed = true;
}

/** The prefix of a name; RDF and the default namespace count as one, since RSS 1.0 mixes them. */
function prefixOf(name: string): string {
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
  return prefix === 'rdf' ? '' : prefix;
}

/** The index of the `>` that ends a tag, quoted attribute values skipped; -1 when there is none. */
function tagEnd(text: string, from: number): number {
  let at = from;
  let close = text.indexOf('>', at);
  while (close !== -1) {
    const quote = quoteBefore(text, at, close);
    if (quote === -1) return close;
    const end = text.indexOf(text[quote] ?? '"', quote + 1);
    if (end === -1) return -1;
    at = end + 1;
    // Searched again only when the value ran past it: a search per attribute would be quadratic.
    if (at > close) close = text.indexOf('>', at);
  }
  return -1;
}

/** The first quote that opens an attribute value (it follows `=`) in a stretch of a tag, -1 when none does. */
function quoteBefore(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const c = text[at];
    if ((c === '"' || c === "'") && /=\s{0,9}$/.test(text.slice(Math.max(from - 1, at - 10), at))) return at;
  }
  return -1;
}

function isNameUnit(c: number): boolean {
  return (
    (c >= 0x61 && c <= 0x7a) ||
    (c >= 0x41 && c <= 0x5a) ||
    (c >= 0x30 && c <= 0x3a) ||
    c === 0x2d ||
    c === 0x2e ||
    c === 0x5f ||
    c > 0x7f
  );
}
