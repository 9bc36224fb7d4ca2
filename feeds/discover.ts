import { Parser } from 'htmlparser2';
import { canonicalLink } from './text/link.ts';
import { cleanText } from './text/plain.ts';

/** A feed that a page names. */
export type FoundFeed = { readonly url: string; readonly title: string | null };

const FEED_TYPES = /^(?:application|text)\/(?:(?:rss|atom|rdf)\+xml|feed\+json)\s*(?:;|$)/i;
/** Generic types count only where the address itself speaks of a feed. */
const VAGUE_TYPES = /^(?:application|text)\/(?:xml|json)\s*(?:;|$)/i;
const FEED_WORD = /(?:^|[/._=?&-])(?:rss2?|atom|feeds?|flux|backend|syndication|rdf)(?:[/._=?&-]|$)/i;
const MAX_FOUND = 20;

/**
 * The feeds that a page announces: `<link rel="alternate">` in the order of the page, comment feeds last, then links of
 * the body whose address speaks of a feed. Addresses are absolute and distinct, at most 20.
 */
export function discoverFeeds(html: string, url: string): FoundFeed[] {
  let base = url;
  const announced: FoundFeed[] = [];
  const linked: FoundFeed[] = [];
  const add = (list: FoundFeed[], href: string | undefined, title: string | undefined): void => {
    const address = canonicalLink(href ?? null, base);
    if (address !== null) list.push({ url: address, title: cleanText(title ?? '', true) || null });
  };
  const take = (name: string, { href, rel = '', type = '', title }: Readonly<Record<string, string>>): void => {
    if (name === 'base') base = URL.canParse(href ?? '', url) ? new URL(href ?? '', url).href : base;
    if (name === 'a' && FEED_WORD.test(href ?? '')) add(linked, href, title);
    if (name !== 'link' || !/(?:^|\s)(?:alternate|feed)(?:\s|$)/i.test(rel)) return;
    // WordPress announces its API as JSON beside its feeds.
    const vague = VAGUE_TYPES.test(type) && FEED_WORD.test(href ?? '') && !/wp-json|oembed/i.test(href ?? '');
    if (FEED_TYPES.test(type) || vague) add(announced, href, title);
  };
  const parser = new Parser({ onopentag: take });
  // Only the tags that matter, each closed at once: the parser's time grows with the square of a page's depth.
  for (const [tag] of html.matchAll(/<(?:base|link|a)\s[^<>]{1,2000}>/gi)) parser.write(`${tag}</a>`);
  parser.end();
  const ofComments = ({ url: address, title }: FoundFeed): boolean => /comment/i.test(`${address} ${title ?? ''}`);
  const ordered = [
    ...announced.filter((feed) => !ofComments(feed)),
    ...announced.filter(ofComments),
    ...linked.filter((feed) => !ofComments(feed)),
  ];
  const seen = new Set([url]);
  return ordered.filter(({ url: address }) => !seen.has(address) && seen.add(address)).slice(0, MAX_FOUND);
}

/** Where publishing systems put their feeds, commonest first, relative to a folder of the site. */
const USUAL = [
  'feed/',
  'rss.xml',
  'feed',
  'rss',
  'feed.xml',
  'atom.xml',
  'index.xml',
  'feed.json',
  'spip.php?page=backend',
  '?format=feed&type=rss',
];

/** The usual feed addresses of a site, to be tried when its page announces none: under the page first, then the root. */
export function usualFeeds(url: string): string[] {
  const page = new URL(url);
  page.search = '';
  page.hash = '';
  const folder = new URL(page.pathname.endsWith('/') ? page : `${page.href}/`);
  const root = new URL('/', page);
  const bases = folder.href === root.href ? [root] : [folder, root];
  return bases.flatMap((base) => USUAL.map((path) => new URL(path, base).href));
}
