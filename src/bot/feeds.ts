import { createHash } from 'node:crypto';
import type { FeedTools } from '../../feeds/read.ts';
import type { FeedEntry, FeedKind } from '../domain/feed.ts';
import { type FeedLook, type ListLook, type Looked, sameFeed, type WantedFeed } from '../domain/feed-look.ts';
import type { Space } from '../domain/space.ts';
import { slugOf } from '../domain/text.ts';
import type { Clock, Repositories } from '../ports.ts';
import type { DatasetRecord, Queries } from '../queries.ts';
import { publishersOf } from '../reading/publishers.ts';

/** How long an answer waits for an address, in milliseconds: chat platforms give three seconds in all. */
const ANSWER_MS = 2_300;
/** How long a look may go on after its answer. */
const LOOK_MS = 60_000;
/** How long what was seen is shown without asking the address again: long enough to confirm. */
const FRESH_MS = 10 * 60_000;
/** The same where something was wrong: somebody may be mending it. */
const WRONG_FRESH_MS = 20_000;
/** Addresses looked at side by side, and sights kept, at most. */
const MOST_LOOKS = 4;
const MOST_KEPT = 50;
const LONGEST_TITLE = 150;

// What reads feeds is loaded when an address is first looked at: most questions are about none.

type FeedQueries = Pick<Queries, 'feedAt' | 'feedsListedAt'> & {
  /** The feeds of a store that are told, as OPML. */
  readonly opmlOf: (store: Pick<Repositories, 'feeds'>) => Promise<string>;
};

/** One address being looked at, or seen. */
type Sight<T> = {
  done: Extract<Looked<T>, { kind: 'seen' }> | null;
  error: { readonly thrown: unknown } | null;
  readonly work: Promise<void>;
};

type Way<T> = {
  readonly look: (address: string, tools: FeedTools, signal: AbortSignal) => Promise<T>;
  /** What is told of an address that took too long altogether. */
  readonly late: (address: string) => T;
  readonly isWrong: (value: T) => boolean;
};

/** Looks at addresses within an answer's time; what takes longer goes on, and is there when it is asked for again. */
function lookout<T>(
  way: Way<T>,
  parts: { readonly tools: (() => Promise<FeedTools>) | undefined; readonly clock: Clock; readonly answerMs: number },
): (address: string) => Promise<Looked<T>> {
  const sights = new Map<string, Sight<T>>();
  const { tools, clock } = parts;

  const begin = (address: string, open: () => Promise<FeedTools>): Sight<T> => {
    const run = async (): Promise<void> => {
      const signal = AbortSignal.timeout(LOOK_MS);
      try {
        sight.done = { kind: 'seen', at: clock.now(), value: await way.look(address, await open(), signal) };
      } catch (error) {
        if (signal.aborted) sight.done = { kind: 'seen', at: clock.now(), value: way.late(address) };
        else {
          sights.delete(address);
          sight.error = { thrown: error };
        }
      }
    };
    const sight: Sight<T> = { done: null, error: null, work: Promise.resolve().then(run) };
    sights.set(address, sight);
    return sight;
  };

  const forget = (): void => {
    const now = Date.parse(clock.now());
    for (const [address, { done }] of sights) {
      if (done === null) continue;
      const keep = way.isWrong(done.value) ? WRONG_FRESH_MS : FRESH_MS;
      if (now - Date.parse(done.at) > keep || sights.size > MOST_KEPT) sights.delete(address);
    }
  };

  return async (address) => {
    if (tools === undefined) return { kind: 'unavailable' };
    forget();
    const known = sights.get(address);
    if (known?.done) return known.done;
    const running = [...sights.values()].filter(({ done }) => done === null).length;
    if (known === undefined && running >= MOST_LOOKS) return { kind: 'busy' };
    const sight = known ?? begin(address, tools);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, parts.answerMs);
    });
    await Promise.race([sight.work, late]);
    clearTimeout(timer);
    if (sight.error !== null) throw sight.error.thrown;
    return sight.done ?? { kind: 'looking' };
  };
}

/** What stands at an address, as `checkFeed` tells it. */
function feedWay(clock: Clock): Way<FeedLook> {
  return {
    look: async (address, tools, signal) =>
      (await import('../../feeds/check.ts')).checkFeed(address, tools, clock.now(), signal),
    late: (asked) => ({ asked, url: null, code: 'timeout', others: [], feed: null, warnings: [] }),
    isWrong: (look) => look.code !== null,
  };
}

const LIST_WAY: Way<ListLook> = {
  look: listAt,
  late: () => ({ ok: false, code: 'timeout' }),
  isWrong: (list) => !list.ok,
};

/** The list of feeds at an address, fetched as feeds are: through the guard, within its limits. */
async function listAt(address: string, { client, parser }: FeedTools, signal: AbortSignal): Promise<ListLook> {
  const answer = await client.get(address, null, { signal });
  if (answer.kind === 'failed') return { ok: false, code: answer.code };
  if (answer.kind === 'unchanged') return { ok: false, code: 'empty_body' };
  const read = await parser.list(answer);
  if (read.ok && read.feeds.length === 0 && read.skipped.length === 0) return { ok: false, code: 'not_opml' };
  return read;
}

/**
 * A wanted feed as the catalogue would list it. Its id comes from its address, and the space it is for, alone, so that
 * one that was removed and is added again is the same feed. Its publisher is known by its host alone: whoever adds a feed
 * may call it what they like.
 */
export function ownEntry(wanted: WantedFeed, record: DatasetRecord, space: Space | null = null): FeedEntry {
  const { url, lang, note } = wanted;
  const title = wanted.title.trim().slice(0, LONGEST_TITLE) || new URL(url).hostname;
  const named = space === null ? sameFeed(url) : `${space} ${sameFeed(url)}`;
  const mark = createHash('sha256')
    .update(named)
    .digest('hex')
    .slice(0, space === null ? 8 : 16);
  const kind: FeedKind = wanted.kind ?? 'press';
  const known = publishersOf(record.publishers).byHost(url);
  const host = slugOf(new URL(url).hostname.replace(/^www\./, '')).slice(0, 40);
  return {
    id: `own-${host}-${mark}`,
    url,
    title,
    publisher: known?.id ?? title,
    lang,
    kind,
    note,
  };
}

/** What an address may be when a feed is wanted there: http or https, without a password. */
export function isFeedAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

/** What commands may read of feeds beyond their state: what stands at an address, and feeds as OPML. */
export function feedQueries(parts: {
  readonly clock: Clock;
  /** Opens what reads from outside when it is first needed; without it no address is looked at. */
  readonly tools?: (() => Promise<FeedTools>) | undefined;
  /** For tests: how long an answer waits. */
  readonly answerMs?: number | undefined;
}): FeedQueries {
  const { clock } = parts;
  const ways = { tools: parts.tools, clock, answerMs: parts.answerMs ?? ANSWER_MS };
  return {
    feedAt: lookout(feedWay(clock), ways),
    feedsListedAt: lookout(LIST_WAY, ways),
    opmlOf: (store) => exportOpml(store, clock.now()),
  };
}

/** All feeds that are read, the catalogue's and the own ones, and not left out by whose store it is, as OPML 2.0. */
export async function exportOpml(store: Pick<Repositories, 'feeds'>, now: string): Promise<string> {
  const feeds = (await store.feeds.list()).filter((feed) => feed.out === undefined && feed.leftOut === undefined);
  const { writeOpml } = await import('../../feeds/opml.ts');
  return writeOpml(feeds, { title: 'Vigie', now });
}
