import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Instant } from '../domain/period.ts';
import type { PlatformId } from '../domain/subscription.ts';
import type { OutboxRepository } from '../ports/outbox.ts';
import type { Handle, Tables } from './tables.ts';

/**
 * Which rows of the outbox are next. What is asked costs by the channels that have something to send, not by their
 * rows: the channels are hopped through in the index of unsettled rows, and of each only the first row that may go is
 * looked up there.
 */

type Row = Selectable<Tables['outbox']>;
type Query = Parameters<OutboxRepository['claim']>[0];

/** Channels with unsettled rows, by one look into the index each. */
const WAITING = sql`waiting (channel) as (
  select min(channel) from outbox where settled_at is null
  union all
  select (select min(o.channel) from outbox o where o.settled_at is null and o.channel > waiting.channel)
  from waiting where waiting.channel is not null
)`;

/** Of row `o`: nothing of its card that is still to be sent stands before it. */
const FIRST = sql`not exists (
  select 1 from outbox e where e.order_key = o.order_key and e.seq < o.seq and e.settled_at is null
)`;

const freeAt = (now: Instant): RawBuilder<unknown> =>
  sql`o.due_at <= ${now} and (o.state = 'waiting' or o.state = 'sending' and o.lease_until <= ${now})`;

/** One row of each channel that may go now: the longest due first. */
function picked({ now, limit, busy, platforms }: Query): RawBuilder<unknown> {
  const idle = busy.length === 0 ? sql`` : sql`and w.channel not in (${sql.join(busy)})`;
  return sql`${WAITING}, head (seq) as (
    select (
      select o.seq from outbox o
      where o.channel = w.channel and o.settled_at is null and ${freeAt(now)} and ${FIRST}
        and o.platform in (${sql.join(platforms)})
      order by o.due_at, o.seq limit 1
    )
    from waiting w
    where w.channel is not null ${idle}
      and not exists (select 1 from channel_pace p where p.channel = w.channel and p.next_at > ${now})
  ), picked (seq, channel) as (
    select o.seq, o.channel from head join outbox o on o.seq = head.seq order by o.due_at, o.seq limit ${limit}
  )`;
}

/** Takes rows as `OutboxRepository.claim` says. */
export async function claimRows({ engine, db, atomically }: Handle, query: Query): Promise<Row[]> {
  if (query.platforms.length === 0 || query.limit <= 0) return [];
  if (engine === 'postgres') return (await claimAmongOthers(db, query)).rows;
  return await atomically(async (tx) => {
    const { rows } = await sql<{ seq: number; channel: string }>`
      with recursive ${picked(query)} select seq, channel from picked`.execute(tx);
    if (rows.length === 0) return [];
    const { restUntil } = query;
    if (restUntil !== undefined) {
      const paces = rows.map(({ channel }) => sql`(${channel}, ${restUntil})`);
      await sql`insert into channel_pace (channel, next_at) values ${sql.join(paces)}
        on conflict (channel) do update set next_at = excluded.next_at`.execute(tx);
    }
    const taken = await sql<Row>`update outbox set ${asSending(query)}
      where seq in (${sql.join(rows.map(({ seq }) => seq))}) returning *`.execute(tx);
    return taken.rows;
  });
}

/**
 * Two processes never take one row: one that another has locked is passed over, and one that it has just changed is
 * looked at again, as it is now, before it is locked. Nor do they send to one channel at once: of two that hold rows of
 * it, the second waits for the first's new pace, finds that the channel rests, and lets its row go.
 */
function claimAmongOthers(db: Kysely<Tables>, query: Query) {
  const { now, restUntil } = query;
  const locked = sql`locked (seq, channel) as (
    select o.seq, o.channel from outbox o
    where o.seq in (select seq from picked) and o.settled_at is null and ${freeAt(now)}
    for update skip locked
  )`;
  const paced = sql`paced (channel) as (
    insert into channel_pace as pace (channel, next_at) select channel, ${restUntil} from locked order by channel
    on conflict (channel) do update set next_at = excluded.next_at where pace.next_at <= ${now}
    returning channel
  )`;
  const mine = sql`select seq from locked`;
  return (
    restUntil === undefined
      ? sql<Row>`with recursive ${picked(query)}, ${locked}
          update outbox set ${asSending(query)} where seq in (${mine}) returning *`
      : sql<Row>`with recursive ${picked(query)}, ${locked}, ${paced}
          update outbox set ${asSending(query)}
          where seq in (${mine} where channel in (select channel from paced)) returning *`
  ).execute(db);
}

const asSending = ({ leaseUntil }: Query): RawBuilder<unknown> =>
  sql`state = 'sending', attempts = attempts + 1, lease_until = ${leaseUntil},
    ambiguous = case when state = 'sending' then 1 else ambiguous end`;

/** The instant of `OutboxRepository.nextDue`. */
export async function nextDueOf(
  { db }: Handle,
  platforms: readonly PlatformId[] | undefined,
  after: Instant | undefined,
): Promise<Instant | null> {
  if (platforms?.length === 0) return null;
  const ours = platforms ? sql`and o.platform in (${sql.join(platforms)})` : sql``;
  const since = after ?? '';
  const { rows } = await sql<{ at: string | null }>`with recursive ${WAITING}, head (at) as (
      select (
        select case when p.next_at > o.due_at then p.next_at else o.due_at end
        from outbox o left join channel_pace p on p.channel = o.channel
        where o.channel = w.channel and o.settled_at is null and o.state = 'waiting' and ${FIRST} ${ours}
        order by o.due_at, o.seq limit 1
      )
      from waiting w where w.channel is not null
      union all
      select o.lease_until from outbox o where o.state = 'sending' ${ours}
    )
    select min(at) as at from head where at > ${since}`.execute(db);
  return rows[0]?.at ?? null;
}
