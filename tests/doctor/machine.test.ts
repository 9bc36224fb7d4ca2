import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemProbes } from '../../src/doctor/probes.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { folder, objects, run } from '../cli/child.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord/peer.ts';
import { startProxy } from '../peers/proxy.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack/peer.ts';

// A process each, on a machine that may be busy with other things.
let slack: SlackPeer;
let discord: DiscordPeer;
let home: Awaited<ReturnType<typeof folder>>;
const servers: Server[] = [];
beforeAll(async () => {
  slack = await startSlackPeer();
  discord = await startDiscordPeer();
});
afterAll(async () => {
  await slack.close();
  await discord.close();
});
beforeEach(async () => {
  home = await folder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((settle) => server.close(settle));
  }
  await home.remove();
});

const peers = () => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  SLACK_API_URL: slack.apiUrl,
  DISCORD_TOKEN: discord.token,
  DISCORD_APP_ID: discord.application,
  DISCORD_API_URL: discord.apiUrl,
  VIGIE_DATA: join(home.path, 'data'),
});

/** What the doctor finds, as `code:level`, and whether it lets the bot run. */
async function examine(env: Record<string, string>) {
  const told = await run(['doctor', '--json'], { env });
  const findings = objects(told.out);
  return { codes: findings.map((one) => `${one['code']}:${one['level']}`), findings, exit: told.code, err: told.err };
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, settle));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a bot that is well set up is found well', async () => {
  const { codes, exit } = await examine(peers());
  expect(codes).toEqual(expect.arrayContaining(['store_ok:ok', 'feeds_ok:ok', 'slack_ok:ok', 'discord_ok:ok']));
  expect(codes.filter((code) => code.endsWith(':fault'))).toEqual([]);
  expect(exit).toBe(0);
});

test('wrong tokens, a folder that cannot be, no catalogue and a taken port are all told at once', async () => {
  await writeFile(join(home.path, 'file'), '');
  const port = await listen(createServer());
  const { codes, exit } = await examine({
    ...peers(),
    SLACK_BOT_TOKEN: 'xoxb-wrong-token',
    DISCORD_TOKEN: 'wrong.token.here',
    VIGIE_DATA: join(home.path, 'file', 'data'),
    FEEDS_CATALOGUE: join(home.path, 'missing.yaml'),
    HTTP_PORT: String(port),
  });
  expect(codes).toEqual(
    expect.arrayContaining([
      'slack_refused:fault',
      'discord_refused:fault',
      'store_failed:fault',
      'feeds_unreadable:fault',
      'port_taken:fault',
    ]),
  );
  expect(exit).toBe(1);
});

test('a wrong app token and another application’s id are told apart from wrong tokens', async () => {
  const { codes } = await examine({ ...peers(), SLACK_APP_TOKEN: 'xapp-wrong', DISCORD_APP_ID: '100000000000000009' });
  expect(codes).toEqual(expect.arrayContaining(['slack_ok:ok', 'slack_app_token:fault', 'discord_other_app:fault']));
});

test('a database of the future, a damaged one and one that does not answer say each what to do', async () => {
  const env = peers();
  await (await openSqlite({ folder: env.VIGIE_DATA })).close();
  const file = new DatabaseSync(join(env.VIGIE_DATA, 'vigie.db'));
  file.exec("insert into vigie_schema values (999, 'later')");
  file.close();
  const words = async (more: Record<string, string>) => (await run(['doctor'], { env: { ...env, ...more } })).out;
  expect(await words({})).toMatch(/cannot be used.*version 999[\s\S]*newer Vigie wrote it/);
  await writeFile(join(env.VIGIE_DATA, 'vigie.db'), 'rubbish '.repeat(2_000));
  expect(await words({})).toMatch(/cannot be used[\s\S]*restore FILE/);
  const port = await listen(createServer());
  for (const server of servers.splice(0)) await new Promise((settle) => server.close(settle));
  const gone = await words({ DATABASE_URL: `postgres://vigie:hunter22@127.0.0.1:${port}/vigie` });
  expect(gone).toMatch(/cannot be used[\s\S]*ECONNREFUSED[\s\S]*DATABASE_URL names the right host/);
  expect(gone).not.toContain('hunter22');
});

test('a proxy that does not answer, wants a password or forbids is told, with what to write', async () => {
  const closed = await listen(createServer());
  for (const server of servers.splice(0)) await new Promise((settle) => server.close(settle));
  const refusing = createServer();
  refusing.on('connect', (request, socket) => {
    const known = request.headers['proxy-authorization'] === `Basic ${Buffer.from('anne:p@ss').toString('base64')}`;
    socket.end(
      `HTTP/1.1 ${known ? '403 Forbidden' : '407 Proxy Authentication Required'}\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  const port = await listen(refusing);
  const through = async (proxy: string) => {
    const { codes, findings } = await examine({ ...peers(), HTTPS_PROXY: proxy });
    const found = findings.find((one) => String(one['code']).startsWith('proxy_'));
    return { codes: codes.filter((code) => code.startsWith('proxy_')), data: JSON.stringify(found) };
  };
  expect((await through(`http://127.0.0.1:${closed}`)).codes).toEqual(['proxy_unreachable:fault']);
  expect((await through(`http://127.0.0.1:${port}`)).codes).toEqual(['proxy_password:fault']);
  const forbidden = await through(`http://anne:p%40ss@127.0.0.1:${port}`);
  expect(forbidden.codes).toEqual(['proxy_refuses:fault']);
  expect(forbidden.data).toContain('403');
  expect(forbidden.data).not.toContain('p%40ss');
});

test('a proxy that lets out is asked for the platform', async () => {
  const target = await listen(createServer());
  const proxy = await startProxy(target);
  expect(await systemProbes.proxy(proxy.url, 'slack.com:443')).toBe(200);
  expect(proxy.seen).toEqual(['CONNECT slack.com:443']);
  await proxy.close();
});

test('a zone that does not exist is told before anything is asked', async () => {
  const { codes, findings, exit } = await examine({ ...peers(), VIGIE_ZONE: 'Europe/Pari' });
  expect(codes).toContain('config_fault:fault');
  expect(JSON.stringify(findings)).toContain('Europe/Paris');
  expect(exit).toBe(1);
});
