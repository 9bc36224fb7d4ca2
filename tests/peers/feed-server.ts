import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

/** What the server was asked, in order. */
export type Asked = { readonly path: string; readonly method: string; readonly headers: IncomingHttpHeaders };

/** A scripted answer. Everything not said is a plain 200 with `body`. */
export type Scripted = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `Content-Type`; default `application/rss+xml; charset=utf-8`. */
  readonly type?: string;
  /** Sent, and answered with 304 when the request carries it in `If-None-Match`. */
  readonly etag?: string;
  /** Sent, and answered with 304 when the request carries it in `If-Modified-Since`. */
  readonly lastModified?: string;
  /** For redirects: where to. Relative or absolute. */
  readonly location?: string;
  /** Seconds or an HTTP date. */
  readonly retryAfter?: string | number;
  /** Compresses the body and says so. */
  readonly coding?: 'gzip' | 'br' | 'deflate' | 'zstd';
  /** Sends one byte each so many milliseconds, for ever: the body never ends. */
  readonly dripMs?: number;
  /** Announces the whole body, sends this many bytes of it and closes the connection. */
  readonly cutAfter?: number;
  /** A gzip body of this many zero bytes once decoded. */
  readonly bombBytes?: number;
  /** Accepts the request and never answers. */
  readonly silent?: boolean;
};

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
/** A function is asked on every request with its number, from 1: for content that changes. */
export type Answering = Scripted | ((nth: number, asked: Asked) => Scripted) | { readonly handle: Handler };

export type FeedServer = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Sets what a path (with its query) answers; a later call replaces it. Returns the path's full address. */
  readonly route: (path: string, answering: Answering) => string;
  readonly requests: readonly Asked[];
  readonly close: () => Promise<void>;
};

/** A real HTTP server on a free port of 127.0.0.1 that answers feeds as scripted, well and badly. Unknown paths are 404. */
export async function startFeedServer(): Promise<FeedServer> {
  const routes = new Map<string, Answering>();
  const counts = new Map<string, number>();
  const requests: Asked[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const asked = { path, method: request.method ?? 'GET', headers: request.headers };
    requests.push(asked);
    const answering = routes.get(path);
    const nth = (counts.get(path) ?? 0) + 1;
    counts.set(path, nth);
    if (answering === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    } else if (typeof answering === 'object' && 'handle' in answering) {
      await answering.handle(request, response);
    } else {
      send(typeof answering === 'function' ? answering(nth, asked) : answering, asked, response, timers);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    port,
    route(path, answering) {
      routes.set(path, answering);
      return url + path;
    },
    requests,
    async close() {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(script: Scripted, asked: Asked, response: ServerResponse, timers: Set<NodeJS.Timeout>): void {
  if (script.silent) return;
  const headers: Record<string, string> = { 'content-type': script.type ?? 'application/rss+xml; charset=utf-8' };
  if (script.etag !== undefined) headers['etag'] = script.etag;
  if (script.lastModified !== undefined) headers['last-modified'] = script.lastModified;
  if (script.location !== undefined) headers['location'] = script.location;
  if (script.retryAfter !== undefined) headers['retry-after'] = String(script.retryAfter);
  Object.assign(headers, script.headers);

  const status = script.status ?? 200;
  if (status === 200 && isKnown(script, asked)) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = bodyOf(script, headers);
  if (script.dripMs !== undefined) {
    response.writeHead(status, headers);
    response.write(body);
    const timer = setInterval(() => response.write(' '), script.dripMs);
    timers.add(timer);
    response.on('close', () => clearInterval(timer));
  } else if (script.cutAfter !== undefined) {
    response.writeHead(status, { ...headers, 'content-length': String(body.byteLength) });
    response.write(body.subarray(0, script.cutAfter), () => response.destroy());
  } else {
    response.writeHead(status, headers).end(body);
  }
}

function isKnown(script: Scripted, asked: Asked): boolean {
  if (script.etag !== undefined) return asked.headers['if-none-match'] === script.etag;
  return script.lastModified !== undefined && asked.headers['if-modified-since'] === script.lastModified;
}

function bodyOf(script: Scripted, headers: Record<string, string>): Buffer {
  if (script.bombBytes !== undefined) {
    headers['content-encoding'] = 'gzip';
    return gzipSync(Buffer.alloc(script.bombBytes));
  }
  const plain = typeof script.body === 'string' ? Buffer.from(script.body) : Buffer.from(script.body ?? '');
  if (script.coding === undefined) return plain;
  headers['content-encoding'] = script.coding;
  return { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync }[script.coding](plain);
}
