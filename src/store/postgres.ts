import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Store } from '../ports.ts';
import { codedDialect } from './driver.ts';
import { type StoreCode, StoreError } from './error.ts';
import { migrate } from './migrate.ts';
import { APPEND_ONLY_STATE } from './migrations.ts';
import { createStore } from './store.ts';
import type { Tables } from './tables.ts';

/** How long to wait for a connection, in ms. */
const CONNECT_MS = 10_000;
const INT8 = 20;

/**
 * Opens the store on the PostgreSQL server that `url` names, which may serve several processes at once. Lost
 * connections are made anew by the next query; the query that met the loss fails with `store_unreachable`.
 *
 * @throws StoreError `store_unreachable`, `store_refused`, `store_newer`, `store_full`, `store_read_only`.
 */
export async function openPostgres({ url }: { readonly url: string }): Promise<Store> {
  const db = postgresKysely(url);
  try {
    await migrate(db, 'postgres');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return storeOn(db, url);
}

/** The store of another thread, in this one: on a pool of its own. */
export function joinPostgres({ url }: { readonly url: string }): Store {
  return storeOn(postgresKysely(url), url);
}

function storeOn(db: Kysely<Tables>, url: string): Store {
  const share = () => ({ engine: 'postgres', place: url, door: null }) as const;
  return createStore(db, { engine: 'postgres', share }, async () => undefined);
}

/** Kysely on a pool of connections to `url`. */
export function postgresKysely(url: string): Kysely<Tables> {
  let pool: Pool;
  try {
    pool = new Pool({
      connectionString: url,
      application_name: 'vigie',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      // A holder of the outbox lock that hangs must not stop the others for ever.
      idle_in_transaction_session_timeout: 60_000,
      types: {
        getTypeParser: (oid: number, format?: 'text' | 'binary') =>
          oid === INT8 && format !== 'binary' ? Number : types.getTypeParser(oid, format as 'text'),
      },
    });
  } catch (error) {
    throw new StoreError('store_refused', 'the address of the database cannot be read', error);
  }
  // Without a listener a dropped connection would end the process. The pool replaces it; the query under way, if
  // any, is told by its own rejection.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: codedDialect(new PostgresDialect({ pool }), postgresError) });
}

/** SQLSTATEs with a code of their own, then their classes (the first two characters). */
const STATES: Readonly<Record<string, StoreCode>> = {
  [APPEND_ONLY_STATE]: 'append_only',
  '23505': 'conflict',
  '23503': 'broken_reference',
  '23': 'store_misuse',
  '22': 'store_misuse',
  '40001': 'store_contended',
  '40P01': 'store_contended',
  '55P03': 'store_contended',
  '53100': 'store_full',
  '53': 'store_unreachable',
  '57': 'store_unreachable',
  '58': 'store_failed',
  '08': 'store_unreachable',
  '25P03': 'store_unreachable',
  '25006': 'store_read_only',
  '28': 'store_refused',
  '3D': 'store_refused',
  '3F': 'store_refused',
  '42501': 'store_refused',
  XX001: 'store_corrupt',
  XX002: 'store_corrupt',
};

/** What PostgreSQL or the network said, as a code. */
export function postgresError(error: unknown): StoreError {
  const message = error instanceof Error ? error.message : String(error);
  const state = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const detail = typeof state === 'string' ? `${message || 'no answer'} (${state})` : message;
  if (typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state)) {
    return new StoreError(STATES[state] ?? STATES[state.slice(0, 2)] ?? 'store_failed', detail, error);
  }
  // System errors (ECONNREFUSED, ENOTFOUND…) and what pg says of a connection that went away.
  if (typeof state === 'string' && /^E[A-Z_]+$/.test(state)) return new StoreError('store_unreachable', detail, error);
  if (/pool after calling end|already been destroyed/i.test(message)) {
    return new StoreError('store_closed', detail, error);
  }
  if (/connection|timeout|socket/i.test(message)) return new StoreError('store_unreachable', detail, error);
  return new StoreError('store_failed', detail, error);
}
