import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createWeb, type Web, WebError, type WebOptions } from '../../src/web/server.ts';

const open: Web[] = [];

afterEach(async () => {
  for (const web of open.splice(0)) await web.stop(0);
});

async function start(options: Partial<WebOptions> = {}) {
  const health = async () => ({ ready: true, facts: { store: 'sqlite', feeds: 3 } });
  const web = await createWeb({ port: 0, host: '127.0.0.1', health, slack: null, ...options });
  open.push(web);
  return { web, base: `http://127.0.0.1:${web.port}` };
}

test('the process lives: /healthz answers whatever the health', async () => {
  const { base } = await start({ health: () => Promise.reject(new Error('store gone')) });
  const response = await fetch(`${base}/healthz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ ok: true });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('/readyz tells the facts, and 503 when the bot does not work', async () => {
  let ready = true;
  const { base } = await start({ health: async () => ({ ready, facts: { store: 'sqlite' } }) });
  const good = await fetch(`${base}/readyz`);
  expect([good.status, await good.json()]).toEqual([200, { ready: true, store: 'sqlite' }]);
  ready = false;
  const bad = await fetch(`${base}/readyz`);
  expect([bad.status, await bad.json()]).toEqual([503, { ready: false, store: 'sqlite' }]);
});

test('a health that fails is not ready, and tells nothing of the error', async () => {
  const { base } = await start({ health: () => Promise.reject(new Error('password=1')) });
  const response = await fetch(`${base}/readyz`);
  expect([response.status, await response.text()]).toEqual([503, '{"ready":false}']);
});

test('a health that hangs is not ready, and the process lives all the same', async () => {
  const { base } = await start({ health: () => new Promise(() => undefined), healthMs: 20 });
  const response = await fetch(`${base}/readyz`);
  expect([response.status, await response.json()]).toEqual([503, { ready: false, late: true }]);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
});

test('/slack/* goes whole to Slack’s listener, and nothing else does', async () => {
  const { base } = await start({
    slack: (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () =>
        response.end(`${request.method} ${request.url} ${request.headers['x-slack-signature']} ${body}`),
      );
    },
  });
  const headers = { 'x-slack-signature': 'v0=1', 'content-type': 'application/json' };
  const post = (path: string) => fetch(`${base}${path}`, { method: 'POST', headers, body: '{"a": 1}' });
  expect(await (await post('/slack/events?x=1')).text()).toBe('POST /slack/events?x=1 v0=1 {"a": 1}');
  expect((await post('/slackish')).status).toBe(404);
  expect((await fetch(`${base}/`)).status).toBe(404);
});

test('without Slack its paths do not exist', async () => {
  const { base } = await start();
  const response = await fetch(`${base}/slack/events`, { method: 'POST', body: 'x' });
  expect([response.status, await response.json()]).toEqual([404, { error: 'not_found' }]);
});

test('a taken port is told by a code', async () => {
  const { web } = await start();
  const error = await start({ port: web.port }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(WebError);
  expect(error).toMatchObject({ code: 'port_taken', port: web.port });
});

test('stopping finishes what is under way and frees the port', async () => {
  let answer: () => void = () => undefined;
  const entered = new Promise<void>((settle) => {
    answer = settle;
  });
  let release: () => void = () => undefined;
  const held = new Promise<void>((settle) => {
    release = settle;
  });
  const health = async () => {
    answer();
    await held;
    return { ready: true, facts: {} };
  };
  const { web, base } = await start({ health });
  const pending = fetch(`${base}/readyz`);
  await entered;
  // Longer than the test may take: only the end of the answer can end this stop.
  const stopped = web.stop(60_000);
  release();
  expect((await pending).status).toBe(200);
  await stopped;
  const next = createServer();
  await new Promise<void>((settle, fail) => {
    next.once('error', fail);
    next.listen(web.port, '127.0.0.1', settle);
  });
  next.close();
});

test('stopping cuts what is not answered within its grace', async () => {
  const entered = Promise.withResolvers<void>();
  const health = () => {
    entered.resolve();
    return new Promise<never>(() => undefined);
  };
  const { web, base } = await start({ health });
  const pending = fetch(`${base}/readyz`).then(
    () => 'answered',
    () => 'cut',
  );
  await entered.promise;
  await web.stop(10);
  expect(await pending).toBe('cut');
});
