import { type Logger, LogLevel } from '@slack/bolt';

type Say = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** What this platform needs of a log. */
export type Log = { readonly debug: Say; readonly info: Say; readonly warn: Say; readonly error: Say };

/** Slack's SDK writing to our log. Its debug lines hold message bodies and are dropped; its errors are warnings here. */
export function sdkLogger(log: Log): Logger {
  const words = (parts: readonly unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => {},
    info: (...parts: unknown[]) => log.debug(words(parts)),
    warn: (...parts: unknown[]) => log.warn(words(parts)),
    error: (...parts: unknown[]) => log.warn(words(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
