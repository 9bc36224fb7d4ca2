import dns from 'node:dns';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SocketModeReceiver, webApi } from '@slack/bolt';
import { Client, REST } from 'discord.js';
import { request } from 'undici';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { LANGS } from '../../src/domain/language.ts';
import { type Egress, EgressError, installEgress } from '../../src/egress.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { makeCertificates } from '../peers/certificates.ts';
import { type ForwardProxy, startProxy } from '../peers/proxy.ts';

// No resolver knows these names: whoever arrives under them came by the proxy.
const API = 'api.peer.test';
const EXCEPTED = 'excepted.peer.test';

const READY = {
  v: 10,
  user: { id: '100000000000000001', username: 'vigie', discriminator: '0', avatar: null, bot: true },
  guilds: [],
  session_id: 'session',
  resume_gateway_url: 'wss://gateway.peer.test',
  application: { id: '100000000000000001', flags: 0 },
};

const certificates = makeCertificates([API, EXCEPTED, 'gateway.peer.test', '127.0.0.1', 'localhost']);

let folder: string;
let caFile: string;
let peer: https.Server;
let sockets: WebSocketServer;
let proxy: ForwardProxy;
let egress: Egress | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-egress-'));
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, `A line for people.\n${certificates.authority}`);
  peer = https.createServer(certificates.server, (incoming, response) => {
    incoming.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answerTo(incoming.url ?? '')));
  });
  sockets = new WebSocketServer({ server: peer });
  peer.listen(0, '127.0.0.1');
  await once(peer, 'listening');
  proxy = await startProxy(portOf(peer));
});

afterEach(async () => {
  await egress?.uninstall();
  egress = null;
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  peer.closeAllConnections();
  peer.close();
  await proxy.close();
  await rm(folder, { recursive: true });
});

function portOf(server: https.Server): number {
  return (server.address() as AddressInfo).port;
}

/** What the platforms answer, as far as their clients need it to connect. */
function answerTo(url: string): unknown {
  if (url.endsWith('/apps.connections.open')) return { ok: true, url: `wss://${API}/link` };
  if (url.endsWith('/gateway/bot')) {
    const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    return { url: 'wss://gateway.peer.test', shards: 1, session_start_limit: limit };
  }
  return { ok: true, url };
}

function install(except: readonly string[] = []): Egress {
  egress = installEgress({ url: proxy.url, except, caFile });
  return egress;
}

function get(address: string): Promise<string> {
  return new Promise((settle, fail) => {
    https
      .get(address, { agent: https.globalAgent }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => settle(text));
      })
      .on('error', fail);
  });
}

test('fetch, node:https and undici leave by the proxy and trust the configured authority', async () => {
  install();
  expect(await (await fetch(`https://${API}/fetch`)).json()).toEqual({ ok: true, url: '/fetch' });
  expect(JSON.parse(await get(`https://${API}/https`))).toEqual({ ok: true, url: '/https' });
  const { body } = await request(`https://${API}/undici`);
  expect(await body.json()).toEqual({ ok: true, url: '/undici' });
  expect(proxy.seen.length).toBeGreaterThanOrEqual(2);
  expect(new Set(proxy.seen)).toEqual(new Set([`CONNECT ${API}:443`]));
});

test("Slack's Web API client leaves by the proxy", async () => {
  install();
  const answer = await new webApi.WebClient('xoxb-1', { slackApiUrl: `https://${API}/api/` }).auth.test();
  expect(answer.ok).toBe(true);
  expect(proxy.seen).toEqual([`CONNECT ${API}:443`]);
});

test("Slack's Socket Mode connects by the proxy when it is given the dispatcher", async () => {
  const { dispatcher } = install();
  sockets.on('connection', (socket) => socket.send(JSON.stringify({ type: 'hello' })));
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-1',
    ...(dispatcher === undefined ? {} : { dispatcher }),
    installerOptions: { clientOptions: { slackApiUrl: `https://${API}/api/` } },
  });
  await receiver.client.start();
  await receiver.client.disconnect();
  expect(proxy.seen.filter((line) => line === `CONNECT ${API}:443`).length).toBeGreaterThanOrEqual(2);
});

test("Discord's REST client and its gateway leave by the proxy", async () => {
  install();
  const identified = new Promise<unknown>((settle) => {
    sockets.on('connection', (socket) => {
      socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 45_000 }, s: null, t: null }));
      socket.on('message', (data) => {
        settle(JSON.parse(String(data)));
        socket.send(JSON.stringify({ op: 0, t: 'READY', s: 1, d: READY }));
      });
    });
  });
  await new REST({ api: `https://${API}/api` }).setToken('x').get('/users/@me');
  expect(proxy.seen).toEqual([`CONNECT ${API}:443`]);
  const client = new Client({ intents: [], rest: { api: `https://${API}/api` } });
  await client.login('MTIz.abc.def');
  expect(await identified).toMatchObject({ op: 2 });
  await client.destroy();
  expect(proxy.seen).toContain('CONNECT gateway.peer.test:443');
});

test('a WebSocket with an agent of its own keeps it', async () => {
  install();
  const agent = new https.Agent();
  const socket = new WebSocket(`wss://localhost:${portOf(peer)}/`, { agent });
  await once(socket, 'open');
  socket.terminate();
  expect(proxy.seen).toEqual([]);
});

/** Gives one name an address, as a company's own resolver would. */
function resolveToLoopback(name: string): void {
  const real = dns.lookup;
  const lookup = (host: string, ...rest: readonly never[]) =>
    Reflect.apply(real, dns, [host === name ? '127.0.0.1' : host, ...rest]);
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as typeof dns.lookup);
}

test('the proxy itself is spoken to directly, by those who build a tunnel by hand', async () => {
  resolveToLoopback('proxy.peer.test');
  const { port } = new URL(proxy.url);
  egress = installEgress({ url: `http://proxy.peer.test:${port}`, except: [], caFile });
  const connecting = http.request({ host: 'proxy.peer.test', port, method: 'CONNECT', path: `${API}:443` });
  connecting.end();
  const [response, socket] = await once(connecting, 'connect');
  socket.destroy();
  expect(response.statusCode).toBe(200);
  expect(proxy.seen).toEqual([`CONNECT ${API}:443`]);
  const plain = http.get(`http://proxy.peer.test:${port}/proxy.pac`, { agent: http.globalAgent });
  const [answer] = await once(plain, 'response');
  answer.resume();
  expect(proxy.seen[1]).toBe('GET /proxy.pac');
  expect((await fetch(`https://${API}/`)).ok).toBe(true);
  expect(proxy.seen[2]).toBe(`CONNECT ${API}:443`);
});

test('hosts of NO_PROXY and this machine are reached directly', async () => {
  const { proxyFor } = install([EXCEPTED]);
  const direct = `https://${EXCEPTED}:${portOf(peer)}`;
  resolveToLoopback(EXCEPTED);
  expect((await fetch(direct)).ok).toBe(true);
  expect(await get(direct)).toContain('true');
  expect((await request(direct)).statusCode).toBe(200);
  expect((await fetch(`https://127.0.0.1:${portOf(peer)}`)).ok).toBe(true);
  const socket = new WebSocket(`wss://localhost:${portOf(peer)}/`);
  await once(socket, 'open');
  socket.terminate();
  expect(proxy.seen).toEqual([]);
  expect(proxyFor(direct)).toBeNull();
  expect(proxyFor('http://localhost:8080/')).toBeNull();
  expect(proxyFor(`https://${API}/`)).toBe(proxy.url);
});

test.each([
  ['*', 'https://a.example/', true],
  ['.example.org', 'https://www.example.org/', true],
  ['*.example.org', 'https://www.example.org/', true],
  ['example.org', 'https://www.example.org/', false],
  ['example.org:8443', 'https://example.org:8443/', true],
  ['example.org:8443', 'https://example.org/', false],
  ['EXAMPLE.org', 'https://example.org/', true],
])('NO_PROXY=%s for %s: excepted %s', (entry, address, excepted) => {
  expect(install([entry]).proxyFor(address)).toBe(excepted ? null : proxy.url);
});

test('credentials in the proxy address are sent to the proxy', async () => {
  egress = installEgress({ url: proxy.url.replace('//', '//anne:s%40cret@'), except: [], caFile });
  await fetch(`https://${API}/`);
  expect(proxy.credentials).toEqual(['anne:s@cret']);
});

test('a feed over plain HTTP leaves by the proxy too', async () => {
  install();
  await fetch('http://feeds.peer.test/rss').catch(() => undefined);
  expect(proxy.seen.join()).toContain('feeds.peer.test');
});

test('without a proxy nothing changes, and uninstalling puts everything back', async () => {
  const none = installEgress({ url: null, except: [], caFile: null });
  expect(none.dispatcher).toBeUndefined();
  expect(none.proxyFor(`https://${API}/`)).toBeNull();
  const before = https.request;
  await install().uninstall();
  egress = null;
  expect(https.request).toBe(before);
  await expect(fetch(`https://127.0.0.1:${portOf(peer)}`)).rejects.toThrow();
  await expect(fetch(`https://${API}/`)).rejects.toThrow();
  expect(proxy.seen).toEqual([]);
});

test('every failure has a sentence in each language', () => {
  for (const lang of LANGS) {
    for (const code of ['ca_unreadable', 'ca_not_pem', 'proxy_refused'] as const) {
      const words = new EgressError(code, '/etc/ours.pem').words(messagesOf(lang));
      expect(words).toMatch(code === 'proxy_refused' ? /HTTPS_PROXY/ : /NODE_EXTRA_CA_CERTS.*\/etc\/ours\.pem/);
    }
  }
});

test('a file of authorities that cannot be used is named', async () => {
  const code = (file: string) => {
    try {
      installEgress({ url: null, except: [], caFile: file });
      return 'taken';
    } catch (error) {
      return error instanceof EgressError ? error.code : error;
    }
  };
  const empty = join(folder, 'empty.pem');
  await writeFile(empty, 'no certificate');
  const broken = join(folder, 'broken.pem');
  await writeFile(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  expect(code(join(folder, 'absent.pem'))).toBe('ca_unreadable');
  expect(code(empty)).toBe('ca_not_pem');
  expect(code(broken)).toBe('ca_not_pem');
});
