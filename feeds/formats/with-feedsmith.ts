import { type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import type { RawEntry, RawFeed, RawLink, RawSource, RawText } from './raw.ts';

type RssItem = RssFeed.Item<string>;
type RdfItem = RdfFeed.Item<string>;
type AtomEntry = AtomFeed.Entry<string>;
type JsonItem = JsonFeed.Item<string>;

/** Reads RSS, RDF, Atom or JSON Feed with feedsmith, which forgives much. Throws where it finds no feed. */
export function readWithFeedsmith(text: string): RawFeed {
  const parsed = parseFeed(text);
  switch (parsed.format) {
    case 'rss': {
      const { feed } = parsed;
      return {
        format: 'rss',
        title: html(feed.title),
        links: plainLink(feed.link),
        lang: text0(feed.language) ?? text0(feed.dc?.languages?.[0]),
        base: text0(feed.xml?.base),
        ttlMinutes: feed.ttl !== undefined && feed.ttl > 0 ? feed.ttl : null,
        entries: (feed.items ?? []).map(rssEntry),
      };
    }
    case 'rdf': {
      const { feed } = parsed;
      return {
        format: 'rdf',
        title: html(feed.title),
        links: plainLink(feed.link),
        lang: text0(feed.dc?.languages?.[0]),
        base: null,
        ttlMinutes: null,
        entries: (feed.items ?? []).map(rdfEntry),
      };
    }
    case 'atom': {
      const { feed } = parsed;
      return {
        format: 'atom',
        title: typed(feed.title),
        links: atomLinks(feed.links),
        lang: text0(feed.xml?.lang),
        base: text0(feed.xml?.base),
        ttlMinutes: null,
        entries: (feed.entries ?? []).map(atomEntry),
      };
    }
    case 'json': {
      const { feed } = parsed;
      return {
        format: 'json',
        title: plain(feed.title),
        links: plainLink(feed.home_page_url),
        lang: text0(feed.language),
        base: null,
        ttlMinutes: null,
        entries: (feed.items ?? []).map((item) => jsonEntry(item, names(feed.authors))),
      };
    }
  }
}

function rssEntry(item: RssItem): RawEntry {
  return {
    id: text0(item.guid?.value),
    permalink: item.guid?.isPermaLink !== false,
    links: plainLink(item.link),
    source: sourceOf(item.source?.title, item.source?.url),
    title: html(item.title),
    summary: html(item.description),
    content: html(item.content?.encoded),
    published: present([item.pubDate, ...(item.dc?.dates ?? [])]),
    updated: [],
    authors: orElse(people(item.authors), present(item.dc?.creators ?? [])),
    categories: present([...(item.categories ?? []).map((category) => category.name), ...(item.dc?.subjects ?? [])]),
    lang: text0(item.dc?.languages?.[0]) ?? text0(item.xml?.lang),
    base: text0(item.xml?.base),
  };
}

function rdfEntry(item: RdfItem): RawEntry {
  return {
    id: text0(item.rdf?.about),
    permalink: true,
    links: plainLink(item.link),
    source: null,
    title: html(item.title),
    summary: html(item.description),
    content: html(item.content?.encoded),
    published: present(item.dc?.dates ?? []),
    updated: [],
    authors: present(item.dc?.creators ?? []),
    categories: present(item.dc?.subjects ?? []),
    lang: text0(item.dc?.languages?.[0]),
    base: null,
  };
}

function atomEntry(entry: AtomEntry): RawEntry {
  return {
    id: text0(entry.id),
    permalink: false,
    links: atomLinks(entry.links),
    source: sourceOf(entry.source?.title?.value, alternateOf(entry.source?.links)),
    title: typed(entry.title),
    summary: typed(entry.summary),
    content: typed(entry.content),
    published: present([entry.published]),
    updated: present([entry.updated]),
    authors: people(entry.authors),
    categories: present((entry.categories ?? []).map((category) => category.label ?? category.term)),
    lang: text0(entry.xml?.lang),
    base: text0(entry.xml?.base),
  };
}

function jsonEntry(item: JsonItem, feedAuthors: readonly string[]): RawEntry {
  const own = names(item.authors);
  return {
    id: text0(item.id),
    permalink: false,
    links: [...plainLink(item.url), ...plainLink(item.external_url)],
    source: null,
    title: plain(item.title),
    summary: plain(item.summary),
    content: html(item.content_html) ?? plain(item.content_text),
    published: present([item.date_published]),
    updated: present([item.date_modified]),
    authors: own.length > 0 ? own : feedAuthors,
    categories: present(item.tags ?? []),
    lang: text0(item.language),
    base: null,
  };
}

const text0 = (value: string | undefined): string | null => (value?.trim() ? value.trim() : null);

const html = (value: string | undefined): RawText | null =>
  value?.trim() ? { text: value.trim(), kind: 'html' } : null;

const plain = (value: string | undefined): RawText | null =>
  value?.trim() ? { text: value.trim(), kind: 'text' } : null;

function typed(value: { value?: string; type?: string } | undefined): RawText | null {
  const text = text0(value?.value);
  if (text === null) return null;
  return { text, kind: value?.type === 'text' || value?.type === 'text/plain' ? 'text' : 'html' };
}

const present = (values: readonly (string | undefined)[]): string[] =>
  values.map((value) => value?.trim() ?? '').filter((value) => value !== '');

const plainLink = (href: string | undefined): RawLink[] => {
  const text = text0(href);
  return text === null ? [] : [{ href: text, rel: null, type: null }];
};

function atomLinks(links: readonly { href?: string; rel?: string; type?: string }[] | undefined): RawLink[] {
  return (links ?? []).flatMap((link) => {
    const href = text0(link.href);
    return href === null ? [] : [{ href, rel: text0(link.rel), type: text0(link.type) }];
  });
}

function sourceOf(name: string | undefined, url: string | undefined): RawSource | null {
  const source = { name: text0(name), url: text0(url) };
  return source.name === null && source.url === null ? null : source;
}

const alternateOf = (links: readonly { href?: string; rel?: string }[] | undefined): string | undefined =>
  links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;

const people = (list: readonly { name?: string; email?: string }[] | undefined): string[] =>
  present((list ?? []).map((person) => person.name ?? person.email));

const names = (list: readonly { name?: string }[] | undefined): string[] =>
  present((list ?? []).map(({ name }) => name));

const orElse = (list: string[], other: string[]): string[] => (list.length > 0 ? list : other);
