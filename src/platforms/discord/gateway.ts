import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  type Interaction,
  Options,
  type RESTOptions,
} from 'discord.js';
import type { DiscordConfig } from '../../config.ts';
import type { SendCode } from '../../domain/alert.ts';
import type { PlatformHealth } from '../../ports/platform.ts';
import { createIdentifyThrottle } from './identify.ts';
import type { Log } from './log.ts';
import { failureOf } from './outcome.ts';
import type { OverridesOf } from './overrides.ts';
import { apiBase, REQUEST_MS } from './transport.ts';
import { createTunnel } from './tunnel.ts';

export type GatewayState = PlatformHealth['state'];

export type GatewayParts = {
  readonly config: DiscordConfig;
  readonly log: Log;
  readonly tell: (state: GatewayState, code: SendCode | null) => void;
  readonly makeRequest: RESTOptions['makeRequest'];
  readonly proxy: string | null;
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** Must not throw. */
  readonly interaction: (interaction: Interaction) => Promise<void>;
  /** Told what servers set for our commands. */
  readonly overrides: Pick<OverridesOf, 'changed' | 'forget'>;
};

/** The connection over which questions arrive. */
export type Gateway = { readonly start: () => void; readonly stop: () => Promise<void> };

/** A login that is neither accepted nor refused for this long is given up and begun anew. */
const LOGIN_MS = 90_000;

/** How long closing may take. */
const CLOSE_MS = 2_000;

/** Close codes after which trying again is of no use, and what they mean for the person who must act. */
const FINAL: Readonly<Record<number, SendCode>> = {
  [GatewayCloseCodes.AuthenticationFailed]: 'token_revoked',
  [GatewayCloseCodes.InvalidShard]: 'platform_error',
  [GatewayCloseCodes.ShardingRequired]: 'platform_error',
  [GatewayCloseCodes.InvalidAPIVersion]: 'platform_error',
  [GatewayCloseCodes.InvalidIntents]: 'forbidden',
  [GatewayCloseCodes.DisallowedIntents]: 'forbidden',
};

type Attempt = { readonly ok: true } | { readonly ok: false; readonly code: SendCode; readonly final: boolean };

/** Logs in, again and again with growing pauses until it is in; from there on discord.js reconnects and resumes. */
export function createGateway(parts: GatewayParts): Gateway {
  const { config, log } = parts;
  const stopped = new AbortController();
  // Closing makes discord.js speak of reconnecting.
  const tell: GatewayParts['tell'] = (state, code) => {
    if (!stopped.signal.aborted) parts.tell(state, code);
  };
  const tunnel = parts.proxy === null ? null : createTunnel(parts.proxy, log);
  // One for all attempts: Discord counts identifications, not clients.
  const throttle = createIdentifyThrottle();
  let client: Client | null = null;
  let running: Promise<void> | null = null;

  const open = (refused: (code: SendCode) => void): Client => {
    const made = new Client({
      // Interactions need no intent at all; guilds tell in which servers the bot stands.
      intents: [GatewayIntentBits.Guilds],
      allowedMentions: { parse: [] },
      makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
      rest: {
        ...apiBase(config.apiUrl),
        version: '10',
        retries: 1,
        timeout: REQUEST_MS,
        makeRequest: parts.makeRequest,
      },
      ws: {
        buildIdentifyThrottler: () => throttle,
        ...(tunnel ? { buildStrategy: tunnel.strategy } : {}),
      },
    });
    made.on(Events.ClientReady, () => tell('connected', null));
    made.on(Events.ShardReady, () => {
      // A new session: what was told between the sessions was not heard.
      parts.overrides.forget();
      tell('connected', null);
    });
    made.on(Events.ShardResume, () => tell('connected', null));
    made.on(Events.ShardReconnecting, () => tell('reconnecting', 'unreachable'));
    made.on(Events.ShardDisconnect, (event) => {
      const code = FINAL[event.code];
      if (code !== undefined) refused(code);
    });
    made.on(Events.ShardError, (error) => log.warn('Discord gateway error', { err: error }));
    made.on(Events.Error, (error) => log.error('Discord client error', { err: error }));
    made.on(Events.Warn, (message) => log.warn('Discord client warning', { message }));
    made.on(Events.ApplicationCommandPermissionsUpdate, (update) => parts.overrides.changed(update));
    made.on(Events.InteractionCreate, (interaction) => void parts.interaction(interaction));
    return made;
  };

  const attempt = async (): Promise<Attempt> => {
    const verdict = Promise.withResolvers<Attempt>();
    let inside = false;
    const made = open((code) => {
      verdict.resolve({ ok: false, code, final: true });
      // Refused after it had been accepted: the token was changed meanwhile.
      if (inside) void close(made).then(() => tell('refused', code));
    });
    client = made;
    made.login(config.token).then(
      () => verdict.resolve({ ok: true }),
      (error: unknown) => verdict.resolve(failedLogin(error)),
    );
    const timer = setTimeout(() => verdict.resolve({ ok: false, code: 'timeout', final: false }), LOGIN_MS);
    const aborted = () => verdict.resolve({ ok: false, code: 'unreachable', final: true });
    stopped.signal.addEventListener('abort', aborted, { once: true });
    const result = await verdict.promise;
    clearTimeout(timer);
    stopped.signal.removeEventListener('abort', aborted);
    inside = result.ok;
    if (!result.ok) await close(made);
    return result;
  };

  const run = async (): Promise<void> => {
    for (let n = 0; !stopped.signal.aborted; n += 1) {
      const result = await attempt();
      if (result.ok || stopped.signal.aborted) return;
      tell(result.final ? 'refused' : 'reconnecting', result.code);
      if (result.final) return;
      const pause = Math.min(parts.backoff.maxMs, parts.backoff.firstMs * 2 ** n);
      // Many bots behind one outage must not all come back in the same second.
      await sleep(pause * (0.8 + Math.random() * 0.4), undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };

  return {
    start: () => {
      running ??= run().catch((error: unknown) => {
        log.error('the Discord connection gave up', { err: error });
        tell('refused', 'platform_error');
      });
    },
    stop: async () => {
      stopped.abort();
      await running;
      if (client) await close(client);
      await tunnel?.close();
    },
  };
}

/** Closes a client, however it stands; a peer that does not say goodbye is not waited for. */
async function close(client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS);
  });
  await Promise.race([client.destroy().catch(() => undefined), late]);
  clearTimeout(timer);
}

function failedLogin(error: unknown): Attempt {
  if (error instanceof Error && 'code' in error && error.code === 'TokenInvalid')
    return { ok: false, code: 'token_revoked', final: true };
  // discord.js says so in words only, and Discord lets the bot in again when the day is over.
  if (error instanceof Error && error.message.startsWith('Not enough sessions remaining'))
    return { ok: false, code: 'rate_limited', final: false };
  const { code } = failureOf(error);
  return code === 'token_revoked' ? { ok: false, code, final: true } : { ok: false, code, final: false };
}
