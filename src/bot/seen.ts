import type { Space } from '../domain/space.ts';
import { isForeign } from '../domain/space.ts';
import type { Story, StorySearch } from '../domain/story.ts';
import { type Judging, type Seen, seenStory } from '../pipeline/sight.ts';
import type { Repositories } from '../ports.ts';

/** How far a search goes on for stories that a space may see, in stories looked at. */
const MOST_LOOKED_AT = 2_000;

/**
 * What is stored as a space sees it: stories as the feeds tell them that it hears, no item or feed of another space. Who
 * is told, asks or is answered goes through this, so that nothing has to be left out by hand.
 *
 * @param space null for who belongs to none: what all share.
 * @param served the spaces that are served, null when all are: a channel of another one watches nothing.
 */
export function seenBy(
  store: Repositories,
  space: Space | null,
  judging: Judging,
  served: ReadonlySet<Space> | null = null,
): Repositories {
  const { stories, items, feeds, spaces, subscriptions } = store;
  const isServed = served === null || space === null || served.has(space);
  const reckoned = new Map<string, Promise<Seen | null>>();

  const reckon = (story: Story): Promise<Seen | null> => {
    const key = `${story.id} ${story.version}`;
    const seen = reckoned.get(key) ?? seenStory(store, story, space, judging);
    reckoned.set(key, seen);
    return seen;
  };
  const see = async (story: Story): Promise<Seen | null> => {
    const hidden = await spaces.partlyHidden([story.id], space);
    return hidden.has(story.id) ? reckon(story) : { story, members: await stories.members(story.id) };
  };
  /** Those that the space may see, as it sees them. */
  const seeAll = async (all: readonly Story[]): Promise<Story[]> => {
    const ids = all.map((story) => story.id);
    const hidden = await spaces.partlyHidden(ids, space);
    if (hidden.size === 0) return [...all];
    const seen: Story[] = [];
    for (const story of all) {
      const mine = hidden.has(story.id) ? ((await reckon(story))?.story ?? null) : story;
      if (mine !== null) seen.push(mine);
    }
    return seen.sort((a, b) => (a.grownAt < b.grownAt ? 1 : a.grownAt > b.grownAt ? -1 : 0));
  };
  const mayShow = async (feed: string): Promise<boolean> => {
    const state = await feeds.get(feed);
    return state === null || !isForeign(state, space);
  };
  /** As many as are wanted of those that the space may see; more are looked at where some are not for it. */
  const gather = async (
    wanted: Pick<StorySearch, 'since' | 'provider' | 'event' | 'limit'>,
    look: (limit: number) => Promise<Story[]>,
  ): Promise<Story[]> => {
    for (let limit = wanted.limit; ; limit *= 4) {
      const found = await look(limit);
      const seen = (await seeAll(found)).filter((story) => answers(story, wanted));
      if (seen.length >= wanted.limit || found.length < limit || limit > MOST_LOOKED_AT)
        return seen.slice(0, wanted.limit);
    }
  };

  return {
    ...store,
    subscriptions: isServed ? subscriptions : { ...subscriptions, get: async () => null },
    stories: {
      ...stories,
      get: async (id) => {
        const story = await stories.get(id);
        return story === null ? null : ((await see(story))?.story ?? null);
      },
      members: async (id) => {
        const story = await stories.get(id);
        return story === null ? [] : [...((await see(story))?.members ?? [])];
      },
      list: (query) => gather(query, (limit) => stories.list({ ...query, limit })),
      search: (query) => gather(query, (limit) => stories.search({ ...query, space, limit })),
    },
    items: {
      ...items,
      get: async (key) => {
        const item = await items.get(key);
        return item !== null && (await mayShow(item.feed)) ? item : null;
      },
      byLink: async (link) => {
        const found = await items.byLink(link);
        const shown = await Promise.all(found.map((item) => mayShow(item.feed)));
        return found.filter((_, i) => shown[i] === true);
      },
      countByFate: async (since) => ({ ...(await spaces.tally(space, since)).items }),
    },
    feeds: {
      ...feeds,
      get: async (id) => {
        const feed = await feeds.get(id);
        return feed === null || isForeign(feed, space) ? null : feed;
      },
      list: async () => {
        const [all, left] = [await feeds.list(), space === null ? null : await spaces.leftOut(space)];
        return all
          .filter((feed) => !isForeign(feed, space))
          .map((feed) => {
            const since = left?.get(feed.id);
            return since === undefined ? feed : { ...feed, leftOut: since };
          });
      },
    },
  };
}

/** True for a story that answers to the question as it is seen; words were sought in what the space hears. */
function answers(story: Story, { since, provider, event }: Pick<StorySearch, 'since' | 'provider' | 'event'>): boolean {
  if (since !== undefined && story.grownAt < since) return false;
  if (event !== undefined && !story.events.includes(event)) return false;
  return provider === undefined || story.providers.some((id) => id === provider || id.startsWith(`${provider}/`));
}
