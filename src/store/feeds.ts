import type { Insertable, Selectable } from 'kysely';
import { dueHorizons, type FeedCode, type FeedEntry, type FeedKind, type FeedState } from '../domain/feed.ts';
import type { Instant } from '../domain/period.ts';
import type { FeedRepository } from '../ports.ts';
import { fromJson, type Handle, type Tables } from './tables.ts';

/** Feeds: what the catalogue says of them and how the last polls went. */
export function feedRows({ db, atomically }: Handle): FeedRepository {
  return {
    sync: async (entries, now) => {
      if (entries.length === 0) return;
      await atomically(async (tx) => {
        const known = new Map((await tx.selectFrom('feed').selectAll().execute()).map((row) => [row.id, row]));
        for (const entry of entries) {
          const row = known.get(entry.id);
          if (!row) {
            // Another process may add the same catalogue at this moment.
            await tx
              .insertInto('feed')
              .values(toRow(unread(entry, now)))
              .onConflict((conflict) => conflict.column('id').doNothing())
              .execute();
            // What was added here and is now in the catalogue is read once, as the catalogue has it.
            await tx
              .updateTable('feed')
              .set({ out_by: 'catalogue', out_at: now })
              .where('url', '=', entry.url)
              .where('id', '<>', entry.id)
              .where('added_at', 'is not', null)
              .where('out_at', 'is', null)
              // What belongs to a space stays with it: it is not known whether that space is told of the catalogue's.
              .where('space', 'is', null)
              .execute();
          } else if (changed(row, entry)) {
            const words = entryColumns(entry);
            await tx
              .updateTable('feed')
              .set(row.url === entry.url ? words : { ...words, ...freshAddress(now) })
              .where('id', '=', entry.id)
              .execute();
          }
        }
      });
    },
    due: async (now, limit, after) => {
      const open = db
        .selectFrom('feed')
        .selectAll()
        // A literal, so that the index of feeds that are not stopped serves.
        .where((where) => where('stopped', '=', where.lit(0)))
        .where('out_at', 'is', null)
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit);
      const fallen = open.where('due_at', '<=', now);
      const rows = await (after === undefined
        ? fallen
        : fallen.where(({ eb, or, and }) =>
            or([eb('due_at', '>', after.dueAt), and([eb('due_at', '=', after.dueAt), eb('id', '>', after.id)])]),
          )
      ).execute();
      if (after !== undefined) return rows.map(fromRow);
      const { rest, hold } = dueHorizons(now);
      const misdated = await open
        .where('due_at', '>', rest)
        .where(({ eb, or }) =>
          or([eb('held_until', 'is', null), eb('held_until', '<=', now), eb('held_until', '>', hold)]),
        )
        .execute();
      return [...misdated, ...rows].slice(0, limit).map(fromRow);
    },
    get: async (id) => {
      const row = await db.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list: async () => {
      const rows = await db
        .selectFrom('feed')
        .selectAll()
        .where((where) => where.or([where('added_at', 'is', null), where('out_at', 'is', null)]))
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },
    save: async (state) => {
      const { id, ...rest } = toRow(state);
      await db
        .insertInto('feed')
        .values({ id, ...rest })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
        .execute();
    },
    add: async (entry, by, now, space = null) => {
      const { id, ...rest } = toRow(unread(entry, now));
      const fresh = { ...rest, added_by: by, added_at: now, out_by: null, out_at: null, space };
      await db
        .insertInto('feed')
        .values({ id, ...fresh })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(fresh).where('feed.out_at', 'is not', null))
        .execute();
    },
    takeOut: async (id, by, now) => {
      const done = await db
        .updateTable('feed')
        .set({ out_by: by, out_at: now })
        .where('id', '=', id)
        .where('out_at', 'is', null)
        .executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    putBack: async (id, now) => {
      const done = await db
        .updateTable('feed')
        // What came out while it was not read is no news: it is taken in silently.
        .set({ ...freshAddress(now), first_read_at: null, out_by: null, out_at: null })
        .where('id', '=', id)
        .where((where) => where.or([where('out_at', 'is not', null), where('stopped', '=', 1)]))
        .executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    afresh: async (now) => {
      const done = await db
        .updateTable('feed')
        .set({ etag: null, last_modified: null, body_hash: null, first_read_at: null, due_at: now })
        .where('stopped', '=', 0)
        .where('out_at', 'is', null)
        .executeTakeFirst();
      return Number(done.numUpdatedRows);
    },
  };
}

function unread(entry: FeedEntry, now: Instant): FeedState {
  return {
    ...entry,
    validators: { etag: null, lastModified: null, bodyHash: null },
    dueAt: now,
    failures: 0,
    code: null,
    firstReadAt: null,
    lastOkAt: null,
    lastItemAt: null,
    movedTo: null,
    stopped: false,
    told: [],
  };
}

/** What a feed forgets when the catalogue gives it another address: everything that was learnt of the old one. */
function freshAddress(now: Instant) {
  return {
    etag: null,
    last_modified: null,
    body_hash: null,
    due_at: now,
    held_until: null,
    failures: 0,
    code: null,
    moved_to: null,
    stopped: 0,
    told: '[]',
  };
}

function entryColumns(entry: FeedEntry) {
  const { url, title, publisher, lang, kind, note } = entry;
  return { url, title, publisher, lang, kind, note };
}

function changed(row: Selectable<Tables['feed']>, entry: FeedEntry): boolean {
  return (
    row.url !== entry.url ||
    row.title !== entry.title ||
    row.publisher !== entry.publisher ||
    row.lang !== entry.lang ||
    row.kind !== entry.kind ||
    row.note !== entry.note
  );
}

function toRow(state: FeedState): Insertable<Tables['feed']> {
  return {
    id: state.id,
    ...entryColumns(state),
    etag: state.validators.etag,
    last_modified: state.validators.lastModified,
    body_hash: state.validators.bodyHash,
    due_at: state.dueAt,
    held_until: state.heldUntil ?? null,
    failures: state.failures,
    code: state.code,
    first_read_at: state.firstReadAt,
    last_ok_at: state.lastOkAt,
    last_item_at: state.lastItemAt,
    moved_to: state.movedTo,
    stopped: state.stopped ? 1 : 0,
    told: JSON.stringify(state.told),
  };
}

function fromRow(row: Selectable<Tables['feed']>): FeedState {
  return {
    id: row.id,
    url: row.url,
    title: row.title,
    publisher: row.publisher,
    lang: row.lang,
    kind: row.kind as FeedKind,
    note: row.note,
    validators: { etag: row.etag, lastModified: row.last_modified, bodyHash: row.body_hash },
    dueAt: row.due_at,
    failures: row.failures,
    code: row.code as FeedCode | null,
    firstReadAt: row.first_read_at,
    lastOkAt: row.last_ok_at,
    lastItemAt: row.last_item_at,
    movedTo: row.moved_to,
    stopped: row.stopped === 1 || row.out_at !== null,
    told: fromJson<string[]>(row.told),
    ...(row.held_until === null ? {} : { heldUntil: row.held_until }),
    ...(row.added_at === null ? {} : { added: { by: row.added_by ?? '', at: row.added_at } }),
    ...(row.out_at === null ? {} : { out: { by: row.out_by ?? '', at: row.out_at } }),
    ...(row.space === null ? {} : { space: row.space }),
  };
}
