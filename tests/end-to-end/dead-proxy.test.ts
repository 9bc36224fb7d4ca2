import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Child, folder, run, vigie } from '../cli/child.ts';
import { startFeedServer } from '../peers/feed-server.ts';
import { startSink } from '../peers/sink.ts';
import { rss } from './world.ts';

vi.setConfig({ testTimeout: 240_000 });

const toStop: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});

async function sink() {
  const open = await startSink();
  toStop.push(open.close);
  return open;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a look at a feed ends when the proxy takes the connection and never answers, and says whose fault it is', async () => {
  const { url } = await sink();
  const ended = await run(['feed', 'check', 'https://feeds.example/rss'], { env: { HTTPS_PROXY: url } });
  expect(ended).toMatchObject({ code: 1, out: expect.stringContaining('the proxy does not answer') });
});

test('the self-examination ends too', async () => {
  const { url } = await sink();
  const env = { HTTPS_PROXY: url, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
  const ended = await run(['doctor'], { env });
  expect(ended.code).toBe(1);
  expect(ended.out).toMatch(/proxy/i);
});

/** Asks until the answer is as wished, for as long as the test has patience. */
async function ready(port: number, child: Child, wished: (body: Record<string, unknown>) => boolean) {
  for (;;) {
    if (child.process.exitCode !== null) throw new Error(`ended: ${child.err()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    const body = answer === null ? {} : ((await answer.json()) as Record<string, unknown>);
    if (wished(body)) return { status: answer?.status, body };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('a bot whose proxy never answers reads what needs none, says that reading stands still, and stops in time', async () => {
  const { url, taken } = await sink();
  const server = await startFeedServer();
  toStop.push(() => server.close());
  let asked = 0;
  server.route('/near.xml', () => {
    asked += 1;
    return { body: rss({ title: 'Near', lang: 'fr' }, []) };
  });
  const data = await folder();
  toStop.push(data.remove);
  const feeds = [
    ['near', `${server.url}/near.xml`],
    ['far-1', 'https://one.example/rss'],
    ['far-2', 'https://two.example/rss'],
    ['far-3', 'http://three.example/rss'],
  ].map(([id, at]) => `  - {id: ${id}, url: "${at}", title: ${id}, publisher: ${id}, lang: fr, kind: press}`);
  const catalogue = join(data.path, 'feeds.yaml');
  await writeFile(catalogue, `feeds:\n${feeds.join('\n')}\n`);
  const port = await freePort();
  const child = vigie(['run'], {
    env: {
      HTTPS_PROXY: url,
      NO_PROXY: '127.0.0.1',
      VIGIE_DATA: data.path,
      FEEDS_CATALOGUE: catalogue,
      FEEDS_ALLOW_PRIVATE: '127.0.0.0/8',
      POLL_SECONDS: '3',
      HTTP_PORT: String(port),
      SLACK_BOT_TOKEN: 'xoxb-000000000000-000000000000-aaaaaaaaaaaaaaaaaaaaaaaa',
      SLACK_APP_TOKEN: 'xapp-1-A0000000000-0000000000000-aaaaaaaaaaaaaaaaaaaaaaaa',
      DISCORD_TOKEN: 'MTAwMDAwMDAwMDAwMDAwMDAx.Gaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      DISCORD_APP_ID: '100000000000000001',
    },
  });
  toStop.push(async () => void child.process.kill('SIGKILL'));
  const still = await ready(port, child, (body) => body['reading'] === 'proxy');
  expect(still).toMatchObject({ status: 503, body: { ready: false, store: true } });
  expect(taken()).toBeGreaterThan(0);
  const before = asked;
  await vi.waitFor(() => expect(asked).toBeGreaterThan(before), { timeout: 60_000, interval: 100 });
  child.process.kill('SIGTERM');
  // A stop that takes longer than its ten seconds ends with another code.
  expect(await child.ended).toMatchObject({ code: 0 });
  expect(child.err()).toContain('proxy_unreachable');
});
