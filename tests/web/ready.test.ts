import { afterEach, expect, test } from 'vitest';
import { startWorld, type World } from '../end-to-end/world.ts';
import { startDiscordPeer } from '../peers/discord/peer.ts';
import { startSlackPeer } from '../peers/slack/peer.ts';

// The whole bot, on a machine that may be busy with other things.
const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function closing<T extends { close: () => Promise<void> }>(peer: Promise<T>): Promise<T> {
  const open = await peer;
  toClose.push(() => open.close());
  return open;
}

async function world(given: Parameters<typeof startWorld>[0]): Promise<World> {
  const open = await startWorld({ ...given, http: true });
  toClose.push(() => open.stop());
  return open;
}

async function ask(open: World, path: string) {
  const response = await fetch(`http://127.0.0.1:${open.port()}${path}`);
  return { status: response.status, body: await response.json() };
}

test('a bot whose platforms are connected is ready', async () => {
  const slack = await closing(startSlackPeer());
  const discord = await closing(startDiscordPeer());
  const open = await world({
    slack: { botToken: slack.botToken, apiUrl: slack.apiUrl, mode: { kind: 'socket', appToken: slack.appToken } },
    discord: { token: discord.token, appId: discord.application, apiUrl: discord.apiUrl },
  });
  await open.reaches('slack', 'connected');
  await open.reaches('discord', 'connected');
  expect(await ask(open, '/readyz')).toMatchObject({
    status: 200,
    body: { ready: true, store: true, slack: 'connected', discord: 'connected' },
  });
});

test('a bot that a platform refuses is not ready, says which, and lives', async () => {
  const discord = await closing(startDiscordPeer());
  const open = await world({
    discord: { token: 'wrong.token.here', appId: discord.application, apiUrl: discord.apiUrl },
  });
  await open.reaches('discord', 'refused');
  const told = await ask(open, '/readyz');
  expect(told).toMatchObject({ status: 503, body: { ready: false, store: true, discord: 'refused' } });
  expect(JSON.stringify(told.body)).not.toContain('wrong.token');
  expect((await ask(open, '/healthz')).status).toBe(200);
});

test('a bot whose store does not answer is not ready, and lives', async () => {
  const open = await world({});
  expect((await ask(open, '/readyz')).status).toBe(200);
  await open.bot.store.close();
  expect(await ask(open, '/readyz')).toMatchObject({ status: 503, body: { ready: false, store: false } });
  expect((await ask(open, '/healthz')).status).toBe(200);
});

test('the bot answers from its record on its port, pictures and files included', async () => {
  const open = await world({});
  const index = await ask(open, '/api/v1');
  expect(index).toMatchObject({ status: 200, body: { name: 'Vigie', licence: { id: 'CC-BY-4.0' } } });
  expect((await ask(open, '/api/v1/offers/s3ns/premi3ns?as-of=2026-03-01')).body).toMatchObject({
    asOf: '2026-03-01',
    offers: [{ id: 's3ns/premi3ns' }],
  });
  const picture = await fetch(`http://127.0.0.1:${open.port()}/api/v1/timeline/s3ns/premi3ns.png?as-of=2026-03-01`);
  expect(picture.status).toBe(200);
  expect(
    Buffer.from(await picture.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const dataset = await fetch(`http://127.0.0.1:${open.port()}/api/v1/dataset.csv`);
  expect((await dataset.text()).startsWith('id,subject,')).toBe(true);
});
