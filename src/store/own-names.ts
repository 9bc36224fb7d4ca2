import type { OwnName } from '../domain/own.ts';
import { channelKey } from '../domain/subscription.ts';
import type { OwnNameRepository } from '../ports.ts';
import { fromJson, type Handle } from './tables.ts';

/** Names that channels track for themselves. */
export function ownNameRows({ db }: Handle): OwnNameRepository {
  return {
    put: async (name) => {
      const doc = JSON.stringify(name);
      await db
        .insertInto('own_name')
        .values({ channel: channelKey(name.channel), id: name.id, doc })
        .onConflict((conflict) => conflict.columns(['channel', 'id']).doUpdateSet({ doc }))
        .execute();
    },
    remove: async (channel, id) => {
      const { numDeletedRows } = await db
        .deleteFrom('own_name')
        .where('channel', '=', channelKey(channel))
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    of: async (channel) => {
      const rows = await db
        .selectFrom('own_name')
        .select('doc')
        .where('channel', '=', channelKey(channel))
        .orderBy('id')
        .execute();
      return rows.map((row) => fromJson<OwnName>(row.doc));
    },
    all: async () => {
      const rows = await db.selectFrom('own_name').select('doc').orderBy('channel').orderBy('id').execute();
      return rows.map((row) => fromJson<OwnName>(row.doc));
    },
  };
}
