import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { DATABASE_FILE, openSqlite, sqliteKysely } from '../../src/store/sqlite.ts';
import { item, NOON, statement } from './samples.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-sqlite-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Starts the writing child; `lines` are what it has printed so far. */
function writer(at: string): { child: ChildProcess; lines: string[]; until: (count: number) => Promise<void> } {
  const script = join(import.meta.dirname, 'crash-child.ts');
  const child = spawn(process.execPath, [script, at], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  return {
    child,
    lines,
    until: async (count) => {
      while (lines.length < count) await once(reader, 'line');
    },
  };
}

test('the folder is made, and a store reopened has everything', async () => {
  const deep = join(folder, 'a', 'b');
  const store = await openStore({ kind: 'sqlite', folder: deep });
  await store.items.add(item('k1'));
  await store.close();
  expect((await readdir(deep)).sort()).toEqual(['vigie.db', 'vigie.lock']);
  const again = await openSqlite({ folder: deep });
  expect(await again.items.get('k1')).toEqual(item('k1'));
  await again.close();
});

test('a second opener is refused until the first closes', async () => {
  const first = await openSqlite({ folder });
  await expect(openSqlite({ folder })).rejects.toMatchObject({ code: 'store_locked' });
  expect(await first.inbox.first('x', NOON)).toBe(true);
  await first.close();
  const second = await openSqlite({ folder });
  expect(await second.inbox.first('x', NOON)).toBe(false);
  await second.close();
});

test('another process is refused, and SIGKILL in the midst of writing loses nothing acknowledged', async () => {
  let acknowledged = 0;
  for (const round of [1, 2, 3, 4]) {
    const where = join(folder, `r${round}`);
    const { child, lines, until } = writer(where);
    await until(1);
    await expect(openSqlite({ folder: where })).rejects.toMatchObject({ code: 'store_locked' });
    await until(10 * round);
    await killed(child);
    const last = Number(lines.at(-1));
    const store = await openSqlite({ folder: where });
    const kept = (await store.items.list({ limit: 100_000 })).length;
    // One more may have been committed and not yet printed.
    expect(kept - 1 - last).toBeOneOf([0, 1]);
    for (let i = 0; i < kept; i += 1) {
      expect(await store.outbox.get(`d${i}`)).not.toBeNull();
      expect(await store.inbox.first(`e${i}`, NOON)).toBe(false);
    }
    // Nor half of one.
    expect(await store.outbox.get(`d${kept}`)).toBeNull();
    expect(await store.inbox.first(`e${kept}`, NOON)).toBe(true);
    await store.close();
    const file = new DatabaseSync(join(where, DATABASE_FILE));
    expect(file.prepare('pragma integrity_check').get()?.['integrity_check']).toBe('ok');
    file.close();
    acknowledged += last + 1;
  }
  expect(acknowledged).toBeGreaterThanOrEqual(96);
});

test('the database itself refuses to change or remove a statement', async () => {
  const store = await openSqlite({ folder });
  await store.statements.add(statement('z'));
  await store.close();
  const file = new DatabaseSync(join(folder, DATABASE_FILE));
  expect(() => file.exec("update statement set doc = '{}'")).toThrow('only ever added');
  expect(() => file.exec('delete from statement')).toThrow('only ever added');
  expect(file.prepare('select count(*) as n from statement').get()?.['n']).toBe(1);
  file.close();
});

test('a file that is no database is refused as corrupt, and nothing stays locked', async () => {
  await writeFile(
    join(folder, DATABASE_FILE),
    'this is not a database, but long enough to have a header\n'.repeat(200),
  );
  await expect(openSqlite({ folder })).rejects.toMatchObject({ code: 'store_corrupt' });
  // The refused opening holds nothing.
  await rm(join(folder, DATABASE_FILE));
  await (await openSqlite({ folder })).close();
});

test('damage inside the file is found when it is read', async () => {
  const store = await openSqlite({ folder });
  for (let i = 0; i < 200; i += 1) await store.items.add(item(`k${i}`));
  await store.close();
  const file = new DatabaseSync(join(folder, DATABASE_FILE));
  const pages = Number(file.prepare('pragma page_count').get()?.['page_count']);
  const size = Number(file.prepare('pragma page_size').get()?.['page_size']);
  file.close();
  const handle = await open(join(folder, DATABASE_FILE), 'r+');
  for (let page = 3; page < pages; page += 1) await handle.write(Buffer.alloc(size, 0xa5), 0, size, page * size);
  await handle.close();
  const reopened = await openSqlite({ folder }).catch((error: unknown) => error);
  if (reopened instanceof Error) {
    expect(reopened).toMatchObject({ code: 'store_corrupt' });
    return;
  }
  const damaged = reopened as Awaited<ReturnType<typeof openSqlite>>;
  await expect(damaged.items.list({ limit: 500 })).rejects.toMatchObject({ code: 'store_corrupt' });
  await damaged.close();
});

test('a path that cannot be a folder has a code', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(openSqlite({ folder: join(folder, 'file') })).rejects.toMatchObject({ code: 'store_not_folder' });
});

test.skipIf(process.platform !== 'linux')('a place where no folder can be made is told of, and at once', async () => {
  await expect(openSqlite({ folder: '/proc/nowhere/data' })).rejects.toMatchObject({ code: 'store_bad_folder' });
});

// The superuser may write anywhere, so this needs another one.
test.skipIf(process.platform === 'win32')('a folder that may not be written has a code', async () => {
  const script = `
    process.umask(0);
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
    const { openSqlite } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/store/sqlite.ts'))});
    for (const folder of process.argv.slice(1)) {
      await openSqlite({ folder }).then(() => console.log('opened'), (error) => console.log(error.code));
    }`;
  await chmod(folder, 0o555);
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder, join(folder, 'new')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  expect(said.trim().split('\n')).toEqual(['store_read_only', 'store_read_only']);
});

test('a full disk fails the transaction whole, and work goes on when there is room', async () => {
  const file = new DatabaseSync(join(folder, 'small.db'));
  file.exec('create table note (id text primary key, text text) strict; pragma max_page_count = 6');
  const db = sqliteKysely(file);
  const write = (id: string, size: number) =>
    db.transaction().execute(async (trx) => {
      await sql`insert into note values (${id}, 'small')`.execute(trx);
      await sql`insert into note values (${`${id}2`}, ${'x'.repeat(size)})`.execute(trx);
    });
  await write('a', 10);
  await expect(write('b', 100_000)).rejects.toMatchObject({ code: 'store_full' });
  await write('c', 10);
  const { rows } = await sql<{ id: string }>`select id from note order by id`.execute(db);
  expect(rows.map((row) => row.id)).toEqual(['a', 'a2', 'c', 'c2']);
  await db.destroy();
});
