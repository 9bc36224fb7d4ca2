import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BEFORE_RESTORE, backupSqlite, restoreSqlite } from '../../src/store/backup.ts';
import { DATABASE_FILE, openSqlite } from '../../src/store/sqlite.ts';
import { item } from './samples.ts';

let root: string;
let folder: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vigie-backup-'));
  folder = join(root, 'data');
  file = join(root, 'copy.db');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The keys of the items in the store of a folder. */
async function keys(at: string): Promise<string[]> {
  const store = await openSqlite({ folder: at });
  const items = await store.items.list({ limit: 10_000 });
  await store.close();
  return items.map((one) => one.key).sort();
}

test('a backup taken while the program writes is one consistent moment', async () => {
  const store = await openSqlite({ folder });
  for (let i = 0; i < 300; i += 1) await store.items.add(item(`k${i}`));
  let going = true;
  const writing = (async () => {
    for (let i = 300; going; i += 1) {
      await store.transaction(async (rows) => {
        await rows.items.add(item(`k${i}`));
        await rows.inbox.first(`e${i}`, 'x');
      });
      await new Promise(setImmediate);
    }
  })();
  const { bytes } = await backupSqlite({ folder, file });
  going = false;
  await writing;
  await store.close();
  expect(bytes).toBeGreaterThan(100_000);
  expect(await readdir(root)).toEqual(['copy.db', 'data']);
  const other = join(root, 'other');
  await mkdir(other);
  await restoreSqlite({ folder: other, file });
  const copied = await keys(other);
  expect(copied.length).toBeGreaterThanOrEqual(300);
  const reopened = await openSqlite({ folder: other });
  for (const key of copied.filter((one) => Number(one.slice(1)) >= 300)) {
    expect(await reopened.inbox.first(key.replace('k', 'e'), 'x')).toBe(false);
  }
  expect(await reopened.inbox.first(`e${copied.length}`, 'x')).toBe(true);
  await reopened.close();
});

test('a restore brings back the day of the backup and keeps what it replaced', async () => {
  const store = await openSqlite({ folder });
  await store.items.add(item('k1'));
  await backupSqlite({ folder, file });
  await store.items.add(item('k2'));
  await expect(restoreSqlite({ folder, file })).rejects.toMatchObject({ code: 'store_locked' });
  await store.close();
  await restoreSqlite({ folder, file });
  expect(await keys(folder)).toEqual(['k1']);
  const old = join(root, 'old');
  await mkdir(old);
  await copyFile(join(folder, BEFORE_RESTORE), join(old, DATABASE_FILE));
  expect(await keys(old)).toEqual(['k1', 'k2']);
});

test('a restore over a damaged database works', async () => {
  const store = await openSqlite({ folder });
  await store.items.add(item('k1'));
  await store.close();
  await backupSqlite({ folder, file });
  await writeFile(join(folder, DATABASE_FILE), 'rubbish '.repeat(1_000));
  await writeFile(join(folder, `${DATABASE_FILE}-wal`), 'rubbish '.repeat(1_000));
  await restoreSqlite({ folder, file });
  expect(await keys(folder)).toEqual(['k1']);
});

test('a file that is no good backup is refused and the database stands', async () => {
  const store = await openSqlite({ folder });
  await store.items.add(item('k1'));
  await store.close();
  const refused = (code: string) => expect(restoreSqlite({ folder, file })).rejects.toMatchObject({ code });
  await refused('not_found');
  await writeFile(file, 'rubbish '.repeat(1_000));
  await refused('store_corrupt');
  await rm(file);
  const alien = new DatabaseSync(file);
  alien.exec('create table t (x)');
  alien.close();
  await refused('store_corrupt');
  await backupSqlite({ folder, file });
  const newer = new DatabaseSync(file);
  newer.exec("insert into vigie_schema values (999, 'from the future')");
  newer.close();
  await refused('store_newer');
  expect(await keys(folder)).toEqual(['k1']);
  expect((await readdir(folder)).sort()).toEqual([DATABASE_FILE, 'vigie.lock']);
});

test('what cannot be backed up, or not there, has a code and leaves nothing', async () => {
  await expect(backupSqlite({ folder, file })).rejects.toMatchObject({ code: 'not_found' });
  await (await openSqlite({ folder })).close();
  const nowhere = join(root, 'missing', 'copy.db');
  await expect(backupSqlite({ folder, file: nowhere })).rejects.toMatchObject({ name: 'StoreError' });
  expect(await readdir(root)).toEqual(['data']);
});
