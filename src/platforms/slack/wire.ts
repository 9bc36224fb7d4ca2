import type { webApi } from '@slack/bolt';
import { Agent, type Dispatcher, fetch, type Response } from 'undici';
import { byProxy } from '../../proxied.ts';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** The way to Slack: one agent for all requests, through the proxy where there is one. */
export type Wire = {
  readonly fetch: Fetch;
  /** Hands bytes over at an address that Slack gave; the status of its answer. */
  readonly put: (url: string, bytes: Uint8Array) => Promise<number>;
  /** For Socket Mode's WebSocket, only when a proxy stands between. */
  readonly dispatcher: Dispatcher | null;
  readonly close: () => Promise<void>;
};

/** Longest time that one request to Slack may take, milliseconds. */
export const REQUEST_TIMEOUT = 15_000;

/** A request that got no answer. `written` tells whether any of it may have left this machine. */
export class WireError extends Error {
  readonly written: boolean;
  readonly timedOut: boolean;
  constructor(cause: unknown, written: boolean) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    super(inner instanceof Error ? inner.message || inner.name : String(inner), { cause });
    this.name = 'WireError';
    this.written = written;
    this.timedOut = inner instanceof Error && (inner.name === 'TimeoutError' || /timeout/i.test(inner.name));
  }
}

/**
 * Opens the way, by the proxy at this address when there is one. Requests are HTTP/1.1 (Slack's WebSocket needs a connection of its own) and never repeated. A request
 * counts as written from the moment a connected socket begins to take it, which the agent's dispatch handler tells:
 * refused connections, unresolved names and refused proxies come before, resets and timeouts come after.
 */
export function openWire(proxy: string | null): Wire {
  const byWay = (tunnel?: boolean): Dispatcher | null =>
    proxy === null
      ? null
      : byProxy({ url: proxy, options: { allowH2: false }, ...(tunnel === undefined ? {} : { tunnel }) }).dispatcher;
  const agent = byWay() ?? new Agent({ allowH2: false });
  // A WebSocket cannot be forwarded, only tunnelled.
  const tunnel = byWay(true);

  type Init = NonNullable<Parameters<typeof fetch>[1]>;
  const request = async (url: Parameters<typeof fetch>[0], init: Init): Promise<Response> => {
    let written = false;
    const marking = agent.compose(
      (dispatch) => (options, handler) =>
        dispatch(
          options,
          marked(handler, () => (written = true)),
        ),
    );
    try {
      return await fetch(url, {
        ...init,
        redirect: 'error',
        signal: init.signal ?? AbortSignal.timeout(REQUEST_TIMEOUT),
        dispatcher: marking,
      });
    } catch (cause) {
      throw new WireError(cause, written);
    }
  };

  return {
    dispatcher: tunnel,
    fetch: async (url, init = {}) => request(url, init as Init),
    put: async (url, bytes) => {
      const headers = { 'Content-Type': 'application/octet-stream' };
      const answer = await request(url, { method: 'POST', headers, body: new Uint8Array(bytes) });
      await answer.arrayBuffer();
      return answer.status;
    },
    close: async () => {
      await Promise.all([agent.destroy(), tunnel?.destroy()]);
    },
  };
}

function marked(handler: Dispatcher.DispatchHandler, mark: () => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => {
      mark();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onBodySent: (chunk) => handler.onBodySent?.(chunk),
    onRequestSent: () => handler.onRequestSent?.(),
  };
}
