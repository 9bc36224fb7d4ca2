import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, readSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What only the user who runs the program may read: other people's channels and settings stand in it. */
const OWNER_ONLY = 0o600;

/** The first bytes of every database. */
const MAGIC = 'SQLite format 3';

/**
 * Makes a folder and those above it that are missing, for their owner alone. Each is made once: Node's recursive `mkdir`
 * never ends where a file system says of every new folder that there is no such place, as /proc does. Throws what `mkdir`
 * throws.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Makes a file that is missing, for its owner alone, and takes from others what they may do with one that is there. */
export function ownFile(path: string): void {
  closeSync(openSync(path, 'a', OWNER_ONLY));
  tighten(path);
}

/**
 * Makes the named files of a folder its owner's alone, and every file there whose name begins with `prefix`: the log
 * beside the database, copies that a restore left. Throws what `open` throws where a file that is missing cannot be made.
 */
export function ownFiles(folder: string, names: readonly string[], prefix: string): void {
  for (const name of names) {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) ownFile(path);
  }
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) tighten(join(folder, name));
}

/** Takes from others what they may do with a file; one that belongs to another user stays as it is. */
export function tighten(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || (found.mode & 0o077) === 0) return;
  try {
    chmodSync(path, OWNER_ONLY);
  } catch {
    // Not ours to change: whoever gave it to us decides who reads it.
  }
}

/**
 * Empties a lock that holds something else than a database, such as a number that another program or a person wrote
 * there: nobody can hold it, and it could never be taken. It is emptied in place, so that a lock which another process
 * takes in the same moment is still one file for both.
 */
export function clearLock(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(MAGIC.length);
    const read = readSync(file, head, 0, head.length, 0);
    if (read > 0 && head.toString('latin1') !== MAGIC) truncateSync(path, 0);
  } finally {
    closeSync(file);
  }
}
