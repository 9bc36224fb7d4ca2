import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Store } from '../ports.ts';
import { StoreError } from './error.ts';
import { clearLock, makeFolder, ownFile, ownFiles, tighten } from './folder.ts';
import { MIGRATIONS } from './migrations.ts';
import { folderError, sqliteError } from './sqlite/file.ts';
import { DATABASE_FILE, LOCK_FILE, openSqlite, takeLock } from './sqlite.ts';

const ALL_PAGES = 0x7fff_ffff;

/** Where a restore leaves the database that was there, beside the new one. */
export const BEFORE_RESTORE = `${DATABASE_FILE}.before-restore`;

/** A finished copy: its size in bytes and the rows of each table. */
export type Copied = { readonly bytes: number; readonly rows: Readonly<Record<string, number>> };

/**
 * Writes a consistent copy of the SQLite database in `folder` to `file`, while the program runs or not. The copy is
 * one file that is checked and on the disk before it takes its name: an older backup of that name is replaced whole
 * or not at all.
 *
 * @returns the size of the copy in bytes, and how many rows each of its tables holds.
 * @throws StoreError `not_found` when the folder holds no database, `store_full`, `store_read_only`,
 *   `store_corrupt`, `store_bad_folder`.
 */
export async function backupSqlite({
  folder,
  file,
}: {
  readonly folder: string;
  readonly file: string;
}): Promise<Copied> {
  const source = openReadOnly(join(folder, DATABASE_FILE));
  const staged = `${file}.part`;
  try {
    await rm(staged, { force: true }).catch(rethrow);
    ownStaged(staged);
    // All pages in one step: a copy made in several begins anew whenever someone writes in between. Writers do not
    // wait meanwhile, and the step runs beside the main thread.
    await backup(source, staged, { rate: ALL_PAGES }).catch((error: unknown) => {
      throw sqliteError(error);
    });
    flatten(staged);
    const rows = check(staged);
    await settle(staged, file);
    return { bytes: (await stat(file)).size, rows };
  } finally {
    source.close();
    await rm(staged, { force: true }).catch(() => undefined);
  }
}

/**
 * Puts the backup `file` in place of the database in `folder`. What was there stays beside it as
 * `vigie.db.before-restore`. The backup is checked, brought up to this version and amended first; until the last step
 * the former database stands.
 *
 * @param amend what else is to be true of the store that comes back; what it throws undoes the restore.
 * @returns the rows of each table that is now in place.
 * @throws StoreError `store_locked` while the program runs on this folder, `not_found`, `store_corrupt` and
 *   `store_newer` about the backup, `store_full`, `store_read_only`, `store_bad_folder`.
 */
export async function restoreSqlite({
  folder,
  file,
  amend = async () => undefined,
}: {
  readonly folder: string;
  readonly file: string;
  readonly amend?: (store: Store) => Promise<void>;
}): Promise<Copied> {
  try {
    makeFolder(folder);
    ownFiles(folder, [LOCK_FILE], 'vigie.');
    clearLock(join(folder, LOCK_FILE));
  } catch (error) {
    rethrow(error);
  }
  const lock = takeLock(folder);
  const target = join(folder, DATABASE_FILE);
  const staging = join(folder, `${DATABASE_FILE}.restoring`);
  const staged = join(staging, DATABASE_FILE);
  try {
    openReadOnly(file).close();
    await rm(staging, { recursive: true, force: true }).catch(rethrow);
    makeFolder(staging);
    await copyFile(file, staged).catch(rethrow);
    tighten(staged);
    check(staged);
    const store = await openSqlite({ folder: staging });
    await amend(store).finally(() => store.close());
    flatten(staged);
    const rows = check(staged);
    await setAside(target, join(folder, BEFORE_RESTORE));
    await settle(staged, target);
    ownFiles(folder, [], 'vigie.');
    return { bytes: (await stat(target)).size, rows };
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    lock.close();
  }
}

/** The copy is its owner's alone from its first byte on, whatever the folder it lies in. */
function ownStaged(path: string): void {
  try {
    ownFile(path);
  } catch (error) {
    throw folderError(error);
  }
}

function openReadOnly(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  } catch (error) {
    const coded = sqliteError(error);
    throw coded.code === 'store_bad_folder' ? new StoreError('not_found', `no database at ${path}`, error) : coded;
  }
}

/** Makes the copy a single file without free room, readable without a write-ahead log beside it. */
function flatten(path: string): void {
  const copy = new DatabaseSync(path);
  try {
    copy.exec('pragma journal_mode = delete');
    copy.exec('pragma auto_vacuum = incremental');
    copy.exec('vacuum');
  } catch (error) {
    throw sqliteError(error);
  } finally {
    copy.close();
  }
}

/** Refuses a file that is damaged, is not one of ours, or is ahead of this program; the rows of each table. */
function check(path: string): Record<string, number> {
  let copy: DatabaseSync | null = null;
  try {
    copy = new DatabaseSync(path);
    const verdict = copy.prepare('pragma integrity_check(1)').get()?.['integrity_check'];
    if (verdict !== 'ok') throw new StoreError('store_corrupt', `${path}: ${String(verdict)}`);
    const ours = copy.prepare("select 1 from sqlite_schema where name = 'vigie_schema'").get();
    if (!ours) throw new StoreError('store_corrupt', `${path}: not a database of this program`);
    const version = Number(copy.prepare('select max(version) as v from vigie_schema').get()?.['v']);
    const newest = MIGRATIONS.at(-1)?.version ?? 0;
    if (version > newest) {
      throw new StoreError('store_newer', `schema version ${version}, this program knows version ${newest}`);
    }
    const loose = copy.prepare('pragma foreign_key_check').get();
    if (loose) throw new StoreError('store_corrupt', `${path}: a row of ${loose['table']} names one that is missing`);
    return countRows(copy);
  } catch (error) {
    throw error instanceof StoreError ? error : sqliteError(error);
  } finally {
    copy?.close();
  }
}

function countRows(copy: DatabaseSync): Record<string, number> {
  const tables = copy
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name")
    .all()
    .map((row) => String(row['name']));
  return Object.fromEntries(
    tables.map((name) => [name, Number(copy.prepare(`select count(*) as n from "${name}"`).get()?.['n'])]),
  );
}

/** Keeps the present database under another name, complete without its log, which must not meet the new one. */
async function setAside(target: string, aside: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(aside + end, { force: true });
  if (!(await exists(target))) return;
  try {
    const present = new DatabaseSync(target);
    present.exec('pragma wal_checkpoint(truncate)');
    present.close();
  } catch {
    // Too damaged to be read, which may be why it is replaced: it is kept as it is, log and all.
  }
  await link(target, aside).catch(() => copyFile(target, aside).catch(rethrow));
  if (await exists(`${target}-wal`)) await rename(`${target}-wal`, `${aside}-wal`).catch(rethrow);
  await rm(`${target}-shm`, { force: true });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** Brings a finished file to the disk, then gives it its name, then brings the name to the disk. */
async function settle(staged: string, path: string): Promise<void> {
  try {
    await sync(staged);
    await rename(staged, path);
    // Windows cannot open folders; there the name is written with the file.
    if (process.platform !== 'win32') await sync(dirname(path));
  } catch (error) {
    throw folderError(error);
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function rethrow(error: unknown): never {
  const missing = typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ENOENT';
  throw missing ? new StoreError('not_found', error instanceof Error ? error.message : '', error) : folderError(error);
}
