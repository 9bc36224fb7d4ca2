import { createRequire } from 'node:module';

// The list of all registries is large, and few questions need it: it is loaded with the first address.
const load = createRequire(import.meta.url);
let list: typeof import('tldts') | null = null;
const registries = (): typeof import('tldts') => {
  list ??= load('tldts') as typeof import('tldts');
  return list;
};

/** Sites that show other publishers' articles: what they list is as good as whoever wrote it. */
const AGGREGATORS: readonly string[] = [
  'news.google.com',
  'news.yahoo.com',
  'yahoo.com',
  'msn.com',
  'feedly.com',
  'flipboard.com',
  'inoreader.com',
  'newsnow.co.uk',
  'newsnow.com',
  'techmeme.com',
  'upday.com',
  'smartnews.com',
  'news.ycombinator.com',
  'hnrss.org',
  'lobste.rs',
  'reddit.com',
  'talkwalker.com',
  'lowdown.today',
];

/** The same, on that very host of any country: their owners have pages of their own beside it. */
const SEARCHES = /^(?:google\.(?:com?\.)?[a-z]{2,3}|(?:[a-z]{2}\.)?bing\.com)$/;

/** Hosts that carry anybody's feed or release: they say nothing of whose it is. */
const CARRIERS: readonly string[] = [
  'feedburner.com',
  'feedproxy.google.com',
  'feeds2.feedburner.com',
  'rss.app',
  'fetchrss.com',
  'feed43.com',
  'politepol.com',
  'rsshub.app',
  'openrss.org',
  'kill-the-newsletter.com',
  'createfeed.fivefilters.org',
  'morss.it',
  'follow.it',
  'rss.beehiiv.com',
  'globenewswire.com',
  'prnewswire.com',
  'businesswire.com',
  'newswire.com',
  'presseportal.de',
  'linkedin.com',
  'x.com',
  'twitter.com',
  'facebook.com',
  'youtube.com',
];

const under = (host: string, sites: readonly string[]): boolean =>
  sites.some((site) => host === site || host.endsWith(`.${site}`));

/** The host of an address, lower case, without `www.`; null when it has none. */
export function hostOf(address: string | null | undefined): string | null {
  if (address === null || address === undefined || !URL.canParse(address)) return null;
  return new URL(address).hostname.toLowerCase().replace(/^www\./, '') || null;
}

/** True for a host that lists others' articles. */
export function isAggregator(host: string | null): boolean {
  return host !== null && (SEARCHES.test(host) || (under(host, AGGREGATORS) && !under(host, CARRIERS)));
}

/** True for a host that tells nobody's name: it carries whoever pays, posts or signs up. */
export function isCarrier(host: string | null): boolean {
  return host !== null && under(host, CARRIERS);
}

/**
 * The part of a host that its owner registered: `lemonde.fr` of `www.lemonde.fr`, a person's own part where a host lets
 * many have one (`jane.github.io`). Null for addresses of machines, and where the host is an aggregator's or a carrier's.
 */
export function siteOf(address: string | null | undefined): string | null {
  const host = hostOf(address);
  if (host === null || isAggregator(host) || isCarrier(host)) return null;
  return registries().getDomain(host, { allowPrivateDomains: true });
}

/** Parameters in which redirects carry the address they lead to. */
const TARGETS = ['url', 'q', 'u', 'target', 'to', 'redirect'];

/**
 * The address that an aggregator's or a carrier's link leads to, where the link itself tells it (google.com/url?url=…,
 * bing.com/news/apiclick.aspx?url=…, older links of Google News); else the link as it is. Opens nothing.
 */
export function targetOf(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return link;
  const url = new URL(link);
  const host = hostOf(link);
  if (!isAggregator(host) && !isCarrier(host)) return link;
  const told = TARGETS.map((name) => url.searchParams.get(name)).find((to) => to !== null && isWeb(to));
  if (told !== undefined && told !== null) return new URL(told).href;
  const kept = /\/RU=([^/]+)\//.exec(url.pathname)?.[1];
  const yahoo = kept === undefined ? null : decoded(kept);
  if (yahoo !== null && isWeb(yahoo)) return new URL(yahoo).href;
  const coded = host === 'news.google.com' ? /\/articles\/([\w-]+)/.exec(url.pathname)?.[1] : undefined;
  const inside = /https?:\/\/[\x21-\x7e]+/.exec(coded === undefined ? '' : fromBase64(coded))?.[0];
  return inside !== undefined && isWeb(inside) ? new URL(inside).href : link;
}

const isWeb = (text: string): boolean => /^https?:\/\/[^/]+\./i.test(text) && URL.canParse(text);

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Bytes as Latin-1 text; an id that is no base64 gives what it gives, and no address is found in it. */
const fromBase64 = (text: string): string => Buffer.from(text, 'base64url').toString('latin1');
