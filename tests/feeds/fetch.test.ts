import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createFeedClient, type FeedClient, type FeedClientSettings } from '../../feeds/fetch.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { NOW, rss } from './samples.ts';

const BODY = rss('<item><title>x</title><guid>1</guid></item>');
const OPEN: FeedClientSettings = { allowPrivate: ['127.0.0.0/8'], userAgent: 'Vigie/test', proxy: null };

let server: FeedServer;
let client: FeedClient;
const parser = createFeedParser();
afterAll(() => parser.close());
const others: { close: () => Promise<unknown> }[] = [];

beforeEach(async () => {
  server = await startFeedServer();
  client = createFeedClient(OPEN);
});
afterEach(async () => {
  await client.close();
  for (const other of others.splice(0)) await other.close();
  await server.close();
});

/** A feed as the bot reads it: asked for, its coding undone, compared with what is known, and parsed. */
const readAt = (url: string, validators: Parameters<FeedClient['get']>[1] = null) =>
  readFeed({ url, validators }, { client, parser }, NOW);

function clientWith(settings: Partial<FeedClientSettings>): FeedClient {
  const made = createFeedClient({ ...OPEN, ...settings });
  others.push(made);
  return made;
}

test('the second poll is conditional and costs no body', async () => {
  const url = server.route('/feed', { body: BODY, etag: '"v1"', lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT' });
  const first = await client.get(url, null);
  if (first.kind !== 'body') throw new Error(first.kind);
  expect(new TextDecoder().decode(first.bytes)).toBe(BODY);
  expect(first.validators).toMatchObject({ etag: '"v1"', lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT' });

  const second = await client.get(url, first.validators);
  expect(second).toMatchObject({ kind: 'unchanged', validators: first.validators });
  expect(server.requests[1]?.headers).toMatchObject({
    'if-none-match': '"v1"',
    'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT',
    'user-agent': 'Vigie/test',
  });
});

test('a server without validators that sends the same body again has not changed', async () => {
  const url = server.route('/feed', (nth) => ({ body: nth < 3 ? BODY : `${BODY} ` }));
  const first = await readAt(url);
  if (first.kind !== 'read') throw new Error(first.kind);
  expect(first.validators.bodyHash).toMatch(/^[0-9a-f]{64}$/);
  expect(await readAt(url, first.validators)).toMatchObject({ kind: 'unchanged', validators: first.validators });
  expect((await readAt(url, first.validators)).kind).toBe('read');
});

test('a 304 to a request without conditions is a failure, not an answer', async () => {
  expect(await client.get(server.route('/f', { status: 304 }), null)).toMatchObject({
    kind: 'failed',
    code: 'empty_body',
  });
});

test.each(['gzip', 'br', 'deflate', 'zstd'] as const)('undoes %s', async (coding) => {
  const plain = await readAt(server.route('/plain', { body: BODY }));
  const coded = await readAt(server.route('/feed', { body: BODY, coding }));
  expect(coded).toMatchObject({ kind: 'read', items: [{ id: '1' }] });
  // The hash is that of the text: a server that changes its coding has not changed its feed.
  expect(coded.kind === 'read' && coded.validators).toEqual(plain.kind === 'read' && plain.validators);
});

test('plain text under a gzip label is taken as it is', async () => {
  const answer = await readAt(server.route('/feed', { body: BODY, headers: { 'content-encoding': 'gzip' } }));
  expect(answer).toMatchObject({ kind: 'read', items: [{ id: '1' }] });
});

test.each([
  [{ status: 404 }, 'http_not_found'],
  [{ status: 410 }, 'http_gone'],
  [{ status: 403 }, 'http_forbidden'],
  [{ status: 418 }, 'http_client_error'],
  [{ status: 500 }, 'http_server_error'],
  [{ status: 200, body: '' }, 'empty_body'],
  [{ status: 302 }, 'bad_redirect'],
  [{ status: 302, location: 'ftp://example.org/' }, 'bad_redirect'],
  [{ status: 302, location: 'https://u:p@example.org/' }, 'bad_redirect'],
  [{ body: Buffer.from([0x1f, 0x9d, 0x90, 1]), headers: { 'content-encoding': 'compress' } }, 'malformed'],
  [{ body: Buffer.from([0x1f, 0x8b, 8, 0, 9, 9, 9, 9]), headers: { 'content-encoding': 'gzip' } }, 'cut_off'],
  [{ body: BODY, cutAfter: 30 }, 'cut_off'],
] as const)('answers with a code: %j', async (script, code) => {
  expect(await readAt(server.route('/feed', script))).toMatchObject({ kind: 'failed', code });
});

test('Retry-After is read as seconds and as a date', async () => {
  const seconds = await client.get(server.route('/a', { status: 429, retryAfter: 120 }), null);
  expect(seconds).toMatchObject({ code: 'http_rate_limited', status: 429, retryAfterMs: 120_000 });
  const date = new Date(Date.now() + 600_000).toUTCString();
  const dated = await client.get(server.route('/b', { status: 503, retryAfter: date }), null);
  expect(dated).toMatchObject({ code: 'http_server_error', status: 503 });
  const wait = dated.kind === 'failed' ? (dated.retryAfterMs ?? 0) : 0;
  expect(wait).toBeGreaterThan(500_000);
  expect(wait).toBeLessThanOrEqual(600_000);
});

test('freshness is what the answer says and nothing more', async () => {
  const fresh = async (path: string, headers: Record<string, string>) => {
    const answer = await client.get(server.route(path, { body: BODY, headers }), null);
    return answer.kind === 'body' ? answer.freshMs : 'failed';
  };
  expect(await fresh('/none', {})).toBeNull();
  expect(await fresh('/old', { 'last-modified': 'Sat, 21 Nov 2020 10:00:00 GMT' })).toBeNull();
  // The time between the answer and its reckoning counts, as it should.
  const left = Number(await fresh('/age', { 'cache-control': 'max-age=600', age: '100' }));
  expect(left).toBeLessThanOrEqual(500_000);
  expect(left).toBeGreaterThan(470_000);
  expect(await fresh('/no', { 'cache-control': 'no-cache' })).toBe(0);
});

test('only a chain of permanent redirects says that the feed moved', async () => {
  const end = server.route('/end', { body: BODY });
  const permanent = server.route('/p', { status: 301, location: '/p2' });
  server.route('/p2', { status: 308, location: '/end' });
  const mixed = server.route('/m', { status: 301, location: '/m2' });
  server.route('/m2', { status: 302, location: '/end' });
  expect(await client.get(permanent, null)).toMatchObject({ kind: 'body', url: end, movedTo: end });
  expect(await client.get(mixed, null)).toMatchObject({ kind: 'body', url: end, movedTo: null });
  expect(await client.get(end, null)).toMatchObject({ kind: 'body', movedTo: null });
});

test('six redirects are too many, five are not', async () => {
  for (let n = 0; n < 6; n += 1) server.route(`/r${n}`, { status: 302, location: `/r${n + 1}` });
  server.route('/r6', { body: BODY });
  expect(await client.get(`${server.url}/r1`, null)).toMatchObject({ kind: 'body' });
  expect(await client.get(`${server.url}/r0`, null)).toMatchObject({ code: 'too_many_redirects' });
});

test('a body over the cap is refused, also one that only unfolds to it', async () => {
  const small = clientWith({ maxBytes: 100_000 });
  const big = server.route('/big', { body: 'x'.repeat(100_001) });
  expect(await small.get(big, null)).toMatchObject({ code: 'too_large' });
  expect(await small.get(server.route('/fits', { body: 'x'.repeat(100_000) }), null)).toMatchObject({ kind: 'body' });
  expect(await readAt(server.route('/bomb', { bombBytes: 30_000_000 }))).toMatchObject({ code: 'too_large' });
});

test('a large body is read on when there is room for it, and that wait is not held against it', async () => {
  const hasty = clientWith({ deadlineMs: 1_000 });
  const url = server.route('/large', { body: 'x'.repeat(300_000) });
  let asked = 0;
  const room = async (): Promise<void> => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  };
  const answer = await hasty.get(url, null, { large: room });
  expect(answer.kind === 'body' && answer.bytes.byteLength).toBe(300_000);
  expect(asked).toBe(1);
  const never = { large: () => Promise.reject(new Error('asked')) };
  expect(await hasty.get(server.route('/small', { body: 'x'.repeat(100_000) }), null, never)).toMatchObject({
    kind: 'body',
  });
});

test('a host is asked one thing at a time, also where a redirect leads to it', async () => {
  const far = await startFeedServer();
  others.push(far);
  let busy = 0;
  let most = 0;
  const slow = {
    handle: async (_request: unknown, response: { end: (body: string) => void }) => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setTimeout(resolve, 30));
      busy -= 1;
      response.end(BODY);
    },
  };
  far.route('/feed', slow);
  const here = server.route('/out', { status: 302, location: `${far.url}/feed` });
  far.route('/back', { status: 302, location: `${server.url}/end` });
  server.route('/end', { body: BODY });
  // Two that lead to each other's hosts get past each other.
  const urls = [here, `${far.url}/feed`, here, `${far.url}/back`, `${far.url}/feed`, `${far.url}/back`, here];
  const answers = await Promise.all(urls.map((url) => client.get(url, null)));
  expect(answers.map(({ kind }) => kind)).toEqual(urls.map(() => 'body'));
  expect(most).toBe(1);
});

test('a turn that is given up while waiting, or in the middle of a request, is free for the next', async () => {
  const stop = new AbortController();
  const url = server.route('/silent', { silent: true });
  const held = client.get(url, null, { signal: stop.signal });
  const waits = client.get(url, null, { signal: stop.signal });
  stop.abort(new Error('stop'));
  await expect(held).rejects.toThrow('stop');
  await expect(waits).rejects.toThrow('stop');
  expect(await client.get(server.route('/feed', { body: BODY }), null)).toMatchObject({ kind: 'body' });
});

test('a body that drips for ever and a server that never answers end at the deadline', async () => {
  const hasty = clientWith({ deadlineMs: 250 });
  const drip = server.route('/drip', { body: BODY, dripMs: 10 });
  const silent = server.route('/silent', { silent: true });
  expect(await Promise.all([hasty.get(drip, null), hasty.get(silent, null)])).toMatchObject([
    { code: 'timeout' },
    { code: 'timeout' },
  ]);
});

test('an aborted signal ends a request at once with its reason', async () => {
  const stop = new AbortController();
  const pending = client.get(server.route('/silent', { silent: true }), null, { signal: stop.signal });
  stop.abort(new Error('stopping'));
  await expect(pending).rejects.toThrow('stopping');
});

test.each([
  ['ftp://example.org/', 'bad_url'],
  ['file:///etc/passwd', 'bad_url'],
  ['https://user:secret@example.org/', 'bad_url'],
  ['not an address', 'bad_url'],
])('refuses %s before asking anyone', async (url, code) => {
  expect(await client.get(url, null)).toMatchObject({ kind: 'failed', code });
});

test('nothing listening and no such name are told apart', async () => {
  const gone = await startFeedServer();
  await gone.close();
  expect(await client.get(`${gone.url}/`, null)).toMatchObject({ code: 'unreachable' });
  const nameless = clientWith({
    resolver: (_name, _options, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
  });
  expect(await nameless.get('http://nowhere.example/', null)).toMatchObject({ code: 'dns_failed' });
});

test('a server that speaks no TLS where TLS is asked for', async () => {
  expect(await client.get(`https://127.0.0.1:${server.port}/`, null)).toMatchObject({ code: 'tls_failed' });
});

test('the guard refuses literals, names that resolve inside, and redirects that lead inside', async () => {
  const target = server.route('/secret', { body: BODY });
  const shut = clientWith({ allowPrivate: [] });
  expect(await shut.get(target, null)).toMatchObject({ code: 'blocked_address' });

  // Only 127.0.0.2 is open: the server there may redirect, but not to its own other address.
  const lookup =
    (to: string) =>
    (_name: string, _options: unknown, done: (error: null, list: { address: string; family: number }[]) => void) =>
      done(null, [{ address: to, family: 4 }]);
  const named = clientWith({ allowPrivate: [], resolver: lookup('127.0.0.1') });
  expect(await named.get(`http://feeds.example:${server.port}/secret`, null)).toMatchObject({
    code: 'blocked_address',
  });

  const half = clientWith({ allowPrivate: ['127.0.0.1/32'], resolver: lookup('127.0.0.1') });
  server.route('/out', { status: 302, location: `http://127.0.0.2:${server.port}/secret` });
  server.route('/meta', { status: 301, location: 'http://169.254.169.254/latest/meta-data/' });
  expect(await half.get(`http://feeds.example:${server.port}/out`, null)).toMatchObject({ code: 'blocked_address' });
  expect(await half.get(`http://feeds.example:${server.port}/meta`, null)).toMatchObject({ code: 'blocked_address' });
  expect(await half.get(`http://feeds.example:${server.port}/secret`, null)).toMatchObject({ kind: 'body' });
  expect(server.requests.filter(({ path }) => path === '/secret')).toHaveLength(1);
});

/** A forward proxy that only notes what it was asked for and passes it to the feed server. */
async function startProxy(to: number): Promise<{ url: string; asked: string[]; close: () => Promise<unknown> }> {
  const asked: string[] = [];
  const proxy: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(BODY);
  });
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const upstream = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const side of [socket, upstream]) side.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<unknown> => {
    proxy.closeAllConnections();
    return new Promise((resolve) => proxy.close(resolve));
  };
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked, close };
}

test('a proxy resolves names itself, yet literals and local names stay refused, and exceptions go direct', async () => {
  server.route('/feed', { body: BODY });
  const proxy = await startProxy(server.port);
  const behind = clientWith({ allowPrivate: [], proxy: { url: proxy.url, except: ['direct.example'] } });
  expect(await behind.get('http://feeds.example/feed', null)).toMatchObject({ kind: 'body' });
  expect(proxy.asked).toHaveLength(1);
  expect(proxy.asked[0]).toContain('feeds.example');
  expect(await behind.get('http://10.0.0.1/feed', null)).toMatchObject({ code: 'blocked_address' });
  expect(await behind.get('http://metadata.internal/feed', null)).toMatchObject({ code: 'blocked_address' });
  const own = clientWith({ proxy: { url: proxy.url, except: ['127.0.0.1'] } });
  expect(await own.get(`${server.url}/feed`, null)).toMatchObject({ kind: 'body' });
  expect(proxy.asked).toHaveLength(1);
  await proxy.close();
});
