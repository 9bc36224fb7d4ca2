import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/** What one line of the log tells beside its words: plain values, no secrets. */
export type LogFields = Readonly<Record<string, unknown>>;

type Say = (message: string, fields?: LogFields) => void;

/** The log as the rooms know it: words for operators first, then the facts. */
export type Log = {
  readonly trace: Say;
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
  readonly fatal: Say;
  /** The same log, every line carrying these fields too. */
  readonly child: (fields: LogFields) => Log;
};

export type LogOptions = {
  /** Values that must never be printed, as `secretsOf` gives them. */
  readonly secrets?: readonly string[];
  /** Lines for people (`09:05:11 warn …`) rather than JSON. By default: when stderr is a terminal. */
  readonly human?: boolean;
  /** Where lines go; stderr by default, so that stdout carries answers only. */
  readonly write?: (line: string) => void;
};

// Tokens by their shape, wherever they stand: Slack, Discord, `Authorization` values, passwords inside addresses.
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bxox[a-z](?:\.xox[a-z])?[-.][\w-]{4,}/g, 'xox…'],
  [/\bxapp-[\w-]{4,}/g, 'xapp-…'],
  [/\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}/g, '…'],
  [/\b(Bearer|Bot|Basic)\s+(?=\S*\d)[\w.+/=~-]{16,}/gi, '$1 …'],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:"']*:[^\s@"']+@/gi, '$1…@'],
  [/(hooks\.slack\.com\/(?:services|commands|actions|workflows))\/[\w/-]+/g, '$1/…'],
  [/(\/(?:webhooks|interactions)\/\d{15,22})\/[\w-]{20,}/g, '$1/…'],
  [/([?&](?:token|secret|password|api_?key|access_token|ticket)=)[^&\s"']+/gi, '$1…'],
];

/** The text without anything that opens a door: known secrets, tokens by their shape, passwords in addresses. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    // A short secret would blank innocent text; anything in use is longer.
    if (secret.length < 4) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
      clean = clean.replaceAll(form, '…');
    }
  }
  for (const [shape, stead] of SHAPES) clean = clean.replace(shape, stead);
  return clean;
}

/**
 * Opens the log at a level: JSON lines, or lines for people at a terminal, on stderr. Every finished line passes
 * through `redactText`, so that a token cannot get out inside a message, an address or an error's text.
 */
export function createLog(level: LogLevel, options: LogOptions = {}): Log {
  const human = options.human ?? process.stderr.isTTY === true;
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const secrets = options.secrets ?? [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const line = redactText(chunk.toString(), secrets);
      write(human ? forPeople(line) : line);
      done();
    },
  });
  const root = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: errorFields, err: errorFields, cause: errorFields },
    },
    stream,
  );
  return wrap(root);
}

/** A log that says nothing: for callers that have none. */
export const silentLog: Log = createLog('silent', { write: () => undefined });

type Pino = Logger<never, boolean>;

function wrap(inner: Pino): Log {
  const say =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Say =>
    (message, fields) =>
      inner[level](fields ?? {}, message);
  return {
    trace: say('trace'),
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('fatal'),
    child: (fields) => wrap(inner.child(fields)),
  };
}

/** What of an error belongs into a log: its words, code and way; never the request that carried the token. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
  return {
    name: error.name,
    message: error.message,
    ...(code === null ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
    stack: error.stack,
  };
}

/** A JSON line as a person reads it: time, level, words, facts; an error's way on lines of its own. */
function forPeople(line: string): string {
  const entry: unknown = JSON.parse(line);
  if (!isFields(entry)) return line;
  const { level, time, msg, ...fields } = entry;
  const facts: string[] = [];
  let way = '';
  for (const [name, value] of Object.entries(fields)) {
    if (isFields(value) && typeof value['stack'] === 'string') {
      facts.push(`${name}=${show(value['message'])}`);
      way += `\n${value['stack']}`;
    } else facts.push(`${name}=${show(value)}`);
  }
  const words = [String(time).slice(11, 19), String(level).padEnd(5), String(msg ?? ''), ...facts].join(' ');
  return `${words}${way.replaceAll('\n', '\n    ')}\n`;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (typeof value === 'string') return /^[\w.:/@#+-]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? 'undefined';
}
