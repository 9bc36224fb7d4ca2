import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Store } from '../ports.ts';
import { codedDialect } from './driver.ts';
import { StoreError } from './error.ts';
import { clearLock, makeFolder, ownFiles } from './folder.ts';
import { migrate } from './migrate.ts';
import { GIVES_BACK, makeShrinkable } from './room.ts';
import { createStore } from './store.ts';
import type { Tables } from './tables.ts';

export const DATABASE_FILE = 'vigie.db';
export const LOCK_FILE = 'vigie.lock';

/** How long a statement waits for another program that reads or copies the file, in ms. */
const BUSY_MS = 5_000;

/**
 * Opens the store in `folder` (made when missing) for this process alone.
 *
 * Every commit is on the disk when it returns (WAL with `synchronous=FULL`). A second process is refused with
 * `store_locked`; the lock goes with the process, however it ends.
 *
 * @throws StoreError `store_locked`, `store_read_only`, `store_full`, `store_corrupt`, `store_newer`,
 *   `store_bad_folder`.
 */
export async function openSqlite({ folder }: { readonly folder: string }): Promise<Store> {
  try {
    makeFolder(folder);
    // SQLite would only say that it is "unable to open database file".
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    ownFiles(folder, [LOCK_FILE, DATABASE_FILE], 'vigie.');
    clearLock(join(folder, LOCK_FILE));
  } catch (error) {
    throw folderError(error);
  }
  const lock = takeLock(folder);
  let db: Kysely<Tables> | null = null;
  try {
    const file = openFile(join(folder, DATABASE_FILE));
    db = sqliteKysely(file);
    await migrate(db, 'sqlite');
    return createStore(db, 'sqlite', async () => lock.close());
  } catch (error) {
    await db?.destroy();
    lock.close();
    throw error;
  }
}

/**
 * Holds the folder: an exclusive transaction on an otherwise empty database, which the operating system ends with
 * the process. (The database file itself cannot serve: in WAL mode an exclusive lock would shut out backups.)
 *
 * @throws StoreError `store_locked` when another holds it.
 */
export function takeLock(folder: string): DatabaseSync {
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(join(folder, LOCK_FILE), { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    const coded = sqliteError(error);
    if (coded.code !== 'store_contended') throw coded;
    throw new StoreError('store_locked', `another process uses ${folder}`, error);
  }
}

function openFile(path: string): DatabaseSync {
  let file: DatabaseSync | null = null;
  try {
    file = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    makeShrinkable(file);
    const mode = file.prepare('pragma journal_mode = wal').get()?.['journal_mode'];
    if (mode !== 'wal') throw new StoreError('store_bad_folder', `${path}: this disk cannot hold a write-ahead log`);
    file.exec('pragma synchronous = full');
    // The log shrinks back after a burst.
    file.exec('pragma journal_size_limit = 67108864');
    return file;
  } catch (error) {
    file?.close();
    throw error instanceof StoreError ? error : sqliteError(error);
  }
}

/** Kysely on an open node:sqlite database. */
export function sqliteKysely(file: DatabaseSync): Kysely<Tables> {
  const dialect = new SqliteDialect({ database: sqliteDatabase(file) });
  return new Kysely<Tables>({ dialect: codedDialect(dialect, sqliteError) });
}

/** node:sqlite in the shape that Kysely's SQLite dialect expects. */
function sqliteDatabase(file: DatabaseSync): SqliteDatabase {
  return {
    close: () => file.close(),
    prepare: (sql) => {
      // After some errors (a full disk) SQLite has rolled back by itself, and a second rollback would hide the first error.
      if (sql === 'rollback' && !file.isTransaction) return NOTHING;
      // A deferred transaction that turns into a writing one fails at once when another connection wrote meanwhile.
      const statement = file.prepare(sql === 'begin' ? 'begin immediate' : sql);
      return {
        reader: statement.columns().length > 0 || sql.startsWith(GIVES_BACK),
        all: (parameters) => statement.all(...(parameters as readonly SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as readonly SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as readonly SQLInputValue[])),
      };
    },
  };
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

const TRIGGER = 1811;
const FOREIGN_KEY = 787;
const UNIQUE: readonly number[] = [2067, 1555];

/** What SQLite or the file system said, as a code. */
export function sqliteError(error: unknown): StoreError {
  const detail = error instanceof Error ? error.message : String(error);
  const errcode = errorField(error, 'errcode');
  if (typeof errcode !== 'number') {
    const closed = errorField(error, 'code') === 'ERR_INVALID_STATE';
    return new StoreError(closed ? 'store_closed' : 'store_failed', detail, error);
  }
  // The low byte is the kind of error, the rest says which of its kind.
  switch (errcode & 0xff) {
    case 5:
    case 6:
      return new StoreError('store_contended', detail, error);
    case 8:
      return new StoreError('store_read_only', detail, error);
    case 11:
    case 26:
      return new StoreError('store_corrupt', detail, error);
    case 13:
      return new StoreError('store_full', detail, error);
    case 14:
      return new StoreError('store_bad_folder', detail, error);
    case 19:
      if (errcode === TRIGGER) return new StoreError('append_only', detail, error);
      if (errcode === FOREIGN_KEY) return new StoreError('broken_reference', detail, error);
      return new StoreError(UNIQUE.includes(errcode) ? 'conflict' : 'store_misuse', detail, error);
    default:
      return new StoreError('store_failed', `${detail} (${errcode})`, error);
  }
}

/** What the file system said of a folder or file, as a code. */
export function folderError(error: unknown): StoreError {
  const detail = error instanceof Error ? error.message : String(error);
  switch (errorField(error, 'code')) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StoreError('store_read_only', detail, error);
    case 'EEXIST':
    case 'ENOTDIR':
      return new StoreError('store_not_folder', detail, error);
    case 'ENOSPC':
    case 'EDQUOT':
      return new StoreError('store_full', detail, error);
    default:
      return new StoreError('store_bad_folder', detail, error);
  }
}

function errorField(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
