import type { App, SocketModeReceiver } from '@slack/bolt';
import type { SendCode } from '../../domain/alert.ts';
import type { PlatformHealth } from '../../ports/platform.ts';
import type { Clock } from '../../ports.ts';
import { within } from '../../proxied.ts';
import { type Fault, judge } from './faults.ts';
import type { Log } from './log.ts';

/** Milliseconds to wait before the next attempt to connect; `attempt` counts failures in a row from 1. */
export type Backoff = (attempt: number) => number;

/** Half a second, doubling, to one minute. */
export const patientBackoff: Backoff = (attempt) => Math.min(60_000, 500 * 2 ** Math.min(attempt - 1, 10));

const HELLO_TIMEOUT = 15_000;
const GOODBYE_TIMEOUT = 2_000;

export type Connection = {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly health: () => PlatformHealth;
  /** True once Slack has taken the token: from then on requests can be answered. */
  readonly ready: () => boolean;
  /** A call failed: if it tells that the way is broken or the token refused, the connection is looked after. */
  readonly trouble: (fault: Fault) => void;
};

/**
 * Connects, and keeps connecting for as long as the bot runs. Over HTTP "connected" means that Slack took the token at
 * the last look; in Socket Mode that the socket is open. The SDK's own reconnecting is switched off: it waits 5 s
 * before it opens a new socket, and a failure of its first attempt is a rejection that nobody catches.
 */
export function createConnection({
  app,
  socket,
  clock,
  log,
  backoff,
}: {
  readonly app: App;
  readonly socket: SocketModeReceiver | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly backoff: Backoff;
}): Connection {
  const stopping = new AbortController();
  let health: PlatformHealth = { platform: 'slack', state: 'starting', code: null, since: clock.now() };
  let initialised = false;
  let socketOpen = false;
  let running: Promise<void> | null = null;
  /** Something happened that the connection must look at; told while it rests or before it comes to rest. */
  let called = false;
  let wake: (() => void) | null = null;

  const become = (state: PlatformHealth['state'], code: SendCode | null): void => {
    if (health.state === state && health.code === code) return;
    health = { platform: 'slack', state, code, since: clock.now() };
    if (state === 'connected') log.info('Slack: connected');
  };

  const call = (): void => {
    called = true;
    wake?.();
  };

  /** Resolves after `ms`, or with null when called; at once on a stop. */
  const rest = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', done);
        wake = null;
        resolve();
      };
      const timer = ms === null ? undefined : setTimeout(done, ms);
      stopping.signal.addEventListener('abort', done);
      if (ms === null) wake = done;
      if (stopping.signal.aborted || (ms === null && called)) done();
    });

  const connect = async (): Promise<void> => {
    called = false;
    if (initialised) await app.client.auth.test();
    else await app.init();
    initialised = true;
    if (socket === null || socketOpen) return;
    await openSocket(socket);
    socketOpen = true;
  };

  /** Tells what was wrong, and for how long to wait. */
  const failed = (error: unknown, failures: number): number => {
    const fault = judge(error);
    const refused = fault.code === 'token_revoked' || fault.code === 'forbidden';
    const waiting = health.state === 'starting' ? 'starting' : 'reconnecting';
    become(refused ? 'refused' : waiting, fault.code);
    const nextInMs = Math.max(backoff(failures), fault.code === 'rate_limited' ? (fault.afterMs ?? 0) : 0);
    log.warn(refused ? 'Slack refuses the token; still trying' : 'Slack cannot be reached; still trying', {
      state: health.state,
      code: fault.code,
      attempt: failures,
      nextInMs,
    });
    return nextInMs;
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      // What does not answer is not waited for on a stop.
      const error = await within(stopping.signal, connect()).then(
        () => null,
        (cause: unknown) => ({ cause }),
      );
      if (stopping.signal.aborted) return;
      if (error !== null) {
        failures++;
        await rest(failed(error.cause, failures));
        continue;
      }
      failures = 0;
      become('connected', null);
      await rest(null);
    }
  };

  socket?.client.on('disconnected', () => {
    socketOpen = false;
    if (health.state === 'connected') become('reconnecting', 'unreachable');
    call();
  });

  return {
    start: () => {
      running ??= run();
    },
    health: () => health,
    ready: () => initialised,
    trouble: ({ code }) => {
      if (health.state !== 'connected') return;
      if (code === 'token_revoked') {
        become('refused', code);
        log.warn('Slack refuses the token; still trying');
        call();
      } else if (code === 'unreachable' || code === 'timeout') {
        become('reconnecting', code);
        call();
      }
    },
    stop: async () => {
      stopping.abort();
      if (socket !== null) await inTime(GOODBYE_TIMEOUT, socket.client.disconnect()).catch(() => undefined);
      await running;
      become('stopped', null);
    },
  };
}

/** Opens the socket and waits for Slack's hello, but not for ever. */
async function openSocket(socket: SocketModeReceiver): Promise<void> {
  const opening = socket.client.start();
  opening.catch(() => undefined);
  await inTime(HELLO_TIMEOUT, opening);
}

async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
