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
  'not an address',
  '',
])('refuses %s', (address) => {
  expect(shut.allows(address)).toBe(false);
});

test.each(['8.8.8.8', '51.91.236.193', '2606:4700::1111', '::ffff:8.8.8.8'])('allows %s', (address) => {
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
