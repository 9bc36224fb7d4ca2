import { request as ask, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { type Bot, card, eventually, posting, startBot } from './bot.ts';

let peer: SlackPeer;
let bot: Bot;
beforeEach(async () => {
  peer = await startSlackPeer();
});
afterEach(async () => {
  await bot.stop();
  const told = [...peer.violations];
  await peer.close();
  expect(told).toEqual([]);
});

test.each(['http', 'socket'] as const)(
  'unreachable at the start, it keeps trying, says so, and comes up (%s)',
  async (mode) => {
    await peer.down();
    bot = await startBot(peer, { mode, wait: false });
    await eventually(() => bot.slack.health().code).toBe('unreachable');
    expect(bot.slack.health().state).toBe('starting');
    expect(bot.log.some(({ message }) => message.includes('cannot be reached'))).toBe(true);
    await peer.up();
    await bot.reaches('connected');
    expect((await (await peer.slash('offer bleu')).answer()).text).toContain('You asked');
  },
);

test('until Slack is reached, requests are put off', async () => {
  await peer.down();
  bot = await startBot(peer, { wait: false });
  const response = await fetch(bot.url, { method: 'POST', body: 'x' });
  expect(response.status).toBe(503);
});

test.each(['http', 'socket'] as const)(
  'a wrong token is told and tried again, until it is right (%s)',
  async (mode) => {
    peer.takeTokenAway();
    bot = await startBot(peer, { mode, wait: false });
    const health = await bot.reaches('refused');
    expect(health.code).toBe('token_revoked');
    const before = bot.log.length;
    await eventually(() => bot.log.length).toBeGreaterThan(before + 2);
    expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toMatchObject({
      kind: 'retry',
      code: 'token_revoked',
    });
    peer.giveTokenBack();
    await bot.reaches('connected');
    expect((await bot.slack.send(posting(peer, 'd1', card('First')))).kind).toBe('sent');
  },
);

test('a token taken away while running is noticed at the next send', async () => {
  bot = await startBot(peer);
  peer.takeTokenAway();
  expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toMatchObject({
    kind: 'retry',
    code: 'token_revoked',
  });
  expect(bot.slack.health()).toMatchObject({ state: 'refused', code: 'token_revoked' });
  peer.giveTokenBack();
  await bot.reaches('connected');
});

test('a bad or old signature is refused, an unknown path not found', async () => {
  bot = await startBot(peer);
  expect((await peer.slash('offer bleu', { secret: 'another' })).ack.status).toBe(401);
  expect((await peer.slash('offer bleu', { at: Math.floor(Date.now() / 1000) - 600 })).ack.status).toBe(401);
  expect((await fetch(new URL('/elsewhere', bot.url), { method: 'POST' })).status).toBe(404);
  expect(bot.asker.asked).toEqual([]);
});

test('asked to reconnect, or cut off, Socket Mode is back at once', async () => {
  bot = await startBot(peer, { mode: 'socket' });
  for (const leave of [peer.socket.refresh, peer.socket.cut]) {
    const opened = peer.calls('apps.connections.open').length;
    leave();
    await eventually(() => peer.calls('apps.connections.open').length).toBe(opened + 1);
    await bot.reaches('connected');
    await eventually(() => peer.socket.count()).toBe(1);
    expect((await (await peer.slash('offer bleu')).answer()).text).toContain('You asked');
  }
});

test('in Socket Mode there is no request listener', async () => {
  bot = await startBot(peer, { mode: 'socket' });
  expect(bot.slack.requestListener).toBeNull();
});

test('a stop lets the answer under way arrive and takes nothing new', async () => {
  bot = await startBot(peer);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  bot.asker.on('slow', async () => {
    await held;
    return { view: { title: 'At last', tone: 'neutral', blocks: [] }, data: null, private: true, ok: true };
  });
  const asked = await peer.slash('slow');
  await eventually(() => bot.asker.asked.length).toBe(1);
  const stopping = bot.slack.stop();
  expect((await peer.slash('offer bleu')).ack.status).toBe(503);
  release();
  await stopping;
  expect((await asked.answer()).text).toBe('At last');
  expect(bot.slack.health().state).toBe('stopped');
});

test.each(['http', 'socket'] as const)('everything goes through the proxy where there is one (%s)', async (mode) => {
  const through: string[] = [];
  const proxy = createServer((request, response) => {
    through.push(request.url ?? '');
    const onward = ask(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  proxy.on('connect', (request, client, head) => {
    through.push(request.url ?? '');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    bot = await startBot(peer, { mode, proxy: url });
    expect((await (await peer.slash('offer bleu')).answer()).text).toContain('You asked');
    expect((await bot.slack.send(posting(peer, 'd1', card('First')))).kind).toBe('sent');
    const host = new URL(peer.apiUrl).host;
    expect(through.length).toBeGreaterThan(0);
    expect(through.filter((target) => !target.includes(host))).toEqual([]);
    for (const path of ['/api/auth.test', '/api/chat.postMessage', '/respond/'])
      expect(through.some((target) => target.includes(path))).toBe(true);
    expect(through.includes(host)).toBe(mode === 'socket');
  } finally {
    await bot.stop();
    proxy.closeAllConnections();
    await new Promise<void>((resolve) => proxy.close(() => resolve()));
  }
});
