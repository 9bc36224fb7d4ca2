import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { type ApiParts, createApi } from './api/api.ts';
import { createClients } from './clients.ts';
import { boundConnections, type ConnectionLimits, DEFAULT_CONNECTIONS } from './connections.ts';
import { createGate } from './gate.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { lullOf } from './lull.ts';

/** How the bot stands, as probes and people ask for it. No names, texts or tokens: the endpoint is public. */
export type WebHealth = {
  /** True when the bot does its work: the store answers and every configured platform is connected or connecting. */
  readonly ready: boolean;
  /** Facts for people, printed as they are. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

export type WebOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  /** The interface; every one when absent. */
  readonly host?: string;
  /** Asked at each request; a rejection, or no answer in time, counts as not ready. */
  readonly health: () => Promise<WebHealth>;
  /** How long health may take, in milliseconds; 5 s when absent, within which probes give up. */
  readonly healthMs?: number;
  /** Answers `/slack/*` on the same port; it reads the raw body itself, which its signature check needs. */
  readonly slack: RequestListener | null;
  /** What the read-only API answers from; without it there is none. */
  readonly api?: ApiParts;
  /** Addresses and ranges of reverse proxies whose `X-Forwarded-For` tells who asks; none when absent. */
  readonly trustedProxies?: readonly string[];
  /** How often may be asked; probes and Slack are never counted. */
  readonly limits?: Limits;
  readonly connections?: ConnectionLimits;
};

const HEALTH_MS = 5_000;
/** Most bytes of a request's headers. */
const MOST_HEADER = 16_384;

export type WebCode = 'port_taken' | 'port_forbidden' | 'listen_failed';

/** Listening failed; the words are in `messages.operator.web`. */
export class WebError extends Error {
  readonly code: WebCode;
  readonly port: number;

  constructor(code: WebCode, port: number, cause: unknown) {
    super(`${code}: ${port}`, { cause });
    this.code = code;
    this.port = port;
  }
}

export type Web = {
  /** The port that is listened on. */
  readonly port: number;
  /** Settles when nobody waits to be let in, or after a quarter of a second. */
  readonly lull: () => Promise<void>;
  /** Takes no more requests and answers those under way; cuts what is left after `grace` milliseconds. */
  readonly stop: (grace?: number) => Promise<void>;
};

/**
 * Opens the port: `/healthz` (the process lives), `/readyz` (it works: 200 or 503, with facts as JSON), `/slack/*`
 * for Slack's listener, and the read-only API with its exports. Settles when listening; rejects with `WebError`.
 */
export async function createWeb(options: WebOptions): Promise<Web> {
  const app = new Hono();
  // First, so that what is said of probes is not said of its answers.
  if (options.api !== undefined) app.route('/', createApi(options.api));
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
  });
  app.get('/healthz', (context) => context.json({ ok: true }));
  app.get('/readyz', async (context) => {
    const health = await inTime(options.health, options.healthMs ?? HEALTH_MS);
    return context.json({ ready: health.ready, ...health.facts }, health.ready ? 200 : 503);
  });
  app.notFound((context) => context.json({ error: 'not_found' }, 404));
  app.onError((_error, context) => context.json({ error: 'internal' }, 500));

  const pages = getRequestListener(app.fetch);
  const { slack } = options;
  const clients = createClients(options.trustedProxies ?? []);
  const gate = createGate({ clients, limits: options.limits ?? DEFAULT_LIMITS, lang: options.api?.lang ?? 'en' });
  const server = createServer({ maxHeaderSize: MOST_HEADER }, (request, response) => {
    if (slack !== null && isSlack(request.url)) slack(request, response);
    else if (isProbe(request.url) || gate.admits(request, response)) void pages(request, response);
  });
  boundConnections(server, options.connections ?? DEFAULT_CONNECTIONS, {
    isProxy: clients.isProxy,
    isExempt: (url) => isSlack(url) || isProbe(url),
  });
  const lull = lullOf(server);
  // Once stopping, a connection whose last answer is out is not kept for another request.
  server.on('request', (_request, response) => {
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  // A client that sends its request a byte a minute holds no connection.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await listen(server, options);
  return { port: portOf(server), lull, stop: (grace = 5_000) => close(server, grace) };
}

/** What health says, or not ready when it fails or takes too long: a database that hangs is one that does not answer. */
async function inTime(health: () => Promise<WebHealth>, ms: number): Promise<WebHealth> {
  let bell: NodeJS.Timeout | undefined;
  const late = new Promise<WebHealth>((settle) => {
    bell = setTimeout(() => settle({ ready: false, facts: { late: true } }), ms);
  });
  try {
    return await Promise.race([health(), late]);
  } catch {
    return { ready: false, facts: {} };
  } finally {
    clearTimeout(bell);
  }
}

const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';

/** What watches over the process must get in whatever else is asked. */
const isProbe = (url: string | undefined): boolean => /^\/(?:healthz|readyz)$/.test(pathOf(url));

function isSlack(url: string | undefined): boolean {
  const path = pathOf(url);
  return path === '/slack' || path.startsWith('/slack/');
}

function listen(server: Server, { port, host }: WebOptions): Promise<void> {
  return new Promise((settle, fail) => {
    server.once('error', (error) => fail(new WebError(codeOf(error), port, error)));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.removeAllListeners('error');
      settle();
    });
  });
}

function codeOf(error: Error): WebCode {
  const code = 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return 'port_taken';
  return code === 'EACCES' ? 'port_forbidden' : 'listen_failed';
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

function close(server: Server, grace: number): Promise<void> {
  return new Promise((settle) => {
    const cut = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(cut);
      settle();
    });
    server.closeIdleConnections();
  });
}
