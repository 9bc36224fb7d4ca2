import { type Kysely, sql } from 'kysely';
import { StoreError } from './error.ts';
import { MIGRATIONS, type Migration, WORDS } from './migrations.ts';
import type { Engine, Tables } from './tables.ts';

/** Keeps two processes that start at once on one PostgreSQL schema from migrating it together. */
const MIGRATION_LOCK = 7_460_101;

type Applied = { version: number };

/**
 * Brings the database to the newest schema, one transaction per step: killed midway, it stands at the last whole
 * step and the next start goes on from there.
 *
 * @param list the steps, versions 1, 2, 3 …; the program's own by default.
 * @returns the version reached.
 * @throws StoreError `store_newer` when the database is ahead of `list`; nothing is changed then.
 */
export async function migrate(
  db: Kysely<Tables>,
  engine: Engine,
  list: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  const newest = list.at(-1)?.version ?? 0;
  let version = -1;
  while (version < newest) {
    version = await db.transaction().execute(async (trx) => {
      if (engine === 'postgres') {
        await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)}, hashtext(current_schema()))`.execute(trx);
      }
      const { text, int, end } = WORDS[engine];
      await sql
        .raw(`create table if not exists vigie_schema (version ${int} primary key, name ${text} not null) ${end}`)
        .execute(trx);
      const { rows } = await sql<Applied>`select version from vigie_schema order by version desc limit 1`.execute(trx);
      const present = rows[0]?.version ?? 0;
      if (present > newest) {
        throw new StoreError(
          'store_newer',
          `the database has schema version ${present}, this program knows version ${newest}: run a newer program`,
        );
      }
      const next = list.find((migration) => migration.version === present + 1);
      if (!next) return present;
      for (const statement of next.statements(WORDS[engine])) await sql.raw(statement).execute(trx);
      await next.fill?.(trx);
      await sql`insert into vigie_schema (version, name) values (${next.version}, ${next.name})`.execute(trx);
      return next.version;
    });
  }
  return version;
}
