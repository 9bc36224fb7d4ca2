import { createHash } from 'node:crypto';
import type { Item } from '../src/domain/item.ts';
import type { Instant } from '../src/domain/period.ts';
import { parseDate, plausible } from './dates.ts';
import type { RawEntry, RawFeed, RawLink, RawText } from './formats/raw.ts';
import { canonicalLink, resolveAddress } from './text/link.ts';
import { cleanText, cut, htmlToText } from './text/plain.ts';

/** The longest texts kept, in UTF-16 units: far above what articles hold, far below what harms. */
const MAX_TITLE = 1_000;
const MAX_SUMMARY = 20_000;
const MAX_CONTENT = 200_000;
const MAX_ID = 2_048;
const MAX_CATEGORIES = 50;
const MAX_SOURCE = 120;

export type Hints = {
  /** Where the document came from: relative links stand on it. Null when unknown. */
  readonly url: string | null;
  /** For judging dates: one far ahead of it is no publication. */
  readonly now: Instant;
};

/** What normalising found that an operator may want to know. Counts of entries. */
export type Oddities = {
  readonly dropped: number;
  readonly undated: number;
  readonly farFuture: number;
  readonly withoutLink: number;
  readonly withoutId: number;
};

/**
 * The one place where an entry, whichever parser read it, becomes an Item; both parsers therefore give the same ids.
 *
 * The id is the guid, else the canonical link, else a hash of title and day. Where several different articles of one
 * document share a guid, it names none of them and the link is added. The link is the alternate one, resolved against
 * `xml:base` or the site, without tracking parameters; a guid that is a permalink stands in for a missing link. A summary
 * or content that the feed does not give is empty. `published` falls back to the date of the last change.
 */
export function itemsOf(feed: RawFeed, hints: Hints): { readonly items: Item[]; readonly oddities: Oddities } {
  const site = canonicalLink(pickLink(feed.links), hints.url);
  // RSS means links relative to the site, Atom relative to xml:base or the document.
  const home = feed.format === 'atom' || feed.format === 'json' ? hints.url : (site ?? hints.url);
  const base = resolveAddress(feed.base, home);
  const lang = langCode(feed.lang);
  const odd = { dropped: 0, undated: 0, farFuture: 0, withoutLink: 0, withoutId: 0 };

  const items: { item: Item; guid: string | null }[] = [];
  for (const entry of feed.entries) {
    const made = itemOf(entry, { base, lang, now: hints.now, odd });
    if (made === null) odd.dropped += 1;
    else items.push(made);
  }
  return { items: distinct(items), oddities: odd };
}

type Setting = {
  base: string | null;
  lang: string | null;
  now: Instant;
  odd: { -readonly [K in keyof Oddities]: number };
};

function itemOf(entry: RawEntry, at: Setting): { item: Item; guid: string | null } | null {
  const guid = entry.id === null ? null : cut(entry.id.trim(), MAX_ID) || null;
  const base = resolveAddress(entry.base, at.base);
  const link = canonicalLink(pickLink(entry.links), base) ?? (entry.permalink ? canonicalLink(guid, null) : null);
  const title = cut(plain(entry.title, 'title'), MAX_TITLE);
  const summary = cut(plain(entry.summary, 'body'), MAX_SUMMARY);
  const content = cut(plain(entry.content, 'body'), MAX_CONTENT);
  if (guid === null && link === null && title === '' && summary === '' && content === '') return null;

  const changed = firstDate(entry.updated);
  const told = firstDate(entry.published) ?? changed;
  const published = believable(told, at);
  if (told === null) at.odd.undated += 1;
  if (link === null) at.odd.withoutLink += 1;
  if (guid === null) at.odd.withoutId += 1;
  return {
    guid,
    item: {
      id: guid ?? link ?? `hash:${hash(`${title || cut(summary || content, MAX_TITLE)}|${told?.slice(0, 10) ?? ''}`)}`,
      title,
      link,
      published,
      updated: changed !== null && plausible(changed, at.now) === 'ok' ? changed : null,
      summary,
      content,
      author: authorOf(entry.authors),
      lang: langCode(entry.lang) ?? at.lang,
      categories: categoriesOf(entry.categories),
      ...sourceOf(entry),
    },
  };
}

/** Whom the entry says it is taken from; nothing where it says nothing. */
function sourceOf({ source }: RawEntry): Pick<Item, 'source'> {
  const name = cut(htmlToText(source?.name ?? '', 'title'), MAX_SOURCE) || null;
  const url = canonicalLink(source?.url ?? null, null);
  return name === null && url === null ? {} : { source: { name, url } };
}

/** The alternate link, preferably to a page; never the feed itself, an enclosure or a comment. */
function pickLink(links: readonly RawLink[]): string | null {
  const alternates = links.filter(({ rel }) => rel === null || rel.toLowerCase() === 'alternate');
  const page = alternates.find(({ type }) => type === null || /html/i.test(type));
  return (page ?? alternates[0])?.href ?? null;
}

function plain(raw: RawText | null, mode: 'title' | 'body'): string {
  if (raw === null) return '';
  return raw.kind === 'text' ? cleanText(raw.text, mode === 'title') : htmlToText(raw.text, mode);
}

function firstDate(texts: readonly string[]): Instant | null {
  for (const text of texts) {
    const at = parseDate(text);
    if (at !== null) return at;
  }
  return null;
}

function believable(told: Instant | null, at: Setting): Instant | null {
  if (told === null) return null;
  const verdict = plausible(told, at.now);
  if (verdict === 'far_future') at.odd.farFuture += 1;
  return verdict === 'ok' ? told : null;
}

/** `fr` of `fr-FR`, `fr_FR`, `FR`, `fra`; null for what is no language code. */
function langCode(text: string | null): string | null {
  const code = /^\s*([a-z]{2,3})(?:[-_ ].*)?$/i.exec(text ?? '')?.[1]?.toLowerCase();
  if (code === undefined) return null;
  return code.length === 2 ? code : (THREE_LETTERS[code] ?? null);
}

const THREE_LETTERS: Readonly<Record<string, string>> = {
  fra: 'fr',
  fre: 'fr',
  eng: 'en',
  deu: 'de',
  ger: 'de',
  ita: 'it',
  spa: 'es',
  nld: 'nl',
  dut: 'nl',
  por: 'pt',
};

function authorOf(authors: readonly string[]): string | null {
  const names = authors.map((raw) => {
    const text = htmlToText(raw, 'title');
    // RSS: "mail@example.org (Name)"; elsewhere "Name <mail@example.org>".
    const bracketed = /^\S+@\S+ \(([^()]+)\)$/.exec(text)?.[1];
    return (bracketed ?? text.replace(/\s?<\S+@\S+>$/, '')).trim();
  });
  return cut([...new Set(names.filter(Boolean))].join(', '), MAX_TITLE) || null;
}

function categoriesOf(raw: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const text of raw) {
    const name = cut(htmlToText(text, 'title'), 200);
    if (name !== '' && !seen.has(name.toLowerCase())) seen.set(name.toLowerCase(), name);
    if (seen.size === MAX_CATEGORIES) break;
  }
  return [...seen.values()];
}

/**
 * One item per id: true repetitions fall away, articles that share a guid or a link are told apart by their link or
 * title, and where those are the same too by all they say.
 */
function distinct(made: readonly { item: Item; guid: string | null }[]): Item[] {
  const place = (item: Item): string => item.link ?? item.title;
  const words = (item: Item): string => [item.title, item.summary, item.content].join('\n');
  const groups = new Map<string, Map<string, Set<string>>>();
  for (const { item } of made) {
    const places = groups.get(item.id) ?? new Map<string, Set<string>>();
    groups.set(item.id, places.set(place(item), (places.get(place(item)) ?? new Set()).add(words(item))));
  }
  const seen = new Map<string, Item>();
  for (const { item } of made) {
    const places = groups.get(item.id);
    const crowded = (places?.get(place(item))?.size ?? 0) > 1;
    const mark = crowded ? `${place(item)}\n${words(item)}` : place(item);
    const shared = crowded || (places?.size ?? 0) > 1;
    const id = shared ? `${item.id}#${hash(mark)}` : item.id;
    if (!seen.has(id)) seen.set(id, shared ? { ...item, id } : item);
  }
  return [...seen.values()];
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
