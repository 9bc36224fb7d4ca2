import { type Kysely, sql } from 'kysely';
import type { Order } from '../domain/alert.ts';
import type { Fingerprint, Item, Reading } from '../domain/item.ts';
import type { Instant } from '../domain/period.ts';
import type { StoryTraits } from '../domain/story.ts';
import { type Engine, fromJson, type Handle, type Tables } from './tables.ts';

/** Rows named after others: what must go before an item or a story can. */
export const ITEM_CHILDREN = ['item_provider', 'item_word', 'item_mark'] as const;
export const STORY_CHILDREN = ['alert', 'story_provider', 'story_event', 'story_member'] as const;

/** Where a walk through a table stands: behind the row with this time and key. */
export type Cursor = { readonly at: Instant; readonly key: string };
export const START: Cursor = { at: '', key: '' };

/** An item without its text. */
export type Place = {
  readonly key: string;
  readonly feed: string;
  readonly link: string | null;
  readonly at: Instant;
  readonly seen_at: Instant;
  readonly story: string | null;
};

const EMPTY: Fingerprint = { shingles: [], concepts: [], figures: [], words: [] };

/** The next items in the order in which they were seen, before an instant or to the end. */
export async function itemsFrom(
  db: Kysely<Tables>,
  { from, before, limit }: { readonly from: Cursor; readonly before: Instant | null; readonly limit: number },
): Promise<Place[]> {
  const end = before === null ? sql`` : sql`and seen_at < ${before}`;
  const { rows } = await sql<Place>`
    select key, feed, link, at, seen_at, story from item
    where (seen_at, key) > (${from.at}, ${from.key}) ${end}
    order by seen_at, key limit ${limit}`.execute(db);
  return rows;
}

/** Sizes in bytes of the items' columns `doc` and `reading`, without reading them. */
export async function sizesOf(
  db: Kysely<Tables>,
  keys: readonly string[],
  column: 'doc' | 'reading',
): Promise<{ readonly key: string; readonly bytes: number }[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string; bytes: number }>`
    select key, octet_length(${sql.ref(column)}) as bytes from item
    where key in (${sql.join(keys)}) and ${sql.ref(column)} is not null`.execute(db);
  return rows;
}

/** Empties what these items are matched by; the number that had something to empty. */
export async function emptyReadings(tx: Kysely<Tables>, keys: readonly string[]): Promise<number> {
  const rows = await tx.selectFrom('item').select(['key', 'reading']).where('key', 'in', keys).execute();
  let emptied = 0;
  for (const { key, reading: text } of rows) {
    if (text === null) continue;
    const reading = fromJson<Reading>(text);
    const { shingles, concepts, figures, words } = reading.fingerprint;
    if (shingles.length + concepts.length + figures.length + words.length === 0) continue;
    const left: Reading = { ...reading, fingerprint: EMPTY };
    await tx
      .updateTable('item')
      .set({ reading: JSON.stringify(left) })
      .where('key', '=', key)
      .execute();
    emptied += 1;
  }
  return emptied;
}

/** Drops the article text of these items, and marks them; the number that had one. */
export async function dropContents(tx: Kysely<Tables>, keys: readonly string[]): Promise<number> {
  const rows = await tx.selectFrom('item').select(['key', 'doc']).where('key', 'in', keys).execute();
  let dropped = 0;
  for (const { key, doc } of rows) {
    const item = fromJson<Item>(doc);
    if (item.content === '') continue;
    await tx
      .updateTable('item')
      .set({ doc: JSON.stringify({ ...item, content: '', trimmed: true }) })
      .where('key', '=', key)
      .execute();
    dropped += 1;
  }
  return dropped;
}

/** Removes items with all that is named after them. */
export async function removeItems(tx: Kysely<Tables>, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  for (const child of ITEM_CHILDREN) await tx.deleteFrom(child).where('item', 'in', keys).execute();
  await tx.deleteFrom('item').where('key', 'in', keys).execute();
}

/** The next stories in the order of their growth. */
export async function storiesFrom(
  db: Kysely<Tables>,
  { from, before, limit }: { readonly from: Cursor; readonly before: Instant; readonly limit: number },
): Promise<{ readonly id: string; readonly grown_at: Instant }[]> {
  const { rows } = await sql<{ id: string; grown_at: string }>`
    select id, grown_at from story
    where (grown_at, id) > (${from.at}, ${from.key}) and grown_at < ${before}
    order by grown_at, id limit ${limit}`.execute(db);
  return rows;
}

/** Empties the shingles of these stories; entities, figures and words still tell what they are about. */
export async function emptyTraits(tx: Kysely<Tables>, ids: readonly string[]): Promise<number> {
  const rows = await tx.selectFrom('story').select(['id', 'traits']).where('id', 'in', ids).execute();
  let emptied = 0;
  for (const row of rows) {
    const traits = fromJson<StoryTraits>(row.traits);
    if (traits.fingerprints.every(({ shingles }) => shingles.length === 0)) continue;
    const fingerprints = traits.fingerprints.map((one) => ({ ...one, shingles: [] }));
    await tx
      .updateTable('story')
      .set({ traits: JSON.stringify({ ...traits, fingerprints }) })
      .where('id', '=', row.id)
      .execute();
    emptied += 1;
  }
  return emptied;
}

/**
 * Removes those of the stories that nothing holds, with their alerts: no alert younger than `told`, no delivery on its
 * way, no item that came in since `surveyed`. Throws `store_contended` where others read stories at this moment.
 */
export async function removeStories(
  tx: Kysely<Tables>,
  engine: Engine,
  ids: readonly string[],
  { told, surveyed }: { readonly told: Instant; readonly surveyed: Instant },
): Promise<{ readonly stories: number; readonly alerts: number }> {
  if (ids.length === 0) return { stories: 0, alerts: 0 };
  // Whoever has read a story and is about to join it has to be done first. Not waiting, so that nobody queues behind.
  if (engine === 'postgres') await sql`lock table story in access exclusive mode nowait`.execute(tx);
  const alerts = await tx.selectFrom('alert').select(['id', 'story', 'created_at']).where('story', 'in', ids).execute();
  const joined = await tx
    .selectFrom('item')
    .select('story')
    .distinct()
    .where('seen_at', '>=', surveyed)
    .where('story', 'in', ids)
    .execute();
  const owed = await owedBy(tx);
  const held = new Set([...owed.stories, ...joined.map(({ story }) => story)]);
  for (const { id, story, created_at } of alerts) if (created_at >= told || owed.alerts.has(id)) held.add(story);
  const gone = ids.filter((id) => !held.has(id));
  if (gone.length === 0) return { stories: 0, alerts: 0 };
  for (const child of STORY_CHILDREN) await tx.deleteFrom(child).where('story', 'in', gone).execute();
  await tx.deleteFrom('story').where('id', 'in', gone).execute();
  return { stories: gone.length, alerts: alerts.filter(({ story }) => gone.includes(story)).length };
}

/** What deliveries that are still to be sent, or to be decided on, are about. */
async function owedBy(
  tx: Kysely<Tables>,
): Promise<{ readonly alerts: ReadonlySet<string>; readonly stories: ReadonlySet<string> }> {
  const rows = await tx
    .selectFrom('outbox')
    .select('body')
    .where('state', 'in', ['waiting', 'sending', 'unsure'])
    .execute();
  const alerts = new Set<string>();
  const stories = new Set<string>();
  for (const order of rows.map(({ body }) => fromJson<Order>(body))) {
    if ('alert' in order) alerts.add(order.alert);
    if ('stories' in order) for (const story of order.stories) stories.add(story);
  }
  return { alerts, stories };
}

/** Removes the next settled deliveries that were made and settled before an instant, from behind `after`. */
export async function removeDeliveries(
  tx: Kysely<Tables>,
  { state, after, before, limit }: { state: 'sent' | 'dead'; after: number; before: Instant; limit: number },
): Promise<{ readonly removed: number; readonly last: number | null }> {
  const rows = await tx
    .selectFrom('outbox')
    .select(['seq', 'created_at', 'settled_at'])
    .where('state', '=', state)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const old = rows.filter((row) => row.created_at < before && (row.settled_at ?? before) < before);
  if (old.length > 0) {
    await tx
      .deleteFrom('outbox')
      .where(
        'seq',
        'in',
        old.map(({ seq }) => seq),
      )
      .execute();
  }
  // Numbers rise with time: behind a row that is young there is no old one.
  const done = rows.length < limit || (rows.at(-1)?.created_at ?? '') >= before;
  return { removed: old.length, last: done ? null : (rows.at(-1)?.seq ?? null) };
}

/** Removes some of the platform events that were taken in before an instant. */
export async function removeInbox(tx: Kysely<Tables>, before: Instant, limit: number): Promise<number> {
  const old = tx.selectFrom('inbox').select('id').where('seen_at', '<', before).limit(limit);
  const { numDeletedRows } = await tx.deleteFrom('inbox').where('id', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Removes mutes that have run out. */
export async function removeMutes(tx: Kysely<Tables>, now: Instant): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('mute').where('until', '<=', now).executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Bytes that the stored rows take. SQLite: the pages in use, for a file does not shrink. PostgreSQL: the tables with
 * their indexes; where that passes `budget`, the columns themselves, since dead rows count until they are vacuumed.
 */
export async function sizeOf({ engine, db }: Handle, budget: number): Promise<number> {
  if (engine === 'sqlite') {
    const { rows } = await sql<{ bytes: number }>`
      select (page_count - freelist_count) * page_size as bytes
      from pragma_page_count(), pragma_freelist_count(), pragma_page_size()`.execute(db);
    return rows[0]?.bytes ?? 0;
  }
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint as bytes from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r'`.execute(db);
  const whole = rows[0]?.bytes ?? 0;
  if (whole <= budget) return whole;
  const live = await sql<{ bytes: number }>`
    select ((select coalesce(sum(pg_column_size(doc) + coalesce(pg_column_size(reading), 0) + 1200), 0) from item)
      + (select coalesce(sum(pg_column_size(doc) + pg_column_size(traits) + 400), 0) from story)
      + (select coalesce(sum(pg_column_size(doc) + 200), 0) from story_member)
      + (select coalesce(sum(pg_column_size(body) + 300), 0) from outbox)
      + (select coalesce(sum(pg_column_size(word) + 120), 0) from item_word))::bigint as bytes`.execute(db);
  return Math.min(whole, live.rows[0]?.bytes ?? whole);
}
