import type { DiscordConfig, SlackConfig } from '../config.ts';
import { type Finding, finding } from './finding.ts';
import { detailOf, type Probes } from './probes.ts';

/** What a platform's answers told: findings, and how far this clock is ahead of the platform's. */
export type PlatformProbe = {
  readonly findings: readonly Finding[];
  readonly skew: { readonly by: string; readonly seconds: number } | null;
};

type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** How many seconds this machine's clock is ahead, null when the answer carries no date. */
  readonly ahead: number | null;
};

/** Where the platforms' own interfaces are. */
export const SLACK = 'https://slack.com/api';
export const DISCORD = 'https://discord.com/api';

const DEADLINE_MS = 10_000;

/** Rights without which the bot does its work: pictures are told in words, files are had elsewhere. */
const SPARED: ReadonlySet<string> = new Set(['files:write']);

/** Asks Slack whether it takes the tokens, and whether the app has the rights that the manifest asks for. */
export async function lookAtSlack(config: SlackConfig, probes: Probes): Promise<PlatformProbe> {
  const base = (config.apiUrl ?? SLACK).replace(/\/+$/, '');
  const call = (method: string, token: string) =>
    ask(probes, `${base}/${method}`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
  let answer: Answer;
  try {
    answer = await call('auth.test', config.botToken);
  } catch (error) {
    return { findings: [finding('slack_unreachable', 'fault', { detail: detailOf(error) })], skew: null };
  }
  const skew = skewOf(answer, base);
  if (answer.body['ok'] !== true) {
    const told = answer.body['error'];
    if (typeof told !== 'string') {
      return { findings: [finding('slack_unreachable', 'fault', { detail: `HTTP ${answer.status}` })], skew };
    }
    return { findings: [finding('slack_refused', 'fault', { error: told })], skew };
  }
  const findings: Finding[] = [finding('slack_ok', 'ok', { team: word(answer, 'team'), user: word(answer, 'user') })];
  const granted = answer.headers.get('x-oauth-scopes');
  const has = new Set((granted ?? '').split(/[\s,]+/));
  const missing = granted === null ? [] : probes.slackScopes.filter((scope) => !has.has(scope));
  const level = missing.every((scope) => SPARED.has(scope)) ? 'warn' : 'fault';
  if (missing.length > 0) findings.push(finding('slack_scopes', level, { missing }));
  if (config.mode.kind === 'socket') findings.push(...(await lookAtAppToken(call, config.mode.appToken)));
  return { findings, skew };
}

async function lookAtAppToken(
  call: (method: string, token: string) => Promise<Answer>,
  appToken: string,
): Promise<readonly Finding[]> {
  try {
    // Gives out an address for a connection and opens none.
    const { body, status } = await call('apps.connections.open', appToken);
    if (body['ok'] === true) return [];
    return [finding('slack_app_token', 'fault', { error: String(body['error'] ?? `HTTP ${status}`) })];
  } catch (error) {
    return [finding('slack_unreachable', 'fault', { detail: detailOf(error) })];
  }
}

/** Asks Discord whose the token is, and whether that is the configured application. */
export async function lookAtDiscord(config: DiscordConfig, probes: Probes): Promise<PlatformProbe> {
  const base = (config.apiUrl ?? DISCORD).replace(/\/+$/, '');
  const versioned = /\/v\d+$/.test(base) ? base : `${base}/v10`;
  let answer: Answer;
  try {
    answer = await ask(probes, `${versioned}/applications/@me`, { headers: { Authorization: `Bot ${config.token}` } });
  } catch (error) {
    return { findings: [finding('discord_unreachable', 'fault', { detail: detailOf(error) })], skew: null };
  }
  const skew = skewOf(answer, base);
  const { status } = answer;
  if (status === 401 || status === 403) return { findings: [finding('discord_refused', 'fault', { status })], skew };
  const actual = word(answer, 'id');
  if (status !== 200 || actual === '') {
    return { findings: [finding('discord_unreachable', 'fault', { detail: `HTTP ${status}` })], skew };
  }
  if (actual !== config.appId) {
    return { findings: [finding('discord_other_app', 'fault', { given: config.appId, actual })], skew };
  }
  return { findings: [finding('discord_ok', 'ok', { name: word(answer, 'name') })], skew };
}

/** One request with a total deadline; rejects when no answer comes. An answer that is no JSON object has an empty body. */
async function ask(probes: Probes, address: string, init: RequestInit): Promise<Answer> {
  const response = await probes.fetch(address, { ...init, signal: AbortSignal.timeout(DEADLINE_MS) });
  const date = Date.parse(response.headers.get('date') ?? '');
  const ahead = Number.isNaN(date) ? null : Math.round((probes.now() - date) / 1000);
  const body: unknown = await response.json().catch(() => ({}));
  return { status: response.status, headers: response.headers, body: isRecord(body) ? body : {}, ahead };
}

function skewOf({ ahead }: Answer, base: string): PlatformProbe['skew'] {
  return ahead === null ? null : { by: new URL(base).host, seconds: ahead };
}

function word({ body }: Answer, key: string): string {
  const value = body[key];
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
