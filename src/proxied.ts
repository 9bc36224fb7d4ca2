import { type Dispatcher, Pool, ProxyAgent } from 'undici';

/** A fault of the proxy, not of what lies behind it: it cannot be reached, does not answer, or refuses to lead on. */
export class ProxyFault extends Error {
  override readonly name = 'ProxyFault';
  readonly kind: 'unreachable' | 'refused';
  /** What Node calls a host to which no way leads: nothing of a request was written yet. */
  readonly code = 'EHOSTUNREACH';

  constructor(kind: ProxyFault['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

export type ProxySettings = {
  /** The proxy's address, with its credentials where it wants any. */
  readonly url: string;
  /** How long the proxy may take to be reached, and again to open a way, in milliseconds; 10 s when absent. */
  readonly connectMs?: number;
  /** Plain HTTP too goes through a tunnel. */
  readonly tunnel?: boolean;
  /** Further options of undici's ProxyAgent. */
  readonly options?: Partial<ProxyAgent.Options>;
};

export type Proxied = {
  readonly dispatcher: Dispatcher;
  /** When the proxy last answered anyone who asked it for a tunnel, on `performance.now()`'s clock; 0 for never. */
  readonly heardAt: () => number;
};

const CONNECT_MS = 10_000;

/**
 * Options for undici's proxy agents, by which every wait for the proxy ends. Of its own accord undici ends neither by
 * abort nor by timeout what waits for the answer to a CONNECT. Faults of the proxy come out as `ProxyFault`.
 */
export function patientWithProxy(
  connectMs: number = CONNECT_MS,
  heard: () => void = () => undefined,
): Pick<ProxyAgent.Options, 'clientFactory' | 'connectTimeout'> {
  return {
    connectTimeout: connectMs,
    clientFactory: (origin, options) => {
      const pool = new Pool(origin, options);
      const connect = pool.connect.bind(pool);
      const bounded = async (params: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
        const signal = AbortSignal.timeout(connectMs);
        let answer: Dispatcher.ConnectData;
        try {
          answer = await within(signal, connect({ ...params, signal }));
        } catch (error) {
          const told = error instanceof Error ? error.message : String(error);
          throw new ProxyFault('unreachable', `the proxy does not answer: ${told}`, error);
        }
        heard();
        const { statusCode, socket } = answer;
        // That it found nobody behind it is no fault of its own.
        if (statusCode === 200 || statusCode >= 500) return answer;
        socket.on('error', () => undefined).destroy();
        throw new ProxyFault('refused', `the proxy answers ${statusCode}`);
      };
      return Object.assign(pool, { connect: bounded });
    },
  };
}

/** A way out by a proxy that never waits for ever, whatever the proxy does. */
export function byProxy({ url, connectMs = CONNECT_MS, tunnel, options = {} }: ProxySettings): Proxied {
  let heardAt = 0;
  const dispatcher = new ProxyAgent({
    ...options,
    uri: url,
    ...(tunnel === undefined ? {} : { proxyTunnel: tunnel }),
    ...patientWithProxy(connectMs, () => {
      heardAt = performance.now();
    }),
  });
  return { dispatcher, heardAt: () => heardAt };
}

/** The work's result, or the signal's reason as soon as it is aborted, whether the work hears of it or not. */
export async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const cut = Promise.withResolvers<never>();
  const end = (): void => cut.reject(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  // Whichever comes second is of no interest to anyone.
  work.catch(() => undefined);
  cut.promise.catch(() => undefined);
  try {
    return await Promise.race([work, cut.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
