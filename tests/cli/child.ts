import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../src/cli.ts';
import { loadConfig } from '../../src/config.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { PATIENCE_MS } from '../patience.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LAUNCHER = join(ROOT, 'bin/vigie.js');

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
};

export type Child = {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Waits for words on either output; throws with both when the process ends without them, or when patience ends. */
  readonly says: (words: string | RegExp) => Promise<void>;
  readonly ended: Promise<Ended>;
};

export type Setting = {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly cwd?: string;
};

const SETTINGS =
  /^(VIGIE|SLACK|DISCORD|FEEDS|npm)_|^(DATABASE_URL|HTTP_PORT|PUBLIC_URL|POLL_SECONDS|LOG_LEVEL|TZ|NODE_OPTIONS|VITEST.*)$/;

/** The environment of this process without anything that sets up Vigie, npm or the test runner. */
export function plainEnv(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return { ...(Object.fromEntries(own) as Record<string, string>), VIGIE_LANG: 'en', ...more };
}

/** Starts a program and listens to it. */
export function start(program: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(program, args, options);
  let [out, err] = ['', ''];
  const heard = new Set<() => void>();
  const hear = (): void => {
    for (const one of heard) one();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    hear();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    hear();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return {
    process: child,
    out: () => out,
    err: () => err,
    says: (words) =>
      new Promise((resolve, reject) => {
        const found = (): boolean =>
          typeof words === 'string' ? `${out}${err}`.includes(words) : words.test(`${out}${err}`);
        const settle = (failed: string | null): void => {
          clearTimeout(timer);
          heard.delete(look);
          if (failed === null) resolve();
          else reject(new Error(`${failed} without ${words}; stdout: ${out}; stderr: ${err}`));
        };
        const look = (): void => {
          if (found()) settle(null);
        };
        const timer = setTimeout(() => settle(`${PATIENCE_MS} ms`), PATIENCE_MS);
        heard.add(look);
        void ended.then(() => (found() ? settle(null) : settle('ended')));
        look();
      }),
    ended,
  };
}

/** `node bin/vigie.js …` under the runtime of the tests, with nothing set but what is given. */
export function vigie(args: readonly string[], setting: Setting = {}): Child {
  const child = start(process.execPath, [LAUNCHER, ...args], {
    cwd: setting.cwd ?? tmpdir(),
    env: plainEnv(setting.env),
    stdio: 'pipe',
  });
  if (args[0] !== 'run') child.process.stdin?.end(setting.stdin ?? '');
  return child;
}

/** Runs a verb to its end. */
export const run = (args: readonly string[], setting: Setting = {}): Promise<Ended> => vigie(args, setting).ended;

/** The same without a process of its own, which takes a second each: for the further cases of what a process has shown. */
export async function inside(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  let [out, err] = ['', ''];
  const code = await runCli({
    args,
    loaded: loadConfig(env, tmpdir()),
    lang: 'en',
    messages: messagesOf('en'),
    out: (line) => {
      out += `${line}\n`;
    },
    note: (line) => {
      err += `${line}\n`;
    },
  });
  return { code, signal: null, out, err };
}

/** A temporary folder, and its removal. */
export async function folder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vigie-cli-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The objects of an NDJSON output. */
export const objects = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
