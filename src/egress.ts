import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { type Dispatcher, EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import type { ProxyConfig } from './config.ts';
import type { Messages } from './messages/index.ts';
import { patientWithProxy } from './proxied.ts';

/** What could not be set up, with the file or address concerned. */
export class EgressError extends Error {
  readonly code: 'ca_unreadable' | 'ca_not_pem' | 'proxy_refused';
  /** The file, or the variable's name. */
  readonly what: string;

  constructor(code: EgressError['code'], what: string, cause?: unknown) {
    super(`${code}: ${what}`, { cause });
    this.code = code;
    this.what = what;
  }

  /** The error as a sentence that says what to do. */
  words(messages: Messages): string {
    const { egress } = messages.operator;
    return this.code === 'proxy_refused' ? egress.proxy_refused : egress[this.code](this.what);
  }
}

/** How requests leave, for those who build their own connections. */
export type Egress = {
  /**
   * For clients that bring their own connections and take a dispatcher (Slack's Socket Mode); undefined when there
   * is no proxy, so that they keep their own.
   */
  readonly dispatcher: Dispatcher | undefined;
  /** The proxy by which this address is reached, null when it is reached directly. */
  readonly proxyFor: (address: string) => string | null;
  /** Puts everything back as it was and closes the dispatcher. */
  readonly uninstall: () => Promise<void>;
};

/** Never by a proxy: they mean this machine. */
const OWN = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * Makes the whole process leave by the configured proxy and trust the configured certificate authorities: the global
 * `fetch` (Slack's Web API), undici in any version (Discord's REST), `node:https`, and WebSockets made by `ws`
 * (Discord's gateway). Call once, before any client is built. Throws `EgressError`.
 */
export function installEgress(config: ProxyConfig): Egress {
  const distrust = config.caFile === null ? () => undefined : trust(config.caFile);
  const { url } = config;
  if (url === null) return { dispatcher: undefined, proxyFor: () => null, uninstall: async () => distrust() };
  if (!URL.canParse(url)) throw new EgressError('proxy_refused', 'HTTPS_PROXY');
  // The proxy itself too: who builds a tunnel by hand (Discord's gateway) speaks to it directly.
  const except = [...OWN, authorityOf(url), ...config.except];
  const noProxy = except.join(',');
  let restoreGlobal: () => void;
  try {
    restoreGlobal = http.setGlobalProxyFromEnv({ http_proxy: url, https_proxy: url, no_proxy: noProxy });
  } catch (error) {
    throw new EgressError('proxy_refused', 'HTTPS_PROXY', error);
  }
  const restoreUpgrades = proxyUpgrades();
  // HTTP/1.1 only: a WebSocket needs a connection of its own. Node's own agent would wait for the proxy without end.
  const dispatcher = new EnvHttpProxyAgent({
    ...patientWithProxy(),
    httpProxy: url,
    httpsProxy: url,
    noProxy,
    allowH2: false,
  });
  const theirs = getGlobalDispatcher();
  setGlobalDispatcher(dispatcher);
  return {
    dispatcher,
    proxyFor: (address) => (isExcepted(address, except) ? null : url),
    uninstall: async () => {
      restoreUpgrades();
      setGlobalDispatcher(theirs);
      restoreGlobal();
      distrust();
      // Not `close`, which waits for whatever is still on its way.
      await dispatcher.destroy();
    },
  };
}

/**
 * Adds the file's certificates to those already trusted. Node reads `NODE_EXTRA_CA_CERTS` only from the environment
 * it was started with; a value that stands in `.env` comes too late for that and is honoured here. Returns the undoing.
 */
function trust(file: string): () => void {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new EgressError('ca_unreadable', file, error);
  }
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (certificates === null) throw new EgressError('ca_not_pem', file);
  const before = tls.getCACertificates('default');
  try {
    tls.setDefaultCACertificates([...before, ...certificates]);
  } catch (error) {
    throw new EgressError('ca_not_pem', file, error);
  }
  return () => tls.setDefaultCACertificates(before);
}

/**
 * `ws` hands `node:http(s)` a connection maker of its own, and with one Node passes the global agent by: the request
 * for an upgrade would go out directly. Naming the agent brings it back onto the proxied way. Returns the undoing.
 */
function proxyUpgrades(): () => void {
  const undo = [
    { module: https, agent: () => https.globalAgent },
    { module: http, agent: () => http.globalAgent },
  ].map(({ module, agent }) => {
    const direct = module.request;
    const byAgent = (...given: Parameters<typeof http.request>): http.ClientRequest => {
      const options: unknown = given[0];
      if (isUpgrade(options)) options.agent ??= agent();
      return Reflect.apply(direct, module, given);
    };
    Object.assign(module, { request: byAgent });
    return () => Object.assign(module, { request: direct });
  });
  return () => {
    for (const back of undo) back();
  };
}

function isUpgrade(options: unknown): options is { agent?: http.Agent } {
  if (typeof options !== 'object' || options === null || options instanceof URL || !('headers' in options))
    return false;
  const { headers } = options;
  if (typeof headers !== 'object' || headers === null) return false;
  return 'Upgrade' in headers && headers.Upgrade === 'websocket';
}

/** `proxy.example.org:3128`: host and port, the port also where it is the scheme's own. */
function authorityOf(address: string): string {
  const { hostname, port, protocol } = new URL(address);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

/** `NO_PROXY` as Node reads it: `*`, a host, `.suffix` or `*.suffix`, each with or without a port. */
function isExcepted(address: string, except: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const host = url.hostname.replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' || url.protocol === 'wss:' ? '443' : '80');
  return except.some((raw) => {
    const entry = raw.toLowerCase();
    if (entry === '*') return true;
    const withPort = /^(.*[^:]):(\d{1,5})$/.exec(entry);
    const name = withPort?.[1] ?? entry;
    if (withPort?.[2] !== undefined && withPort[2] !== port) return false;
    if (name.startsWith('.') || name.startsWith('*.')) return host.endsWith(name.replace(/^\*/, ''));
    return host === name;
  });
}
