import { Agent, get as httpGet, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createClients } from '../../src/web/clients.ts';
import { createLimits } from '../../src/web/limits.ts';
import { createWeb, type Web, type WebOptions } from '../../src/web/server.ts';
import { fc } from '../property.ts';

const open: Web[] = [];
afterEach(async () => {
  for (const web of open.splice(0)) await web.stop(0);
});

async function start(options: Partial<WebOptions> = {}): Promise<Web> {
  const web = await createWeb({
    port: 0,
    host: '127.0.0.1',
    health: async () => ({ ready: true, facts: {} }),
    slack: (_request, response) => void response.end('slack'),
    ...options,
  });
  open.push(web);
  return web;
}

const few = { client: { burst: 3, perSecond: 0.001 }, all: { burst: 100, perSecond: 1 }, atOnce: 8 };
const asked = (web: Web, path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${web.port}${path}`, { headers });

test('more than a client may ask is refused with words and a time, and probes and Slack are answered all the same', async () => {
  const web = await start({ limits: few });
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await asked(web, '/x'));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 429, 429]);
  expect(answers[0]?.headers.get('ratelimit')).toBe('"client";r=2;t=1000');
  expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"client";q=3;w=3000');
  const refused = answers[4];
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused?.headers.get('cache-control')).toBe('no-store');
  expect(await refused?.json()).toMatchObject({ error: 'too_many', message: expect.stringContaining('Retry-After') });
  for (const path of ['/healthz', '/readyz', '/slack/events']) {
    for (let i = 0; i < 6; i++) expect((await asked(web, path)).status).toBe(200);
  }
});

test('who goes on after many refusals waits for each', async () => {
  const web = await start({ limits: few });
  for (let i = 0; i < 23; i++) await asked(web, '/x');
  const begun = performance.now();
  expect((await asked(web, '/x')).status).toBe(429);
  expect(performance.now() - begun).toBeGreaterThan(300);
});

test('a client has so many requests under way at once', () => {
  const rate = { burst: 100, perSecond: 1 };
  const limit = createLimits({ client: rate, all: rate, atOnce: 2 }, () => 0);
  expect([0, 1, 2, 1].map((underWay) => limit('a', underWay).admitted)).toEqual([true, true, false, true]);
});

test('all clients together are held to a rate', async () => {
  const limits = { client: { burst: 100, perSecond: 1 }, all: { burst: 2, perSecond: 0.001 }, atOnce: 8 };
  const web = await start({ limits, trustedProxies: ['127.0.0.1'] });
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await asked(web, '/x', { 'x-forwarded-for': `192.0.2.${i}` })).status);
  expect(statuses).toEqual([404, 404, 429, 429]);
});

test('a refusal speaks the reader’s language', async () => {
  const web = await start({ limits: few });
  for (let i = 0; i < 3; i++) await asked(web, '/x');
  const refused = await asked(web, '/x', { 'accept-language': 'fr' });
  expect(await refused.json()).toMatchObject({ message: expect.stringContaining('Trop de requêtes') });
});

test('a request with a body is refused', async () => {
  const web = await start();
  const answer = await fetch(`http://127.0.0.1:${web.port}/api/v1`, {
    method: 'POST',
    body: 'x'.repeat(5_000_000),
  }).catch(() => null);
  // Some clients see the answer, others that the connection is gone before they have written all.
  if (answer !== null) expect(answer.status).toBe(413);
  expect((await asked(web, '/healthz')).status).toBe(200);
});

test('headers without end are refused', async () => {
  const web = await start();
  const status = await new Promise<number>((settle, fail) => {
    const request = httpGet({ port: web.port, path: '/x', headers: { 'x-long': 'x'.repeat(40_000) } }, (answer) => {
      answer.resume();
      settle(answer.statusCode ?? 0);
    });
    request.on('error', fail);
  });
  expect(status).toBe(431);
});

describe('who asks', () => {
  const of = (trusted: string[], remote: string, forwarded?: string): string =>
    createClients(trusted).of({
      socket: { remoteAddress: remote },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as unknown as IncomingMessage);

  test.each([
    [[], '192.0.2.7', undefined, '192.0.2.7'],
    [[], '::ffff:192.0.2.7', undefined, '192.0.2.7'],
    [[], '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    [[], '2001:db8:1:2:ffff::1', undefined, '2001:db8:1:2::/64'],
    [[], '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    [['192.0.2.7'], '192.0.2.7', '198.51.100.1', '198.51.100.1'],
    [['192.0.2.0/24'], '192.0.2.7', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    [['192.0.2.0/24'], '192.0.2.7', '203.0.113.9, 198.51.100.1, 192.0.2.8', '198.51.100.1'],
    [['192.0.2.7'], '192.0.2.7', 'nonsense', '192.0.2.7'],
    [['192.0.2.7'], '192.0.2.7', undefined, '192.0.2.7'],
    [['::1'], '::1', '2001:db8::1', '2001:db8:0:0::/64'],
    [['nonsense', '192.0.2.7'], '192.0.2.7', '198.51.100.1', '198.51.100.1'],
  ])('trusting %j, %s that tells %s is %s', (trusted, remote, forwarded, client) => {
    expect(of(trusted, remote, forwarded)).toBe(client);
  });

  test('whatever the header, an untrusted neighbour is itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (header, address) => {
        expect(of(['10.0.0.0/8'], '192.0.2.7', `${header},${address}`)).toBe('192.0.2.7');
      }),
    );
  });
});

test('in any span of time a client is admitted no more often than its rate allows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 }), (pauses) => {
      let at = 0;
      const rate = { burst: 5, perSecond: 2 };
      const limit = createLimits({ client: rate, all: { burst: 1_000, perSecond: 1_000 }, atOnce: 9 }, () => at);
      const admitted: number[] = [];
      for (const pause of pauses) {
        at += pause;
        if (limit('a', 0).admitted) admitted.push(at);
      }
      for (const [i, from] of admitted.entries())
        for (const [j, to] of admitted.entries())
          if (j >= i) expect(j - i + 1).toBeLessThanOrEqual(rate.burst + ((to - from) / 1_000) * rate.perSecond + 1e-6);
    }),
    { numRuns: 50 },
  );
});

const dial = (port: number): Promise<Socket> =>
  new Promise((settle, fail) => {
    const socket = connect(port, '127.0.0.1', () => settle(socket));
    socket.once('error', fail);
  });

test('a new connection takes the place of the oldest that serves neither a probe nor Slack', async () => {
  const entered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const web = await start({
    connections: { address: 3, all: 100 },
    slack: async (_request, response) => {
      entered.resolve();
      await release.promise;
      response.end('slack');
    },
  });
  const agent = new Agent({ keepAlive: false });
  const slack = new Promise<number>((settle, fail) => {
    httpRequest({ agent, port: web.port, host: '127.0.0.1', path: '/slack/events' }, (answer) => {
      answer.resume();
      settle(answer.statusCode ?? 0);
    })
      .on('error', fail)
      .end();
  });
  await entered.promise;
  const first = await dial(web.port);
  const gone = new Promise<void>((settle) => first.once('close', () => settle()));
  const more = [await dial(web.port), await dial(web.port), await dial(web.port)];
  await gone;
  expect((await asked(web, '/healthz')).status).toBe(200);
  release.resolve();
  expect(await slack).toBe(200);
  for (const socket of more) socket.destroy();
});
