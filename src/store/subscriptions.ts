import { channelKey, type Subscription } from '../domain/subscription.ts';
import type { SubscriptionRepository } from '../ports.ts';
import { fromJson, type Handle } from './tables.ts';

/** What each channel wants to be told, and what it wants to hear no more of for a while. */
export function subscriptionRows({ db }: Handle): SubscriptionRepository {
  return {
    put: async (subscription) => {
      const doc = JSON.stringify(subscription);
      await db
        .insertInto('subscription')
        .values({ channel: channelKey(subscription.channel), doc })
        .onConflict((conflict) => conflict.column('channel').doUpdateSet({ doc }))
        .execute();
    },
    get: async (channel) => {
      const row = await db
        .selectFrom('subscription')
        .select('doc')
        .where('channel', '=', channelKey(channel))
        .executeTakeFirst();
      return row ? fromJson<Subscription>(row.doc) : null;
    },
    remove: async (channel) => {
      const { numDeletedRows } = await db
        .deleteFrom('subscription')
        .where('channel', '=', channelKey(channel))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    all: async () => {
      const rows = await db.selectFrom('subscription').select('doc').orderBy('channel').execute();
      return rows.map((row) => fromJson<Subscription>(row.doc));
    },
    mute: async ({ channel, what, until }) => {
      await db
        .insertInto('mute')
        .values({ channel: channelKey(channel), what, until })
        .onConflict((conflict) => conflict.columns(['channel', 'what']).doUpdateSet({ until }))
        .execute();
    },
    unmute: async (channel, what) => {
      const { numDeletedRows } = await db
        .deleteFrom('mute')
        .where('channel', '=', channelKey(channel))
        .where('what', '=', what)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    mutes: async (channel, now) => {
      const rows = await db
        .selectFrom('mute')
        .select(['what', 'until'])
        .where('channel', '=', channelKey(channel))
        .where('until', '>', now)
        .orderBy('what')
        .execute();
      return rows.map(({ what, until }) => ({ channel, what, until }));
    },
  };
}
