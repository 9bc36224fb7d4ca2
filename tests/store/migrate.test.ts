import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS, type Migration } from '../../src/store/migrations.ts';
import { postgresKysely } from '../../src/store/postgres.ts';
import { DATABASE_FILE, sqliteKysely } from '../../src/store/sqlite.ts';
import type { Tables } from '../../src/store/tables.ts';
import { engines, type TestPlace, testPlace } from './harness.ts';
import { item } from './samples.ts';

/** The next version, as some later release will bring one. */
const later: readonly Migration[] = [
  ...MIGRATIONS,
  {
    version: MIGRATIONS.length + 1,
    name: 'later',
    statements: ({ text, end }) => [
      `create table extra (id ${text} primary key) ${end}`,
      'insert into extra (id) select key from item',
    ],
  },
];

describe.each(engines())('migrations on %s', (engine) => {
  let place: TestPlace;
  const opened: Kysely<Tables>[] = [];
  beforeEach(async () => {
    place = await testPlace(engine);
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.destroy();
    await place.close();
  });
  const bare = (): Kysely<Tables> => {
    const db =
      engine === 'sqlite'
        ? sqliteKysely(new DatabaseSync(join(place.folder, DATABASE_FILE), { timeout: 5_000 }))
        : postgresKysely(place.url);
    opened.push(db);
    return db;
  };
  const versions = async (db: Kysely<Tables>) =>
    (await sql<{ version: number }>`select version from vigie_schema order by version`.execute(db)).rows.map(
      (row) => row.version,
    );

  test('versions are numbered from 1 without a gap', () => {
    expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });

  test('an empty database and a current one both end current', async () => {
    const db = bare();
    expect(await migrate(db, engine)).toBe(MIGRATIONS.length);
    expect(await migrate(db, engine)).toBe(MIGRATIONS.length);
    expect(await versions(db)).toEqual(MIGRATIONS.map((migration) => migration.version));
  });

  test('a database of version 1 keeps its rows on the way up', async () => {
    const db = bare();
    await migrate(db, engine, MIGRATIONS.slice(0, 1));
    const row = { key: 'k1', feed: 'lmi', item_id: 'g1', at: 'x', seen_at: 'x', fate: 'held', reason: 'too_old' };
    await db
      .insertInto('item')
      .values({ ...row, doc: JSON.stringify(item('k1')) })
      .execute();
    expect(await migrate(db, engine, later)).toBe(later.length);
    const { rows } = await sql<{ id: string }>`select id from extra`.execute(db);
    expect(rows.map((extra) => extra.id)).toEqual(['k1']);
    expect(await db.selectFrom('item').select('fate').execute()).toHaveLength(1);
  });

  test('a step that fails midway leaves nothing of itself, and can be taken again', async () => {
    const db = bare();
    await migrate(db, engine);
    const broken: Migration = {
      version: MIGRATIONS.length + 1,
      name: 'broken',
      statements: ({ text, end }) => [`create table extra (id ${text} primary key) ${end}`, 'create table nonsense ('],
    };
    await expect(migrate(db, engine, [...MIGRATIONS, broken])).rejects.toMatchObject({ name: 'StoreError' });
    expect(await versions(db)).toEqual(MIGRATIONS.map((migration) => migration.version));
    expect(await migrate(db, engine, later)).toBe(later.length);
  });

  test('a database ahead of the program is refused with both numbers, untouched', async () => {
    const db = bare();
    await migrate(db, engine, later);
    await expect(place.open()).rejects.toMatchObject({
      code: 'store_newer',
      detail: expect.stringContaining(`version ${later.length}, this program knows version ${MIGRATIONS.length}`),
    });
    expect(await versions(db)).toEqual(later.map((migration) => migration.version));
  });

  // SQLite serves one process, which its lock file sees to before anything is migrated.
  test.runIf(engine === 'postgres')('several that start at once end at one schema', async () => {
    const all = Array.from({ length: 6 }, bare);
    const reached = await Promise.all(all.map((db) => migrate(db, engine, later)));
    expect(new Set(reached)).toEqual(new Set([later.length]));
  });
});
