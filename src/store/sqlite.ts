import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { Kysely } from 'kysely';
import type { Store } from '../ports.ts';
import { codedDialect } from './driver.ts';
import { StoreError } from './error.ts';
import { clearLock, makeFolder, ownFiles } from './folder.ts';
import { migrate } from './migrate.ts';
import { type Connections, sqliteDialect } from './sqlite/dialect.ts';
import { folderError, openFile, sqliteError } from './sqlite/file.ts';
import { remote } from './sqlite/port.ts';
import { askAt, doorsTo } from './sqlite/share.ts';
import { executeOn } from './sqlite/statements.ts';
import { takeTurns } from './sqlite/turns.ts';
import { writerThread } from './sqlite/writer.ts';
import { createStore } from './store.ts';
import type { Tables } from './tables.ts';

export const DATABASE_FILE = 'vigie.db';
export const LOCK_FILE = 'vigie.lock';

/**
 * Opens the store in `folder` (made when missing) for this process alone.
 *
 * Every commit is on the disk when it returns. A second process is refused with `store_locked`; the lock goes with the
 * process, however it ends. What writes is done in a thread of its own, which begins with the first that does; questions
 * are answered on a connection of this thread.
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
  let file: DatabaseSync | null = null;
  try {
    const path = join(folder, DATABASE_FILE);
    file = openFile(path);
    await migrate(sqliteKysely(file), 'sqlite');
    const writer = writerThread(path);
    return storeOn({ path, file, connect: writer.connect }, async () => {
      await writer.close();
      lock.close();
    });
  } catch (error) {
    file?.close();
    lock.close();
    throw error;
  }
}

/** The store of another thread, in this one: a connection of its own for reading, and the same writer. */
export function joinSqlite({ path, door }: { readonly path: string; readonly door: MessagePort }): Store {
  return storeOn({ path, file: openFile(path), connect: askAt(door) }, async () => door.close());
}

/** The store on a connection for reading, and on the writer to which `connect` gives ports. */
function storeOn(
  { path, file, connect }: { path: string; file: DatabaseSync; connect: () => Promise<MessagePort> },
  release: () => Promise<void>,
): Store {
  file.exec('pragma query_only = on');
  const doors = doorsTo(connect);
  const write = remote(connect);
  const db = kyselyOn({
    read: executeOn(file),
    write,
    close: async () => {
      write.leave();
      file.close();
    },
  });
  const share = () => ({ engine: 'sqlite', place: path, door: doors.open() }) as const;
  return createStore(db, { engine: 'sqlite', share }, async () => {
    doors.close();
    await release();
  });
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

/** Kysely on an open node:sqlite database that nobody else writes to. */
export function sqliteKysely(file: DatabaseSync): Kysely<Tables> {
  const write = takeTurns(file).client();
  return kyselyOn({ read: executeOn(file), write, close: async () => file.close() });
}

function kyselyOn(connections: Connections): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: codedDialect(sqliteDialect(connections), sqliteError) });
}
