import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../error.ts';
import { makeShrinkable } from '../room.ts';

/** How long a statement waits for another program that reads or copies the file, in ms. */
const BUSY_MS = 5_000;

/**
 * Opens the database file at `path`, made when missing, in the mode in which every commit is on the disk when it
 * returns (WAL with `synchronous=FULL`).
 *
 * @throws StoreError `store_bad_folder`, `store_corrupt`, `store_read_only`, `store_full`, `store_contended`.
 */
export function openFile(path: string): DatabaseSync {
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
