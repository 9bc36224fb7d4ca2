import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { Asker } from '../../command.ts';
import type { SlackConfig } from '../../config.ts';
import type { Lang } from '../../domain/language.ts';
import type { SlackOperator } from '../../domain/operators.ts';
import type { Painter } from '../../domain/picture.ts';
import type { Platform } from '../../ports/platform.ts';
import type { Clock, InboxRepository } from '../../ports.ts';
import { createCallers } from './callers.ts';
import { type Backoff, createConnection, patientBackoff } from './connection.ts';
import { createFront } from './front.ts';
import { holdLines, listen } from './listeners.ts';
import { type Log, sdkLogger } from './log.ts';
import { type Cache, createPeople, memoryCache } from './people.ts';
import type { SlackMessage } from './render.ts';
import { sendToSlack } from './send.ts';
import { createUploads } from './uploads.ts';
import { openWire, REQUEST_TIMEOUT } from './wire.ts';

/** Where Slack delivers commands, presses, forms and events in HTTP mode. */
export const SLACK_PATH = '/slack/events';

/** How long a stop waits for answers under way, milliseconds. */
const FINISH = 4_000;

export type SlackPlatform = Platform & {
  /**
   * Answers Slack's requests to `SLACK_PATH` on any node:http server, everything else with 404; null in Socket Mode.
   * The request's body must not have been read before.
   */
  readonly requestListener: RequestListener | null;
};

/**
 * The Slack side of the bot, on Bolt. Over HTTP every request's signature is checked by Bolt. Nothing in the SDK
 * retries or waits by itself: a send is one attempt, and the outbox decides. A Slack that cannot be reached, or that
 * refuses the token, is shown in `health` and tried again for ever; it never ends the process.
 */
export function createSlack({
  config,
  asker,
  inbox,
  log,
  clock,
  lang = 'en',
  cache,
  operators = [],
  proxy = null,
  painter = null,
  publicUrl = null,
  backoff = patientBackoff,
  patience,
  lull = async () => undefined,
}: {
  readonly config: SlackConfig;
  readonly asker: Asker;
  readonly inbox: InboxRepository;
  readonly log: Log;
  readonly clock: Clock;
  /** For people whose language is unknown. */
  readonly lang?: Lang;
  /** Who may change what all share; nobody when absent. */
  readonly operators?: readonly SlackOperator[];
  /** Languages of people and lines of long buttons; in memory when absent. A Keyv is one. */
  readonly cache?: Cache;
  /** Address of the proxy by which Slack is reached; null or absent when directly. */
  readonly proxy?: string | null;
  /** Draws pictures; without it they are told in words. */
  readonly painter?: Painter | null;
  /** Where the web port is reached from outside: Slack then fetches pictures there, and files are links. */
  readonly publicUrl?: string | null;
  /** How long Slack is given to look at a picture before it is named again, milliseconds. */
  readonly patience?: readonly number[];
  readonly backoff?: Backoff;
  /** Settles when nobody waits to be acknowledged: work on an answer begins then. */
  readonly lull?: () => Promise<void>;
}): SlackPlatform {
  const kept = cache ?? memoryCache(() => Date.parse(clock.now()));
  const wire = openWire(proxy);
  const clientOptions: webApi.WebClientOptions = {
    fetch: wire.fetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: REQUEST_TIMEOUT,
    ...(config.apiUrl !== null && { slackApiUrl: config.apiUrl }),
  };
  const logger = sdkLogger(log);
  const http =
    config.mode.kind === 'http'
      ? new HTTPReceiver({ signingSecret: config.mode.signingSecret, endpoints: [SLACK_PATH], logger })
      : null;
  const socket =
    config.mode.kind === 'socket'
      ? new SocketModeReceiver({
          appToken: config.mode.appToken,
          autoReconnectEnabled: false,
          installerOptions: { clientOptions },
          logger,
          processEventErrorHandler: async ({ error }) => {
            log.warn('Slack: an event could not be handled', { error: error.message });
            return false;
          },
          ...(wire.dispatcher !== null && { dispatcher: wire.dispatcher }),
        })
      : null;
  const receiver = http ?? socket;
  if (receiver === null) throw new Error('Slack has neither an HTTP nor a socket mode');
  const app = new App({
    token: config.botToken,
    receiver,
    logger,
    clientOptions,
    convoStore: false,
    deferInitialization: true,
  });
  app.error(async (error) => {
    log.error('Slack: a request could not be answered', { code: error.code, error: error.message });
  });

  const connection = createConnection({ app, socket, clock, log, backoff });
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  const uploads = createUploads({ client: app.client, wire, cache: kept, log });
  const hold = (message: SlackMessage): Promise<void> => holdLines(message, kept);
  const showing = { painter, publicUrl, uploads, log, ...(patience && { patience }) };
  listen(app, {
    asker,
    inbox,
    clock,
    log,
    cache: kept,
    answering: { ...showing, wire, hold },
    lang,
    caller: createCallers(createPeople({ client: app.client, cache: kept, fallback: lang }), operators),
    revoked: () => connection.trouble({ code: 'token_revoked', passing: true, perhaps: false }),
    during: async (work) => {
      const doing = lull().then(work);
      underWay.add(doing);
      await doing.finally(() => underWay.delete(doing));
    },
  });

  return {
    id: 'slack',
    requestListener:
      http === null ? null : createFront({ http, path: SLACK_PATH, closed: () => stopped || !connection.ready(), log }),
    start: async () => connection.start(),
    health: connection.health,
    send: (outgoing) =>
      sendToSlack(outgoing, {
        client: app.client,
        hold,
        showing,
        onFault: connection.trouble,
      }),
    stop: async () => {
      stopped = true;
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FINISH);
      });
      await Promise.race([Promise.allSettled(underWay), enough]).finally(() => clearTimeout(timer));
      await connection.stop();
      await wire.close();
    },
  };
}
