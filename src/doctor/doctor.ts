import { withoutPassword } from '../config/shapes.ts';
import { type Config, isPassing, type LoadedConfig } from '../config.ts';
import { type Finding, finding } from './finding.ts';
import { DISCORD, lookAtDiscord, lookAtSlack, type PlatformProbe, SLACK } from './platforms.ts';
import { detailOf, type Probes } from './probes.ts';
import { placeOf, storeFailed } from './store.ts';

/** A store of this size grows by a few MiB a week; below this the next weeks are not safe. */
const WANTED_MB = 200;
/** Below this, writes fail any moment. */
const NEEDED_MB = 20;
/** Slack refuses signed requests that are five minutes off; half of that is time to act. */
const CLOCK_FAULT_S = 150;
const CLOCK_WARN_S = 30;

/**
 * Looks at everything a bot needs, at all of it even when the first thing is wrong, and tells how each stands, in the
 * order in which people meet it. Never rejects. With a wrong configuration only what needs none is looked at.
 */
export async function doctor(loaded: LoadedConfig, probes: Probes): Promise<readonly Finding[]> {
  const zone = probes.zone();
  const process = finding('process_zone', zone === 'UTC' ? 'ok' : 'warn', { zone });
  if (!('ok' in loaded)) {
    const wrong = loaded.faults.map((fault) =>
      isPassing(fault.code) ? finding('config_unread', 'warn', fault) : finding('config_fault', 'fault', fault),
    );
    return [...wrong, process];
  }
  const config = loaded.ok;
  const [store, proxy, disk, feeds, slack, discord] = await Promise.all([
    lookAtStore(config, probes),
    lookAtProxy(config, probes),
    lookAtDisk(config, probes),
    lookAtFeeds(config, probes),
    config.slack === null ? null : lookAtSlack(config.slack, probes),
    config.discord === null ? null : lookAtDiscord(config.discord, probes),
  ]);
  const running = store.code === 'store_in_use';
  return [
    finding('config_ok', 'ok', {}),
    ...loaded.warnings.map((fault) => finding('config_unread', 'warn', fault)),
    process,
    store,
    ...disk,
    feeds,
    ...proxy,
    ...(slack === null && discord === null ? [finding('platforms_none', 'warn', {})] : []),
    ...(slack?.findings ?? []),
    ...(discord?.findings ?? []),
    ...lookAtOperators(config),
    ...lookAtClock([slack, discord]),
    ...(await lookAtPort(config, probes, running)),
  ];
}

/** Who may change what all share; with chat platforms and nobody named, only whoever has the terminal. */
function lookAtOperators({ slack, discord, operators, spaces }: Config): readonly Finding[] {
  const lists = [...(slack === null ? [] : [operators.slack]), ...(discord === null ? [] : [operators.discord])];
  if (lists.length === 0) return [];
  const count = lists.flat().length;
  const named = count > 0 ? finding('operators_ok', 'ok', { count }) : finding('operators_none', 'warn', {});
  return [named, ...(spaces === null ? [] : [finding('spaces_ok', 'ok', { count: spaces.length })])];
}

async function lookAtStore(config: Config, probes: Probes): Promise<Finding> {
  const engine = config.store.kind;
  const where = placeOf(config.store);
  try {
    const state = await probes.store(config);
    return finding(state === 'ok' ? 'store_ok' : 'store_in_use', 'ok', { engine, where });
  } catch (error) {
    return storeFailed(error, config.store);
  }
}

/** Whether the proxy lets this machine out to where the bot has to go. */
async function lookAtProxy({ proxy, slack, discord }: Config, probes: Probes): Promise<readonly Finding[]> {
  if (proxy.url === null) return [];
  const shown = withoutPassword(proxy.url);
  const far = slack !== null ? (slack.apiUrl ?? SLACK) : (discord?.apiUrl ?? DISCORD);
  const { hostname, port, protocol } = new URL(far);
  const target = `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`;
  try {
    const status = await probes.proxy(proxy.url, target);
    if (status >= 200 && status < 300) return [finding('proxy_ok', 'ok', { proxy: shown })];
    if (status === 407) return [finding('proxy_password', 'fault', { proxy: shown })];
    return [finding('proxy_refuses', 'fault', { proxy: shown, target, status })];
  } catch (error) {
    return [finding('proxy_unreachable', 'fault', { proxy: shown, detail: detailOf(error) })];
  }
}

async function lookAtDisk(config: Config, probes: Probes): Promise<readonly Finding[]> {
  if (config.store.kind !== 'sqlite') return [];
  const { folder } = config.store;
  try {
    const freeMb = Math.floor((await probes.freeBytes(folder)) / 1_048_576);
    if (freeMb >= WANTED_MB) return [finding('disk_ok', 'ok', { folder, freeMb })];
    return [finding('disk_low', freeMb < NEEDED_MB ? 'fault' : 'warn', { folder, freeMb, wantedMb: WANTED_MB })];
  } catch (error) {
    return [finding('disk_unknown', 'warn', { folder, detail: detailOf(error) })];
  }
}

async function lookAtFeeds(config: Config, probes: Probes): Promise<Finding> {
  const where = config.feeds.catalogue ?? 'feeds/catalogue.yaml';
  const found = await probes
    .catalogue(config)
    .catch((error: unknown) => [{ line: null, place: '', code: detailOf(error), value: null, allowed: [] }]);
  if (typeof found !== 'number') return finding('feeds_unreadable', 'fault', { where, faults: found });
  return found > 0 ? finding('feeds_ok', 'ok', { count: found }) : finding('feeds_empty', 'fault', { where });
}

async function lookAtPort(config: Config, probes: Probes, running: boolean): Promise<readonly Finding[]> {
  const { port } = config.http;
  // A running bot holds its own port: that is no fault.
  if (port === null || port === 0) return [];
  const state = await probes.port(port).catch(() => 'taken' as const);
  if (state === 'free') return [finding('port_ok', 'ok', { port })];
  if (state === 'forbidden') return [finding('port_forbidden', 'fault', { port })];
  return running ? [] : [finding('port_taken', 'fault', { port })];
}

function lookAtClock(probed: readonly (PlatformProbe | null)[]): readonly Finding[] {
  const first = probed.find((probe) => probe?.skew !== null && probe?.skew !== undefined);
  if (first?.skew === undefined || first.skew === null) return [];
  const { by, seconds } = first.skew;
  const far = Math.abs(seconds);
  if (far < CLOCK_WARN_S) return [finding('clock_ok', 'ok', { by, seconds })];
  return [finding('clock_off', far < CLOCK_FAULT_S ? 'warn' : 'fault', { by, seconds })];
}
