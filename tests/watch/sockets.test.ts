import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createFeedClient } from '../../feeds/fetch.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import type { FeedState } from '../../src/domain/feed.ts';
import { createPoller } from '../../src/watch/poller.ts';
import { at, feed, NOW } from './feeds.ts';

let server: Server;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('on real connections: two hundred hosts that fell silent, and every living one is answered before the first of them is given up', async () => {
  const asked = new Set<string>();
  server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    asked.add(host.split('.')[0] ?? '');
    if (!host.startsWith('dead')) response.writeHead(304, { etag: '"1"' }).end();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createFeedClient({
    allowPrivate: ['127.0.0.0/8'],
    userAgent: 'Vigie/test',
    proxy: null,
    resolver: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const parser = createFeedParser();
  const named = (name: string, n: number, dueAt: string): FeedState[] =>
    Array.from({ length: n }, (_, i) =>
      feed({ id: `${name}${i}`, url: `http://${name}${i}.example:${port}/f`, dueAt }),
    );
  const states = [...named('dead', 200, at(-60_000)), ...named('good', 50, NOW)];
  const saved: FeedState[] = [];
  const stop = new AbortController();
  const poller = createPoller({
    feeds: {
      due: async (_now, _limit, after) => (after ? [] : states),
      list: async () => states,
      get: async (id) => states.find((one) => one.id === id) ?? null,
      save: async (state) => void saved.push(state),
    },
    read: (one, way) => readFeed(one, { client, parser }, NOW, way),
    intake: async () => Promise.reject(new Error('nothing is taken in here')),
    clock: { now: () => NOW },
    signal: stop.signal,
  });
  await poller.wake();
  await vi.waitFor(() => expect(saved.filter(({ id }) => id.startsWith('good'))).toHaveLength(50), {
    timeout: 60_000,
    interval: 20,
  });
  expect(saved.filter(({ id }) => id.startsWith('dead'))).toEqual([]);
  expect([...asked].filter((name) => name.startsWith('dead')).length).toBeGreaterThan(100);
  stop.abort(new Error('stop'));
  await poller.settled();
  expect(poller.facts()).toMatchObject({ underWay: 0, waiting: 0 });
  await parser.close();
  await client.close();
});
