import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as tick } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports.ts';
import { DATABASE_FILE, openSqlite } from '../../src/store/sqlite.ts';
import { engines, openTestStore } from './harness.ts';
import { item, NOON } from './samples.ts';

let folder: string;
const begun: Worker[] = [];
const note = (worker: Worker): void => void begun.push(worker);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-threads-'));
  process.on('worker', note);
});
afterEach(async () => {
  process.off('worker', note);
  for (const worker of begun.splice(0)) await worker.terminate();
  await rm(folder, { recursive: true, force: true });
});

/** Another thread on the store, told what to do and asked what came of it. */
async function joined(store: Store) {
  const ticket = store.share();
  const worker = new Worker(new URL('./joiner.ts', import.meta.url), {
    workerData: ticket,
    transferList: ticket.door === null ? [] : [ticket.door],
  });
  const said: unknown[] = [];
  worker.on('message', (word) => said.push(word));
  const next = async (): Promise<unknown> => {
    while (said.length === 0) await once(worker, 'message');
    return said.shift();
  };
  expect(await next()).toBe('ready');
  const tell = (act: string, id = ''): void => worker.postMessage({ act, id });
  return { worker, tell, next };
}

describe.each(engines())('a store that another thread joins, on %s', (engine) => {
  test('each sees what the other wrote, as soon as it is written', async () => {
    const { store, close } = await openTestStore(engine);
    const other = await joined(store);
    expect(await store.inbox.first('a', NOON)).toBe(true);
    other.tell('note', 'a');
    expect(await other.next()).toBe(false);
    other.tell('note', 'b');
    expect(await other.next()).toBe(true);
    expect(await store.inbox.first('b', NOON)).toBe(false);
    other.tell('close');
    await once(other.worker, 'exit');
    await close();
  });
});

test('a store that is only read begins no thread', async () => {
  const store = await openSqlite({ folder });
  expect(await store.items.get('k1')).toBeNull();
  expect(await store.ping()).toBe(true);
  expect(begun).toHaveLength(0);
  await store.inbox.first('x', NOON);
  expect(begun).toHaveLength(1);
  await store.close();
});

test('whoever holds the file keeps nobody here from reading, nor the loop from turning', async () => {
  const store = await openSqlite({ folder });
  await store.items.add(item('k1'));
  const holder = new DatabaseSync(join(folder, DATABASE_FILE));
  holder.exec('begin immediate');
  let written = false;
  const writing = store.items.add(item('k2')).then(() => {
    written = true;
  });
  for (let turn = 0; turn < 100; turn++) {
    await tick();
    expect((await store.items.list({ limit: 10 })).map(({ key }) => key)).toEqual(['k1']);
  }
  expect(written).toBe(false);
  holder.exec('rollback');
  holder.close();
  await writing;
  expect(await store.items.get('k2')).not.toBeNull();
  await store.close();
});

test('what writes waits for the transaction of another thread, in the order in which it came', async () => {
  const store = await openSqlite({ folder });
  const other = await joined(store);
  other.tell('hold', 'mine');
  expect(await other.next()).toBe('inside');
  const answers: boolean[] = [];
  const writes = [
    store.inbox.first('mine', NOON),
    store.transaction(async (rows) => rows.inbox.first('more', NOON)),
    store.inbox.first('more', NOON),
  ];
  for (const write of writes) void write.then((fresh) => answers.push(fresh));
  // Not committed yet, and nobody waits to read that.
  expect(await store.items.get('k1')).toBeNull();
  expect(answers).toEqual([]);
  other.tell('go');
  expect(await other.next()).toBe(true);
  expect(await Promise.all(writes)).toEqual([false, true, false]);
  await store.close();
});

test('a thread that dies inside its transaction leaves nothing of it and holds nobody', async () => {
  const store = await openSqlite({ folder });
  const other = await joined(store);
  other.tell('hang', 'lost');
  expect(await other.next()).toBe('inside');
  const waiting = store.inbox.first('lost', NOON);
  await other.worker.terminate();
  expect(await waiting).toBe(true);
  await store.close();
});

test('when the writing thread dies, what was under way fails with a code, and the next write begins another', async () => {
  const store = await openSqlite({ folder });
  const other = await joined(store);
  expect(await store.inbox.first('before', NOON)).toBe(true);
  const writer = begun.at(-1);
  if (!writer) throw new Error('no thread was begun');
  other.tell('hold', 'lost');
  expect(await other.next()).toBe('inside');
  const waiting = store.inbox.first('lost', NOON);
  await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'store_failed' }), writer.terminate()]);
  other.tell('go');
  expect(await other.next()).toBe('store_failed');
  expect(await store.inbox.first('lost', NOON)).toBe(true);
  expect(await store.inbox.first('before', NOON)).toBe(false);
  other.tell('note', 'lost');
  expect(await other.next()).toBe(false);
  await store.close();
});

test('a transaction whose thread died under it is told so, and written anew is whole', async () => {
  const store = await openSqlite({ folder });
  await store.inbox.first('before', NOON);
  const failed = store.transaction(async (rows) => {
    await rows.inbox.first('a', NOON);
    await begun.at(-1)?.terminate();
    await rows.inbox.first('b', NOON);
  });
  await expect(failed).rejects.toMatchObject({ code: 'store_failed' });
  await store.transaction(async (rows) => {
    expect(await rows.inbox.first('a', NOON)).toBe(true);
    expect(await rows.inbox.first('b', NOON)).toBe(true);
  });
  await store.close();
});

test('closing lets the transaction of another thread end; from then on that thread is refused', async () => {
  const store = await openSqlite({ folder });
  const other = await joined(store);
  other.tell('hold', 'whole');
  expect(await other.next()).toBe('inside');
  const closed = store.close();
  other.tell('go');
  await closed;
  expect(await other.next()).toBe(true);
  other.tell('note', 'late');
  expect(await other.next()).toMatch(/^store_(closed|failed)$/);
  const again = await openSqlite({ folder });
  expect(await again.inbox.first('whole', NOON)).toBe(false);
  await again.close();
});

test('a store left open keeps no process alive, and what was asked of it is done before the end', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'left-open.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  expect(said).toBe('done\n');
  const store = await openSqlite({ folder });
  expect(await store.inbox.first('asked', NOON)).toBe(false);
  await store.close();
});
