import { readFileSync } from 'node:fs';
import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { faultLines } from '../config/report.ts';
import { secretsOf } from '../config/secrets.ts';
import { type Config, type LoadedConfig, loadConfig, mergeEnv } from '../config.ts';
import { LANGS, type Lang } from '../domain/language.ts';
import { createLog, type Log } from '../log.ts';
import { type Messages, messagesOf } from '../messages/index.ts';

/** A verb was written wrongly: exit 2. The words say what and how to write it. */
export class UsageError extends Error {}

/** Something a person must mend, told in words: exit 1. */
export class OperatorError extends Error {}

/** What a verb gets: its arguments, the settings, where to write. */
export type Context = {
  readonly args: readonly string[];
  readonly loaded: LoadedConfig;
  readonly lang: Lang;
  readonly messages: Messages;
  /** Answers go to stdout, a line each. */
  readonly out: (line: string) => void;
  /** Remarks and errors go to stderr. */
  readonly note: (line: string) => void;
};

/** The settings of the environment and of `.env` in the working folder. */
export function loadSettings(env: NodeJS.ProcessEnv): LoadedConfig {
  let file: string | null = null;
  try {
    file = readFileSync('.env', 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    // No .env is the ordinary case of a container or a trial; one that cannot be read holds settings that would be missed.
    if (code !== 'ENOENT') return { faults: [{ variable: '.env', code: 'env_unreadable', given: code, expected: [] }] };
  }
  return loadConfig(mergeEnv(file, env));
}

/** The configuration, or every fault of it in words. Throws `OperatorError`. */
export function configOf({ loaded, messages }: Pick<Context, 'loaded' | 'messages'>): Config {
  if ('ok' in loaded) return loaded.ok;
  throw new OperatorError(faultLines(loaded.faults, messages).join('\n'));
}

/** The log for this configuration, with its secrets kept out. */
export function logOf(config: Config): Log {
  return createLog(config.logLevel, { secrets: secretsOf(config) });
}

/** Reads a verb's options; a wrong one becomes a `UsageError`. */
export function readArgs<const O extends ParseArgsOptionsConfig>(context: Context, options: O) {
  try {
    return parseArgs({ args: [...context.args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(context.messages.cli.wrongUsage(error instanceof Error ? error.message : String(error)));
  }
}

/** The language a verb was given, or that of the settings. */
export function langFrom(given: string | undefined, context: Context): Lang {
  if (given === undefined) return context.lang;
  const lang = LANGS.find((l) => l === given.toLowerCase());
  if (!lang)
    throw new UsageError(
      context.messages.cli.wrongUsage(context.messages.cli.badValue('--lang', given, LANGS.join(', '))),
    );
  return lang;
}

/** The same context speaking another language. */
export function speaking(context: Context, lang: Lang): Context {
  return { ...context, lang, messages: messagesOf(lang) };
}
