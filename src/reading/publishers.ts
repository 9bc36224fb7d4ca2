import type { FeedEntry, FeedKind, FeedState } from '../domain/feed.ts';
import { sourceKindOf } from '../domain/feed.ts';
import type { Item } from '../domain/item.ts';
import type { Publisher } from '../domain/subject.ts';
import { slugOf } from '../domain/text.ts';
import { hostOf, isAggregator, isCarrier, siteOf, targetOf } from './carriers.ts';
import { fold } from './fold.ts';

const ARTICLE = /^(?:le|la|les|l|the|der|die|das) /;

/** One key for a name however it is written: "Le Fil Cloud", "fil cloud". */
export function nameKey(name: string): string {
  return fold(name).replace(ARTICLE, '');
}

/** Whose word an item is. */
export type Source = {
  /** The publisher's id where the record has it, else its name as people know it. */
  readonly publisher: string;
  /** What an unlisted publisher is counted by besides its name: the domain it registered. Empty where nobody can tell whose it is. */
  readonly site: string | null;
  /** The feed's own publisher, where it passes on another's word; null where it tells its own, and for aggregators. */
  readonly by: string | null;
  readonly kind: FeedKind;
};

/** Where a feed stands, as far as whose it is goes. */
type FeedLike = Pick<FeedEntry, 'url' | 'title' | 'publisher' | 'kind' | 'site'> & Pick<FeedState, 'added'>;

/** The one place where publishers are known. */
export type Publishers = {
  readonly byId: (id: string) => Publisher | null;
  readonly byName: (name: string) => Publisher | null;
  /** All names of a publisher by its id, or the name itself. */
  readonly namesOf: (publisher: string | null | undefined) => readonly string[];
  /** By the host of a page or feed, or one above it; never by a host that carries anybody's. */
  readonly byHost: (address: string | null | undefined) => Publisher | null;
  /** The only publisher that has hosts under a registrable domain; null where several or none have. */
  readonly bySite: (site: string) => Publisher | null;
  /** A catalogue's entry with its publisher and kind as the record knows them. */
  readonly settled: <T extends FeedEntry>(entry: T) => T;
  readonly of: (feed: FeedLike, item: Pick<Item, 'link' | 'source'>) => Source;
  /** An item as its publisher wrote it, where an aggregator changed it: without the publisher's name behind the title, with the link that leads there. */
  readonly asWritten: (feed: FeedLike, item: Item) => Item;
};

const made = new WeakMap<readonly Publisher[], Publishers>();

/** The publishers of a record; made once for each list. */
export function publishersOf(list: readonly Publisher[]): Publishers {
  const known = made.get(list) ?? createPublishers(list);
  made.set(list, known);
  return known;
}

const only = <T>(all: readonly T[] | undefined): T | null => (all?.length === 1 ? (all[0] ?? null) : null);

function indexes(list: readonly Publisher[]) {
  const ids = new Map(list.map((one) => [one.id, one] as const));
  const names = new Map<string, Publisher>();
  const hosts = new Map<string, Publisher>();
  for (const one of list) {
    for (const name of [one.name, ...one.aliases]) {
      const key = nameKey(name);
      if (key.length >= 2 && !names.has(key)) names.set(key, one);
    }
    for (const host of one.hosts) {
      const bare = host.replace(/^www\./, '');
      if (isCarrier(bare)) continue;
      if (!hosts.has(bare)) hosts.set(bare, one);
    }
  }
  return { ids, names, hosts };
}

/** Which publishers have hosts under each registrable domain. */
function sitesOf(list: readonly Publisher[]): ReadonlyMap<string, readonly Publisher[]> {
  const sites = new Map<string, Publisher[]>();
  for (const one of list) {
    for (const site of new Set(one.hosts.map((host) => siteOf(`https://${host}`)))) {
      if (site !== null) sites.set(site, [...(sites.get(site) ?? []), one]);
    }
  }
  return sites;
}

function createPublishers(list: readonly Publisher[]): Publishers {
  const { ids, names, hosts } = indexes(list);
  let sites: ReturnType<typeof sitesOf> | null = null;
  const byId: Publishers['byId'] = (id) => ids.get(id) ?? null;
  const byName: Publishers['byName'] = (name) => names.get(nameKey(name)) ?? null;
  const byHost: Publishers['byHost'] = (address) => {
    for (let host = hostOf(address); host?.includes('.'); host = host.slice(host.indexOf('.') + 1)) {
      const found = hosts.get(host);
      if (found !== undefined) return found;
    }
    return null;
  };

  /** A catalogue is the operator's word; of a feed that was added in chat, only its address says whose it is. */
  const ownerOf = (feed: FeedLike): { readonly known: Publisher | null; readonly by: 'id' | 'host' | 'name' } => {
    const stands = byHost(feed.url);
    if (feed.added !== undefined) return { known: stands, by: 'host' };
    const named = byId(feed.publisher);
    if (named !== null) return { known: named, by: 'id' };
    const host = stands ?? byHost(feed.site);
    if (host !== null || isAggregator(hostOf(feed.url))) return { known: host, by: 'host' };
    return { known: byName(feed.publisher) ?? byName(feed.title), by: 'name' };
  };

  const kindOf = (feed: FeedLike, { known, by }: ReturnType<typeof ownerOf>): FeedKind => {
    if (isAggregator(hostOf(feed.url))) return 'aggregator';
    const own = known?.kind ?? 'press';
    if (feed.added !== undefined) return known === null ? trusted(feed.kind) : own;
    if (feed.kind !== 'press' || known === null) return feed.kind;
    // A company's name may be a common word; an authority's is its own.
    return by === 'name' && own === 'vendor' ? 'press' : own;
  };

  /** What an unlisted publisher is called. One that takes a listed one's name is called with its domain. */
  const calledAs = (feed: FeedLike): string => {
    const slug = feed.publisher === slugOf(feed.publisher);
    const name = (slug ? feed.title : feed.publisher).trim() || feed.title.trim() || hostOf(feed.url) || feed.url;
    const site = siteOf(feed.url) ?? hostOf(feed.url);
    return byName(name) !== null && site !== null ? `${name} (${site})` : name;
  };

  /** Whose an aggregator's item is: the publisher it carries, else nobody's, under the aggregator's own name. */
  const carried = (own: string, item: Pick<Item, 'link' | 'source'>): Source => {
    const target = targetOf(item.link);
    const { url = null } = item.source ?? {};
    const name = item.source === undefined ? null : firstHand(item.source.name ?? '') || null;
    const told = byHost(url) ?? (name === null ? null : byName(name));
    const found = told ?? byHost(target);
    const known = found?.kind === 'aggregator' ? null : found;
    if (known !== null) return { publisher: known.id, site: null, by: null, kind: 'press' };
    const site = siteOf(url) ?? siteOf(target);
    // What one aggregator has from another is nobody's as well.
    const lister = told !== null || isAggregator(hostOf(url));
    const publisher = (lister ? null : name) ?? site;
    if (publisher === null) return { publisher: own, site: '', by: null, kind: 'press' };
    return { publisher, site, by: null, kind: 'press' };
  };

  const of: Publishers['of'] = (feed, item) => {
    const owner = ownerOf(feed);
    const kind = kindOf(feed, owner);
    const own = owner.known?.id ?? calledAs(feed);
    if (kind === 'aggregator' || leadsToLister(item)) return carried(own, item);
    const from = byHost(targetOf(item.link)) ?? byHost(item.source?.url);
    if (from !== null && from.kind !== 'aggregator' && from.id !== owner.known?.id) {
      // A catalogued feed on a host that tells nothing is known by where its items lead.
      const nameless = owner.known === null && feed.added === undefined && siteOf(feed.url) === null;
      return { publisher: from.id, site: null, by: nameless ? null : own, kind: 'press' };
    }
    if (owner.known !== null) return { publisher: own, site: null, by: null, kind };
    // A letter that leads to a paper's page is counted with that paper, and so is a feed that stands on a host of its own.
    const site = siteOf(targetOf(item.link)) ?? siteOf(feed.url) ?? siteOf(feed.site);
    return { publisher: own, site, by: null, kind };
  };

  const asWritten: Publishers['asWritten'] = (feed, item) => {
    const listed = kindOf(feed, ownerOf(feed)) === 'aggregator' || leadsToLister(item);
    const told = item.source?.name ?? null;
    const suffix = told ?? (listed ? suffixOf(feed, item) : null);
    const link = listed ? targetOf(item.link) : item.link;
    const end = suffix === null ? -1 : suffixStart(item.title, suffix);
    if (end <= 0 && link === item.link) return item;
    const source = suffix === null || end <= 0 ? item.source : { name: suffix, url: item.source?.url ?? null };
    const title = end > 0 ? item.title.slice(0, end).trim() : item.title;
    return { ...item, title, link, ...(source && { source }) };
  };

  /** Behind the last dash of a title: in Google News always whose it is, elsewhere where it is a known name or a domain. */
  const suffixOf = (feed: FeedLike, { title, link }: Item): string | null => {
    const name = /\s[-–—|]\s(?!.*\s[-–—|]\s)(.{2,60})$/u.exec(title)?.[1]?.trim() ?? null;
    if (name === null) return null;
    const google = [feed.url, link].some((address) => hostOf(address) === 'news.google.com');
    const sure = google || byName(name) !== null || /^[\w-]+(?:\.[\w-]+)+$/.test(name);
    return sure ? name : null;
  };

  return {
    byId,
    byName,
    namesOf: (publisher) => {
      const known = byId(publisher ?? '');
      return known === null ? [publisher ?? ''] : [known.name, ...known.aliases];
    },
    byHost,
    bySite: (site) => {
      sites ??= sitesOf(list);
      return only(sites.get(site));
    },
    settled: (entry) => {
      const owner = ownerOf(entry);
      // By its name alone it stays named: an id would say more than is known.
      const publisher = owner.by === 'name' ? owner.known?.name : owner.known?.id;
      return { ...entry, publisher: publisher ?? calledAs(entry), kind: kindOf(entry, owner) };
    },
    of,
    asWritten,
  };
}

/** What a feed may be called by whoever added it, when its address is nobody's that the record knows. */
const trusted = (kind: FeedKind): FeedKind =>
  kind === 'aggregator' || sourceKindOf(kind) === 'official' ? 'press' : kind;

/** True for an item whose page is an aggregator's: whatever feed brings it, somebody else told it. */
const leadsToLister = (item: Pick<Item, 'link'>): boolean => isAggregator(hostOf(targetOf(item.link)));

/** A publisher's name without the aggregator through which another one has it: "Silicon.fr on MSN". */
const firstHand = (name: string): string =>
  name.replace(/\s+(?:on|sur|auf|bei|via)\s+(?:MSN|Yahoo\S*)$/iu, '').trim() || name;

/** Where ` - Publisher` begins at the end of a title; -1 where it does not end so. */
function suffixStart(title: string, name: string): number {
  const rest = title.length - name.length;
  if (rest <= 0 || fold(title.slice(rest)) !== fold(name)) return -1;
  const dash = /\s+[-–—|:]\s+$/u.exec(title.slice(0, rest));
  return dash === null ? -1 : dash.index;
}
