import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BURST, HEAVY, HOSTS, NEWS_EVERY, type Scale } from './scale.ts';
import { document, entries } from './texts.ts';

/** The publishers: a process with an address of this machine for every host. */

export type FeedsOrder = { readonly scale: Scale; readonly names: readonly string[] };
/** When each path was asked, in ms since 1970. */
export type FeedsReport = { readonly asked: Readonly<Record<string, readonly number[]>>; readonly bytes: number };

const asked: Record<string, number[]> = {};
let bytes = 0;

process.once('message', ({ scale, names }: FeedsOrder) => {
  const now = Date.now();
  const bodies = new Map([
    [BURST, document(HOSTS.burst, entries(BURST, scale.burst, { names, every: 3, words: 110, now }))],
    [HEAVY, document(HOSTS.heavy, entries(HEAVY, scale.heavy, { names, every: 3, words: 30_000, now }))],
  ]);
  const silent = new Set(Array.from({ length: scale.silent }, (_, n) => HOSTS.silent(n)));
  const server = createServer((request, response) => {
    const name = /^\/(\S+)\.xml$/.exec(request.url ?? '')?.[1] ?? '';
    asked[name] ??= [];
    asked[name].push(Date.now());
    // Taken, and never answered.
    if (silent.has(request.socket.localAddress ?? '')) return;
    const n = Number(/^feed-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    const news = n % NEWS_EVERY === 0 && asked[name].length === 1;
    const body =
      bodies.get(name) ?? (news ? document(name, entries(name, 1, { names, every: 1, words: 60, now })) : null);
    if (body === null || (bodies.has(name) && asked[name].length > 1)) {
      response.writeHead(304, { etag: '"known"' }).end();
      return;
    }
    bytes += body.length;
    response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"known"' }).end(body);
  });
  // As publishers' servers have it; Node's own five seconds would cut connections that a late client is about to use.
  server.keepAliveTimeout = 75_000;
  server.listen(0, '0.0.0.0', () => process.send?.({ ready: true, port: (server.address() as AddressInfo).port }));
  process.once('message', () => {
    const report: FeedsReport = { asked, bytes };
    process.send?.(report, () => process.exit(0));
  });
});
