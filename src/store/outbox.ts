import { type Kysely, type Selectable, sql } from 'kysely';
import { DELIVERY_STATES, type Delivery, type DeliveryState, type Order, type SendCode } from '../domain/alert.ts';
import { channelFromKey, channelKey } from '../domain/subscription.ts';
import type { OutboxRepository } from '../ports.ts';
import { StoreError } from './error.ts';
import { fromJson, type Handle, type Tables } from './tables.ts';

/** Makes rows visible in the order of their numbers when several processes write (PostgreSQL). */
const OUTBOX_LOCK = 7_460_102;

/**
 * The outbox: what is to be sent, per channel in order. A row is unsettled while it is `waiting` or `sending`; the
 * first unsettled row of a channel is its head, and only heads are ever taken. `sent` is final; `unsure` and `dead`
 * rows may still be settled otherwise or put back to waiting, which is what a person's button does.
 */
export function outboxRows({ engine, db, atomically }: Handle): OutboxRepository {
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
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      });
    },
    claim: async ({ now, leaseUntil, limit, busy, platforms }) => {
      if (platforms.length === 0 || limit <= 0) return [];
      const free = sql`(state = 'waiting' and due_at <= ${now} or state = 'sending' and lease_until <= ${now})`;
      const idle = busy.length === 0 ? sql`` : sql`and channel not in (${sql.join(busy)})`;
      // Two processes never take one row: a row that another has locked is passed over, and one that it has just
      // changed is looked at again, as it is now, before it is locked.
      const { rows } = await sql<Selectable<Tables['outbox']>>`
        update outbox
        set state = 'sending', attempts = attempts + 1, lease_until = ${leaseUntil},
          ambiguous = case when state = 'sending' then 1 else ambiguous end
        where seq in (
          select seq from outbox
          where ${isHead(engine)} and settled_at is null and ${free} and platform in (${sql.join(platforms)}) ${idle}
          order by due_at, seq limit ${limit} ${engine === 'postgres' ? sql`for update skip locked` : sql``}
        )
        returning *`.execute(db);
      return rows.map(fromRow).sort((a, b) => a.seq - b.seq);
    },
    settle: async (id, { state, code, at }) => {
      const { numUpdatedRows } = await db
        .updateTable('outbox')
        .set({ state, code, settled_at: at, lease_until: null })
        .where('id', '=', id)
        .where('state', '<>', 'sent')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) await mustExist(db, id);
    },
    postpone: async (id, { dueAt, code, ambiguous }) => {
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
        .where('state', '<>', 'sent')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) await mustExist(db, id);
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
    get: async (id) => {
      const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list: async ({ states, limit }) => {
      if (states.length === 0) return [];
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('state', 'in', states)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    nextDue: async (platforms) => {
      if (platforms?.length === 0) return null;
      const ours = platforms ? sql`and platform in (${sql.join(platforms)})` : sql``;
      const { rows } = await sql<{ at: string | null }>`
        select min(case when state = 'waiting' then due_at else lease_until end) as at
        from outbox where ${isHead(engine)} ${ours}`.execute(db);
      return rows[0]?.at ?? null;
    },
    countByState: async () => {
      const rows = await db
        .selectFrom('outbox')
        .select(['state', (count) => count.fn.countAll<number>().as('n')])
        .groupBy('state')
        .execute();
      const counts = new Map(rows.map((row) => [row.state, row.n]));
      const filled = DELIVERY_STATES.map((state) => [state, counts.get(state) ?? 0]);
      return Object.fromEntries(filled) as Record<DeliveryState, number>;
    },
  };
}

/**
 * True for each channel's first unsettled row, read from the index of unsettled rows alone. On PostgreSQL as an array
 * computed once: during a burst its planner, with statistics from before it, would look the heads up again for every row.
 */
function isHead(engine: Handle['engine']) {
  const heads = sql`select min(seq) from outbox where settled_at is null group by channel`;
  return engine === 'postgres' ? sql`seq = any(array(${heads}))` : sql`seq in (${heads})`;
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
