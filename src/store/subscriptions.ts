import type { SettingsChange } from '../domain/settings.ts';
import { channelKey, type Subscription } from '../domain/subscription.ts';
import type { SubscriptionRepository } from '../ports.ts';
import { fromJson, type Handle } from './tables.ts';

/** Changes of its settings that are remembered of a channel: as far back as anybody presses a button. */
const CHANGES_KEPT = 50;

/** What each channel wants to be told, and what it wants to hear no more of for a while. */
export function subscriptionRows({ db, atomically }: Handle): SubscriptionRepository {
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
    remember: async (change) => {
      const channel = channelKey(change.channel);
      await atomically(async (tx) => {
        await tx
          .insertInto('setting_change')
          .values({ id: change.id, channel, doc: JSON.stringify(change) })
          .execute();
        const kept = await tx
          .selectFrom('setting_change')
          .select('seq')
          .where('channel', '=', channel)
          .orderBy('seq', 'desc')
          .offset(CHANGES_KEPT - 1)
          .limit(1)
          .executeTakeFirst();
        if (kept === undefined) return;
        await tx.deleteFrom('setting_change').where('channel', '=', channel).where('seq', '<', kept.seq).execute();
      });
    },
    change: async (id) => {
      const row = await db.selectFrom('setting_change').select('doc').where('id', '=', id).executeTakeFirst();
      return row ? fromJson<SettingsChange>(row.doc) : null;
    },
  };
}
