import Parser from 'rss-parser';
import type { RawEntry, RawFeed, RawLink, RawSource, RawText } from './raw.ts';

/**
 * Elements that are renamed on their way in. rss-parser runs a quadratic regular expression over every description and
 * body (80 kB take 6 s), throws on a link that is text in Atom, and throws on an Atom date it cannot read; under
 * another name it copies them as they are.
 */
const RENAMED = new Set([
  'description',
  'content',
  'content:encoded',
  'summary',
  'link',
  'published',
  'updated',
  'author',
]);
const SIGN = 'v-';

const whole = (from: string): [string, string, { keepArray: boolean }] => [from, `all:${from}`, { keepArray: true }];

const SHARED = ['$', 'title', `${SIGN}link`, 'dc:language'].map(whole);
const ITEM = [
  ...SHARED,
  ...[
    'id',
    'guid',
    'pubDate',
    'dc:date',
    'issued',
    'modified',
    'created',
    'dc:creator',
    'category',
    'dc:subject',
    'source',
    'News:Source',
    'feedburner:origLink',
    `${SIGN}description`,
    `${SIGN}summary`,
    `${SIGN}content`,
    `${SIGN}content:encoded`,
    `${SIGN}published`,
    `${SIGN}updated`,
    `${SIGN}author`,
  ].map(whole),
];
const FEED = [...SHARED, ...['language', 'ttl'].map(whole)];

/** A node as xml2js gives it: text alone, or attributes, text and children. */
type Node = string | { readonly [key: string]: unknown };
type Bag = { readonly [key: string]: unknown };

/** Thrown where an element that should hold text holds elements, whose order and text xml2js has lost. */
const MARKUP = 'element with markup inside';

/** Reads RSS, RDF or Atom with rss-parser, strict. Throws whatever it throws, and on texts that hold elements. */
export async function readWithRssParser(text: string): Promise<RawFeed> {
  // A parser of its own for every document: a shared one keeps listeners of documents that failed.
  const parser = new Parser<Bag, Bag>({
    defaultRSS: 2,
    xml2js: { tagNameProcessors: [(name: string) => (RENAMED.has(name) ? SIGN + name : name)] },
    customFields: { feed: FEED as never, item: ITEM as never },
  });
  const feed: Bag = await parser.parseString(text);
  const items = (feed['items'] as readonly Bag[]) ?? [];
  // Entries of Atom never carry what RSS items always get: rss-parser sets `feed.links` for neither, the root tells.
  const format = /<(?:rdf:)?rdf[\s>]/i.test(text.slice(0, 4096))
    ? 'rdf'
    : /<feed[\s>]/i.test(text.slice(0, 4096))
      ? 'atom'
      : 'rss';
  const attributes = bag(feed['all:$']);
  return {
    format,
    title: rawText(first(feed, 'title')),
    links: linksOf(feed),
    lang: str(attributes['xml:lang']) ?? textOf(first(feed, 'language')) ?? textOf(first(feed, 'dc:language')),
    base: str(attributes['xml:base']),
    ttlMinutes: positive(textOf(first(feed, 'ttl'))),
    entries: items.map((item) => (format === 'atom' ? atomEntry(item) : rssEntry(item))),
  };
}

function rssEntry(item: Bag): RawEntry {
  const guid = first(item, 'guid');
  const attributes = bag(item['all:$']);
  return {
    id: textOf(guid) ?? str(item['rdf:about']),
    permalink: typeof guid !== 'object' || str(bag(guid['$'])['isPermaLink'])?.trim().toLowerCase() !== 'false',
    // Where FeedBurner counts readers, the publisher's own address stands beside.
    links: [...texts(item, 'feedburner:origLink').map((href) => ({ href, rel: null, type: null })), ...linksOf(item)],
    source: rssSource(item),
    title: rawText(first(item, 'title')),
    summary: rawText(first(item, `${SIGN}description`)),
    content: rawText(first(item, `${SIGN}content:encoded`)),
    published: texts(item, 'pubDate', 'dc:date'),
    updated: [],
    authors: orElse(texts(item, `${SIGN}author`), texts(item, 'dc:creator')),
    categories: texts(item, 'category', 'dc:subject'),
    lang: textOf(first(item, 'dc:language')) ?? str(attributes['xml:lang']),
    base: str(attributes['xml:base']),
  };
}

function atomEntry(item: Bag): RawEntry {
  const attributes = bag(item['all:$']);
  const people = all(item, `${SIGN}author`).map((person) =>
    typeof person === 'string'
      ? person
      : (textOf(first(person, 'name', false)) ?? textOf(first(person, 'email', false))),
  );
  return {
    id: textOf(first(item, 'id')),
    permalink: false,
    links: linksOf(item),
    source: atomSource(item),
    title: rawText(first(item, 'title')),
    summary: rawText(first(item, `${SIGN}summary`)),
    content: rawText(first(item, `${SIGN}content`)),
    published: texts(item, `${SIGN}published`, 'issued', 'created'),
    updated: texts(item, `${SIGN}updated`, 'modified'),
    authors: people.filter((name): name is string => name !== null),
    categories: all(item, 'category')
      .map((node) => (typeof node === 'string' ? node : (str(bag(node['$'])['label']) ?? str(bag(node['$'])['term']))))
      .filter((name): name is string => name !== null),
    lang: str(attributes['xml:lang']),
    base: str(attributes['xml:base']),
  };
}

function linksOf(owner: Bag): RawLink[] {
  return all(owner, `${SIGN}link`).flatMap((node) => {
    const attributes = typeof node === 'string' ? {} : bag(node['$']);
    const href = str(attributes['href']) ?? (typeof node === 'string' ? str(node) : str(node['_']));
    return href === null ? [] : [{ href, rel: str(attributes['rel']), type: str(attributes['type']) }];
  });
}

function rssSource(item: Bag): RawSource | null {
  const node = first(item, 'source') ?? first(item, 'News:Source');
  if (node === undefined) return null;
  return { name: textOf(node), url: typeof node === 'string' ? null : str(bag(node['$'])['url']) };
}

/** The feed that an entry of a collected feed was taken from. */
function atomSource(item: Bag): RawSource | null {
  const node = bag(first(item, 'source'));
  const links = all(node, `${SIGN}link`, false).map((link) => bag(bag(link)['$']));
  const url = links.find((link) => (str(link['rel']) ?? 'alternate') === 'alternate');
  const source = { name: textOf(first(node, 'title', false)), url: str(url?.['href']) };
  return source.name === null && source.url === null ? null : source;
}

/** Every node of an element; `copied` when rss-parser was asked to copy it whole. */
function all(owner: Bag, name: string, copied = true): Node[] {
  const nodes = owner[copied ? `all:${name}` : name];
  return Array.isArray(nodes) ? (nodes as Node[]) : [];
}

const first = (owner: Bag, name: string, copied = true): Node | undefined => all(owner, name, copied)[0];

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {});

const str = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

function textOf(node: Node | undefined): string | null {
  if (node === undefined || typeof node === 'string') return str(node);
  if (Object.keys(node).some((key) => key !== '_' && key !== '$')) throw new Error(MARKUP);
  return str(node['_']);
}

function rawText(node: Node | undefined): RawText | null {
  const text = textOf(node);
  if (text === null) return null;
  const type = typeof node === 'object' ? str(bag(node['$'])['type']) : null;
  return { text, kind: type === 'text' || type === 'text/plain' ? 'text' : 'html' };
}

const texts = (owner: Bag, ...names: string[]): string[] =>
  names.flatMap((name) => all(owner, name).map(textOf)).filter((text): text is string => text !== null);

const orElse = (list: string[], other: string[]): string[] => (list.length > 0 ? list : other);

function positive(text: string | null): number | null {
  const number = Number(text ?? Number.NaN);
  return Number.isFinite(number) && number > 0 ? number : null;
}
