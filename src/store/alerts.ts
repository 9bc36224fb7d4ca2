import { type Selectable, sql } from 'kysely';
import type { Alert } from '../domain/alert.ts';
import { channelFromKey, channelKey } from '../domain/subscription.ts';
import type { AlertRepository } from '../ports.ts';
import { StoreError } from './error.ts';
import type { Handle, Tables } from './tables.ts';

/** Alerts: one card per story and channel. */
export function alertRows({ db, atomically }: Handle): AlertRepository {
  return {
    ensure: async (alert) => {
      return await atomically(async (tx) => {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('alert')
          .values({
            id: alert.id,
            story: alert.story,
            channel: channelKey(alert.channel),
            created_at: alert.createdAt,
            ref_channel: alert.ref?.channel ?? null,
            ref_message: alert.ref?.message ?? null,
            shown: alert.shown,
            card_at: alert.cardAt,
            gone_at: alert.goneAt,
          })
          .onConflict((conflict) => conflict.columns(['story', 'channel']).doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n) return { alert, created: true };
        const row = await tx
          .selectFrom('alert')
          .selectAll()
          .where('story', '=', alert.story)
          .where('channel', '=', channelKey(alert.channel))
          .executeTakeFirstOrThrow();
        return { alert: fromRow(row), created: false };
      });
    },
    get: async (id) => {
      const row = await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    ofStory: async (story) => {
      const rows = await db.selectFrom('alert').selectAll().where('story', '=', story).orderBy('channel').execute();
      return rows.map(fromRow);
    },
    shown: async (id, ref, version) => {
      const { numUpdatedRows } = await db
        .updateTable('alert')
        .set({
          ref_channel: ref.channel,
          ref_message: ref.message,
          // A late answer to an earlier edit does not take the card back.
          shown: sql<number>`case when shown < ${version} then ${version} else shown end`,
        })
        .where('id', '=', id)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new StoreError('not_found', `no alert ${id}`);
    },
    carded: async (id, at) => {
      await db.updateTable('alert').set({ card_at: at }).where('id', '=', id).where('card_at', 'is', null).execute();
    },
    gone: async (id, at) => {
      await db.updateTable('alert').set({ gone_at: at }).where('id', '=', id).where('gone_at', 'is', null).execute();
    },
    cardsMade: async (channel, { from, until }) => {
      const { n } = await db
        .selectFrom('alert')
        .select((count) => count.fn.countAll<number>().as('n'))
        .where('channel', '=', channelKey(channel))
        .where('card_at', '>=', from)
        .where('card_at', '<=', until)
        .executeTakeFirstOrThrow();
      return n;
    },
    heldBack: async (channel, { from, until }) => {
      const rows = await db
        .selectFrom('alert')
        .selectAll()
        .where('channel', '=', channelKey(channel))
        .where('card_at', 'is', null)
        .where('created_at', '>=', from)
        .where('created_at', '<=', until)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },
  };
}

function fromRow(row: Selectable<Tables['alert']>): Alert {
  return {
    id: row.id,
    story: row.story,
    channel: channelFromKey(row.channel),
    createdAt: row.created_at,
    ref:
      row.ref_channel === null || row.ref_message === null
        ? null
        : { channel: row.ref_channel, message: row.ref_message },
    shown: row.shown,
    cardAt: row.card_at,
    goneAt: row.gone_at,
  };
}
