import { type Kysely, sql } from 'kysely';
import type { Item } from '../domain/item.ts';
import { MARK_KINDS, type Marks, marksOf } from '../domain/marks.ts';
import { chunks, fromJson, type Tables } from './tables.ts';

/** How many items are taken at once when an older database is brought up. */
const FILL = 500;

/** Puts these marks of an item in the place of those of the same kinds that it had; an item never has two of a kind. */
export async function writeMarks(tx: Kysely<Tables>, item: string, marks: Marks): Promise<void> {
  const rows = MARK_KINDS.flatMap((kind) => {
    const mark = marks[kind];
    return mark === undefined ? [] : [{ item, kind, mark }];
  });
  if (rows.length === 0) return;
  await tx
    .insertInto('item_mark')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['item', 'kind'])
        .doUpdateSet({ mark: (eb) => eb.ref('excluded.mark') })
        // A mark that stays costs no write.
        .where((eb) => eb('item_mark.mark', '<>', eb.ref('excluded.mark'))),
    )
    .execute();
}

/** Which items carry which of these marks; of each mark the `most` items that were stored last. */
export async function itemsMarked(
  db: Kysely<Tables>,
  marks: readonly string[],
  most: number,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const part of chunks(marks)) {
    const { rows } = await sql<{ item: string; mark: string }>`
      select item, mark from (
        select item, mark, row_number() over (partition by mark order by seq desc) as place
        from item_mark where mark in (${sql.join(part)})
      ) as placed where place <= ${most}`.execute(db);
    for (const { item, mark } of rows) found.set(item, [...(found.get(item) ?? []), mark]);
  }
  return found;
}

/** Gives the items of an older database their marks, so that they are known again. */
export async function fillMarks(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('item')
      .select(['key', 'feed', 'doc'])
      .where('key', '>', after)
      .orderBy('key')
      .limit(FILL)
      .execute();
    for (const { key, feed, doc } of rows) {
      const item = fromJson<Item & { trimmed?: true }>(doc);
      const { text, ...marks } = marksOf(feed, item);
      // A text that was let go of is no mark: the feed still shows all of it.
      await writeMarks(db, key, item.trimmed === true || text === undefined ? marks : { ...marks, text });
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.key;
  }
}
