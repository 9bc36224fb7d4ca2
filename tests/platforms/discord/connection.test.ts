import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, test, vi } from 'vitest';
import { createIdentifyThrottle } from '../../../src/platforms/discord/identify.ts';
import { registerDiscord } from '../../../src/platforms/discord/register.ts';
import { PATIENT } from '../../patience.ts';
import { view } from './fake-asker.ts';
import { botFor, closing, configOf, health, peerFor } from './harness.ts';

/** A port on which nobody listens now. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('it connects, and stopping disconnects it', async () => {
  const peer = await peerFor();
  const { platform } = await botFor(configOf(peer));
  expect(await health(platform, 'connected')).toMatchObject({ platform: 'discord', code: null });
  expect(peer.connected()).toBe(1);
  await platform.stop();
  expect(platform.health().state).toBe('stopped');
  await expect.poll(() => peer.connected(), PATIENT).toBe(0);
});

test('Discord unreachable at the start: it says so, keeps trying, and answers once Discord is there', async () => {
  const port = await freePort();
  const config = { token: '', appId: '1', apiUrl: `http://127.0.0.1:${port}/api` };
  const early = await botFor({ ...config, token: 'peer.early' });
  expect(await health(early.platform, 'reconnecting')).toMatchObject({ code: 'unreachable' });
  await early.platform.stop();

  const peer = await peerFor();
  const gate = net.createServer((socket) => {
    const far = net.connect(Number(new URL(peer.apiUrl).port), '127.0.0.1');
    socket.on('error', () => far.destroy());
    far.on('error', () => socket.destroy());
    socket.pipe(far).pipe(socket);
  });
  closing(
    () =>
      new Promise((resolve) => {
        gate.close(() => resolve());
      }),
  );
  const { platform } = await botFor({ ...configOf(peer), apiUrl: config.apiUrl });
  expect(await health(platform, 'reconnecting')).toMatchObject({ code: 'unreachable' });
  await once(gate.listen(port, '127.0.0.1'), 'listening');
  expect(await health(platform, 'connected')).toMatchObject({ code: null });
  expect(await peer.slash('status', {})).toMatchObject({ kind: 'message' });
});

test('a wrong token is refused and said so, once, without another attempt', async () => {
  const peer = await peerFor();
  const { platform, logged } = await botFor({ ...configOf(peer), token: 'peer.wrong' }, { errors: 'expected' });
  expect(await health(platform, 'refused')).toMatchObject({ code: 'token_revoked' });
  expect(peer.requests.filter((request) => request.status === 401)).toHaveLength(1);
  expect(logged.filter((each) => each.level === 'error')).toHaveLength(1);
});

test('a dropped connection is resumed, and what came meanwhile is still answered', async () => {
  const peer = await peerFor();
  const { platform } = await botFor(configOf(peer));
  await health(platform, 'connected');
  peer.dropSocket();
  await health(platform, 'reconnecting');
  await health(platform, 'connected');
  expect([peer.resumes(), peer.identifies()]).toEqual([1, 1]);
  expect(await peer.slash('status', {})).toMatchObject({ kind: 'message' });
});

test('a token that is revoked while connected is told as refused', async () => {
  const peer = await peerFor();
  const { platform } = await botFor(configOf(peer), { errors: 'expected' });
  await health(platform, 'connected');
  peer.unauthorized();
  expect(await health(platform, 'refused')).toMatchObject({ code: 'token_revoked' });
});

test('stopping answers what is under way and takes nothing new', async () => {
  const peer = await peerFor();
  const { platform, asker } = await botFor(configOf(peer));
  await health(platform, 'connected');
  const slow = Promise.withResolvers<Awaited<ReturnType<typeof asker.answer>>>();
  asker.answer = () => slow.promise;
  const answer = peer.slash('status', {});
  await expect.poll(() => asker.asked.length, PATIENT).toBe(1);
  const stopped = platform.stop();
  slow.resolve({ view: view('fini'), data: {}, private: false, ok: true });
  expect(await answer).toMatchObject({ message: { embeds: [{ title: 'fini' }] } });
  await stopped;
});

test('behind a proxy, questions and cards both go through it', async () => {
  const peer = await peerFor();
  const tunnels: string[] = [];
  const proxy = http.createServer((_, response) => response.writeHead(405).end());
  const sockets = new Set<net.Socket>();
  proxy.on('connection', (socket) => sockets.add(socket));
  proxy.on('connect', (request, socket: net.Socket, head: Buffer) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const far = net.connect(Number(port), host ?? '', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      far.write(head);
      far.pipe(socket);
      socket.pipe(far);
    });
    sockets.add(far);
    socket.on('error', () => far.destroy());
    far.on('error', () => socket.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  closing(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { platform } = await botFor(configOf(peer), { proxy: `http://127.0.0.1:${address.port}` });
  await health(platform, 'connected');
  const target = new URL(peer.apiUrl).host;
  expect(tunnels.length).toBeGreaterThanOrEqual(2);
  expect(new Set(tunnels)).toEqual(new Set([target]));
  expect(await peer.slash('status', {})).toMatchObject({ kind: 'message' });
  peer.dropSocket();
  await health(platform, 'reconnecting');
  await health(platform, 'connected');
  expect(peer.resumes()).toBe(1);
});

test('registering through a proxy that is not there fails with a reason', async () => {
  const peer = await peerFor();
  const registered = await registerDiscord({ config: configOf(peer), commands: [], proxy: 'http://127.0.0.1:1' });
  expect(registered).toMatchObject({ ok: false, code: 'unreachable' });
});

test('identifications that keep coming are spaced ever further apart', async () => {
  vi.useFakeTimers();
  closing(async () => void vi.useRealTimers());
  const throttle = createIdentifyThrottle();
  const waits: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    const before = Date.now();
    const waited = throttle.waitForIdentify(0, new AbortController().signal);
    await vi.runAllTimersAsync();
    await waited;
    waits.push((Date.now() - before) / 1_000);
  }
  expect(waits).toEqual([0, 5, 10, 20, 40, 80, 160, 300, 300]);
  const leaving = new AbortController();
  const given = throttle.waitForIdentify(0, leaving.signal);
  leaving.abort();
  await expect(given).rejects.toThrow('closed');
});
