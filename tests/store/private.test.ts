import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupSqlite, restoreSqlite } from '../../src/store/backup.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { item } from './samples.ts';

// Who may read what the store writes, and what else may lie in its folder.

let root: string;
let mask: number;
beforeEach(async () => {
  mask = process.umask(0);
  root = await mkdtemp(join(tmpdir(), 'vigie-private-'));
});
afterEach(async () => {
  process.umask(mask);
  await rm(root, { recursive: true, force: true });
});

/** The rights that others have on each file of a folder. */
async function loose(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const modes = await Promise.all(names.map(async (name) => ((await stat(join(folder, name))).mode & 0o077) !== 0));
  return names.filter((_, i) => modes[i] === true);
}

test.runIf(process.platform !== 'win32')(
  'in an open folder, with an open umask, every file is its owner’s alone',
  async () => {
    const folder = join(root, 'data');
    await mkdir(folder, { mode: 0o777 });
    const store = await openSqlite({ folder });
    await store.items.add(item('k1'));
    expect(await readdir(folder)).toContain('vigie.db-wal');
    expect(await loose(folder)).toEqual([]);
    const file = join(root, 'copy.db');
    await writeFile(file, 'an older copy', { mode: 0o644 });
    await backupSqlite({ folder, file });
    await store.close();
    await chmod(file, 0o644);
    await restoreSqlite({ folder, file });
    expect(await readdir(folder)).toContain('vigie.db.before-restore');
    expect(await loose(folder)).toEqual([]);
    await backupSqlite({ folder, file });
    expect(await loose(root)).toEqual(['data']);
  },
);

test.runIf(process.platform !== 'win32')('what an earlier version left open is closed at the next start', async () => {
  await (await openSqlite({ folder: root })).close();
  await copyFile(join(root, 'vigie.db'), join(root, 'vigie.db.before-restore'));
  for (const name of await readdir(root)) await chmod(join(root, name), 0o644);
  await (await openSqlite({ folder: root })).close();
  expect(await loose(root)).toEqual([]);
});

test('a lock that holds text can be held by nobody: it is taken, and held', async () => {
  await writeFile(join(root, 'vigie.lock'), '4711\n');
  const store = await openSqlite({ folder: root });
  await expect(openSqlite({ folder: root })).rejects.toMatchObject({ code: 'store_locked' });
  await store.close();
});

test('a file where the folder should be, or above it, has a code of its own', async () => {
  const file = join(root, 'file');
  await writeFile(file, 'text');
  await expect(openSqlite({ folder: file })).rejects.toMatchObject({ code: 'store_not_folder' });
  await expect(openSqlite({ folder: join(file, 'below') })).rejects.toMatchObject({ code: 'store_not_folder' });
});
