import type { REST } from 'discord.js';
import type { Asker } from '../../command.ts';
import type { DiscordConfig } from '../../config.ts';
import type { SendCode, SendOutcome } from '../../domain/alert.ts';
import type { Lang } from '../../domain/language.ts';
import type { DiscordOperator } from '../../domain/operators.ts';
import type { Painter } from '../../domain/picture.ts';
import type { Outgoing, Platform, PlatformHealth } from '../../ports/platform.ts';
import type { Clock } from '../../ports.ts';
import { createCallers } from './callers.ts';
import { createGateway, type GatewayState } from './gateway.ts';
import { createInteractions } from './interactions.ts';
import type { Log } from './log.ts';
import { createOverrides } from './overrides.ts';
import { sendOnce } from './send.ts';
import { createTransport, plainRest } from './transport.ts';

export type DiscordParts = {
  readonly config: DiscordConfig;
  readonly asker: Asker;
  readonly log: Log;
  readonly clock: Clock;
  /** Draws pictures; without it they are told in words. */
  readonly painter?: Painter | null;
  /** Where the web port is reached from outside, for files that are too large to attach. */
  readonly publicUrl?: string | null;
  /** Address of an HTTP proxy through which Discord is reached, for REST and gateway alike. */
  readonly proxy?: string | null;
  /** Who may change what all share; nobody when absent. */
  readonly operators?: readonly DiscordOperator[];
  /** The language of people whose Discord speaks neither of ours; English when absent. */
  readonly fallback?: Lang;
  /** First and longest pause between attempts to connect, in milliseconds. */
  readonly backoff?: { readonly firstMs: number; readonly maxMs: number };
};

const BACKOFF = { firstMs: 1_000, maxMs: 60_000 };

/** How long a stop waits for answers and sends that are under way. */
const DRAIN_MS = 4_000;

/**
 * Discord as a platform: questions come in by the gateway, cards go out by REST, so that cards still leave while the
 * gateway reconnects. Unreachable Discord is tried again for ever with growing pauses; a refused token is told in
 * `health` and not tried again.
 */
export function createDiscord(parts: DiscordParts): Platform {
  const { config, log, clock } = parts;
  const transport = createTransport(parts.proxy ?? null);
  const rest: REST = plainRest(config.apiUrl, config.token, transport.makeRequest);
  const underWay = new Set<Promise<unknown>>();
  let health: PlatformHealth = { platform: 'discord', state: 'starting', code: null, since: clock.now() };
  let connection: { state: GatewayState; code: SendCode | null } = { state: 'starting', code: null };
  let stopping = false;

  const tell = (state: GatewayState, code: SendCode | null): void => {
    if (health.state === 'stopped' || (health.state === state && health.code === code)) return;
    health = { platform: 'discord', state, code, since: clock.now() };
    if (state === 'refused') log.error('Discord refuses the bot', { code });
    else log.info('Discord connection', { state, code });
  };

  const track = async <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  };

  const drawing = { painter: parts.painter ?? null, publicUrl: parts.publicUrl ?? null, log };
  const overrides = createOverrides({
    rest: () => {
      // As for sending: a refused request makes discord.js forget the token.
      rest.setToken(config.token);
      return rest;
    },
    application: config.appId,
    now: () => Date.parse(clock.now()),
    log,
  });
  const caller = createCallers({
    commands: parts.asker.commands,
    application: config.appId,
    operators: parts.operators ?? [],
    overrides,
    fallback: parts.fallback ?? 'en',
  });
  const answer = createInteractions({ asker: parts.asker, log, caller, drawing });
  const gateway = createGateway({
    config,
    log,
    tell: (state, code) => {
      connection = { state, code };
      tell(state, code);
    },
    makeRequest: transport.makeRequest,
    proxy: parts.proxy ?? null,
    backoff: parts.backoff ?? BACKOFF,
    overrides,
    interaction: async (interaction) => {
      if (!stopping) await track(answer(interaction));
    },
  });

  const send = async (outgoing: Outgoing): Promise<SendOutcome> => {
    // A refused request makes discord.js forget the token.
    rest.setToken(config.token);
    const { detail, ...outcome } = await sendOnce(rest, outgoing, drawing);
    if (outcome.kind !== 'sent')
      log.warn('Discord send failed', { delivery: outgoing.delivery, code: outcome.code, kind: outcome.kind, detail });
    if (outcome.kind === 'sent') {
      // Taken again: what the connection says is true again.
      if (health.code === 'token_revoked') tell(connection.state, connection.code);
    } else if (outcome.code === 'token_revoked') tell('refused', 'token_revoked');
    return outcome;
  };

  return {
    id: 'discord',
    start: async () => gateway.start(),
    send: async (outgoing) => (stopping ? { kind: 'retry', code: 'unreachable' } : track(send(outgoing))),
    health: () => health,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      await settled([...underWay], DRAIN_MS);
      await gateway.stop();
      await transport.close();
      tell('stopped', null);
    },
  };
}

/** Waits until all have ended, well or badly, or the time is over. */
async function settled(work: readonly Promise<unknown>[], ms: number): Promise<void> {
  if (work.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.allSettled(work), late]);
  clearTimeout(timer);
}
