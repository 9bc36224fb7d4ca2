import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { doctor } from '../../src/doctor/doctor.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { type Probes, systemProbes } from '../../src/doctor/probes.ts';
import { canRun, reportLines } from '../../src/doctor/report.ts';
import { LANGS } from '../../src/domain/language.ts';
import { messagesOf } from '../../src/messages/index.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((settle) => server.close(settle));
  }
});

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, port };
}

type Answers = Record<string, { status?: number; headers?: Record<string, string>; body: unknown }>;

/** A platform that answers by path, checks that a token came, and has the right time unless told otherwise. */
function platform(answers: Answers, date = NOW) {
  const tokens: string[] = [];
  return {
    tokens,
    start: () =>
      serve((request, response) => {
        tokens.push(`${request.url} ${request.headers.authorization}`);
        const answer = answers[request.url ?? ''] ?? { status: 404, body: 'no' };
        const headers = { 'content-type': 'application/json', date: new Date(date).toUTCString(), ...answer.headers };
        response.writeHead(answer.status ?? 200, headers).end(JSON.stringify(answer.body));
      }),
  };
}

function probes(change: Partial<Probes> = {}): Probes {
  return {
    ...systemProbes,
    now: () => NOW,
    zone: () => 'UTC',
    store: async () => 'ok',
    catalogue: async () => 40,
    freeBytes: async () => 5e9,
    port: async () => 'free',
    proxy: async () => 200,
    slackScopes: ['chat:write', 'commands', 'files:write'],
    ...change,
  };
}

const examine = (env: Record<string, string>, change: Partial<Probes> = {}) =>
  doctor(loadConfig(env, '/srv/vigie'), probes(change));
const codes = (findings: readonly Finding[]) => findings.map((one) => `${one.code}:${one.level}`);

const AUTH_OK = {
  headers: { 'x-oauth-scopes': 'chat:write,commands,files:write' },
  body: { ok: true, team: 'Cabinet', user: 'vigie' },
};

test('all is well with both platforms', async () => {
  const slack = platform({
    '/api/auth.test': AUTH_OK,
    '/api/apps.connections.open': { body: { ok: true, url: 'wss://x' } },
  });
  const discord = platform({ '/api/v10/applications/@me': { body: { id: '42', name: 'Vigie' } } });
  const findings = await examine({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: `${(await slack.start()).url}/api/`,
    DISCORD_TOKEN: 'tok',
    DISCORD_APP_ID: '42',
    DISCORD_API_URL: `${(await discord.start()).url}/api`,
    SLACK_OPERATORS: 'T0123ABCD:U0456EFGH',
    HTTP_PORT: '3000',
  });
  expect(codes(findings)).toEqual([
    'config_ok:ok',
    'process_zone:ok',
    'store_ok:ok',
    'disk_ok:ok',
    'feeds_ok:ok',
    'slack_ok:ok',
    'discord_ok:ok',
    'operators_ok:ok',
    'clock_ok:ok',
    'port_ok:ok',
  ]);
  expect(canRun(findings)).toBe(true);
  expect(slack.tokens).toEqual(['/api/auth.test Bearer xoxb-1', '/api/apps.connections.open Bearer xapp-1']);
  expect(discord.tokens).toEqual(['/api/v10/applications/@me Bot tok']);
  expect(reportLines(findings, messagesOf('en')).at(-1)).toBe('All is well.');
});

const slackEnv = (url: string) => ({
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_API_URL: `${url}/api/`,
});
const discordEnv = (url: string) => ({ DISCORD_TOKEN: 'tok', DISCORD_APP_ID: '42', DISCORD_API_URL: `${url}/api` });

test.each<[string, Answers, Finding]>([
  [
    'a refused token',
    { '/api/auth.test': { body: { ok: false, error: 'invalid_auth' } } },
    { code: 'slack_refused', level: 'fault', data: { error: 'invalid_auth' } },
  ],
  [
    'missing rights',
    {
      '/api/auth.test': { ...AUTH_OK, headers: { 'x-oauth-scopes': 'commands,files:write' } },
      '/api/apps.connections.open': { body: { ok: true } },
    },
    { code: 'slack_scopes', level: 'fault', data: { missing: ['chat:write'] } },
  ],
  [
    'a right without which only pictures and files are missing',
    {
      '/api/auth.test': { ...AUTH_OK, headers: { 'x-oauth-scopes': 'commands,chat:write' } },
      '/api/apps.connections.open': { body: { ok: true } },
    },
    { code: 'slack_scopes', level: 'warn', data: { missing: ['files:write'] } },
  ],
  [
    'a refused app token',
    {
      '/api/auth.test': AUTH_OK,
      '/api/apps.connections.open': { body: { ok: false, error: 'not_allowed_token_type' } },
    },
    { code: 'slack_app_token', level: 'fault', data: { error: 'not_allowed_token_type' } },
  ],
  [
    'something that is not Slack',
    { '/api/auth.test': { status: 502, body: 'bad gateway' } },
    { code: 'slack_unreachable', level: 'fault', data: { detail: 'HTTP 502' } },
  ],
])('Slack: %s', async (_what, answers, expected) => {
  const findings = await examine(slackEnv((await platform(answers).start()).url));
  expect(findings).toContainEqual(expected);
  expect(canRun(findings)).toBe(expected.level !== 'fault');
});

test.each<[string, Answers, Finding]>([
  [
    'a refused token',
    { '/api/v10/applications/@me': { status: 401, body: { message: '401: Unauthorized' } } },
    { code: 'discord_refused', level: 'fault', data: { status: 401 } },
  ],
  [
    'the token of another application',
    { '/api/v10/applications/@me': { body: { id: '43', name: 'Other' } } },
    { code: 'discord_other_app', level: 'fault', data: { given: '42', actual: '43' } },
  ],
  [
    'something that is not Discord',
    { '/api/v10/applications/@me': { body: [] } },
    { code: 'discord_unreachable', level: 'fault', data: { detail: 'HTTP 200' } },
  ],
])('Discord: %s', async (_what, answers, expected) => {
  const findings = await examine(discordEnv((await platform(answers).start()).url));
  expect(findings).toContainEqual(expected);
});

test('a platform that cannot be reached is told, and everything else is still looked at', async () => {
  const { url } = await serve((request) => void request.socket.destroy());
  const findings = await examine({ ...slackEnv(url), ...discordEnv(url) });
  expect(codes(findings)).toEqual(
    expect.arrayContaining(['slack_unreachable:fault', 'discord_unreachable:fault', 'feeds_ok:ok']),
  );
  expect(codes(findings).join()).not.toContain('clock');
});

test.each([
  [20, 'clock_ok:ok'],
  [-90, 'clock_off:warn'],
  [400, 'clock_off:fault'],
])('a clock %i s ahead of the platform: %s', async (ahead, expected) => {
  const peer = platform({ '/api/v10/applications/@me': { body: { id: '42', name: 'V' } } }, NOW - ahead * 1000);
  const findings = await examine(discordEnv((await peer.start()).url));
  expect(codes(findings)).toContain(expected);
  const data = findings.find((one) => one.code === 'clock_ok' || one.code === 'clock_off')?.data;
  expect(data).toMatchObject({ seconds: ahead });
});

const failing = async (): Promise<never> => {
  throw new Error('EACCES: permission denied\nat x');
};

test.each<[string, Partial<Probes>, string]>([
  ['another zone', { zone: () => 'Europe/Paris' }, 'process_zone:warn'],
  ['a store that does not open', { store: failing }, 'store_failed:fault'],
  ['a store that a running bot holds', { store: async () => 'in_use' }, 'store_in_use:ok'],
  ['a disk that fills', { freeBytes: async () => 1e8 }, 'disk_low:warn'],
  ['a full disk', { freeBytes: async () => 1e6 }, 'disk_low:fault'],
  ['a disk that cannot be asked', { freeBytes: failing }, 'disk_unknown:warn'],
  ['no catalogue', { catalogue: failing }, 'feeds_unreadable:fault'],
  ['an empty catalogue', { catalogue: async () => 0 }, 'feeds_empty:fault'],
  ['a taken port', { port: async () => 'taken' }, 'port_taken:fault'],
  ['a forbidden port', { port: async () => 'forbidden' }, 'port_forbidden:fault'],
])('%s is found', async (_what, change, expected) => {
  const findings = await examine({ HTTP_PORT: '3000' }, change);
  expect(codes(findings)).toContain(expected);
  expect(codes(findings)).toContain('platforms_none:warn');
  for (const lang of LANGS) {
    const text = reportLines(findings, messagesOf(lang)).join('\n');
    expect(text).not.toMatch(/undefined|\[object|at x/);
    if (!expected.endsWith(':ok')) expect(text).toContain('→');
  }
});

test('the port of a running bot is no fault', async () => {
  const findings = await examine({ HTTP_PORT: '3000' }, { store: async () => 'in_use', port: async () => 'taken' });
  expect(canRun(findings)).toBe(true);
});

test('a wrong configuration is told whole, with what to write', async () => {
  const findings = await examine({ HTTP_PORT: 'x', SLACK_BOT_TOKEN: 'xoxb-hidden', VIGIE_LANGUAGE: 'fr' });
  expect(codes(findings)).toEqual([
    'config_fault:fault',
    'config_fault:fault',
    'config_unread:warn',
    'process_zone:ok',
  ]);
  const text = reportLines(findings, messagesOf('fr')).join('\n');
  expect(text).toContain('HTTP_PORT vaut « x »');
  expect(text).toContain('2 choses sont à corriger.');
  expect(text).not.toContain('xoxb-hidden');
});

test('the password of the database is in no finding', async () => {
  const findings = await examine({ DATABASE_URL: 'postgres://vigie:hunter22@db:5432/v' }, { store: failing });
  expect(JSON.stringify(findings)).toContain('db:5432/v');
  expect(JSON.stringify(findings)).not.toContain('hunter22');
});

test('the machine itself can be asked: room for a folder still to be made, and a port', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-doctor-'));
  expect(await systemProbes.freeBytes(join(folder, 'not', 'yet'))).toBeGreaterThan(0);
  await rm(folder, { recursive: true });
  const taken = createServer();
  servers.push(taken);
  await new Promise<void>((settle) => taken.listen(0, settle));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await systemProbes.port(port)).toBe('taken');
  expect(systemProbes.zone()).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
});
