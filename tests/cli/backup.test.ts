import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { itemKey } from '../../src/domain/outbox.ts';
import type { Store } from '../../src/ports.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { DATABASE_FILE, openSqlite } from '../../src/store/sqlite.ts';
import { postgresAnswers, postgresRun } from '../store/harness.ts';
import { alert, channel, item, member, NOON, statement, story, traits } from '../store/samples.ts';
import { folder, run } from './child.ts';

// A process each, on a machine that may be busy with other things.
const POSTGRES_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

let home: Awaited<ReturnType<typeof folder>>;
let data: string;
let file: string;
beforeEach(async () => {
  home = await folder();
  data = join(home.path, 'data');
  file = join(home.path, 'copy.db');
});
afterEach(() => home.remove());

/** One story told in a channel, all in one transaction as the pipeline writes it. */
async function tell(store: Store, n: number): Promise<void> {
  const id = `s${n}`;
  const key = itemKey('lmi', `guid-${n}`);
  await store.transaction(async (rows) => {
    const one = story(id);
    await rows.stories.add(one, member(key), traits(one));
    await rows.items.add(item(key, { id: `guid-${n}`, story: id }));
    await rows.alerts.ensure(alert(`a${n}`, { story: id }));
    await rows.outbox.add({
      id: `c${n}`,
      channel: channel(),
      order: { kind: 'card', alert: `a${n}` },
      dueAt: NOON,
      createdAt: NOON,
    });
  });
}

/** Every row of a table, as text. */
function rowsOf(database: DatabaseSync, table: string): Map<string, string> {
  const rows = database.prepare(`select * from ${table}`).all();
  return new Map(rows.map((row) => [String(row['key'] ?? row['id']), JSON.stringify(row)]));
}

test('a backup by another process while the bot writes holds all that was committed before, whole', async () => {
  const store = await openSqlite({ folder: data });
  for (let n = 0; n < 200; n += 1) await tell(store, n);
  await store.statements.add(statement('st1'));
  let [going, written] = [true, 200];
  const writing = (async () => {
    for (; going; written += 1) {
      await tell(store, written);
      await new Promise(setImmediate);
    }
  })();
  const made = await run(['backup', file, '--json'], { env: { VIGIE_DATA: data } });
  going = false;
  await writing;
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(written).toBeGreaterThan(200);

  // The bot still holds the folder: no restore goes under its feet.
  const refused = await run(['restore', file], { env: { VIGIE_DATA: data } });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('Stop it first');
  const other = join(home.path, 'other');
  const restored = await run(['restore', file, '--moved'], { env: { VIGIE_DATA: other } });
  expect(restored).toMatchObject({ code: 0, err: '' });

  const source = new DatabaseSync(join(data, DATABASE_FILE), { readOnly: true });
  const copy = new DatabaseSync(join(other, DATABASE_FILE), { readOnly: true });
  const counts = JSON.parse(made.out) as { rows: Record<string, number> };
  for (const table of ['item', 'story', 'alert', 'outbox']) {
    const [had, has] = [rowsOf(source, table), rowsOf(copy, table)];
    expect(has.size).toBe(counts.rows[table]);
    expect(has.size).toBeGreaterThanOrEqual(200);
    for (const [key, row] of has) expect(row).toBe(had.get(key));
  }
  // Every story with its item, its alert and its delivery, or none of them.
  expect(new Set(['item', 'story', 'alert', 'outbox'].map((table) => counts.rows[table]))).toHaveLength(1);
  expect(counts.rows['statement']).toBe(1);
  expect(copy.prepare('pragma foreign_key_check').all()).toEqual([]);
  for (let n = 0; n < 200; n += 1) expect(rowsOf(copy, 'story').has(`s${n}`)).toBe(true);
  source.close();
  copy.close();
  await store.close();
});

test('backup and restore say in words what they did and what they kept', async () => {
  const store = await openSqlite({ folder: data });
  await tell(store, 1);
  const env = { VIGIE_DATA: data };
  const made = await run(['backup', file], { env });
  expect(made.out).toContain(`Copied and checked: ${file}`);
  expect(made.out).toContain(
    '1 item, 1 story, 1 alert, 1 delivery, 0 subscriptions, 0 approved statements and 0 feeds',
  );
  await tell(store, 2);
  await store.close();
  const back = await run(['restore', file], { env });
  expect(back.out).toContain('1 item, 1 story');
  expect(back.out).toContain('vigie.db.before-restore');
  expect(back.out).toContain('0 will be looked up before they are sent, and 1 will not be sent');
  expect((await readdir(data)).sort()).toEqual(['vigie.db', 'vigie.db.before-restore', 'vigie.lock']);
  const moved = await run(['restore', file, '--moved'], { env });
  expect(moved.out).not.toContain('looked up');
  const french = await run(['backup', file], { env: { ...env, VIGIE_LANG: 'fr' } });
  expect(french.out).toContain('1 article, 1 histoire, 1 alerte, 1 envoi, 0 abonnement');
});

describe.concurrent('what cannot be done is said, and nothing is changed', () => {
  test('no file named: wrong usage', async () => {
    expect((await run(['backup'])).code).toBe(2);
    expect((await run(['restore', 'a', 'b'])).code).toBe(2);
  });

  test('nothing to copy, nowhere to copy to', async () => {
    const place = await folder();
    const env = { VIGIE_DATA: join(place.path, 'data') };
    const nothing = await run(['backup', join(place.path, 'x.db')], { env });
    expect([nothing.code, nothing.err]).toEqual([1, expect.stringContaining('start the bot once')]);
    await (await openSqlite({ folder: env.VIGIE_DATA })).close();
    const nowhere = await run(['backup', join(place.path, 'missing', 'x.db')], { env });
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('its folder exists')]);
    await place.remove();
  });

  test('no backup, a damaged one, one of the future', async () => {
    const place = await folder();
    const env = { VIGIE_DATA: join(place.path, 'data') };
    const backup = join(place.path, 'x.db');
    await mkdir(env.VIGIE_DATA);
    const missing = await run(['restore', backup], { env });
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('There is no backup')]);
    await writeFile(backup, 'rubbish '.repeat(1_000));
    const damaged = await run(['restore', backup], { env });
    expect([damaged.code, damaged.err]).toEqual([1, expect.stringContaining('no whole backup')]);
    await (await openSqlite({ folder: env.VIGIE_DATA })).close();
    await run(['backup', backup], { env });
    const newer = new DatabaseSync(backup);
    newer.exec("insert into vigie_schema values (999, 'from the future')");
    newer.close();
    const future = await run(['restore', backup], { env });
    expect([future.code, future.err]).toEqual([1, expect.stringContaining('made by a newer Vigie')]);
    for (const { err } of [missing, damaged, future]) expect(err).not.toMatch(/^\s+at /m);
    await place.remove();
  });
});

describe.runIf(postgresAnswers)('on PostgreSQL', () => {
  // A database of its own: other tests are connected to the common one.
  let url: string;
  let name: string;
  beforeEach(async () => {
    name = `vigie_backup_${randomBytes(6).toString('hex')}`;
    await postgresRun(`create database ${name}`);
    const address = new URL(POSTGRES_URL);
    address.pathname = `/${name}`;
    url = address.href;
  });
  afterEach(() => postgresRun(`drop database ${name} with (force)`));

  const hasTools = async () => (await run(['backup', '/nonexistent/x'], { env: { DATABASE_URL: url } })).err;

  test('a dump while the bot runs comes back whole; a restore waits until the bot is stopped', async (context) => {
    if ((await hasTools()).includes('is not on this machine')) context.skip();
    const store = await openPostgres({ url });
    for (let n = 0; n < 20; n += 1) await tell(store, n);
    await store.statements.add(statement('st1'));
    const env = { DATABASE_URL: url };
    const made = await run(['backup', file], { env });
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('20 items, 20 stories, 20 alerts, 20 deliveries');
    const refused = await run(['restore', file], { env });
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Stop it first')]);
    await tell(store, 20);
    await store.close();
    const before = await postgresRun('select * from item order by key', url);
    const back = await run(['restore', file], { env });
    expect(back).toMatchObject({ code: 0, err: '' });
    const after = await postgresRun('select * from item order by key', url);
    expect(after).toHaveLength(20);
    for (const row of after) expect(before).toContainEqual(row);
    expect(await readdir(home.path)).toContain('copy.db.before-restore');
    const again = await openPostgres({ url });
    await tell(again, 30);
    expect(await again.statements.all()).toEqual([statement('st1')]);
    expect((await again.outbox.list({ states: ['waiting'], limit: 1 }))[0]?.id).toBe('c30');
    await expect(postgresRun('delete from statement', url)).rejects.toThrow('only ever added');
    await again.close();
  });

  test('without PostgreSQL’s programs it says what to run, without the password', async () => {
    const address = new URL(url);
    address.password = 'hunter22';
    const env = { DATABASE_URL: address.href, PATH: home.path };
    const made = await run(['backup', file], { env });
    expect(made.code).toBe(1);
    expect(made.err).toContain('pg_dump --format=custom');
    expect(made.err).not.toContain('hunter22');
    expect(await readdir(home.path)).toEqual([]);
  });
});
