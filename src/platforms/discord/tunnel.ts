import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { type IShardingStrategy, SimpleShardingStrategy } from 'discord.js';
import type { Log } from './log.ts';

/** What discord.js hands to whoever builds its shards. */
type ShardManager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** Leads discord.js's gateway through an HTTP proxy, for which it has no setting. */
export type Tunnel = {
  /** For discord.js's `ws.buildStrategy`. */
  readonly strategy: (manager: ShardManager) => IShardingStrategy;
  readonly close: () => Promise<void>;
};

/** Longest head of a request that the relay reads. */
const MAX_HEAD = 16_384;

const CONNECT_MS = 15_000;

/**
 * A relay on this machine's loopback: discord.js connects to it as if it were the gateway, the relay opens a CONNECT
 * tunnel through the proxy, speaks TLS to Discord inside it (checking Discord's certificate) and passes bytes on. Only
 * addresses that discord.js itself was given can be reached, each under a path nobody can guess.
 */
export function createTunnel(proxy: string, log: Log): Tunnel {
  const targets = new Map<string, URL>();
  const open = new Set<Duplex>();
  const server = net.createServer((socket) => {
    hold(socket, open);
    relay(socket, targets, new URL(proxy), open).catch((error: unknown) => {
      log.warn('the proxy does not lead to the Discord gateway', { err: error });
      socket.destroy();
    });
  });
  let listening: Promise<number> | null = null;

  const port = async (): Promise<number> => {
    listening ??= once(server.listen(0, '127.0.0.1'), 'listening').then(() => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the relay has no port');
      return address.port;
    });
    return listening;
  };

  const local = async (address: string): Promise<string> => {
    const known = [...targets].find(([, target]) => target.href === new URL(address).href)?.[0];
    const key = known ?? randomBytes(16).toString('hex');
    targets.set(key, new URL(address));
    return `ws://127.0.0.1:${await port()}/${key}`;
  };

  return {
    strategy: (manager) => {
      const information = manager.fetchGatewayInformation.bind(manager);
      manager.fetchGatewayInformation = async (force) => {
        const told = await information(force);
        return { ...told, url: await local(told.url) };
      };
      const session = manager.options.retrieveSessionInfo;
      manager.options.retrieveSessionInfo = async (shard) => {
        const told = await session(shard);
        return told === null ? null : { ...told, resumeURL: await local(told.resumeURL) };
      };
      return new SimpleShardingStrategy(manager);
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      if (listening === null) return;
      await listening.catch(() => undefined);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function hold<T extends Duplex>(socket: T, open: Set<Duplex>): T {
  open.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => open.delete(socket));
  return socket;
}

/** Reads the head of one WebSocket request, connects to where it leads, and joins both ends. */
async function relay(
  socket: net.Socket,
  targets: ReadonlyMap<string, URL>,
  proxy: URL,
  open: Set<Duplex>,
): Promise<void> {
  const { head, rest } = await readHead(socket);
  const [, key, query] = /^GET \/([0-9a-f]{32})(\?[^ ]*)? HTTP\/1\.1\r\n/.exec(head) ?? [];
  const target = targets.get(key ?? '');
  if (!target) throw new Error('an unknown caller came to the gateway relay');
  const far = hold(await connect(target, proxy), open);
  const lines = head.split('\r\n').slice(1);
  const host = `Host: ${target.host}`;
  const path = `${target.pathname}${query ?? ''}`;
  far.write(
    `GET ${path} HTTP/1.1\r\n${lines.map((line) => (/^host:/i.test(line) ? host : line)).join('\r\n')}`,
    'latin1',
  );
  far.write(rest);
  far.on('close', () => socket.destroy());
  socket.on('close', () => far.destroy());
  far.pipe(socket);
  socket.pipe(far);
}

async function readHead(socket: net.Socket): Promise<{ head: string; rest: Buffer }> {
  let read = Buffer.alloc(0);
  while (read.length <= MAX_HEAD) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf('\r\n\r\n');
    if (end < 0) continue;
    socket.pause();
    return { head: read.subarray(0, end + 4).toString('latin1'), rest: read.subarray(end + 4) };
  }
  throw new Error('the head of a request to the gateway relay is too long');
}

/** A connection to the target through the proxy, in TLS when the target asks for it. */
async function connect(target: URL, proxy: URL): Promise<Duplex> {
  const secure = target.protocol === 'wss:';
  const authority = `${target.hostname}:${target.port || (secure ? 443 : 80)}`;
  const credentials = Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`);
  const request = (proxy.protocol === 'https:' ? https : http).request({
    host: proxy.hostname,
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      ...(proxy.username === '' ? {} : { 'proxy-authorization': `Basic ${credentials.toString('base64')}` }),
    },
    timeout: CONNECT_MS,
    agent: false,
  });
  request.on('timeout', () => request.destroy(new Error('the proxy does not answer')));
  request.end();
  const [response, socket] = (await once(request, 'connect')) as [http.IncomingMessage, net.Socket];
  if (response.statusCode !== 200) {
    socket.destroy();
    throw new Error(`the proxy answers ${response.statusCode ?? 'nothing'} to CONNECT`);
  }
  socket.setTimeout(0);
  if (!secure) return socket;
  const shield = tls.connect({ socket, servername: target.hostname, ALPNProtocols: ['http/1.1'] });
  shield.setTimeout(CONNECT_MS, () => shield.destroy(new Error('nobody answers behind the proxy')));
  await once(shield, 'secureConnect');
  shield.setTimeout(0);
  return shield;
}
