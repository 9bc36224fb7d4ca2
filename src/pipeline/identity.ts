import { setImmediate as breathe } from 'node:timers/promises';
import type { Item, Reading } from '../domain/item.ts';
import { guidOf, idBeside, MARK_KINDS, type Marks, marksOf, titleKey } from '../domain/marks.ts';
import { isFrontPage } from '../domain/page.ts';
import type { ItemRepository, MarkedItem, StoredItem } from '../ports.ts';
import { isLive, isSameArticle, isSameText, isUnchangedText } from './likely.ts';

/** Of the items that share one mark, how many are looked at: a section page is the link of all its articles. */
const MOST_PER_MARK = 12;
/** Items looked at between two turns of the event loop. */
const AT_ONCE = 20;

/** A poll's items as what they are: under the id they are stored under, or will be; repetitions are gone. */
export type Recognised = {
  readonly items: readonly Item[];
  /** Those that this feed showed before, by id. */
  readonly known: ReadonlyMap<string, StoredItem>;
};

/** An item of the poll, with all by which it may be known. */
type Shown = {
  readonly item: Item;
  readonly marks: Marks;
  /** Marks of the ids it may be stored under. */
  readonly guids: readonly string[];
  readonly title: string;
  /** A guid of its own, not only its link or a hash in the place of one. */
  readonly named: boolean;
};

type Shared = {
  readonly guid: boolean;
  /** Several have that guid, so it names none of them. */
  readonly crowded: boolean;
  readonly page: boolean;
  readonly day: boolean;
  readonly text: boolean;
};
type Pair = { readonly shown: Shown; readonly stored: StoredItem; readonly rank: number; readonly shared: Shared };

function shownOf(feed: string, item: Item): Shown {
  const marks = marksOf(feed, item);
  const guid = guidOf(item.id);
  const named = guid !== item.link && !guid.startsWith('hash:');
  const guids = [marks.id, marks.guid].filter((mark) => mark !== undefined);
  return { item, marks, guids, title: titleKey(item.title), named };
}

/**
 * How sure it is that an item of the poll is a stored one, 0 when it is not. The order matters as the numbers do: of
 * several that a stored item may be, the surest is it.
 */
function rankOf(shown: Shown, stored: Item, shared: Shared): number {
  const { item, title } = shown;
  const { guid, page, day, text } = shared;
  if (text) return 10 - (guid ? 0 : 1) - (page ? 0 : 1) - (day ? 0 : 1);
  if (title !== titleKey(stored.title)) return 0;
  if (guid) return page ? 6 : 5;
  // A daily review stands under one title at one address, and is another every day.
  if (page && (day || isSameText(item, stored))) return 5;
  return day && (title.includes(' ') || isSameText(item, stored)) ? 4 : 0;
}

/** The same of an item whose title is another than the stored one's: only its guid or link can say that it is that one. */
function rankOfRetold({ item, named, title }: Shown, stored: Item, { guid, page, crowded }: Shared): number {
  if (title === titleKey(stored.title)) return 0;
  const [was, is] = [isLive(stored), isLive(item)];
  const one = guid && !crowded && (page || item.link === null || stored.link === null);
  if (one && (named ? was || is : was && is)) return 3;
  if (named && guid && !crowded && (isSameArticle(item, stored, false) || (page && isUnchangedText(item, stored))))
    return 2;
  return (guid || page) && isSameArticle(item, stored, true) ? 1 : 0;
}

function sharedOf({ guids, marks }: Shown, held: ReadonlySet<string>, crowded: ReadonlySet<string>): Shared {
  const has = (mark: string | undefined): boolean => mark !== undefined && held.has(mark);
  return {
    guid: guids.some(has),
    crowded: guids.some((mark) => crowded.has(mark)),
    page: has(marks.page),
    day: has(marks.day),
    text: has(marks.text),
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Every pair that may be one article, the surest first. */
async function pairsOf(shown: readonly Shown[], marked: readonly MarkedItem[]): Promise<Pair[]> {
  const byMark = new Map<string, MarkedItem[]>();
  for (const one of marked) for (const mark of one.marks) byMark.set(mark, [...(byMark.get(mark) ?? []), one]);
  const crowded = new Set([...byMark].filter(([, all]) => all.length > 1).map(([mark]) => mark));
  const pairs: Pair[] = [];
  for (const [i, one] of shown.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) await breathe();
    const near = new Set(allMarks(one).flatMap((mark) => byMark.get(mark) ?? []));
    const candidates = [...near].map(({ item: stored, marks }) => ({
      stored,
      shared: sharedOf(one, new Set(marks), crowded),
    }));
    const ranked = (rank: typeof rankOf): Pair[] =>
      candidates
        .map(({ stored, shared }) => ({ shown: one, stored, shared, rank: rank(one, stored, shared) }))
        .filter((pair) => pair.rank > 0);
    const sure = ranked(rankOf);
    pairs.push(...(sure.length > 0 ? sure : ranked(rankOfRetold)));
  }
  return pairs.sort((a, b) => b.rank - a.rank);
}

const allMarks = ({ marks }: Shown): string[] =>
  MARK_KINDS.map((kind) => marks[kind]).filter((mark) => mark !== undefined);

/** The text an item has beside its title. */
const hasText = ({ summary, content }: Item): boolean => summary !== '' || content !== '';

/** True where an item only repeats one that is there: the same words, and nothing by which it could be another. */
function repeats(item: Item, { guid, page, text }: Shared): boolean {
  return text && (guid || page || hasText(item));
}

/**
 * A known item as it is taken in: under its own id, and where its title is the same with the link and date that were
 * shown before, since publishers change both of what they already showed and it tells a reader nothing.
 */
function taken(item: Item, stored: StoredItem): Item {
  const { id } = stored;
  const kept = item.title === stored.title;
  if (kept) return { ...item, id, link: stored.link ?? item.link, published: stored.published };
  return { ...item, id, link: item.link ?? stored.link, published: item.published ?? stored.published };
}

/** What a known item goes by now, where it is found again by less than what it went by, or with other words. */
function newMarks({ shown, stored, shared }: Pair): Marks | null {
  const retold = shown.item.title !== stored.title;
  if (retold ? shared.guid && shared.page : shared.guid || shared.page) return null;
  const { id: guid, page } = shown.marks;
  return {
    ...(shared.guid || guid === undefined ? {} : { guid }),
    ...(shared.page || page === undefined ? {} : { page }),
  };
}

/** Puts together what the poll itself holds twice, and gives each new article an id that no other has. */
function settle(shown: readonly Shown[], marked: readonly MarkedItem[], pairs: readonly Pair[]): Map<Shown, Item> {
  const takenGuids = new Set(marked.flatMap(({ marks }) => marks));
  const takenIds = new Set(pairs.map(({ stored }) => stored.id));
  const there = new Map<string, Shown[]>();
  const fresh = new Map<Shown, Item>();
  const put = (one: Shown): void => {
    for (const key of versionKeys(one)) {
      const those = there.get(key) ?? [];
      if (those.length < MOST_PER_MARK) there.set(key, [...those, one]);
    }
  };
  for (const { shown: one } of pairs) put(one);
  const matched = new Set(pairs.map(({ shown: one }) => one));
  for (const one of shown) {
    if (matched.has(one)) continue;
    const near = new Set(versionKeys(one).flatMap((key) => there.get(key) ?? []));
    if ([...near].some((other) => isVersion(one, other))) continue;
    const { item } = one;
    const free = !takenIds.has(item.id) && !one.guids.some((mark) => takenGuids.has(mark));
    const id = free ? item.id : idBeside(item);
    if (takenIds.has(id)) continue;
    takenIds.add(id);
    fresh.set(one, { ...item, id });
    put(one);
  }
  return fresh;
}

/** Under what another version of an entry may stand in its own document: its words, its guid, its page with its title. */
function versionKeys({ marks, guids, title, named }: Shown): string[] {
  const page = marks.page === undefined ? [] : [`${marks.page} ${title}`];
  return [...(marks.text === undefined ? [] : [marks.text]), ...(named ? guids : []), ...page];
}

/** True where two entries of one document are one article: a repetition, or an older version of it. */
function isVersion(one: Shown, other: Shown): boolean {
  const shared = sharedOf(one, new Set(allMarks(other)), NONE);
  if (repeats(one.item, shared)) return true;
  if (one.named && other.named) return shared.guid && shared.page && isSameArticle(one.item, other.item, false);
  return shared.page && one.title === other.title && isSameText(one.item, other.item);
}

/**
 * Tells which items of a poll this feed showed before, whatever its publisher did to their guids, links, dates and order:
 * each stored item is at most one of the poll's, the surest first. What is neither stored nor a repetition of another is
 * a new article, also under a guid or a link that is another's. Reads in a few statements, whatever the archive holds;
 * what known items go by from now on is written at once, and changes nothing else.
 */
export async function recognise(
  rows: Pick<ItemRepository, 'marked' | 'remark'>,
  feed: string,
  polled: readonly Item[],
): Promise<Recognised> {
  const shown: Shown[] = [];
  for (const [i, item] of polled.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) await breathe();
    shown.push(shownOf(feed, item));
  }
  const marked = await rows.marked(shown.flatMap(allMarks), MOST_PER_MARK);
  const possible = await pairsOf(shown, marked);
  const pairs = new Map<Shown, Pair>();
  const claimed = new Set<string>();
  for (const pair of possible) {
    if (pairs.has(pair.shown) || claimed.has(pair.stored.key)) continue;
    claimed.add(pair.stored.key);
    pairs.set(pair.shown, pair);
  }
  const repeated = new Set(
    possible.filter(({ shown: one, shared }) => !pairs.has(one) && repeats(one.item, shared)).map((pair) => pair.shown),
  );
  const left = shown.filter((one) => !repeated.has(one));
  const fresh = settle(left, marked, [...pairs.values()]);
  const changes = [...pairs.values()].flatMap((pair) => {
    const marks = newMarks(pair);
    return marks === null ? [] : [{ key: pair.stored.key, marks }];
  });
  if (changes.length > 0) await rows.remark(changes);
  const known = new Map([...pairs.values()].map(({ stored }) => [stored.id, stored] as const));
  const items = shown.flatMap((one) => {
    const pair = pairs.get(one);
    const item = pair === undefined ? fresh.get(one) : taken(one.item, pair.stored);
    return item === undefined ? [] : [item];
  });
  return { items, known };
}

/**
 * The story that the same page already tells, through another feed or under another guid; null when there is none. The
 * link of a section page, which several articles of one feed share, is no page of one article, nor is a front page.
 */
export async function twinOf(rows: Pick<ItemRepository, 'byLink'>, feed: string, item: Item): Promise<string | null> {
  if (item.link === null) return null;
  const same = (await rows.byLink(item.link)).filter((one) => one.id !== item.id || one.feed !== feed);
  const feeds = same.map((one) => one.feed);
  const shared = isFrontPage(item.link) || feeds.includes(feed) || new Set(feeds).size < feeds.length;
  const twin = same.find((one) => one.story !== null && (!shared || isSameArticle(item, one, true)));
  return twin?.story ?? null;
}

/**
 * True where new words of a known item may make its story one that is told: always, but for what a first reading kept in
 * silence. A letter corrected there tells nobody; another event, stance or claim is news.
 */
export function isNews({ fate, reading }: StoredItem, now: Reading): boolean {
  if (fate !== 'first_reading' || reading === null) return true;
  const said = ({ events, stance, claims, providers }: Reading): string =>
    JSON.stringify([
      events,
      stance,
      claims.map(({ provider, field, value, date }) => [provider, field, value, date ?? null]),
      providers.filter(({ decision }) => decision === 'accept').map(({ id }) => id),
    ]);
  return said(reading) !== said(now);
}
