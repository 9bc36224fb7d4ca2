import { expect, test } from 'vitest';
import { createGuard } from '../../feeds/guard.ts';
import { fc } from '../property.ts';

const shut = createGuard([]);

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '0.0.0.0',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd00:ec2::254',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'ff02::1',
  '2001:db8::1',
  // IPv4 in the low bits of an IPv6 address, which older stacks connect to.
  '::7f00:1',
  '::127.0.0.1',
  '::a9fe:a9fe',
  '::8.8.8.8',
  '::ffff:0:127.0.0.1',
  // Not handed out by anyone.
  '4000::1',
  '6000::1',
  'a000::1',
  'e000::1',
  '1::1',
  '0100::1',
  '5f00::1',
  // Reserved, this network, benchmarks, protocol assignments, documentation.
  '0.1.2.3',
  '240.0.0.1',
  '254.1.1.1',
  '192.0.0.1',
  '192.0.0.8',
  '192.0.2.1',
  '192.31.196.1',
  '192.88.99.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '239.255.255.250',
  '3fff::1',
  '3fff:fff::1',
  '3ffe::1',
  // What leads on: Teredo, ORCHID, benchmarking, relays, NAT64 (also the local one), 6to4.
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:1::1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '2002:a00:1::1',
  // Site-local, unique local, multicast.
  'fec0::1',
  'feff::1',
  'fdff::1',
  'ff05::2',
  '::ffff:169.254.169.254',
  '::ffff:0.0.0.0',
  '0:0:0:0:0:ffff:192.168.0.1',
  // No address in the only spelling that counts.
  '0177.0.0.1',
  '127.1',
  '0x7f000001',
  '2130706433',
  '[::1]',
  'not an address',
  '',
])('refuses %s', (address) => {
  expect(shut.allows(address)).toBe(false);
});

test.each([
  '8.8.8.8',
  '51.91.236.193',
  '1.1.1.1',
  '223.255.255.1',
  '2606:4700::1111',
  '2001:4860:4860::8888',
  '2a00:1450::1',
  '2001:200::1',
  '::ffff:8.8.8.8',
])('allows %s', (address) => {
  expect(shut.allows(address)).toBe(true);
});

test('private IPv4 stays private in every way of writing it', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.constantFrom(10, 127), octet, octet, octet, (a, b, c, d) => {
      const hex = (x: number, y: number): string => ((x << 8) | y).toString(16);
      for (const text of [`${a}.${b}.${c}.${d}`, `::ffff:${a}.${b}.${c}.${d}`, `::ffff:${hex(a, b)}:${hex(c, d)}`]) {
        if (shut.allows(text)) return false;
      }
      // What a URL makes of numbers in other bases is the same address.
      const host = new URL(`http://${((a << 24) >>> 0) + (b << 16) + (c << 8) + d}/`).hostname;
      expect(() => shut.checkHost(host)).toThrow();
      return true;
    }),
  );
});

test('a range that is opened opens nothing else', () => {
  const open = createGuard(['127.0.0.0/8', 'fd00::/8']);
  expect(open.allows('127.9.9.9')).toBe(true);
  expect(open.allows('::ffff:127.0.0.1')).toBe(true);
  expect(open.allows('fd12::1')).toBe(true);
  expect(open.allows('10.0.0.1')).toBe(false);
  expect(open.allows('::1')).toBe(false);
  expect(() => createGuard(['nonsense'])).toThrow();
});

test('of several addresses only the allowed ones are connected to', async () => {
  const mixed = createGuard([], (_name, _options, done) =>
    done(null, [
      { address: '10.0.0.1', family: 4 },
      { address: '51.91.236.193', family: 4 },
    ]),
  );
  const list = await new Promise((resolve) =>
    mixed.lookup('x.example', { all: true }, (_error, found) => resolve(found)),
  );
  expect(list).toEqual([{ address: '51.91.236.193', family: 4 }]);
  const one = await new Promise((resolve) => mixed.lookup('x.example', {}, (_error, found) => resolve(found)));
  expect(one).toBe('51.91.236.193');
});

const asName = (host: string) => () => shut.checkHost(host, true);

test.each([
  'metadata',
  'printer',
  'kubernetes',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  'api.svc',
  'db.cluster.local',
  'metadata.google.internal',
  'METADATA.GOOGLE.INTERNAL',
  'instance-data.ec2.internal.',
  'nas.local',
  'router.home.arpa',
  'wiki.corp',
  'x.intranet',
  'box.lan',
  'vault.service.consul',
  'localhost',
  'foo.localhost',
  'localhost.localdomain',
  '127.0.0.1',
  '10.0.0.1',
  '[::1]',
  '[::7f00:1]',
  '127.1',
  '0177.0.0.1',
  '0x7f.0.0.1',
  'x.0x7f',
  '2130706433',
  'host.1',
  '1.2.3.4.5',
  '127.0.0.1.nip.io',
  '10-0-0-1.sslip.io',
  'kubernetes.default',
  'web.default.pod',
  'nas.fritz.box',
  'host.tail1234.ts.net',
  '10-0-0-1.traefik.me',
  'printer.workgroup',
  'localtest.me',
  '1.0.0.127.in-addr.arpa',
  'a..b',
  '',
])('through a proxy, the name %s is refused', (host) => {
  expect(asName(host)).toThrow('is');
});

test.each([
  'feeds.example',
  'www.lemagit.fr',
  'news.svc.example.org',
  'xn--bcher-kva.example',
  'local.fr',
  '8.8.8.8',
  'feeds.example.',
])('through a proxy, the name %s is asked for', (host) => {
  expect(asName(host)).not.toThrow();
});

test('of names, an opened range opens localhost alone', () => {
  const open = createGuard(['127.0.0.0/8', '10.0.0.0/8']);
  expect(() => open.checkHost('localhost', true)).not.toThrow();
  expect(() => open.checkHost('10.1.1.1', true)).not.toThrow();
  for (const name of ['printer', 'nas.local', 'foo.localhost']) expect(() => open.checkHost(name, true)).toThrow();
  // Where the guard itself sees the address, names are none of its business.
  expect(() => open.checkHost('printer')).not.toThrow();
});

test('ranges that only lead on can be opened by name', () => {
  const open = createGuard(['64:ff9b::/96', '::ffff:10.0.0.0/104']);
  expect(open.allows('64:ff9b::808:808')).toBe(true);
  expect(open.allows('64:ff9b:1::1')).toBe(false);
});

test('of all IPv6, nothing outside 2000::/3 is reached, whatever it holds', () => {
  const word = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), fc.array(word, { minLength: 7, maxLength: 7 }), (first, rest) => {
      const text = [first.toString(16), ...rest].join(':');
      const mapped = first === 0 && rest.slice(0, 5).join(':') === '0:0:0:0:ffff';
      return first >> 13 === 1 || mapped || !shut.allows(text);
    }),
  );
});
