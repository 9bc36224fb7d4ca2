import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { createNames } from './http/names.ts';

/** Why an address is refused; `message` is for logs. */
export class BlockedAddress extends Error {
  override readonly name = 'BlockedAddress';
}

export type AddressGuard = {
  /** True when a connection to this IP address is allowed. False for what is no IP address. */
  readonly allows: (address: string) => boolean;
  /** Throws `BlockedAddress` for a host that is a forbidden literal, or, where somebody else resolves it (`named`), a local name. */
  readonly checkHost: (hostname: string, named?: boolean) => void;
  /** A `lookup` for `net.connect` that answers only allowed addresses, and fails with `BlockedAddress` when none is. */
  readonly lookup: LookupFunction;
};

/** How names are resolved: all addresses of a name. */
export type Resolver = (
  hostname: string,
  options: { readonly all: true; readonly family: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Public by their number, yet answered by the cloud provider's own host: never a news feed. */
const METADATA = ['168.63.129.16/32'];

/** Where public unicast addresses are found at all (IANA). */
const GLOBAL = ['0.0.0.0/0', '2000::/3'];

/** What of it is set apart (IANA's special-purpose registries), or leads on to addresses of another kind. */
const APART = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Protocol assignments: Teredo, ORCHID, benchmarking and relays among them.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3ffe::/16',
  '3fff::/20',
];

/** Last labels of names that no public DNS serves: private networks, clusters, and what the standards keep free. */
const LOCAL_ENDINGS = new Set(
  'localhost localdomain local internal intranet private lan corp home svc cluster consul docker kube default pod workgroup invalid onion alt'.split(
    ' ',
  ),
);

/** Names that anyone may make lead to any address, this machine's included, and names of a network at home. */
const WILDCARD =
  /(?:^|\.)(?:home\.arpa|in-addr\.arpa|ip6\.arpa|nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|traefik\.me|fritz\.box|ts\.net)$/;

type Range = ReturnType<typeof ipaddr.parseCIDR>;

const rangeOf = (text: string): Range =>
  ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);

const within = (address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly Range[]): boolean =>
  ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));

const PUBLIC = GLOBAL.map(rangeOf);
const REFUSED = [...APART, ...METADATA].map(rangeOf);

/**
 * A name that only a resolver of some inner network knows, or that leads wherever its asker likes: a single label, a
 * name of a cluster, one whose last label is a number (an address in an odd spelling).
 */
function isLocalName(host: string): boolean {
  const labels = host.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.includes('')) return true;
  return LOCAL_ENDINGS.has(last) || /^(?:\d+|0x[0-9a-f]*)$/.test(last) || WILDCARD.test(host.toLowerCase());
}

/**
 * Decides where feeds may be fetched from: public unicast addresses only, in IPv4, IPv6 and IPv4-mapped form, plus the
 * CIDR ranges in `allowPrivate`. Everything else (loopback, private, link-local with the metadata services,
 * carrier-grade NAT, multicast, reserved and documentation ranges, and what only leads on: IPv4-compatible, NAT64, 6to4,
 * Teredo) is refused. Of names, `allowPrivate` opens `localhost` where it opens 127.0.0.1, and no other: a local name is
 * for `NO_PROXY`, by which the guard sees the address it leads to. Throws on a range that is no CIDR.
 */
export function createGuard(allowPrivate: readonly string[], resolver: Resolver = createNames()): AddressGuard {
  const open = allowPrivate.map(rangeOf);

  const allows = (address: string): boolean => {
    // A zone index (fe80::1%eth0) names an interface of this machine.
    if (isIP(address) === 0 || address.includes('%')) return false;
    // The URL parser writes IPv6 in one way; ipaddr.js takes `::1.2.3.4` for the mapped address, which it is not.
    const plain = isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
    const written = ipaddr.parse(plain);
    const real = ipaddr.process(plain);
    if (within(real, open) || within(written, open)) return true;
    return within(real, PUBLIC) && !within(real, REFUSED);
  };

  const checkHost = (hostname: string, named = false): void => {
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    if (isIP(host) !== 0) {
      if (!allows(host)) throw new BlockedAddress(`${host} is not a public address`);
    } else if (named && isLocalName(host) && !(host.toLowerCase() === 'localhost' && allows('127.0.0.1'))) {
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
