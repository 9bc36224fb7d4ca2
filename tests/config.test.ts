import { expect, test } from 'vitest';
import { faultLines, warningLines } from '../src/config/report.ts';
import { secretsOf } from '../src/config/secrets.ts';
import { loadConfig, mergeEnv, VARIABLES } from '../src/config.ts';
import { LANGS } from '../src/domain/language.ts';
import { messagesOf } from '../src/messages/index.ts';

type Env = Record<string, string>;

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-2-abcdef', SLACK_APP_TOKEN: 'xapp-1-A-2-abcdef' };
const DISCORD_ID = '100000000000000001';
const DISCORD = {
  DISCORD_TOKEN: 'MTAwMDAwMDAwMDAwMDAwMDAx.GabcdE.abcdefghijklmnopqrstuvwxyz01',
  DISCORD_APP_ID: DISCORD_ID,
};

function ok(env: Env) {
  const loaded = loadConfig(env, '/srv/vigie');
  if (!('ok' in loaded)) throw new Error(JSON.stringify(loaded.faults));
  return loaded;
}

function faultsOf(env: Env) {
  const loaded = loadConfig(env, '/srv/vigie');
  return 'ok' in loaded ? [] : loaded.faults;
}

test('an empty environment is a whole configuration: terminal, SQLite, French, Paris', () => {
  expect(ok({}).ok).toEqual({
    slack: null,
    discord: null,
    http: { port: null, publicUrl: null },
    store: { kind: 'sqlite', folder: '/srv/vigie/data' },
    feeds: { catalogue: null, allowPrivate: [], pollSeconds: null },
    retention: { days: 400, budgetMb: 2_048 },
    lang: 'fr',
    zone: 'Europe/Paris',
    operators: { slack: [], discord: [] },
    spaces: null,
    logLevel: 'info',
    proxy: { url: null, except: [], caFile: null },
  });
});

test('every variable reaches its place', () => {
  const { ok: config, warnings } = ok({
    ...SLACK,
    ...DISCORD,
    SLACK_API_URL: 'http://127.0.0.1:4000/api/',
    DISCORD_API_URL: 'http://127.0.0.1:4001/api',
    HTTP_PORT: ' 3000 ',
    PUBLIC_URL: 'https://vigie.example.org',
    DATABASE_URL: 'postgres://vigie:s3cretpw@db.internal:5432/vigie',
    FEEDS_CATALOGUE: 'mine.opml',
    FEEDS_ALLOW_PRIVATE: '127.0.0.0/8, fd00::/8 10.0.0.5',
    RETENTION_DAYS: '90',
    SLACK_OPERATORS: 'T0123ABCD:U0456EFGH, T0123ABCD:W0789IJKL',
    DISCORD_OPERATORS: 'user:234567890123456789,server:345678901234567890/role:456789012345678901',
    SPACES: 'slack:T0123ABCD discord:345678901234567890',
    DISK_BUDGET_MB: '512',
    POLL_SECONDS: '5',
    VIGIE_LANG: 'EN',
    VIGIE_ZONE: 'America/Montreal',
    LOG_LEVEL: 'debug',
    HTTPS_PROXY: 'http://anne:pa%40ss@proxy.example.org:3128',
    NO_PROXY: 'intranet.example.org, .local',
    NODE_EXTRA_CA_CERTS: '/etc/ssl/ours.pem',
  });
  expect(warnings).toEqual([]);
  expect(config).toEqual({
    slack: {
      botToken: SLACK.SLACK_BOT_TOKEN,
      apiUrl: 'http://127.0.0.1:4000/api/',
      mode: { kind: 'socket', appToken: SLACK.SLACK_APP_TOKEN },
    },
    discord: { token: DISCORD.DISCORD_TOKEN, appId: DISCORD_ID, apiUrl: 'http://127.0.0.1:4001/api' },
    http: { port: 3000, publicUrl: 'https://vigie.example.org' },
    store: { kind: 'postgres', url: 'postgres://vigie:s3cretpw@db.internal:5432/vigie' },
    feeds: {
      catalogue: '/srv/vigie/mine.opml',
      allowPrivate: ['127.0.0.0/8', 'fd00::/8', '10.0.0.5'],
      pollSeconds: 5,
    },
    retention: { days: 90, budgetMb: 512 },
    lang: 'en',
    zone: 'America/Montreal',
    operators: {
      slack: [
        { team: 'T0123ABCD', user: 'U0456EFGH' },
        { team: 'T0123ABCD', user: 'W0789IJKL' },
      ],
      discord: [{ user: '234567890123456789' }, { server: '345678901234567890', role: '456789012345678901' }],
    },
    spaces: ['slack:T0123ABCD', 'discord:345678901234567890'],
    logLevel: 'debug',
    proxy: {
      url: 'http://anne:pa%40ss@proxy.example.org:3128',
      except: ['intranet.example.org', '.local'],
      caFile: '/etc/ssl/ours.pem',
    },
  });
});

test('Slack over HTTP takes the signing secret and asks for a port', () => {
  const env = { SLACK_BOT_TOKEN: 'xoxb-1-2-abcdef', SLACK_SIGNING_SECRET: '0123456789abcdef' };
  expect(ok({ ...env, HTTP_PORT: '3000' }).ok.slack?.mode).toEqual({ kind: 'http', signingSecret: '0123456789abcdef' });
  expect(faultsOf(env)).toMatchObject([{ variable: 'HTTP_PORT', code: 'slack_http_needs_port' }]);
});

test.each<[string, Env, string, string]>([
  ['no way for Slack to reach the bot', { SLACK_BOT_TOKEN: 'xoxb-1-2-a' }, 'SLACK_BOT_TOKEN', 'slack_half'],
  ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_APP_TOKEN', 'slack_no_bot_token'],
  ['a secret alone', { SLACK_SIGNING_SECRET: 'abcdefgh1' }, 'SLACK_SIGNING_SECRET', 'slack_no_bot_token'],
  [
    'swapped tokens',
    { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' },
    'SLACK_BOT_TOKEN',
    'slack_bot_token_shape',
  ],
  ['a bot token as app token', { ...SLACK, SLACK_APP_TOKEN: 'xoxb-2' }, 'SLACK_APP_TOKEN', 'slack_app_token_shape'],
  ['a Discord token alone', { DISCORD_TOKEN: DISCORD.DISCORD_TOKEN }, 'DISCORD_TOKEN', 'discord_half'],
  ['a Discord id alone', { DISCORD_APP_ID: DISCORD_ID }, 'DISCORD_APP_ID', 'discord_half'],
  ['a Discord id in words', { ...DISCORD, DISCORD_APP_ID: 'vigie' }, 'DISCORD_APP_ID', 'discord_app_id_shape'],
  ['a Discord token cut', { ...DISCORD, DISCORD_TOKEN: 'MTAw' }, 'DISCORD_TOKEN', 'discord_token_shape'],
  ['an address without scheme', { PUBLIC_URL: 'vigie.example.org' }, 'PUBLIC_URL', 'not_a_url'],
  ['a port in words', { HTTP_PORT: 'http' }, 'HTTP_PORT', 'not_a_port'],
  ['a port too high', { HTTP_PORT: '70000' }, 'HTTP_PORT', 'not_a_port'],
  ['another database', { DATABASE_URL: 'mysql://root@db/x' }, 'DATABASE_URL', 'not_a_postgres_url'],
  ['no range', { FEEDS_ALLOW_PRIVATE: '10.0.0.0/8,10.0.0.0/40' }, 'FEEDS_ALLOW_PRIVATE', 'not_ranges'],
  ['no seconds', { POLL_SECONDS: '5m' }, 'POLL_SECONDS', 'not_seconds'],
  ['too short an archive', { RETENTION_DAYS: '7' }, 'RETENTION_DAYS', 'not_a_number'],
  ['no number of mebibytes', { DISK_BUDGET_MB: '2 GB' }, 'DISK_BUDGET_MB', 'not_a_number'],
  ['zero seconds', { POLL_SECONDS: '0' }, 'POLL_SECONDS', 'not_seconds'],
  ['another language', { VIGIE_LANG: 'de' }, 'VIGIE_LANG', 'not_a_choice'],
  ['no level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL', 'not_a_choice'],
  ['no zone', { VIGIE_ZONE: 'Paris' }, 'VIGIE_ZONE', 'not_a_zone'],
  ['no proxy', { HTTPS_PROXY: 'proxy:3128' }, 'HTTPS_PROXY', 'not_a_proxy'],
])('%s is told with what to write instead', (_what, env, variable, code) => {
  const faults = faultsOf(env);
  expect(faults).toContainEqual(expect.objectContaining({ variable, code }));
  for (const lang of LANGS) {
    const text = faultLines(faults, messagesOf(lang)).join('\n');
    expect(text).toContain(variable);
    expect(text).toContain('.env.example');
    expect(text).not.toMatch(/undefined|null|\[object/);
  }
});

test('all faults are told at once, and no secret is among the words', () => {
  const faults = faultsOf({
    SLACK_BOT_TOKEN: 'SECRET-one',
    SLACK_SIGNING_SECRET: 'SECRET two',
    DISCORD_TOKEN: 'SECRET-three',
    DATABASE_URL: 'mysql://root:SECRET@db/x',
    HTTPS_PROXY: 'socks://u:SECRET@proxy:1',
    HTTP_PORT: 'SHOWN',
  });
  expect(faults.map((fault) => fault.variable).sort()).toEqual([
    'DATABASE_URL',
    'DISCORD_TOKEN',
    'DISCORD_TOKEN',
    'HTTPS_PROXY',
    'HTTP_PORT',
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
  ]);
  const told = LANGS.flatMap((lang) => faultLines(faults, messagesOf(lang))).join('\n');
  expect(told + JSON.stringify(faults)).not.toContain('SECRET-');
  expect(told + JSON.stringify(faults)).not.toMatch(/SECRET two|:SECRET/);
  expect(told).toContain('SHOWN');
});

test('a variable of another name is told with the one that was meant, and does not stop the bot', () => {
  const { warnings } = ok({ VIGIE_LANGUE: 'fr', SLACK_TOKEN: 'xoxb-SECRET', DISCORD_BOT_TOKEN: 'x', VIGIE_MOON: '1' });
  expect(warnings).toEqual([
    {
      variable: 'VIGIE_LANGUE',
      code: 'unknown_variable',
      given: null,
      expected: expect.arrayContaining(['VIGIE_LANG']),
    },
    {
      variable: 'SLACK_TOKEN',
      code: 'unknown_variable',
      given: null,
      expected: expect.arrayContaining(['SLACK_BOT_TOKEN']),
    },
    { variable: 'DISCORD_BOT_TOKEN', code: 'unknown_variable', given: null, expected: ['DISCORD_TOKEN'] },
    { variable: 'VIGIE_MOON', code: 'unknown_variable', given: null, expected: expect.any(Array) },
  ]);
  const told = warningLines(warnings, messagesOf('fr')).join('\n');
  expect(told).toContain('Vouliez-vous dire');
  expect(told).not.toContain('SECRET');
  expect(warningLines([], messagesOf('fr'))).toEqual([]);
});

test('a zone close to a real one is suggested', () => {
  const text = faultLines(faultsOf({ VIGIE_ZONE: 'Paris' }), messagesOf('en')).join('\n');
  expect(text).toContain('Did you mean Europe/Paris?');
});

test('the environment prevails over the file, and a trial address frees the shape of tokens', () => {
  const env = mergeEnv('VIGIE_LANG=en # mine\nVIGIE_ZONE="Europe/Berlin"\n', { VIGIE_ZONE: 'Europe/Madrid' });
  expect(ok(env as Env).ok).toMatchObject({ lang: 'en', zone: 'Europe/Madrid' });
  expect(mergeEnv(null, { A: '1' })).toEqual({ A: '1' });
  expect(
    ok({ DISCORD_TOKEN: 't', DISCORD_APP_ID: '1', DISCORD_API_URL: 'http://127.0.0.1:1/api' }).ok.discord?.token,
  ).toBe('t');
});

test('lower-case proxy variables count as well', () => {
  const { proxy } = ok({ https_proxy: 'http://p:1', no_proxy: 'a' }).ok;
  expect(proxy).toEqual({ url: 'http://p:1', except: ['a'], caFile: null });
});

test('the configuration for people holds no secret; the log is told all of them', () => {
  const { ok: config } = ok({
    ...SLACK,
    ...DISCORD,
    DATABASE_URL: 'postgres://vigie:dbpassword@db/vigie',
    HTTPS_PROXY: 'http://anne:proxy%20pass@p:1',
  });
  const secrets = secretsOf(config);
  expect([...secrets].sort()).toEqual(
    [SLACK.SLACK_BOT_TOKEN, SLACK.SLACK_APP_TOKEN, DISCORD.DISCORD_TOKEN, 'dbpassword', 'proxy pass'].sort(),
  );
});

test('.env.example explains every variable and no other', async () => {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(named.sort()).toEqual([...VARIABLES].sort());
  expect(ok(mergeEnv(text, {}) as Env).ok).toEqual(ok({}).ok);
});

test.each([
  ['SLACK_OPERATORS', 'U0456EFGH'],
  ['SLACK_OPERATORS', 'T0123ABCD/U0456EFGH'],
  ['SLACK_OPERATORS', 'T0123ABCD:T0456EFGH'],
  ['SLACK_OPERATORS', 'T0123ABCD:*'],
  ['SLACK_OPERATORS', 't0123abcd:u0456efgh'],
  ['DISCORD_OPERATORS', '234567890123456789'],
  ['DISCORD_OPERATORS', 'user:2345'],
  ['DISCORD_OPERATORS', 'role:456789012345678901'],
  ['DISCORD_OPERATORS', 'server:345678901234567890'],
  // The role with the number of its server is everyone's.
  ['DISCORD_OPERATORS', 'server:345678901234567890/role:345678901234567890'],
])('a mistyped %s ("%s") names nobody, not even those written right, and says so', (variable, wrong) => {
  const right = variable === 'SLACK_OPERATORS' ? 'T0123ABCD:U0456EFGH' : 'user:234567890123456789';
  const loaded = ok({ [variable]: `${right},${wrong}` });
  expect(loaded.ok.operators).toEqual({ slack: [], discord: [] });
  expect(loaded.warnings).toMatchObject([{ variable, expected: [wrong] }]);
});

test.each([' ,', 'T0123ABCD', 'slack:', 'discord:vigie', 'terminal:local', 'slack:T0123ABCD;discord:1'])(
  'SPACES=%s would serve nobody knows whom: it is a fault',
  (given) => expect(faultsOf({ SPACES: given })).toMatchObject([{ variable: 'SPACES', code: 'not_spaces' }]),
);
