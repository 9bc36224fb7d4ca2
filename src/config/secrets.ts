import type { Config } from '../config.ts';
import { passwordOf } from './shapes.ts';

/** Every secret value of a configuration, longest first: what a log must never print. */
export function secretsOf(config: Config): readonly string[] {
  const { slack, discord, store, proxy } = config;
  const found = [
    slack?.botToken,
    slack?.mode.kind === 'http' ? slack.mode.signingSecret : slack?.mode.appToken,
    discord?.token,
    store.kind === 'postgres' ? passwordOf(store.url) : null,
    proxy.url === null ? null : passwordOf(proxy.url),
  ];
  return found.filter((secret): secret is string => typeof secret === 'string' && secret.length > 3).sort(byLength);
}

function byLength(a: string, b: string): number {
  return b.length - a.length;
}
