import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { byProxy } from '../../src/proxied.ts';
import type { AddressGuard } from '../guard.ts';

export type OutSettings = {
  /** A proxy for everything but the hosts in `except` (`example.org` covers its subdomains, `*` is everything). */
  readonly proxy: { readonly url: string; readonly except: readonly string[] } | null;
  /** More certificate authorities, PEM. */
  readonly ca?: string;
  /** For connecting, and for each silence of a connection, in milliseconds. */
  readonly connectMs: number;
  readonly silenceMs: number;
};

/** How requests of feeds leave. */
export type WaysOut = {
  /** The way to this address. Throws `BlockedAddress` where it must not be asked for. */
  readonly to: (url: URL) => { readonly dispatcher: Dispatcher; readonly proxied: boolean };
  /** When the proxy last answered for a tunnel, on `performance.now()`'s clock; 0 for never. */
  readonly proxyHeardAt: () => number;
  /** Ends every connection, also those that are not there yet. */
  readonly close: () => Promise<void>;
};

/**
 * Connections under the guard: the address is checked as a literal before, and as it was really reached. Through a
 * proxy, which resolves names itself, names and literals are what can be checked.
 */
export function createWaysOut(settings: OutSettings, guard: AddressGuard): WaysOut {
  const trust = settings.ca === undefined ? {} : { ca: [...rootCertificates, settings.ca] };
  const limits = {
    headersTimeout: settings.silenceMs,
    bodyTimeout: settings.silenceMs,
    keepAliveTimeout: 4_000,
    allowH2: false,
  };
  const connecting = new Set<Socket>();
  const connector = buildConnector({
    timeout: settings.connectMs,
    allowH2: false,
    lookup: guard.lookup,
    ...trust,
  } as buildConnector.BuildOptions);
  const direct = new Agent({
    ...limits,
    connect(options, callback) {
      try {
        guard.checkHost(options.hostname);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      // The types do not say that it gives the socket back.
      const socket: unknown = connector(options, (error, reached) => {
        connecting.delete(socket as Socket);
        if (error !== null) return callback(error, null);
        const remote = reached.remoteAddress ?? '';
        // Once more on what was really reached: nothing between lookup and connect is trusted.
        if (guard.allows(remote)) return callback(null, reached);
        reached.destroy();
        callback(new Error(`connected to ${remote}`), null);
      });
      connecting.add(socket as Socket);
    },
  });
  const proxied =
    settings.proxy === null
      ? null
      : byProxy({
          url: settings.proxy.url,
          connectMs: settings.connectMs,
          options: { ...limits, requestTls: trust, proxyTls: trust },
        });
  const except = (settings.proxy?.except ?? [])
    .map((host) =>
      host
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .filter(Boolean);

  return {
    to: (url) => {
      const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
      const without = except.some((name) => name === '*' || host === name || host.endsWith(`.${name}`));
      if (proxied === null || without) {
        guard.checkHost(host);
        return { dispatcher: direct, proxied: false };
      }
      guard.checkHost(host, true);
      return { dispatcher: proxied.dispatcher, proxied: true };
    },
    proxyHeardAt: () => proxied?.heardAt() ?? 0,
    close: async () => {
      for (const socket of connecting) socket.destroy();
      await Promise.all([direct.destroy(), proxied?.dispatcher.destroy()]);
    },
  };
}
