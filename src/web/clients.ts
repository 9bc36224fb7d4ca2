import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Who asks at the port: a client is an address, in IPv6 the network of 64 bits that one customer has. */

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

const addressOf = (text: string | undefined): Address | null =>
  text !== undefined && ipaddr.isValid(text.trim()) ? ipaddr.process(text.trim()) : null;

function rangeOf(text: string): Range | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const one = addressOf(text);
  return one === null ? null : [one, one.kind() === 'ipv4' ? 32 : 128];
}

const within = (address: Address, ranges: readonly Range[]): boolean =>
  ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

function keyOf(address: Address): string {
  if (address.kind() === 'ipv4') return address.toString();
  return `${(address as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

export type Clients = {
  /** The name of the client behind a request. `X-Forwarded-For` counts only as far as trusted proxies wrote it. */
  readonly of: (request: IncomingMessage) => string;
  /** True for an address behind which many clients stand: a trusted proxy. */
  readonly isProxy: (address: string | undefined) => boolean;
};

/** `trusted`: addresses and ranges of the reverse proxies in front of the port; what is none is left out. */
export function createClients(trusted: readonly string[]): Clients {
  const ranges = trusted.map(rangeOf).filter((range) => range !== null);
  const isTrusted = (address: Address | null): boolean => address !== null && within(address, ranges);
  return {
    isProxy: (address) => isTrusted(addressOf(address)),
    of: (request) => {
      let client = addressOf(request.socket.remoteAddress);
      if (client === null) return 'unknown';
      const told = request.headers['x-forwarded-for'];
      const hops = (Array.isArray(told) ? told.join(',') : (told ?? '')).slice(-1_000).split(',');
      // Each proxy adds at the end whom it had before it: what stands before an address that is not trusted is hearsay.
      while (isTrusted(client)) {
        const before = addressOf(hops.pop());
        if (before === null) break;
        client = before;
      }
      return keyOf(client);
    },
  };
}
