import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { DATABASE_FILE } from '../../src/store/sqlite.ts';
import { type EngineName, engines, postgresRun, type TestPlace, testPlace } from '../store/harness.ts';

/** Databases of former versions, as `write.ts` left them in `tests/fixtures/store`. */

const FOLDER = fileURLToPath(new URL('../fixtures/store', import.meta.url));

export type Former = { readonly engine: EngineName; readonly version: number; readonly file: string };

/** Every fixture that an engine at hand can load, the oldest first. */
export function formers(): Former[] {
  return readdirSync(FOLDER)
    .flatMap((file) => {
      const [, version, engine] = /^v(\d+)\.(sqlite|postgres)\.sql$/.exec(file) ?? [];
      const known = engines().find((one) => one === engine);
      return known ? [{ engine: known, version: Number(version), file }] : [];
    })
    .sort((a, b) => a.version - b.version || (a.engine < b.engine ? 1 : -1));
}

export type Row = Readonly<Record<string, unknown>>;

export type FormerPlace = TestPlace & {
  /** Asks the database itself, past the program. */
  readonly ask: (sql: string) => Promise<Row[]>;
};

/** A database of its own with a fixture in it, not opened by the program yet. */
export async function formerPlace({ engine, file }: Former): Promise<FormerPlace> {
  const sql = readFileSync(join(FOLDER, file), 'utf8');
  const place = await testPlace(engine);
  const path = join(place.folder, DATABASE_FILE);
  if (engine === 'postgres') {
    await postgresRun(sql, place.url);
    return { ...place, ask: (query) => postgresRun(query, place.url) };
  }
  const onFile = <T>(work: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(path, { timeout: 60_000 });
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  onFile((db) => db.exec(`begin; ${sql} commit`));
  return { ...place, ask: async (query) => onFile((db) => db.prepare(query).all()) };
}
