import { afterEach, expect } from 'vitest';
import type { DiscordConfig } from '../../../src/config.ts';
import type { Painter } from '../../../src/domain/picture.ts';
import { createDiscord } from '../../../src/platforms/discord/discord.ts';
import type { Platform, PlatformHealth } from '../../../src/ports/platform.ts';
import { PATIENT } from '../../patience.ts';
import { type DiscordPeer, startDiscordPeer } from '../../peers/discord/peer.ts';
import { createFakeAsker, type FakeAsker } from './fake-asker.ts';

export type Logged = { readonly level: string; readonly text: string; readonly fields: object };

export type Bot = { readonly platform: Platform; readonly asker: FakeAsker; readonly logged: Logged[] };

const toStop: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});

/** A peer that must have nothing to complain of when the test ends. */
export async function peerFor(options: { port?: number; violations?: 'expected' } = {}): Promise<DiscordPeer> {
  const peer = await startDiscordPeer(options.port === undefined ? {} : { port: options.port });
  toStop.push(async () => {
    await peer.close();
    if (options.violations !== 'expected') expect(peer.violations).toEqual([]);
  });
  return peer;
}

export function configOf(peer: DiscordPeer): DiscordConfig {
  return { token: peer.token, appId: peer.application, apiUrl: peer.apiUrl };
}

/** The platform with a fake asker, started; it must have logged no error when the test ends. */
export async function botFor(
  config: DiscordConfig,
  more: { proxy?: string; errors?: 'expected'; painter?: Painter; publicUrl?: string } = {},
): Promise<Bot> {
  const asker = createFakeAsker();
  const logged: Logged[] = [];
  const log =
    (level: string) =>
    (text: string, fields: object = {}) =>
      void logged.push({ level, text, fields });
  const platform = createDiscord({
    config,
    asker,
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    clock: { now: () => new Date().toISOString() },
    backoff: { firstMs: 20, maxMs: 60 },
    painter: more.painter ?? null,
    publicUrl: more.publicUrl ?? null,
    ...(more.proxy === undefined ? {} : { proxy: more.proxy }),
  });
  toStop.push(async () => {
    await platform.stop();
    if (more.errors !== 'expected') expect(logged.filter((each) => each.level === 'error')).toEqual([]);
  });
  await platform.start();
  return { platform, asker, logged };
}

/** Waits until the platform's health is as wanted. */
export async function health(platform: Platform, state: PlatformHealth['state']): Promise<PlatformHealth> {
  await expect.poll(() => platform.health().state, PATIENT).toBe(state);
  return platform.health();
}

/** Anything closed when the test ends. */
export function closing(stop: () => Promise<void>): void {
  toStop.push(stop);
}
