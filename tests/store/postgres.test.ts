import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports.ts';
import { isStoreError } from '../../src/store/error.ts';
import { openStore } from '../../src/store/open.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { postgresAnswers, postgresRun, type TestPlace, testPlace } from './harness.ts';
import { alert, at, channel, item, member, NOON, statement, story, traits } from './samples.ts';

test('a server that does not answer has a code', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const url = `postgres://someone:hunter2@127.0.0.1:${port}/nothing`;
  const hungUp = await openPostgres({ url }).catch((error: unknown) => error);
  server.close();
  await once(server, 'close');
  const refused = await openPostgres({ url }).catch((error: unknown) => error);
  for (const error of [hungUp, refused]) {
    expect(error).toMatchObject({ code: 'store_unreachable' });
    expect(String(error)).not.toContain('hunter2');
  }
});

describe.runIf(postgresAnswers)('PostgreSQL between processes', () => {
  let place: TestPlace;
  let one: Store;
  let two: Store;
  beforeEach(async () => {
    place = await testPlace('postgres');
    [one, two] = await Promise.all([place.open(), place.open()]);
  });
  afterEach(() => place.close());

  const add = async (store: Store, id: string, name: string) =>
    await store.outbox.add({
      id,
      channel: channel(name),
      order: { kind: 'card', alert: id },
      dueAt: NOON,
      createdAt: NOON,
    });

  test('two processes never hold one row, lose none and keep each channel in order', async () => {
    const channels = Array.from({ length: 8 }, (_, i) => `C${i}`);
    for (let n = 0; n < 12; n += 1) for (const name of channels) await add(n % 2 ? one : two, `${name}-${n}`, name);
    const sent: string[] = [];
    const held = new Set<string>();
    const work = async (store: Store) => {
      for (let idle = 0; idle < 5; ) {
        const taken = await store.outbox.claim({
          now: NOON,
          leaseUntil: at(1),
          restUntil: at(1),
          limit: 3,
          busy: [],
          platforms: ['slack'],
        });
        idle = taken.length === 0 && held.size === 0 ? idle + 1 : 0;
        for (const delivery of taken) {
          expect(held.has(delivery.channel.channel)).toBe(false);
          held.add(delivery.channel.channel);
        }
        for (const delivery of taken) {
          sent.push(delivery.id);
          await store.outbox.settle(delivery.id, { state: 'sent', code: null, at: NOON });
          held.delete(delivery.channel.channel);
          await store.outbox.rest(delivery.channel, NOON);
        }
      }
    };
    await Promise.all([work(one), work(one), work(two), work(two)]);
    expect(new Set(sent).size).toBe(sent.length);
    for (const name of channels) {
      const expected = Array.from({ length: 12 }, (_, n) => `${name}-${n}`);
      expect(sent.filter((id) => id.startsWith(`${name}-`))).toEqual(expected);
    }
  });

  test('a row becomes visible only after those before it', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let added = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      added = resolve;
    });
    const slow = one.transaction(async (rows) => {
      await rows.outbox.add({
        id: 'first',
        channel: channel(),
        order: { kind: 'summary', stories: [] },
        dueAt: NOON,
        createdAt: NOON,
      });
      added();
      await gate;
    });
    await first;
    const fast = add(two, 'second', 'C1');
    const claim = () => two.outbox.claim({ now: NOON, leaseUntil: at(1), limit: 9, busy: [], platforms: ['slack'] });
    expect(await claim()).toEqual([]);
    release();
    await Promise.all([slow, fast]);
    expect((await claim()).map((delivery) => delivery.id)).toEqual(['first']);
  });

  test('a deadlock is run again and both transactions end', async () => {
    for (const id of ['s1', 's2']) await one.stories.add(story(id), member(`k-${id}`), traits(story(id)));
    let runs = 0;
    let waiting = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const grow = (store: Store, order: readonly string[]) =>
      store.transaction(async (rows) => {
        runs += 1;
        for (const [i, id] of order.entries()) {
          const present = await rows.stories.get(id);
          if (!present) throw new Error('lost');
          const grown = { ...present, version: present.version + 1 };
          await rows.stories.grow(grown, null, traits(grown));
          if (i === 0) {
            waiting += 1;
            if (waiting === 2) go();
            await both;
          }
        }
      });
    // The one that is run again may find that the other was faster: that is for its caller to see, as the pipeline does.
    const patiently = async (store: Store, order: readonly string[]): Promise<void> => {
      try {
        await grow(store, order);
      } catch (error) {
        if (!isStoreError(error, 'conflict')) throw error;
        await patiently(store, order);
      }
    };
    await Promise.all([patiently(one, ['s1', 's2']), patiently(two, ['s2', 's1'])]);
    expect(runs).toBeGreaterThanOrEqual(3);
    expect(await one.stories.get('s1')).toMatchObject({ version: 3 });
    expect(await one.stories.get('s2')).toMatchObject({ version: 3 });
  });

  test('whoever comes second to an alert, an event or a statement learns it', async () => {
    await one.stories.add(story('s1'), member('k1'), traits(story('s1')));
    const race = async (work: (store: Store, i: number) => Promise<boolean>) => {
      const won = await Promise.all(Array.from({ length: 12 }, (_, i) => work(i % 2 ? one : two, i)));
      return won.filter((first) => first).length;
    };
    expect(await race(async (store, i) => (await store.alerts.ensure(alert(`a${i}`))).created)).toBe(1);
    expect(await race((store) => store.inbox.first('Ev1', NOON))).toBe(1);
    expect(await race((store) => store.statements.add(statement('z')))).toBe(1);
    expect(await race((store) => add(store, 'd1', 'C1'))).toBe(1);
    expect(await one.alerts.ofStory('s1')).toHaveLength(1);
  });

  test('the database itself refuses to change or remove a statement', async () => {
    await one.statements.add(statement('z'));
    for (const wrong of ["update statement set doc = '{}'", 'delete from statement', 'truncate statement']) {
      await expect(postgresRun(wrong, place.url)).rejects.toThrow('only ever added');
    }
    expect(await two.statements.all()).toEqual([statement('z')]);
  });

  test('a connection cut by the server or the network is made anew', async () => {
    const target = new URL(place.url);
    const proxy = await cuttable(target);
    const store = await openStore({ kind: 'postgres', url: proxy.url });
    await store.items.add(item('k1'));
    // Idle: the next query does not even notice, or says so once.
    proxy.cut();
    await store.ping();
    expect(await store.items.get('k1')).toEqual(item('k1'));
    // In the midst of a transaction: it is undone whole and says why.
    const torn = store.transaction(async (rows) => {
      await rows.inbox.first('x', NOON);
      proxy.cut();
      await rows.inbox.first('y', NOON);
    });
    await expect(torn).rejects.toMatchObject({ code: 'store_unreachable' });
    expect(await store.inbox.first('x', NOON)).toBe(true);
    await store.close();
    await proxy.close();
  });

  test('a refused login has a code', async () => {
    const url = new URL(place.url);
    url.pathname = '/vigie_no_such_database';
    await expect(openPostgres({ url: url.toString() })).rejects.toMatchObject({ code: 'store_refused' });
  });
});

/** A way to the server that can be cut. */
async function cuttable(
  target: URL,
): Promise<{ readonly url: string; readonly cut: () => void; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.toString(),
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
