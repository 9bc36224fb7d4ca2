import type { FeedTools } from '../../feeds/read.ts';
import type { Viewer } from '../asking/rights.ts';
import type { Changes } from '../changes.ts';
import type { FeedState } from '../domain/feed.ts';
import { FATES } from '../domain/item.ts';
import type { Standstill } from '../domain/standstill.ts';
import type { Member } from '../domain/story.ts';
import { channelKey } from '../domain/subscription.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import type { Counts, DatasetRecord, Queries, StoryStep } from '../queries.ts';
import { corroborationOf } from '../reading/corroboration.ts';
import { deliveryChanges, deliveryQueries } from './deliveries.ts';
import { digestChanges, digestQueries } from './digests.ts';
import { feedChanges } from './feed-changes.ts';
import { feedQueries } from './feeds.ts';
import { grantedOnly } from './granted.ts';
import { seenBy } from './seen.ts';
import { settingsChanges } from './settings.ts';

/** How many undecided messages are looked at, and how many are named at once. */
const MOST_LOOKED_AT = 1_000;
const MOST_STUCK = 20;

function feedCounts(feeds: readonly FeedState[]): Counts['feeds'] {
  const stopped = feeds.filter((f) => f.stopped).length;
  const failing = feeds.filter((f) => !f.stopped && f.failures > 0).length;
  const unread = feeds.filter((f) => !f.stopped && f.failures === 0 && f.lastOkAt === null).length;
  return { total: feeds.length, failing, unread, stopped };
}

/** What each member made of the story, reckoned anew from those that had joined by then. */
function stepsOf(members: readonly Member[], record: DatasetRecord): StoryStep[] {
  let from: StoryStep['from'] = null;
  return members.map((member, i) => {
    const to = corroborationOf(members.slice(0, i + 1), record.publishers).corroboration;
    const step: StoryStep = { at: member.joinedAt, from, to, member };
    from = to;
    return step;
  });
}

const isLink = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * What commands may read, on the record and a store that is opened when first needed: a question on an offer needs
 * none. Whoever asks reads the store as their space sees it. `canonical` makes a link as people paste it the link that
 * items carry.
 */
export function createQueries(parts: {
  readonly record: DatasetRecord;
  readonly store: () => Promise<Store>;
  readonly platforms: () => readonly Platform[];
  readonly canonical: (link: string) => string;
  readonly clock: Clock;
  readonly feedTools?: (() => Promise<FeedTools>) | undefined;
  readonly answerMs?: number | undefined;
  readonly standstill?: (() => Promise<readonly Standstill[]>) | undefined;
}): (viewer: Viewer) => Queries {
  const { record, clock } = parts;
  const { feedAt, feedsListedAt, opmlOf } = feedQueries({ clock, tools: parts.feedTools, answerMs: parts.answerMs });
  const judging = { corroborate: corroborationOf, publishers: record.publishers };

  return (viewer) => {
    const { space, operator } = viewer;
    const mine = viewer.channel === null ? null : channelKey(viewer.channel);
    let seen: Promise<Repositories> | null = null;
    const store = (): Promise<Repositories> => {
      seen ??= parts.store().then((whole) => seenBy(whole, space, judging));
      return seen;
    };
    return {
      record,
      ...digestQueries({ record, store }),
      feedAt,
      feedsListedAt,
      opml: async () => opmlOf(await store()),
      subscription: async (channel) => (await store()).subscriptions.get(channel),
      mutes: async (channel, now) => (await store()).subscriptions.mutes(channel, now),
      feeds: async () => (await store()).feeds.list(),
      watchedFeeds: async () => (operator ? await parts.store() : await store()).feeds.list(),
      item: async (text) => {
        const { items } = await store();
        if (isLink(text)) return items.byLink(parts.canonical(text));
        const one = await items.get(text);
        return one === null ? [] : [one];
      },
      story: async (id) => {
        const { stories } = await store();
        const story = await stories.get(id);
        if (story === null) return null;
        const members = await stories.members(id);
        return { story, members, steps: stepsOf(members, record) };
      },
      search: async (query) => (await store()).stories.search(query),
      ownNames: async (channel) => (await store()).ownNames.of(channel),
      stories: async (query) => (await store()).stories.list(query),
      alert: async (id) => {
        const alert = await (await store()).alerts.get(id);
        return alert !== null && channelKey(alert.channel) === mine ? alert : null;
      },
      alertsOf: async (story) =>
        (await (await store()).alerts.ofStory(story)).filter((alert) => channelKey(alert.channel) === mine),
      counts: async (since) => {
        const open = await parts.store();
        if (!operator) {
          const feeds = await (await store()).feeds.list();
          return { feeds: feedCounts(feeds), ...(await open.spaces.tally(space, since)) };
        }
        const [feeds, fates, stories, deliveries] = await Promise.all([
          open.feeds.list(),
          open.items.countByFate(since),
          open.stories.count(since),
          open.outbox.countByState(),
        ]);
        const items = { ...Object.fromEntries(FATES.map((fate) => [fate, 0])), ...fates } as Counts['items'];
        return { feeds: feedCounts(feeds), items, stories, deliveries };
      },
      stuck: async () => {
        const { outbox } = await parts.store();
        const rows = await outbox.list({ states: ['unsure', 'dead'], limit: MOST_LOOKED_AT });
        return rows
          .filter((row) => row.code !== 'nothing_to_show' && (operator || channelKey(row.channel) === mine))
          .slice(0, MOST_STUCK);
      },
      platforms: () => parts.platforms().map((platform) => platform.health()),
      standstill: async () => (await parts.standstill?.()) ?? [],
      ...deliveryQueries({ store: parts.store, viewer }),
    };
  };
}

/** What commands may change; `nudge` wakes the dispatcher when there is something new to send. */
export function createChanges(parts: {
  readonly record: DatasetRecord;
  readonly store: () => Promise<Store>;
  readonly clock: Clock;
  readonly nudge: () => void;
}): (viewer: Viewer) => Changes {
  const { store, clock } = parts;
  return (viewer) => {
    const changes: Changes = {
      ...digestChanges({ store, clock }),
      ...settingsChanges({ store, clock }),
      ...feedChanges({ store, record: parts.record, clock, viewer }),
      ...deliveryChanges({ store, clock, nudge: parts.nudge }),
      mute: async (mute) => (await store()).subscriptions.mute(mute),
      unmute: async (channel, what) => (await store()).subscriptions.unmute(channel, what),
      track: async (name) => (await store()).ownNames.put(name),
      untrack: async (channel, id) => (await store()).ownNames.remove(channel, id),
    };
    return grantedOnly(viewer, changes, async () => (await store()).outbox);
  };
}
