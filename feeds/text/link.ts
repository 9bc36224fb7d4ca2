/** Query parameters that say where a reader came from and never which article it is. */
const TRACKING =
  /^(?:utm_.*|at_(?:medium|campaign|custom\d|emailtype|recipient.*)|mtm_.*|pk_(?:campaign|kwd|source|medium)|piwik_.*|matomo_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|li_fat_id|mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|__hs\w*|_openstat|vero_id|wt_mc|wt_zmc|xtor|xtref|ns_(?:campaign|mchannel|source|linkname|fee)|s_cid|cmpid|echobox|spm|rss_?id)$/i;

/** Fragments that only count readers: `#xtor=RSS-1`, `#utm_source=rss`, `#Echobox=…`. */
const TRACKING_FRAGMENT = /^#(?:xtor|utm_[a-z]+|at_medium|echobox|ens_id)=/i;

/** The longest address worth keeping: browsers and servers refuse longer ones. */
const MAX_LENGTH = 4096;

/**
 * The canonical form of an address: absolute, http or https, host in lower case, without credentials, tracking
 * parameters or tracking fragments. Other parameters keep their order and spelling, other fragments stay: both may name
 * the article. Null when it is no such address. `base` resolves relative ones.
 */
export function canonicalLink(href: string | null, base: string | null): string | null {
  const text = href?.trim() ?? '';
  if (text === '' || text.length > MAX_LENGTH) return null;
  const url = parse(text, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || !url.hostname) return null;
  url.username = '';
  url.password = '';
  if (TRACKING_FRAGMENT.test(url.hash)) url.hash = '';
  // Not through URLSearchParams: it would respell what remains. An empty query goes too.
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair.split('=', 1)[0] ?? ''))
    .join('&');
  // With its question mark, for the setter would take a leading one of the query itself for it.
  url.search = kept === '' ? '' : `?${kept}`;
  return url.href;
}

/** `href` resolved against `base`; null when that gives no address. */
export function resolveAddress(href: string | null, base: string | null): string | null {
  return href === null || href.trim() === '' ? base : (parse(href.trim(), base)?.href ?? base);
}

function parse(text: string, base: string | null): URL | null {
  if (base !== null && URL.canParse(text, base)) return new URL(text, base);
  return URL.canParse(text) ? new URL(text) : null;
}
