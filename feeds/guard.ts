import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why an address is refused; `message` is for logs. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
}

export type AddressGuard = {
  /** True when a connection to this IP address is allowed. False for what is no IP address. */
  readonly allows: (address: string) => boolean;
  /** Throws `BlockedAddress` for a host that is a forbidden literal, or a name that can only be local. */
  readonly checkHost: (hostname: string, named?: boolean) => void;
  /** A `lookup` for `net.connect` that answers only allowed addresses, and fails with `BlockedAddress` when none is. */
  readonly lookup: LookupFunction;
};

/** How names are resolved: `dns.lookup` with `all`, or a test's own. */
export type Resolver = (
  hostname: string,
  options: { readonly all: true; readonly family: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Public by their number, yet answered by the cloud provider's own host: never a news feed. */
const METADATA = ['168.63.129.16'];

/** Names that no public DNS serves. */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|corp|home)$/i;

/**
 * Decides where feeds may be fetched from: public unicast addresses only, in IPv4, IPv6 and IPv4-mapped form, plus the
 * CIDR ranges in `allowPrivate`. Everything else (loopback, private, link-local with the metadata services,
 * carrier-grade NAT, multicast, NAT64, 6to4, documentation ranges) is refused. Throws on a range that is no CIDR.
 */
export function createGuard(
  allowPrivate: readonly string[],
  resolver: Resolver = (name, options, callback) => dnsLookup(name, options, callback),
): AddressGuard {
  const open = allowPrivate.map((range) =>
    ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`),
  );

  const allows = (address: string): boolean => {
    // A zone index (fe80::1%eth0) names an interface of this machine.
    if (!ipaddr.isValid(address) || address.includes('%')) return false;
    const real = ipaddr.process(address);
    const opened = open.some(([range, bits]) => range.kind() === real.kind() && real.match(range, bits));
    return opened || (real.range() === 'unicast' && !METADATA.includes(real.toString()));
  };

  const checkHost = (hostname: string, named = false): void => {
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    if (isIP(host) !== 0) {
      if (!allows(host)) throw new BlockedAddress(`${host} is not a public address`);
    } else if (named && LOCAL_NAME.test(host) && !(host.toLowerCase() === 'localhost' && allows('127.0.0.1'))) {
      throw new BlockedAddress(`${host} is a local name`);
    }
  };

  const lookup: LookupFunction = (hostname, options, callback) => {
    const family =
      options.family === 4 || options.family === 'IPv4' ? 4 : options.family === 6 || options.family === 'IPv6' ? 6 : 0;
    resolver(hostname, { all: true, family }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const allowed = addresses.filter(({ address }) => allows(address));
      const [first] = allowed;
      if (first === undefined) {
        const seen = addresses.map(({ address }) => address).join(', ');
        return callback(new BlockedAddress(`${hostname} resolves to ${seen || 'nothing'}, not a public address`), '');
      }
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };

  return { allows, checkHost, lookup };
}
