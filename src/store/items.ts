import type { Kysely, Selectable } from 'kysely';
import type { Fate, FateReason, Item, Reading } from '../domain/item.ts';
import { FATES } from '../domain/item.ts';
import { marksOf } from '../domain/marks.ts';
import type { Instant } from '../domain/period.ts';
import type { ItemOutcome, ItemRepository, MarkedItem, StoredItem } from '../ports.ts';
import { writeWords } from './archive.ts';
import { StoreError } from './error.ts';
import { itemsMarked, writeMarks } from './marks.ts';
import { chunks, columnText, fromJson, type Handle, providerKeys, type Tables } from './tables.ts';

/** All articles of a section page may have its link. */
const MOST_OF_LINK = 50;

/** Items: what the feeds gave, what it says, what became of it. */
export function itemRows({ db, atomically }: Handle): ItemRepository {
  return {
    known: async (feed, ids) => {
      const found = new Map<string, StoredItem>();
      for (const part of chunks(ids)) {
        const rows = await db
          .selectFrom('item')
          .selectAll()
          .where('feed', '=', feed)
          .where('item_id', 'in', part.map(columnText))
          .execute();
        for (const item of rows.map(fromRow)) found.set(item.id, item);
      }
      return found;
    },
    marked: async (marks, most) => {
      const found = await itemsMarked(db, [...new Set(marks)], most);
      const items: MarkedItem[] = [];
      for (const part of chunks([...found.keys()])) {
        const rows = await db.selectFrom('item').selectAll().where('key', 'in', part).execute();
        for (const row of rows) items.push({ item: fromRow(row), marks: found.get(row.key) ?? [] });
      }
      return items;
    },
    remark: async (changes) => {
      await atomically(async (tx) => {
        for (const { key, marks } of changes) await writeMarks(tx, key, marks);
      });
    },
    add: async (stored) => {
      const at = listedAt(stored, stored.seenAt);
      const { key, feed, seenAt, reading, fate, reason, story, ...item } = stored;
      await atomically(async (tx) => {
        await tx
          .insertInto('item')
          .values({
            key,
            feed,
            item_id: columnText(item.id),
            link: item.link === null ? null : columnText(item.link),
            at,
            seen_at: seenAt,
            ...outcomeColumns({ reading, fate, reason, story }),
            doc: JSON.stringify(item),
          })
          .execute();
        if (story !== null) await writeWords(tx, key, story, item);
        await writeProviders(tx, key, reading, at);
        await writeMarks(tx, key, marksOf(feed, item));
      });
    },
    revise: async (key, item, outcome) => {
      await atomically(async (tx) => {
        const row = await tx
          .selectFrom('item')
          .select(['feed', 'seen_at', 'story'])
          .where('key', '=', key)
          .executeTakeFirst();
        if (!row) throw new StoreError('not_found', `no item ${key}`);
        const at = listedAt(item, row.seen_at);
        const link = item.link === null ? null : columnText(item.link);
        await tx
          .updateTable('item')
          .set({ link, at, doc: JSON.stringify(itemOf(item)), ...(outcome && outcomeColumns(outcome)) })
          .where('key', '=', key)
          .execute();
        if (outcome) {
          await tx.deleteFrom('item_provider').where('item', '=', key).execute();
          await writeProviders(tx, key, outcome.reading, at);
        } else {
          await tx.updateTable('item_provider').set({ at }).where('item', '=', key).execute();
        }
        const story = outcome ? outcome.story : row.story;
        if (story !== null) await writeWords(tx, key, story, item);
        // What it goes by is the recogniser's to say.
        const { day, text } = marksOf(row.feed, item);
        await writeMarks(tx, key, { ...(day && { day }), ...(text && { text }) });
      });
    },
    get: async (key) => {
      const row = await db.selectFrom('item').selectAll().where('key', '=', key).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    byLink: async (link) => {
      const rows = await db
        .selectFrom('item')
        .selectAll()
        .where('link', '=', columnText(link))
        .orderBy('seen_at', 'desc')
        .orderBy('key', 'desc')
        .limit(MOST_OF_LINK)
        .execute();
      return rows.map(fromRow).reverse();
    },
    list: async ({ since, provider, limit }) => {
      if (provider === undefined) {
        let query = db.selectFrom('item').selectAll();
        if (since !== undefined) query = query.where('at', '>=', since);
        return (await query.orderBy('at', 'desc').orderBy('key', 'desc').limit(limit).execute()).map(fromRow);
      }
      let query = db
        .selectFrom('item_provider')
        .innerJoin('item', 'item.key', 'item_provider.item')
        .selectAll('item')
        .where('item_provider.provider', '=', provider);
      if (since !== undefined) query = query.where('item_provider.at', '>=', since);
      const rows = await query
        .orderBy('item_provider.at', 'desc')
        .orderBy('item_provider.item', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    countByFate: async (since) => {
      const rows = await db
        .selectFrom('item')
        .select(['fate', (count) => count.fn.countAll<number>().as('n')])
        .where('seen_at', '>=', since)
        .groupBy('fate')
        .execute();
      const counts = new Map(rows.map((row) => [row.fate, row.n]));
      return Object.fromEntries(FATES.map((fate) => [fate, counts.get(fate) ?? 0])) as Record<Fate, number>;
    },
  };
}

function outcomeColumns({ reading, fate, reason, story }: ItemOutcome) {
  return { fate, reason, story, reading: reading === null ? null : JSON.stringify(reading) };
}

async function writeProviders(tx: Kysely<Tables>, item: string, reading: Reading | null, at: Instant): Promise<void> {
  const providers = providerKeys(reading?.providers.map((mention) => mention.id) ?? []);
  if (providers.length === 0) return;
  await tx
    .insertInto('item_provider')
    .values(providers.map((provider) => ({ item, provider, at })))
    .execute();
}

/** Where an item stands in lists: its date, unless it has none or claims one that had not come when it was seen. */
function listedAt(item: Item, seenAt: Instant): Instant {
  return item.published !== null && item.published < seenAt ? item.published : seenAt;
}

/** The fields of an item alone, whatever else the object at hand carries. */
function itemOf(from: Item): Item {
  const { id, title, link, published, updated, summary, content, author, lang, categories, source } = from;
  const said = { id, title, link, published, updated, summary, content, author, lang, categories };
  return source === undefined ? said : { ...said, source };
}

function fromRow(row: Selectable<Tables['item']>): StoredItem {
  return {
    ...fromJson<Item>(row.doc),
    key: row.key,
    feed: row.feed,
    seenAt: row.seen_at,
    reading: row.reading === null ? null : fromJson<Reading>(row.reading),
    fate: row.fate as Fate,
    reason: row.reason as FateReason,
    story: row.story,
  };
}
