import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Store } from '../../src/ports.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { PATIENCE_MS } from '../patience.ts';

export type EngineName = 'sqlite' | 'postgres';

const POSTGRES_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** Whether a PostgreSQL server answers at `TEST_DATABASE_URL`. */
export const postgresAnswers: boolean = await answers();

async function answers(): Promise<boolean> {
  const client = new Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The engines that tests can run on here, for `describe.each(engines())`. */
export function engines(): EngineName[] {
  return postgresAnswers ? ['sqlite', 'postgres'] : ['sqlite'];
}

/** A database of its own for one test. */
export type TestPlace = {
  readonly engine: EngineName;
  /** For `openSqlite`; on PostgreSQL an unused folder. */
  readonly folder: string;
  /** For `openPostgres`: a schema of its own; on SQLite empty. */
  readonly url: string;
  /** Opens the store on it; more than once on PostgreSQL, once the former is closed on SQLite. */
  readonly open: () => Promise<Store>;
  /** Closes every store opened here and removes the database. */
  readonly close: () => Promise<void>;
};

/** An empty database without any schema yet. */
export async function testPlace(engine: EngineName): Promise<TestPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-store-'));
  const schema = `vigie_test_${randomBytes(8).toString('hex')}`;
  const url = engine === 'postgres' ? withSchema(schema) : '';
  if (engine === 'postgres') await postgresRun(`create schema ${schema}`);
  const opened: Store[] = [];
  return {
    engine,
    folder,
    url,
    open: async () => {
      const store = engine === 'sqlite' ? await openSqlite({ folder }) : await openPostgres({ url });
      opened.push(store);
      return store;
    },
    close: async () => {
      for (const store of opened) await store.close();
      if (engine === 'postgres') await postgresRun(`set client_min_messages = error; drop schema ${schema} cascade`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A fresh store on `engine`, in a temporary folder or a schema of its own:
 * `const { store, close } = await openTestStore('sqlite')`, then `await close()` at the end.
 */
export async function openTestStore(
  engine: EngineName,
): Promise<{ readonly store: Store; readonly place: TestPlace; readonly close: () => Promise<void> }> {
  const place = await testPlace(engine);
  return { store: await place.open(), place, close: place.close };
}

function withSchema(schema: string): string {
  const url = new URL(POSTGRES_URL);
  url.searchParams.set('options', `-csearch_path=${schema}`);
  return url.toString();
}

/** Runs SQL on the test server, outside of any store; `url` of a place runs it in that place's schema. */
export async function postgresRun(sql: string, url: string = POSTGRES_URL): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows ?? [];
  } finally {
    await client.end();
  }
}
