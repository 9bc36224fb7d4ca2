import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { DELIVERY_STATES, type Delivery, type DeliveryState, type Order, type SendCode } from '../domain/alert.ts';
import { orderKey } from '../domain/outbox.ts';
import { channelFromKey, channelKey } from '../domain/subscription.ts';
import type { Hold, OutboxRepository, OutboxScope } from '../ports/outbox.ts';
import { claimRows, nextDueOf } from './claim.ts';
import { StoreError } from './error.ts';
import { fromJson, type Handle, type Tables } from './tables.ts';

/** Makes rows visible in the order of their numbers when several processes write (PostgreSQL). */
const OUTBOX_LOCK = 7_460_102;

/**
 * The outbox: what is to be sent, in order per card. A row is unsettled while it is `waiting` or `sending`; of the rows
 * of one card only the first unsettled one is ever taken. `sent` is final; `unsure` and `dead` rows may still be
 * settled otherwise or put back to waiting, which is what a person's button does.
 */
export function outboxRows(handle: Handle): OutboxRepository {
  const { engine, db, atomically } = handle;
  return {
    add: async (row) => {
      return await atomically(async (tx) => {
        // Without it a transaction that took number 4 could commit after the one that took 5, and 5 be sent first.
        if (engine === 'postgres') {
          await sql`select pg_advisory_xact_lock(${sql.lit(OUTBOX_LOCK)}, hashtext(current_schema()))`.execute(tx);
        }
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('outbox')
          .values({
            id: row.id,
            platform: row.channel.platform,
            channel: channelKey(row.channel),
            body: JSON.stringify(row.order),
            state: 'waiting',
            attempts: 0,
            due_at: row.dueAt,
            lease_until: null,
            ambiguous: 0,
            code: null,
            created_at: row.createdAt,
            settled_at: null,
            order_key: orderKey(row),
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      });
    },
    claim: async (query) => {
      const rows = await claimRows(handle, query);
      return rows.map(fromRow).sort((a, b) => a.seq - b.seq);
    },
    rest: async (channel, until) => {
      const row = { channel: channelKey(channel), next_at: until };
      await db
        .insertInto('channel_pace')
        .values(row)
        .onConflict((conflict) => conflict.column('channel').doUpdateSet({ next_at: until }))
        .execute();
    },
    renew: async (id, hold, leaseUntil) => {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({ lease_until: leaseUntil })
        .where('id', '=', id)
        .where(heldUnder(hold))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    settle: async (id, { state, code, at }, hold) => {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({ state, code, settled_at: at, lease_until: null })
        .where('id', '=', id)
        .where(hold ? heldUnder(hold) : sql<SqlBool>`state <> 'sent'`)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) await mustExist(db, id);
      return numUpdatedRows > 0n;
    },
    postpone: async (id, { dueAt, code, ambiguous }, hold) => {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({
          state: 'waiting',
          due_at: dueAt,
          code,
          ambiguous: ambiguous ? 1 : 0,
          lease_until: null,
          settled_at: null,
        })
        .where('id', '=', id)
        .where(hold ? heldUnder(hold) : sql<SqlBool>`state <> 'sent'`)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) await mustExist(db, id);
      return numUpdatedRows > 0n;
    },
    release: async (id) => {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set((row) => ({ state: 'waiting', lease_until: null, attempts: row('attempts', '-', 1) }))
        .where('id', '=', id)
        .where('state', '=', 'sending')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) await mustExist(db, id);
    },
    abandoned: async ({ dueAt, restUntil }) => {
      return await atomically(async (tx) => {
        await tx
          .updateTable('channel_pace')
          .set({ next_at: restUntil })
          .where('next_at', '>', restUntil)
          .where('channel', 'in', (left) => left.selectFrom('outbox').select('channel').where('state', '=', 'sending'))
          .execute();
        const { numUpdatedRows } = await tx
          .updateTable('outbox')
          .set({ state: 'waiting', lease_until: null, ambiguous: 1, due_at: dueAt })
          .where('state', '=', 'sending')
          .executeTakeFirst();
        return Number(numUpdatedRows);
      });
    },
    notBeyond: async (latest, now) => {
      await db.updateTable('channel_pace').set({ next_at: now }).where('next_at', '>', latest).execute();
      for (const column of ['due_at', 'lease_until'] as const) {
        await db
          .updateTable('outbox')
          .set({ [column]: now })
          .where('settled_at', 'is', null)
          .where(column, '>', latest)
          .execute();
      }
    },
    revive: async (id, at) => {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({ state: 'waiting', due_at: at, attempts: 0, settled_at: null })
        .where('id', '=', id)
        .where('state', '=', 'dead')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    get: async (id) => {
      const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list: async ({ states, limit, ...scope }) => {
      if (states.length === 0) return [];
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('state', 'in', states)
        .where(within(scope))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    waitingOf: async (alert) => {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('order_key', '=', alert)
        .where('settled_at', 'is', null)
        .where('state', '=', 'waiting')
        .orderBy('seq')
        .execute();
      return rows.map(fromRow);
    },
    nextDue: (platforms, after) => nextDueOf(handle, platforms, after),
    countByState: async (scope = {}) => {
      const rows = await db
        .selectFrom('outbox')
        .select(['state', (count) => count.fn.countAll<number>().as('n')])
        .where(within(scope))
        .groupBy('state')
        .execute();
      const counts = new Map(rows.map((row) => [row.state, row.n]));
      const filled = DELIVERY_STATES.map((state) => [state, counts.get(state) ?? 0]);
      return Object.fromEntries(filled) as Record<DeliveryState, number>;
    },
  };
}

/** Still claimed as it was then: nobody took it over since. */
const heldUnder = ({ attempts, leaseUntil }: Hold): RawBuilder<SqlBool> =>
  sql<SqlBool>`state = 'sending' and attempts = ${attempts} and lease_until = ${leaseUntil}`;

function within({ channel, space }: OutboxScope): RawBuilder<SqlBool> {
  if (channel) return sql<SqlBool>`channel = ${channelKey(channel)}`;
  if (!space) return sql<SqlBool>`1 = 1`;
  // Every key that begins so: ';' comes right after ':'.
  const from = `${space.platform}:${space.space}`;
  return sql<SqlBool>`channel >= ${`${from}:`} and channel < ${`${from};`}`;
}

async function mustExist(db: Kysely<Tables>, id: string): Promise<void> {
  const row = await db.selectFrom('outbox').select('seq').where('id', '=', id).executeTakeFirst();
  if (!row) throw new StoreError('not_found', `no delivery ${id}`);
}

function fromRow(row: Selectable<Tables['outbox']>): Delivery {
  return {
    id: row.id,
    seq: row.seq,
    channel: channelFromKey(row.channel),
    order: fromJson<Order>(row.body),
    state: row.state as DeliveryState,
    attempts: row.attempts,
    dueAt: row.due_at,
    leaseUntil: row.lease_until,
    ambiguous: row.ambiguous === 1,
    code: row.code as SendCode | null,
    createdAt: row.created_at,
    settledAt: row.settled_at,
  };
}
