import type { Changes } from '../changes.ts';
import { digestFacts } from '../delivery/digest-facts.ts';
import { digestPages } from '../delivery/digest-view.ts';
import { verdictOf } from '../domain/audience.ts';
import { type DigestNote, gathers } from '../domain/digest.ts';
import type { Instant } from '../domain/period.ts';
import type { Subscription } from '../domain/subscription.ts';
import { messagesOf } from '../messages/index.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import type { DatasetRecord, Queries } from '../queries.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_STORIES = 500;

/** What commands may read of digests. Nothing is used up by reading. */
export function digestQueries(parts: {
  readonly record: DatasetRecord;
  /** As the asker sees it. */
  readonly store: () => Promise<Repositories>;
}): Pick<Queries, 'digest' | 'digestSettings'> {
  const { record } = parts;
  return {
    digestSettings: async (channel) => {
      const { digests } = await parts.store();
      const [schedule, lastRun, notes] = [
        await digests.schedule(channel),
        await digests.lastRun(channel),
        await digests.notes(channel, null),
      ];
      return { schedule, lastRun, waiting: notes.length };
    },
    digest: async ({ channel, week, lang, now }) => {
      const store = await parts.store();
      const subscription = await store.subscriptions.get(channel);
      if (subscription === null) return null;
      const run = week === null ? null : await store.digests.run(channel, week);
      if (week !== null && run === null) return null;
      const window = run ?? { from: await sinceOf(subscription, store, now), until: now };
      const notes =
        run === null ? await noted(subscription, store, window.from) : await store.digests.notes(channel, run.week);
      const facts = await digestFacts(window, notes, subscription, { store, record });
      const own = new Map((await store.ownNames.of(channel)).map(({ id, name }) => [id, name]));
      const words = { m: messagesOf(lang), lang, names: { ...record, own } };
      return { pages: digestPages(facts, { week }, words), data: { week, ...window, ...facts } };
    },
  };
}

/** Where the window of the next digest begins; a channel that has none is shown its last seven days. */
async function sinceOf(subscription: Subscription, { digests }: Repositories, now: Instant): Promise<Instant> {
  const schedule = await digests.schedule(subscription.channel);
  const weekAgo = new Date(Date.parse(now) - WEEK_MS).toISOString();
  if (schedule === null || !gathers(subscription, schedule)) return weekAgo;
  const last = await digests.lastRun(subscription.channel);
  return last !== null && last.until > schedule.since ? last.until : schedule.since;
}

/** What the next digest has so far, or, where there is none, what it would have. */
async function noted(
  subscription: Subscription,
  { digests, stories, subscriptions, ownNames }: Repositories,
  since: Instant,
): Promise<readonly Pick<DigestNote, 'story' | 'was'>[]> {
  const { channel } = subscription;
  if (gathers(subscription, await digests.schedule(channel))) return digests.notes(channel, null);
  const mutes = await subscriptions.mutes(channel, since);
  const own = (await ownNames.of(channel)).map((name) => name.id);
  const grown = await stories.list({ since, limit: MOST_STORIES });
  return grown
    .filter((story) => verdictOf({ ...subscription, mode: 'instant' }, mutes, story, own) === 'told')
    .map((story) => ({ story: story.id, was: null }));
}

/** What commands may change of digests. */
export function digestChanges(parts: {
  readonly store: () => Promise<Store>;
  readonly clock: Clock;
}): Pick<Changes, 'scheduleDigest' | 'stopDigest'> {
  const { store, clock } = parts;
  return {
    scheduleDigest: async (channel, times) =>
      (await store()).transaction(async ({ digests }) => {
        const now = clock.now();
        const before = await digests.schedule(channel);
        const schedule = { channel, ...times, since: before?.since ?? now, setAt: now, implied: false };
        await digests.put(schedule);
        return schedule;
      }),
    stopDigest: async (channel) => (await store()).digests.remove(channel),
  };
}
