import { isAbsolute, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { ConfigFault, FaultCode } from './config/faults.ts';
import { isRange, isZone, nearest, nearestZones, split } from './config/shapes.ts';
import { readOperators, readSpaces } from './config/tenants.ts';
import { LANGS, type Lang } from './domain/language.ts';
import type { Operators } from './domain/operators.ts';
import { DEFAULT_RETENTION, LEAST_RETENTION_DAYS, type RetentionSettings } from './domain/retention.ts';

/** Everything that can be set, read once and checked. Secrets are held apart so that no log prints them. */
export type Config = {
  readonly slack: SlackConfig | null;
  readonly discord: DiscordConfig | null;
  readonly operators: Operators;
  /** The workspaces and servers that are served (`slack:T…`, `discord:…`); null when all are. */
  readonly spaces: readonly string[] | null;
  readonly http: {
    readonly port: number | null;
    readonly publicUrl: string | null;
    /** Reverse proxies whose `X-Forwarded-For` is believed; absent where there is none. */
    readonly trustedProxies?: readonly string[];
  };
  readonly store:
    | { readonly kind: 'sqlite'; readonly folder: string }
    | { readonly kind: 'postgres'; readonly url: string };
  readonly feeds: {
    /** Another catalogue, YAML or OPML. */
    readonly catalogue: string | null;
    /** CIDR ranges that the address guard lets through. */
    readonly allowPrivate: readonly string[];
    /** Upper bound of every feed's rhythm, for trials. */
    readonly pollSeconds: number | null;
  };
  /** How far back the archive reaches and how much room it may take. */
  readonly retention: RetentionSettings;
  readonly lang: Lang;
  readonly zone: string;
  readonly logLevel: LogLevel;
  readonly proxy: ProxyConfig;
};

export type SlackConfig = {
  readonly botToken: string;
  readonly apiUrl: string | null;
  readonly mode:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
};

export type DiscordConfig = { readonly token: string; readonly appId: string; readonly apiUrl: string | null };

/** How requests leave the machine. */
export type ProxyConfig = {
  readonly url: string | null;
  /** Hosts that are reached without the proxy, as `NO_PROXY` lists them. */
  readonly except: readonly string[];
  /** PEM file with further certificate authorities. */
  readonly caFile: string | null;
};

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A century of days; and from what a small market needs to what one disk holds, in mebibytes. */
const MOST_DAYS = 36_500;
const LEAST_MB = 50;
const MOST_MB = 1_000_000;

/** Every variable that is read, in the order in which people meet them. */
export const VARIABLES = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_API_URL',
  'DISCORD_TOKEN',
  'DISCORD_APP_ID',
  'DISCORD_API_URL',
  'SLACK_OPERATORS',
  'DISCORD_OPERATORS',
  'SPACES',
  'HTTP_PORT',
  'PUBLIC_URL',
  'TRUSTED_PROXIES',
  'DATABASE_URL',
  'VIGIE_DATA',
  'RETENTION_DAYS',
  'DISK_BUDGET_MB',
  'FEEDS_CATALOGUE',
  'FEEDS_ALLOW_PRIVATE',
  'POLL_SECONDS',
  'VIGIE_LANG',
  'VIGIE_ZONE',
  'LOG_LEVEL',
  'HTTPS_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
] as const;
export type Variable = (typeof VARIABLES)[number];

const SECRETS: ReadonlySet<string> = new Set<Variable>([
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'DISCORD_TOKEN',
  'DATABASE_URL',
  'HTTPS_PROXY',
]);

export type LoadedConfig =
  /** `warnings` names variables that look meant for Vigie and are not read, or that count as empty. */
  { readonly ok: Config; readonly warnings: readonly ConfigFault[] } | { readonly faults: readonly ConfigFault[] };

const PASSING: ReadonlySet<FaultCode> = new Set(['unknown_variable', 'not_slack_operators', 'not_discord_operators']);

/** True for what does not keep the bot from running: a variable that is not read, or that counts as empty. */
export function isPassing(code: FaultCode): boolean {
  return PASSING.has(code);
}

type Env = Readonly<Record<string, string | undefined>>;

/** Notes a fault of a variable; what was written is kept unless it is a secret. */
type Complain = (variable: string, code: FaultCode, expected?: readonly string[]) => null;

type Reader = {
  /** The trimmed value, null when absent or empty. */
  readonly get: (variable: Variable) => string | null;
  readonly complain: Complain;
};

/**
 * Reads and checks the environment. Every fault is found, not only the first; a value is used only when all are
 * right. Empty values count as absent. Relative paths are resolved against `cwd`.
 */
export function loadConfig(env: Env, cwd: string = process.cwd()): LoadedConfig {
  const faults: ConfigFault[] = [];
  const warnings: ConfigFault[] = [];
  const get = (variable: Variable): string | null => read(env, variable);
  const complain: Complain = (variable, code, expected = []) => {
    const given = SECRETS.has(variable) || code === 'unknown_variable' ? null : (env[variable]?.trim() ?? null);
    const list = isPassing(code) ? warnings : faults;
    list.push({ variable, code, given: given === '' ? null : given, expected });
    return null;
  };
  const reader: Reader = { get, complain };
  const path = (value: string | null): string | null =>
    value === null ? null : isAbsolute(value) ? value : resolve(cwd, value);

  const config: Config = {
    slack: readSlack(reader),
    discord: readDiscord(reader),
    operators: readOperators(get, complain),
    spaces: readSpaces(get, complain),
    http: readHttp(reader),
    store: readStore(reader, path),
    feeds: {
      catalogue: path(get('FEEDS_CATALOGUE')),
      allowPrivate: readRanges(reader, 'FEEDS_ALLOW_PRIVATE'),
      pollSeconds: readSeconds(reader),
    },
    retention: {
      days: readWhole(reader, 'RETENTION_DAYS', LEAST_RETENTION_DAYS, MOST_DAYS) ?? DEFAULT_RETENTION.days,
      budgetMb: readWhole(reader, 'DISK_BUDGET_MB', LEAST_MB, MOST_MB) ?? DEFAULT_RETENTION.budgetMb,
    },
    lang: readChoice(reader, 'VIGIE_LANG', LANGS) ?? 'fr',
    zone: readZone(reader),
    logLevel: readChoice(reader, 'LOG_LEVEL', LOG_LEVELS) ?? 'info',
    proxy: readProxy(reader, path),
  };
  if (config.slack?.mode.kind === 'http' && get('HTTP_PORT') === null) complain('HTTP_PORT', 'slack_http_needs_port');
  for (const name of Object.keys(env)) {
    if (isVariable(name) || !/^(VIGIE|SLACK|DISCORD|FEEDS)_/.test(name)) continue;
    const near = nearest(name, VARIABLES);
    if (name.startsWith('VIGIE_') || near.length > 0) complain(name, 'unknown_variable', near);
  }
  return faults.length === 0 ? { ok: config, warnings } : { faults: [...faults, ...warnings] };
}

/**
 * The variables of a `.env` file over which those of `env` prevail. The text is the file's; reading it is the
 * caller's business, so that this stays a function of its arguments.
 */
export function mergeEnv(text: string | null, env: Env): Env {
  return text === null ? env : { ...parseEnv(text), ...env };
}

function read(env: Env, variable: Variable): string | null {
  // The proxy's variables are commonly written in lower case, and curl, wget and Node read both.
  const lower = variable === 'HTTPS_PROXY' || variable === 'NO_PROXY' ? env[variable.toLowerCase()] : undefined;
  const value = (env[variable] ?? lower ?? '').trim();
  return value === '' ? null : value;
}

function isVariable(name: string): boolean {
  return VARIABLES.some((variable) => variable === name);
}

function readSlack({ get, complain }: Reader): SlackConfig | null {
  const [botToken, signingSecret, appToken] = [
    get('SLACK_BOT_TOKEN'),
    get('SLACK_SIGNING_SECRET'),
    get('SLACK_APP_TOKEN'),
  ];
  const apiUrl = readUrl({ get, complain }, 'SLACK_API_URL');
  if (botToken === null) {
    if (signingSecret !== null) complain('SLACK_SIGNING_SECRET', 'slack_no_bot_token', ['SLACK_BOT_TOKEN']);
    if (appToken !== null) complain('SLACK_APP_TOKEN', 'slack_no_bot_token', ['SLACK_BOT_TOKEN']);
    return null;
  }
  // Another address is a trial's: its tokens have whatever shape the trial gives them.
  const real = apiUrl === null;
  if (real && !/^xox[be][-.]\S+$/.test(botToken)) complain('SLACK_BOT_TOKEN', 'slack_bot_token_shape', ['xoxb-…']);
  if (real && appToken !== null && !/^xapp-\S+$/.test(appToken))
    complain('SLACK_APP_TOKEN', 'slack_app_token_shape', ['xapp-…']);
  if (real && signingSecret !== null && !/^\S{8,}$/.test(signingSecret))
    complain('SLACK_SIGNING_SECRET', 'slack_secret_shape');
  // Socket Mode needs no public address: where both are given it is the one that surely works.
  if (appToken !== null) return { botToken, apiUrl, mode: { kind: 'socket', appToken } };
  if (signingSecret !== null) return { botToken, apiUrl, mode: { kind: 'http', signingSecret } };
  return complain('SLACK_BOT_TOKEN', 'slack_half', ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']);
}

function readDiscord({ get, complain }: Reader): DiscordConfig | null {
  const [token, appId] = [get('DISCORD_TOKEN'), get('DISCORD_APP_ID')];
  const apiUrl = readUrl({ get, complain }, 'DISCORD_API_URL');
  const real = apiUrl === null;
  if (real && token !== null && !/^[^\s.]{2,}\.[^\s.]+\.\S+$/.test(token))
    complain('DISCORD_TOKEN', 'discord_token_shape');
  if (real && appId !== null && !/^\d{17,20}$/.test(appId)) complain('DISCORD_APP_ID', 'discord_app_id_shape');
  if (token === null && appId === null) return null;
  if (token === null) return complain('DISCORD_APP_ID', 'discord_half', ['DISCORD_TOKEN']);
  if (appId === null) return complain('DISCORD_TOKEN', 'discord_half', ['DISCORD_APP_ID']);
  return { token, appId, apiUrl };
}

function readStore({ get, complain }: Reader, path: (value: string | null) => string | null): Config['store'] {
  const url = get('DATABASE_URL');
  if (url === null) return { kind: 'sqlite', folder: path(get('VIGIE_DATA') ?? 'data') ?? 'data' };
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') complain('DATABASE_URL', 'not_a_postgres_url');
  return { kind: 'postgres', url };
}

function readUrl({ get, complain }: Reader, variable: Variable): string | null {
  const given = get(variable);
  if (given === null) return null;
  const protocol = URL.canParse(given) ? new URL(given).protocol : '';
  return protocol === 'https:' || protocol === 'http:' ? given : complain(variable, 'not_a_url');
}

function readPort({ get, complain }: Reader): number | null {
  const given = get('HTTP_PORT');
  if (given === null) return null;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  return port >= 0 && port <= 65_535 ? port : complain('HTTP_PORT', 'not_a_port');
}

function readSeconds({ get, complain }: Reader): number | null {
  const given = get('POLL_SECONDS');
  if (given === null) return null;
  const seconds = /^\d{1,6}$/.test(given) ? Number(given) : 0;
  return seconds >= 1 && seconds <= 604_800 ? seconds : complain('POLL_SECONDS', 'not_seconds');
}

/** A whole number within bounds, null when absent. */
function readWhole({ get, complain }: Reader, variable: Variable, least: number, most: number): number | null {
  const given = get(variable);
  if (given === null) return null;
  const whole = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  return whole >= least && whole <= most ? whole : complain(variable, 'not_a_number', [String(least), String(most)]);
}

function readHttp(reader: Reader): Config['http'] {
  const trustedProxies = readRanges(reader, 'TRUSTED_PROXIES');
  return {
    port: readPort(reader),
    publicUrl: readUrl(reader, 'PUBLIC_URL'),
    ...(trustedProxies.length === 0 ? {} : { trustedProxies }),
  };
}

function readRanges({ get, complain }: Reader, variable: Variable): readonly string[] {
  const ranges = split(get(variable));
  const wrong = ranges.filter((range) => !isRange(range));
  if (wrong.length > 0) complain(variable, 'not_ranges', wrong);
  return ranges;
}

function readChoice<T extends string>({ get, complain }: Reader, variable: Variable, choices: readonly T[]): T | null {
  const given = get(variable)?.toLowerCase();
  if (given === undefined) return null;
  return choices.find((choice) => choice === given) ?? complain(variable, 'not_a_choice', choices);
}

function readZone({ get, complain }: Reader): string {
  const given = get('VIGIE_ZONE');
  if (given === null) return 'Europe/Paris';
  if (!isZone(given)) complain('VIGIE_ZONE', 'not_a_zone', nearestZones(given));
  return given;
}

function readProxy({ get, complain }: Reader, path: (value: string | null) => string | null): ProxyConfig {
  const url = get('HTTPS_PROXY');
  const protocol = url !== null && URL.canParse(url) ? new URL(url).protocol : '';
  if (url !== null && protocol !== 'http:' && protocol !== 'https:') complain('HTTPS_PROXY', 'not_a_proxy');
  return { url, except: split(get('NO_PROXY')), caFile: path(get('NODE_EXTRA_CA_CERTS')) };
}
