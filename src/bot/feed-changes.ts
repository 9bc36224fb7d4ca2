import { AskError } from '../asking/faults.ts';
import type { Viewer } from '../asking/rights.ts';
import type { Changes } from '../changes.ts';
import type { FeedEntry, FeedState } from '../domain/feed.ts';
import { sameFeed, type WantedFeed } from '../domain/feed-look.ts';
import { isForeign, MOST_OWN_FEEDS, type Space } from '../domain/space.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import type { DatasetRecord } from '../queries.ts';
import { isFeedAddress, ownEntry } from './feeds.ts';

type FeedChanges = Pick<Changes, 'addFeeds' | 'takeOutFeed' | 'putBackFeed'>;

/**
 * Adds the feeds that a space is not told of yet, due at once, in one transaction; one of its own that was taken out is
 * put back, a shared one that it left out is taken in again. What is no web address is left. Their first reading alerts
 * nobody.
 *
 * @param parts.space whose they are; null for all.
 */
export async function addFeeds(
  wanted: readonly WantedFeed[],
  by: string,
  parts: {
    readonly store: Store;
    readonly record: DatasetRecord;
    readonly now: string;
    readonly space?: Space | null;
  },
): ReturnType<Changes['addFeeds']> {
  const { now, record, space = null } = parts;
  const once = new Map<string, FeedEntry>();
  for (const feed of wanted) {
    const key = sameFeed(feed.url);
    if (isFeedAddress(feed.url) && !once.has(key)) once.set(key, ownEntry(feed, record, space));
  }
  return parts.store.transaction(async ({ feeds, spaces }) => {
    const all = (await feeds.list()).filter((feed) => !isForeign(feed, space));
    const left = space === null ? new Map<string, string>() : await spaces.leftOut(space);
    const there = byAddress(all);
    let room = space === null ? Number.POSITIVE_INFINITY : MOST_OWN_FEEDS - countOwn(all, space);
    let over = 0;
    const added: FeedEntry[] = [];
    for (const [address, entry] of once) {
      const known = there.get(address);
      if (known === undefined && room <= 0) over += 1;
      else if (known === undefined) {
        await feeds.add(entry, by, now, space);
        room -= 1;
        added.push(entry);
      } else if (await backIn(known, left, space, { feeds, spaces }, now)) added.push(known);
    }
    return { added, known: wanted.length - added.length - over, over };
  });
}

/** Brings back a feed that the space did without; false when it is told of it, or may not bring it back. */
async function backIn(
  feed: FeedState,
  left: ReadonlyMap<string, string>,
  space: Space | null,
  { feeds, spaces }: Pick<Repositories, 'feeds' | 'spaces'>,
  now: string,
): Promise<boolean> {
  if (space !== null && left.has(feed.id)) return spaces.takeIn(space, feed.id);
  // One that all share and an operator stopped is nobody's to start for themselves.
  return feed.stopped && (feed.space ?? null) === space && (await feeds.putBack(feed.id, now));
}

/** The feeds by their addresses; one that is read before one that is not. */
function byAddress(feeds: readonly FeedState[]): Map<string, FeedState> {
  const last = [...feeds].sort((a, b) => Number(b.stopped) - Number(a.stopped));
  return new Map(last.flatMap((feed) => addressesOf(feed).map((at) => [at, feed] as const)));
}

/** How many feeds a space has of its own. */
export function countOwn(feeds: readonly FeedState[], space: Space): number {
  return feeds.filter((feed) => feed.space === space && feed.out === undefined).length;
}

function addressesOf(feed: { readonly url: string; readonly movedTo: string | null }): string[] {
  return [feed.url, ...(feed.movedTo === null ? [] : [feed.movedTo])].map(sameFeed);
}

/** A feed that the viewer may change for whom they name; throws when it is not theirs to change. */
async function changeable(
  { feeds }: Pick<Repositories, 'feeds'>,
  id: string,
  everyone: boolean,
  viewer: Viewer,
): Promise<FeedState | null> {
  if (everyone && !viewer.operator) throw new AskError({ code: 'operators_only' });
  const feed = await feeds.get(id);
  return feed === null || isForeign(feed, viewer.space) ? null : feed;
}

/** What a viewer may change of feeds. */
export function feedChanges(parts: {
  readonly store: () => Promise<Store>;
  readonly record: DatasetRecord;
  readonly clock: Clock;
  readonly viewer: Viewer;
}): FeedChanges {
  const { clock, record, viewer } = parts;
  const { space } = viewer;
  /** Outside of any space there is only what all share. */
  const forAll = (reach: 'here' | 'everyone'): boolean => reach === 'everyone' || space === null;
  return {
    addFeeds: async (wanted, by) => {
      if (space === null && !viewer.operator) throw new AskError({ code: 'operators_only' });
      return addFeeds(wanted, by, { store: await parts.store(), record, now: clock.now(), space });
    },
    takeOutFeed: async (id, by, reach) =>
      (await parts.store()).transaction(async (store) => {
        const feed = await changeable(store, id, forAll(reach), viewer);
        if (feed === null) return false;
        if (feed.space !== undefined || forAll(reach)) return store.feeds.takeOut(id, by, clock.now());
        return store.spaces.leaveOut(space ?? '', id, by, clock.now());
      }),
    putBackFeed: async (id, reach) =>
      (await parts.store()).transaction(async (store) => {
        const feed = await changeable(store, id, forAll(reach), viewer);
        if (feed === null) return false;
        if (feed.space !== undefined || forAll(reach)) return store.feeds.putBack(id, clock.now());
        return store.spaces.takeIn(space ?? '', id);
      }),
  };
}
