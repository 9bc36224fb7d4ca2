import { access, constants, statfs } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import type { CatalogueTrouble } from './finding.ts';

/** What the doctor looks with: each may reject, and what it says then stands in the finding. */
export type Probes = {
  readonly fetch: typeof globalThis.fetch;
  /** The time in milliseconds since 1970, as the machine has it. */
  readonly now: () => number;
  /** The time zone of the process. */
  readonly zone: () => string;
  /** Opens the store, writes, closes. `in_use`: another process rightly holds it. */
  readonly store: (config: Config) => Promise<'ok' | 'in_use'>;
  /** How many feeds the catalogue lists, or what is wrong with it. */
  readonly catalogue: (config: Config) => Promise<number | readonly CatalogueTrouble[]>;
  /** Bytes this user may still write where `folder` is or would be made. */
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly port: (port: number) => Promise<'free' | 'taken' | 'forbidden'>;
  /** Asks the proxy for a way to `target` (host:port); its status. Rejects when it does not answer. */
  readonly proxy: (url: string, target: string) => Promise<number>;
  /** The scopes that the Slack manifest asks for. */
  readonly slackScopes: readonly string[];
};

/** The probes that need nothing but the machine; the rest is the wiring's to add. */
export const systemProbes: Pick<Probes, 'fetch' | 'now' | 'zone' | 'freeBytes' | 'port' | 'proxy'> = {
  fetch: (...request) => globalThis.fetch(...request),
  now: () => Date.now(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(await nearestExisting(folder));
    return bavail * bsize;
  },
  port: tryPort,
  proxy: askProxy,
};

/** The folder itself, or the nearest one above it that exists: where it would be made. */
async function nearestExisting(folder: string): Promise<string> {
  try {
    await access(folder, constants.F_OK);
    return folder;
  } catch (error) {
    const above = dirname(folder);
    if (above === folder) throw error;
    return nearestExisting(above);
  }
}

/** Listens on the port for a moment, on every interface, as the bot would. */
function tryPort(port: number): Promise<'free' | 'taken' | 'forbidden'> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', (error) => settle('code' in error && error.code === 'EACCES' ? 'forbidden' : 'taken'));
    server.listen(port, () => server.close(() => settle('free')));
  });
}

const PROXY_MS = 10_000;

/** Opens a tunnel through the proxy and closes it again. */
function askProxy(url: string, target: string): Promise<number> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const room = protocol === 'https:' ? https : http;
  const pass = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return new Promise((settle, fail) => {
    const request = room.request({
      // Its own agent: the process may already leave by this very proxy.
      agent: new room.Agent(),
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || (protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...(username === '' ? {} : { 'Proxy-Authorization': `Basic ${pass}` }) },
      signal: AbortSignal.timeout(PROXY_MS),
    });
    request.once('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      settle(statusCode);
    });
    request.once('response', (answer) => {
      answer.destroy();
      settle(answer.statusCode ?? 0);
    });
    request.once('error', fail);
    request.end();
  });
}

/** What an error says in one line, without its way. */
export function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && error.cause.message !== '' ? ` (${error.cause.message})` : '';
  return `${error.message.split('\n')[0] ?? ''}${cause}`.replace(/\.$/, '');
}
