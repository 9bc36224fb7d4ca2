import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupSqlite } from '../../src/store/backup.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { item } from './samples.ts';

const MIB = 1_048_576;
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-room-'));
  path = join(folder, 'vigie.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const size = async (file = path): Promise<number> => (await stat(file)).size;
const sweep = { now: '2026-12-01T00:00:00.000Z', settings: { days: 400, budgetMb: 2048 }, cited: new Set<string>() };

/** Fills the file with so many MiB and lets go of them again; `old` as databases were made before. */
function fillAndEmpty(mib: number, old = false): void {
  const file = new DatabaseSync(path);
  if (old) {
    file.exec('pragma auto_vacuum = none');
    file.exec('vacuum');
  }
  file.exec('create table if not exists filling (x text)');
  const insert = file.prepare('insert into filling values (?)');
  file.exec('begin');
  for (let i = 0; i < mib; i += 1) insert.run('x'.repeat(MIB));
  file.exec('commit');
  file.exec('drop table filling');
  file.exec('pragma wal_checkpoint(truncate)');
  file.close();
}

test('a sweep gives free room back to the disk, in steps between which others write', async () => {
  await (await openSqlite({ folder })).close();
  fillAndEmpty(80);
  expect(await size()).toBeGreaterThan(80 * MIB);
  const store = await openSqlite({ folder });
  let written = 0;
  let done = false;
  const sweeping = store.sweep(sweep).finally(() => {
    done = true;
  });
  while (!done) {
    await store.items.add(item(`k${written}`));
    written += 1;
    await new Promise(setImmediate);
  }
  expect(await sweeping).toMatchObject({ free: 0 });
  expect(written).toBeGreaterThan(50);
  expect((await store.items.list({ limit: 10_000 })).length).toBe(written);
  await store.close();
  expect(await size()).toBeLessThan(25 * MIB);
});

test('a database of before that is mostly free room is written anew at the next start, with its rows', async () => {
  const first = await openSqlite({ folder });
  for (let i = 0; i < 20; i += 1) await first.items.add(item(`k${i}`));
  await first.close();
  fillAndEmpty(80, true);
  expect(await size()).toBeGreaterThan(80 * MIB);
  const store = await openSqlite({ folder });
  expect(await size()).toBeLessThan(5 * MIB);
  expect((await store.items.list({ limit: 100 })).length).toBe(20);
  await store.close();
});

test('a database of before that became free while it ran says what a restart gives back, and a backup is without it', async () => {
  await (await openSqlite({ folder })).close();
  fillAndEmpty(1, true);
  const store = await openSqlite({ folder });
  // What writes opens the file with its first write.
  await store.items.add(item('first'));
  fillAndEmpty(80);
  const { free } = await store.sweep(sweep);
  expect(free).toBeGreaterThan(50 * MIB);
  const file = join(folder, 'copy.db');
  expect((await backupSqlite({ folder, file })).bytes).toBeLessThan(5 * MIB);
  await store.close();
});
