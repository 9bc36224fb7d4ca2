import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { request } from 'undici';
import { afterEach, expect, test, vi } from 'vitest';
import { createFeedClient, type FeedClient } from '../../feeds/fetch.ts';
import { byProxy } from '../../src/proxied.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { type Sink, startSink } from '../peers/sink.ts';
import { rss } from './samples.ts';

const toClose: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0).reverse()) await one.close();
});

const closing = <T extends { close: () => Promise<unknown> }>(one: T): T => {
  toClose.push(one);
  return one;
};
const sink = async (answer: string | null = null): Promise<Sink> => closing(await startSink(answer));
const feeds = async (): Promise<FeedServer> => closing(await startFeedServer());
const clientBy = (url: string, deadlineMs = 600): FeedClient =>
  closing(
    createFeedClient({
      allowPrivate: ['127.0.0.0/8'],
      userAgent: 'Vigie/test',
      proxy: { url, except: ['127.0.0.1'] },
      deadlineMs,
    }),
  );

test.each(['https://feeds.example/feed', 'http://feeds.example/feed'])(
  'a proxy that takes connections and never answers: %s ends at its deadline, and the proxy is named',
  async (address) => {
    const mute = await sink();
    const client = clientBy(mute.url);
    expect(await client.get(address, null)).toMatchObject({ kind: 'failed', code: 'proxy_unreachable' });
    expect(mute.taken()).toBe(1);
    // It ended by its deadline, not because the wait for a tunnel was over.
    if (address.startsWith('https')) expect(mute.open()).toBe(1);
  },
);

test('a tunnel that is waited for in vain is let go of', async () => {
  const mute = await sink();
  const { dispatcher } = byProxy({ url: mute.url, connectMs: 200 });
  closing({ close: () => dispatcher.destroy() });
  await expect(request('https://feeds.example/feed', { dispatcher })).rejects.toThrow('the proxy does not answer');
  await vi.waitFor(() => expect(mute.open()).toBe(0), { timeout: 60_000 });
});

test('feeds that need no proxy are read meanwhile, and a stop ends what waits for it', async () => {
  const mute = await sink();
  const client = clientBy(mute.url, 60_000);
  const stop = new AbortController();
  const stuck = client.get('https://feeds.example/feed', null, { signal: stop.signal });
  const server = await feeds();
  const url = server.route('/feed', { body: rss('<item><guid>1</guid></item>') });
  expect(await client.get(url, null)).toMatchObject({ kind: 'body' });
  stop.abort(new Error('stop'));
  await expect(stuck).rejects.toThrow('stop');
});

test('a proxy that is not there, and one whose name leads nowhere', async () => {
  const gone = await startSink();
  await gone.close();
  for (const address of ['https://feeds.example/feed', 'http://feeds.example/feed']) {
    expect(await clientBy(gone.url).get(address, null)).toMatchObject({ code: 'proxy_unreachable' });
  }
});

test.each([
  ['https://feeds.example/feed', 407],
  ['http://feeds.example/feed', 407],
  ['https://feeds.example/feed', 403],
])('a proxy that refuses: %s, %d', async (address, status) => {
  const refusing = await sink(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  expect(await clientBy(refusing.url, 5_000).get(address, null)).toMatchObject({ code: 'proxy_refused' });
});

test('what lies behind a proxy that works is not the proxy’s fault', async () => {
  // It finds nobody for one name, and somebody who says nothing for the other.
  const mute = await sink();
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    socket.on('error', () => undefined);
    if (request.url?.startsWith('nobody')) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const onward = connect(mute.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  closing({ close: async () => void proxy.close() });
  const client = clientBy(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  expect(await client.get('https://nobody.example/feed', null)).toMatchObject({ code: 'unreachable' });
  expect(await client.get('https://silent.example/feed', null)).toMatchObject({ code: 'timeout' });
});
