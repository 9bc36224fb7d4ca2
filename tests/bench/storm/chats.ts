import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import { DISCORD, SLACK } from './places.ts';

/**
 * Both chat platforms in a process of their own, no more than the bot needs of them: they keep no state but what was
 * posted, so that what is measured is the bot.
 */

/** Commands to ask, all at one moment, on either platform. */
export type Ask = { readonly command: string; readonly options: Readonly<Record<string, string>> };
export type ChatsOrder = {
  readonly slackUrl: string;
  readonly slack: readonly Ask[];
  readonly discord: readonly Ask[];
};
export type ChatsReport = {
  /** Milliseconds until the platform had its acknowledgement; null where none came within a minute. */
  readonly acks: { readonly slack: readonly (number | null)[]; readonly discord: readonly (number | null)[] };
  /** Milliseconds until the answer itself. */
  readonly answers: readonly number[];
  /** Delivery ids of what was posted, one each time. */
  readonly posted: readonly string[];
};

const WAIT_MS = 60_000;
/** For so long every command is waited for, acknowledgement and answer. */
const ANSWERED_MS = 120_000;
const started = new Map<string, number>();
const answered = new Set<string>();
const answers: number[] = [];
const acks = { slack: [] as (number | null)[], discord: [] as (number | null)[] };
const discordAcks = new Map<string, () => void>();
const posted: string[] = [];
let socket: WebSocket | null = null;
let port = 0;
let ids = 0;

const json = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

function answerCame(id: string): void {
  const from = started.get(id);
  if (from === undefined || answered.has(id)) return;
  answered.add(id);
  answers.push(performance.now() - from);
}

function fieldsOf(body: string): Record<string, string> {
  return body.startsWith('{')
    ? (JSON.parse(body) as Record<string, string>)
    : Object.fromEntries(new URLSearchParams(body));
}

function slackApi(method: string, body: string, response: ServerResponse): void {
  const fields = fieldsOf(body);
  const ts = `${Math.floor(Date.now() / 1_000)}.${String(++ids).padStart(6, '0')}`;
  if (method === 'chat.postMessage') {
    const delivery = /"delivery":"([^"]+)"/.exec(JSON.stringify(fields).replaceAll('\\"', '"'))?.[1];
    if (delivery !== undefined) posted.push(delivery);
  }
  json(response, {
    ok: true,
    ...{
      team_id: SLACK.team,
      team: 'Storm',
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
      app_id: 'A0BOT',
      url: 'https://s.example/',
    },
    ...{ channel: SLACK.channel, ts, messages: [], files: [{ id: `F${ids}` }] },
    user: { id: fields['user'], locale: 'fr-FR', team_id: SLACK.team, is_restricted: false, is_stranger: false },
    ...{ upload_url: `http://127.0.0.1:${port}/upload`, file_id: `F${ids}` },
  });
}

function discordApi(path: string, method: string, body: string, response: ServerResponse): void {
  const [, id = '', own = ''] = /^\/interactions\/(\d+)\/(token-\d+)\//.exec(path) ?? [];
  if (id !== '') {
    discordAcks.get(id)?.();
    // What is quick to answer comes at once.
    if (/"type":4\b/.test(body)) answerCame(own);
    response.writeHead(204).end();
    return;
  }
  const [, token] = /^\/webhooks\/\d+\/(token-\d+)/.exec(path) ?? [];
  if (token !== undefined) answerCame(token);
  if (path.endsWith('/gateway/bot')) {
    const limits = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 };
    json(response, { url: `ws://127.0.0.1:${port}/gateway`, shards: 1, session_start_limit: limits });
    return;
  }
  const nonce = /"nonce":"([^"]+)"/.exec(body)?.[1];
  if (method === 'POST' && nonce !== undefined) posted.push(nonce);
  if (method === 'GET') {
    json(response, /messages$|permissions$|commands$/.test(path) ? [] : {});
    return;
  }
  const message = {
    id: snowflake(),
    channel_id: DISCORD.channel,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
  };
  const rest = { author: { id: DISCORD.app, username: 'Vigie', discriminator: '0', avatar: null, bot: true }, type: 0 };
  json(response, { ...message, ...rest, timestamp: new Date().toISOString(), edited_timestamp: null, mentions: [] });
}

const snowflake = (): string => String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) | BigInt(++ids % 4_194_304));

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://peer');
  const body = await text(request);
  if (pathname.startsWith('/slack/api/')) return slackApi(pathname.slice('/slack/api/'.length), body, response);
  if (pathname.startsWith('/discord/api')) {
    return discordApi(pathname.replace(/^\/discord\/api(\/v\d+)?/, ''), request.method ?? 'GET', body, response);
  }
  if (pathname.startsWith('/respond/')) answerCame(pathname.slice('/respond/'.length));
  response.writeHead(200).end('ok');
}

const server = createServer((request, response) => {
  respond(request, response).catch(() => response.destroy());
});

/** A gateway that lets the bot in and tells it of one server. */
new WebSocketServer({ server, path: '/gateway' }).on('connection', (ws) => {
  let seq = 0;
  const dispatch = (t: string, d: unknown): void => ws.send(JSON.stringify({ op: 0, t, s: ++seq, d }));
  ws.on('message', (raw) => {
    const { op } = JSON.parse(String(raw)) as { op: number };
    if (op === 1) ws.send(JSON.stringify({ op: 11 }));
    if (op !== 2) return;
    socket = ws;
    const bot = { id: DISCORD.app, username: 'Vigie', discriminator: '0', avatar: null, bot: true };
    dispatch('READY', {
      ...{ v: 10, user: bot, session_id: 's', resume_gateway_url: `ws://127.0.0.1:${port}/gateway` },
      ...{ guilds: [{ id: DISCORD.guild, unavailable: true }], application: { id: DISCORD.app, flags: 0 } },
    });
    const channels = [{ id: DISCORD.channel, type: 0, name: 'veille', permission_overwrites: [] }];
    const empty = {
      roles: [],
      emojis: [],
      members: [],
      threads: [],
      stickers: [],
      features: [],
      presences: [],
      voice_states: [],
    };
    dispatch('GUILD_CREATE', { id: DISCORD.guild, name: 'Veille', owner_id: '1', channels, ...empty, member_count: 1 });
  });
  ws.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
});

async function askSlack(url: string, { command, options }: Ask): Promise<void> {
  const id = `slack-${++ids}`;
  const words = [command, ...Object.values(options)].join(' ');
  const fields = {
    ...{ token: 'v', team_id: SLACK.team, team_domain: 'storm', channel_id: SLACK.channel, channel_name: 'veille' },
    ...{ user_id: `U${ids}`, user_name: 'camille', command: '/vigie', text: words, api_app_id: 'A0BOT' },
    ...{ is_enterprise_install: 'false', response_url: `http://127.0.0.1:${port}/respond/${id}`, trigger_id: '1.2' },
  };
  const body = new URLSearchParams(fields).toString();
  const at = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', SLACK.secret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${mac}`,
  };
  const from = performance.now();
  started.set(id, from);
  const taken = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(WAIT_MS) }).then(
    async (answer) => {
      await answer.text();
      return answer.status === 200;
    },
    () => false,
  );
  acks.slack.push(taken ? performance.now() - from : null);
}

async function askDiscord({ command, options }: Ask): Promise<void> {
  const id = snowflake();
  const token = `token-${++ids}`;
  const user = { id: snowflake(), username: 'camille', discriminator: '0', avatar: null };
  const interaction = {
    ...{ id, application_id: DISCORD.app, type: 2, token, version: 1, guild_id: DISCORD.guild },
    ...{ channel_id: DISCORD.channel, channel: { id: DISCORD.channel, type: 0, name: 'veille' }, context: 0 },
    member: { user, roles: [], permissions: '8', joined_at: '2026-01-01T00:00:00Z', deaf: false, mute: false },
    ...{ locale: 'fr', guild_locale: 'fr', app_permissions: '0', entitlements: [] },
    authorizing_integration_owners: { 0: DISCORD.guild },
    data: {
      ...{ id: '1', name: command, type: 1 },
      options: Object.entries(options).map(([name, value]) => ({ name, type: 3, value })),
    },
  };
  const from = performance.now();
  started.set(token, from);
  const taken = await new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), WAIT_MS).unref();
    discordAcks.set(id, () => resolve(true));
    socket?.send(JSON.stringify({ op: 0, t: 'INTERACTION_CREATE', s: 100 + ids, d: interaction }));
  });
  acks.discord.push(taken ? performance.now() - from : null);
}

server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => {
  port = (server.address() as AddressInfo).port;
  process.send?.({ ready: true, port });
});
process.once('message', (order: ChatsOrder) => {
  const asked = [
    ...order.slack.map((ask) => askSlack(order.slackUrl, ask)),
    ...order.discord.map((ask) => askDiscord(ask)),
  ];
  process.once('message', () => {
    const report: ChatsReport = { acks, answers, posted };
    process.send?.(report, () => process.exit(0));
  });
  const until = Date.now() + ANSWERED_MS;
  void Promise.all(asked).then(async () => {
    while (answers.length < asked.length && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 100));
    process.send?.({ answered: true });
  });
});
