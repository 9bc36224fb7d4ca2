/** Names of a host that say on what it is read, not whose it is. */
const TWIN_HOST = /^(?:www\d?|m|mobile|amp|amphtml)\./;
/** Parameters that choose a layout or name a visit, never an article. */
const LAYOUT =
  /^(?:amp|outputtype|output_type|mobile|view_as|phpsessid|jsessionid|sessionid|sid|nocache|cachebuster|_)$/i;

/**
 * What all addresses of one page have in common: `http` or `https`, `www.`, mobile and AMP twins, AMP caches, a slash
 * at the end, `index.html`, a fragment and the order of parameters make no other page. Never an address to open.
 */
export function pageKey(link: string): string {
  const url = URL.canParse(link) ? cached(new URL(link)) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return link.trim();
  const host = url.host.toLowerCase().replace(TWIN_HOST, '');
  const path = url.pathname
    .replace(/;jsessionid=[^/]*/i, '')
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/i, '/')
    .replace(/^\/amp(?=\/.)/, '')
    .replace(/(?:\/amp|\.amp)?(\.html?)?\/*$/i, '$1');
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !LAYOUT.test(pair.split('=', 1)[0] ?? ''))
    .sort()
    .join('&');
  // A route written as a fragment ("#!/news/1") is the only part of such an address that names the page.
  const route = /^#!?\//.test(url.hash) ? url.hash : '';
  return `${host}${path}${query === '' ? '' : `?${query}`}${route}`;
}

/** The page that an AMP cache keeps a copy of; any other address as it is. */
function cached(url: URL): URL {
  const behind =
    /(?:^|\.)cdn\.ampproject\.org$/.test(url.hostname) || /^www\.google\.[a-z.]+$/.test(url.hostname)
      ? /^\/(?:amp|[a-z]\/s|[a-z]|amp\/s)\/(?:s\/)?([^/]+\.[a-z]{2,}\/.*)$/i.exec(url.pathname)?.[1]
      : undefined;
  const page = behind === undefined ? null : `https://${behind}${url.search}`;
  return page !== null && URL.canParse(page) ? new URL(page) : url;
}

/** True for the front page of a site, which tells of everything and is no article. */
export function isFrontPage(link: string): boolean {
  return URL.canParse(link) && /^\/?$/.test(new URL(link).pathname) && new URL(link).search === '';
}
