import { REST, type RESTOptions } from 'discord.js';
import { Agent, type Dispatcher, Headers, request } from 'undici';
import { byProxy, within } from '../../proxied.ts';

/** How this machine reaches Discord: through a proxy or directly. */
export type Transport = {
  /** What discord.js calls for every HTTP request. */
  readonly makeRequest: RESTOptions['makeRequest'];
  /** Ends all connections at once; a request that is still under way fails. */
  readonly close: () => Promise<void>;
};

/** Time for one request, connecting included. */
export const REQUEST_MS = 15_000;

/** Connecting ends before the request as a whole does, so that a failure to connect is known for what it is. */
const CONNECT_MS = 8_000;

/** A transport with its own connections. `proxy` is the address of an HTTP proxy, null for none. */
export function createTransport(proxy: string | null): Transport {
  const dispatcher: Dispatcher =
    proxy === null
      ? new Agent({ connectTimeout: CONNECT_MS })
      : byProxy({ url: proxy, connectMs: CONNECT_MS, tunnel: true }).dispatcher;
  return {
    makeRequest: async (url, init) => {
      const { body: sent, type } = await bodyOf(init.body);
      const asking = request(url, {
        method: (init.method ?? 'GET').toUpperCase() as Dispatcher.HttpMethod,
        headers: { ...Object.fromEntries(new Headers(init.headers as Record<string, string>)), ...type },
        body: sent,
        signal: init.signal ?? null,
        dispatcher,
      });
      // undici hears of an abort only once it is connected.
      const response = await (init.signal ? within(init.signal, asking) : asking);
      const { body, statusCode } = response;
      return {
        body,
        arrayBuffer: () => body.arrayBuffer(),
        json: () => body.json(),
        text: () => body.text(),
        get bodyUsed() {
          return body.bodyUsed;
        },
        headers: new Headers(response.headers as Record<string, string>),
        status: statusCode,
        statusText: response.statusText,
        ok: statusCode >= 200 && statusCode < 300,
      } as Awaited<ReturnType<RESTOptions['makeRequest']>>;
    },
    close: () => dispatcher.destroy(),
  };
}

type Body = { readonly body: string | Uint8Array | null; readonly type: { readonly 'content-type'?: string } };

/**
 * JSON text, or a form where files go along; anything else is a mistake of ours. discord.js makes its forms of Node's
 * own FormData, which undici as a package refuses: they are written out here.
 */
async function bodyOf(body: unknown): Promise<Body> {
  if (body === null || body === undefined) return { body: null, type: {} };
  if (typeof body === 'string') return { body, type: {} };
  if (!(body instanceof FormData)) throw new TypeError('a request to Discord carries JSON text or a form');
  const written = new Response(body);
  const type = written.headers.get('content-type') ?? 'multipart/form-data';
  return { body: new Uint8Array(await written.arrayBuffer()), type: { 'content-type': type } };
}

/** The address that discord.js completes with the version; Discord's own when none is configured. */
export function apiBase(apiUrl: string | null): { api?: string } {
  return apiUrl === null ? {} : { api: apiUrl.replace(/\/+$/, '').replace(/\/v\d+$/, '') };
}

/** Options of a REST client that makes exactly one attempt and never waits in silence: who calls decides on both. */
export function plainRest(apiUrl: string | null, token: string, makeRequest: RESTOptions['makeRequest']): REST {
  return new REST({
    ...apiBase(apiUrl),
    version: '10',
    retries: 0,
    timeout: REQUEST_MS,
    rejectOnRateLimit: () => true,
    makeRequest,
  }).setToken(token);
}
