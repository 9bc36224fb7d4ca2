import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { SlackConfig } from '../../../src/config.ts';
import type { SlackOperator } from '../../../src/domain/operators.ts';
import type { Painter } from '../../../src/domain/picture.ts';
import type { View } from '../../../src/domain/view.ts';
import type { Cache } from '../../../src/platforms/slack/people.ts';
import { createSlack, SLACK_PATH, type SlackPlatform } from '../../../src/platforms/slack/platform.ts';
import type { Outgoing, PlatformHealth } from '../../../src/ports/platform.ts';
import { PATIENCE_MS, PATIENT } from '../../patience.ts';
import type { SlackPeer } from '../../peers/slack/peer.ts';
import { type EchoAsker, echoAsker } from './asker.ts';

// Real servers on a machine that may be busy with other things.

export type Bot = {
  readonly slack: SlackPlatform;
  readonly asker: EchoAsker;
  readonly url: string;
  readonly log: { readonly level: string; readonly message: string }[];
  /** Resolves when health reaches a state; rejects after 8 s. */
  readonly reaches: (state: PlatformHealth['state']) => Promise<PlatformHealth>;
  readonly stop: () => Promise<void>;
};

/** The real platform against a peer, on a server of its own in HTTP mode. */
export async function startBot(
  peer: SlackPeer,
  options: {
    readonly mode?: 'http' | 'socket';
    readonly token?: string;
    readonly wait?: boolean;
    readonly cache?: Cache;
    readonly proxy?: string;
    readonly painter?: Painter;
    readonly publicUrl?: string;
    readonly operators?: readonly SlackOperator[];
  } = {},
): Promise<Bot> {
  const asker = echoAsker();
  const log: { level: string; message: string }[] = [];
  const write = (level: string) => (message: string) => void log.push({ level, message });
  const seen = new Set<string>();
  const config: SlackConfig = {
    botToken: options.token ?? peer.botToken,
    apiUrl: peer.apiUrl,
    mode:
      options.mode === 'socket'
        ? { kind: 'socket', appToken: peer.appToken }
        : { kind: 'http', signingSecret: peer.signingSecret },
  };
  const slack = createSlack({
    config,
    asker,
    inbox: {
      first: async (id) => {
        if (seen.has(id)) return false;
        seen.add(id);
        return true;
      },
    },
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    clock: { now: () => new Date().toISOString() },
    lang: 'en',
    backoff: () => 20,
    operators: options.operators ?? [],
    ...(options.cache && { cache: options.cache }),
    ...(options.proxy && { proxy: options.proxy }),
    painter: options.painter ?? null,
    publicUrl: options.publicUrl ?? null,
    patience: [5, 5],
  });
  let server: Server | null = null;
  let url = '';
  if (slack.requestListener !== null) {
    server = createServer(slack.requestListener);
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', () => resolve()));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}`;
  }
  peer.deliverTo(server === null ? null : url);
  const reaches = async (state: PlatformHealth['state']): Promise<PlatformHealth> => {
    const until = performance.now() + PATIENCE_MS;
    while (slack.health().state !== state) {
      if (performance.now() > until) throw new Error(`never ${state}, but ${JSON.stringify(slack.health())}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return slack.health();
  };
  await slack.start();
  if (options.wait !== false) await reaches('connected');
  return {
    slack,
    asker,
    url,
    log,
    reaches,
    stop: async () => {
      await slack.stop();
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
  };
}

/** A post to a channel of the peer. */
export function posting(peer: SlackPeer, delivery: string, view: View, more: Partial<Outgoing> = {}): Outgoing {
  return {
    delivery,
    channel: { platform: 'slack', space: peer.team(), channel: peer.channel('watch') },
    lang: 'en',
    act: { kind: 'post', view },
    ambiguous: false,
    ...more,
  };
}

export const card = (title: string): View => ({ title, tone: 'neutral', blocks: [{ kind: 'text', line: ['Body.'] }] });

/** Polls until the expectation holds, patiently enough for a busy machine. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, PATIENT);
