import type { Selectable } from 'kysely';
import type { DigestNote, DigestRun, DigestSchedule } from '../domain/digest.ts';
import type { Corroboration } from '../domain/story.ts';
import { channelFromKey, channelKey } from '../domain/subscription.ts';
import type { DigestRepository } from '../ports.ts';
import { fromJson, type Handle, type Tables } from './tables.ts';

/** Weekly digests: when each channel gets one, which weeks had theirs, and what waits for the next. */
export function digestRows({ db, atomically }: Handle): DigestRepository {
  return {
    put: async (schedule) => {
      const doc = JSON.stringify(schedule);
      await db
        .insertInto('digest_schedule')
        .values({ channel: channelKey(schedule.channel), doc })
        .onConflict((conflict) => conflict.column('channel').doUpdateSet({ doc }))
        .execute();
    },
    schedule: async (channel) => {
      const row = await db
        .selectFrom('digest_schedule')
        .select('doc')
        .where('channel', '=', channelKey(channel))
        .executeTakeFirst();
      return row ? fromJson<DigestSchedule>(row.doc) : null;
    },
    schedules: async () => {
      const rows = await db.selectFrom('digest_schedule').select('doc').orderBy('channel').execute();
      return rows.map((row) => fromJson<DigestSchedule>(row.doc));
    },
    remove: async (channel) => {
      const key = channelKey(channel);
      return await atomically(async (tx) => {
        await tx.deleteFrom('digest_note').where('channel', '=', key).where('week', 'is', null).execute();
        const { numDeletedRows } = await tx.deleteFrom('digest_schedule').where('channel', '=', key).executeTakeFirst();
        return numDeletedRows > 0n;
      });
    },
    lastRun: async (channel, endedBy) => {
      let query = db.selectFrom('digest_run').selectAll().where('channel', '=', channelKey(channel));
      if (endedBy !== undefined) query = query.where('window_until', '<=', endedBy);
      const row = await query.orderBy('week', 'desc').limit(1).executeTakeFirst();
      return row ? runFrom(row) : null;
    },
    run: async (channel, week) => {
      const row = await db
        .selectFrom('digest_run')
        .selectAll()
        .where('channel', '=', channelKey(channel))
        .where('week', '=', week)
        .executeTakeFirst();
      return row ? runFrom(row) : null;
    },
    open: async ({ channel, week, from, until }) => {
      const key = channelKey(channel);
      return await atomically(async (tx) => {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('digest_run')
          .values({ channel: key, week, window_from: from, window_until: until })
          .onConflict((conflict) => conflict.columns(['channel', 'week']).doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) return false;
        await tx
          .updateTable('digest_note')
          .set({ week })
          .where('channel', '=', key)
          .where('week', 'is', null)
          .execute();
        return true;
      });
    },
    note: async ({ channel, story, was, at }) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('digest_note')
        .values({ channel: channelKey(channel), story, was, at, week: null })
        .onConflict((conflict) => conflict.columns(['channel', 'story']).where('week', 'is', null).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    notes: async (channel, week) => {
      const rows = await db
        .selectFrom('digest_note')
        .selectAll()
        .where('channel', '=', channelKey(channel))
        .where('week', week === null ? 'is' : '=', week)
        .orderBy('seq')
        .execute();
      return rows.map(noteFrom);
    },
    notesOf: async (story) => {
      const rows = await db.selectFrom('digest_note').selectAll().where('story', '=', story).orderBy('seq').execute();
      return rows.map(noteFrom);
    },
    forget: async () => {
      const { numDeletedRows } = await db
        .deleteFrom('digest_note')
        .where('week', 'is not', null)
        .where('story', 'not in', (kept) => kept.selectFrom('story').select('id'))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function runFrom(row: Selectable<Tables['digest_run']>): DigestRun {
  return { channel: channelFromKey(row.channel), week: row.week, from: row.window_from, until: row.window_until };
}

function noteFrom(row: Selectable<Tables['digest_note']>): DigestNote {
  return {
    channel: channelFromKey(row.channel),
    story: row.story,
    was: row.was as Corroboration | null,
    at: row.at,
    week: row.week,
  };
}
