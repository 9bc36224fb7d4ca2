import { readFile, stat } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { FEED_KINDS, type FeedEntry, type FeedKind } from '../src/domain/feed.ts';
import { tooDeepAt } from '../src/domain/nesting.ts';
import { slugOf } from '../src/domain/text.ts';
import { MOST_FEEDS, readOpml } from './opml.ts';
import { canonicalLink } from './text/link.ts';

/** What can be wrong with a catalogue. Each has a remedy, which words elsewhere tell from the code and the fault's fields. */
export const CATALOGUE_CODES = [
  /** There is no such file; a folder stands there; this user may not read it; nothing stands in it. */
  'no_file',
  'folder',
  'forbidden',
  'empty',
  /** The file is larger than any catalogue: `allowed` holds the most, in MiB. */
  'too_large',
  /** Nested deeper than any catalogue is. */
  'too_deep',
  /** More feeds than one installation reads: `allowed` holds the most. */
  'too_many',
  /** Not YAML, or not OPML: `value` is what the parser said. */
  'unreadable',
  /** The file holds no list of feeds: `allowed` names what is expected. */
  'no_feeds',
  /** An entry that is not a map of fields. */
  'bad_entry',
  /** A field that must be there is not: `place` names it. */
  'missing',
  /** A field nobody knows, a misspelling most likely: `allowed` holds those there are. */
  'unknown_field',
  /** A value that cannot be: `allowed` says what can. */
  'bad_value',
  /** An id or address that an entry above has: `allowed` holds that entry's id. */
  'duplicate',
] as const;
export type CatalogueCode = (typeof CATALOGUE_CODES)[number];

export type CatalogueFault = {
  readonly file: string;
  /** From 1; null where the format knows no lines (OPML). */
  readonly line: number | null;
  readonly column: number | null;
  /** Which entry and field: `feeds[3].url`, with the entry's id where it has one. */
  readonly place: string;
  readonly code: CatalogueCode;
  readonly value: string | null;
  /** What would be right: the allowed values, or a pattern in words of the format. */
  readonly allowed: readonly string[];
};

export type CatalogueResult =
  | { readonly ok: true; readonly feeds: readonly FeedEntry[] }
  | { readonly ok: false; readonly faults: readonly CatalogueFault[] };

const FIELDS = ['id', 'url', 'title', 'publisher', 'lang', 'kind', 'note'] as const;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const MIB = 1_048_576;
const MOST_MIB = 64;

/** Reads the catalogue in a file. What keeps the file from being read is a fault as well. Never throws. */
export async function readCatalogue(path: string): Promise<CatalogueResult> {
  try {
    const { size } = await stat(path);
    if (size > MOST_MIB * MIB) return refused(path, 'too_large', [`${MOST_MIB} MiB`]);
    return loadCatalogue(path, await readFile(path, 'utf8'));
  } catch (error) {
    const said = error instanceof Error && 'code' in error ? String(error.code) : '';
    return refused(path, FILE_CODES[said] ?? 'forbidden');
  }
}

/** What the file system says of a file that cannot be read. */
const FILE_CODES: Readonly<Record<string, CatalogueCode>> = { ENOENT: 'no_file', ENOTDIR: 'no_file', EISDIR: 'folder' };

/** A fault of the file as a whole, on no line of it or on one. */
function refused(
  file: string,
  code: CatalogueCode,
  allowed: readonly string[] = [],
  line: number | null = null,
): CatalogueResult {
  return { ok: false, faults: [{ file, line, column: null, place: '', code, value: null, allowed }] };
}

/** Reads a catalogue, YAML or OPML by its first character; every fault at once, with its file and line. Never throws. */
export function loadCatalogue(path: string, text: string): CatalogueResult {
  if (text.trim() === '') return refused(path, 'empty');
  return /^\s*(?:\ufeff)?\s*</.test(text) ? fromOpml(path, text) : fromYaml(path, text);
}

function fromYaml(file: string, text: string): CatalogueResult {
  const deep = tooDeepAt(text);
  if (deep !== null) return refused(file, 'too_deep', [], deep);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults: CatalogueFault[] = [];
  const say: Say = (code, place, node, value = null, allowed = []) => {
    const at = node?.range ? lines.linePos(node.range[0]) : null;
    faults.push({ file, line: at?.line ?? 1, column: at?.col ?? 1, place, code, value, allowed });
  };
  for (const error of document.errors) {
    const at = lines.linePos(error.pos[0]);
    const value = error.message.split('\n')[0] ?? error.code;
    faults.push({ file, line: at.line, column: at.col, place: '', code: 'unreadable', value, allowed: [] });
  }
  if (faults.length > 0) return { ok: false, faults };
  const list = isMap(document.contents) ? document.contents.get('feeds', true) : null;
  if (!isSeq(list) || list.items.length === 0) {
    say('no_feeds', 'feeds', isNode(list) ? list : null, null, ['feeds: [{id, url, title, publisher, kind}]']);
    return { ok: false, faults };
  }
  if (list.items.length > MOST_FEEDS) return refused(file, 'too_many', [String(MOST_FEEDS)]);
  const feeds = list.items.flatMap((node, index) => {
    const place = `feeds[${index}]`;
    if (isMap(node)) return [{ place, node, entry: entryOf(node, place, say) }];
    say('bad_entry', place, isNode(node) ? node : list, null, [...FIELDS]);
    return [];
  });
  sayDoubles(feeds, say);
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, feeds: feeds.map(({ entry }) => entry).filter((entry) => entry !== null) };
}

type Read = { readonly place: string; readonly node: YAMLMap; readonly entry: FeedEntry | null };

function sayDoubles(feeds: readonly Read[], say: Say): void {
  const owners = new Map<string, string>();
  for (const { place, node, entry } of feeds) {
    if (entry === null) continue;
    for (const field of ['id', 'url'] as const) {
      const key = `${field} ${field === 'url' ? (canonicalLink(entry.url, null) ?? entry.url) : entry.id}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, entry.id);
      else say('duplicate', `${place}.${field}`, child(node, field) ?? node, entry[field], [owner]);
    }
  }
}

type Say = (
  code: CatalogueCode,
  place: string,
  node: Node | null,
  value?: string | null,
  allowed?: readonly string[],
) => void;

function entryOf(node: YAMLMap, place: string, say: Say): FeedEntry | null {
  let sound = true;
  const wrong: Say = (...fault) => {
    sound = false;
    say(...fault);
  };
  for (const { key } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!(FIELDS as readonly string[]).includes(name))
      wrong('unknown_field', `${place}.${name}`, isNode(key) ? key : node, name, FIELDS);
  }
  const text = (field: (typeof FIELDS)[number], required: boolean): string | null => {
    const value = child(node, field);
    const raw = isScalar(value) ? value.value : value;
    if (raw === null || raw === undefined) {
      if (required) wrong('missing', `${place}.${field}`, node, null, []);
      return null;
    }
    if (typeof raw === 'string' && raw.trim() !== '') return raw.trim();
    wrong('bad_value', `${place}.${field}`, value, String(raw), ['text']);
    return null;
  };
  const within = (
    field: (typeof FIELDS)[number],
    value: string | null,
    right: boolean,
    allowed: readonly string[],
  ): void => {
    if (value !== null && !right) wrong('bad_value', `${place}.${field}`, child(node, field), value, allowed);
  };
  const id = text('id', true);
  within('id', id, ID.test(id ?? ''), ['a-z 0-9 -']);
  const url = text('url', true);
  within('url', url, isPlainAddress(url ?? ''), ['https://…', 'http://…']);
  const kind = text('kind', true);
  const known = FEED_KINDS.find((name) => name === kind);
  within('kind', kind, known !== undefined, FEED_KINDS);
  const lang = text('lang', false);
  within('lang', lang, /^[a-z]{2}$/.test(lang ?? ''), ['fr', 'en', 'de', '…']);
  const title = text('title', true);
  const publisher = text('publisher', true);
  const note = text('note', false);
  if (!sound || id === null || url === null || known === undefined || title === null || publisher === null) return null;
  return { id, url, title, publisher, lang, kind: known, note };
}

const OPML_CODES = { not_opml: 'unreadable', too_deep: 'too_deep', too_many: 'too_many' } as const;

function fromOpml(file: string, text: string): CatalogueResult {
  const read = readOpml(text);
  const fault = (code: CatalogueCode, place: string, value: string | null, allowed: string[]): CatalogueFault => ({
    file,
    line: null,
    column: null,
    place,
    code,
    value,
    allowed,
  });
  if (!read.ok) return refused(file, OPML_CODES[read.code], read.code === 'too_many' ? [String(MOST_FEEDS)] : []);
  if (read.skipped.length > 0) {
    return {
      ok: false,
      faults: read.skipped.map((name) => fault('bad_value', `outline "${name}" xmlUrl`, null, ['https://…'])),
    };
  }
  if (read.feeds.length === 0)
    return { ok: false, faults: [fault('no_feeds', 'body', null, ['<outline xmlUrl="https://…"/>'])] };
  const taken = new Set<string>();
  const feeds = read.feeds.map((feed): FeedEntry => {
    const id = freeId(feed.id ?? (slugOf(feed.title) || slugOf(new URL(feed.url).hostname)), taken);
    // Whose it is, and what that makes of it, is for the record to say.
    const publisher = feed.publisher ?? feed.title;
    const kind: FeedKind = feed.kind ?? 'press';
    const entry = { id, url: feed.url, title: feed.title, publisher, lang: feed.lang, kind, note: feed.note };
    return feed.site === null ? entry : { ...entry, site: feed.site };
  });
  return { ok: true, feeds };
}

function freeId(wanted: string, taken: Set<string>): string {
  const base = ID.test(wanted) ? wanted : slugOf(wanted) || 'feed';
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  taken.add(id);
  return id;
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'range' in value;

function child(map: YAMLMap, field: string): Node | null {
  const node = map.get(field, true);
  return isNode(node) ? node : null;
}
