import { expect, test } from 'vitest';
import { type Motion, standstills } from '../../src/domain/standstill.ts';

const MINUTE = 60_000;
type Change = { readonly [K in keyof Motion]?: Motion[K] extends readonly unknown[] ? Motion[K] : Partial<Motion[K]> };

const motion = ({ reading, delivery, platforms }: Change = {}): Motion => ({
  reading: { owed: 0, stillMs: 0, unseenMs: 0, proxyFaults: 0, ...reading },
  delivery: { dueMs: null, stillMs: 0, ...delivery },
  platforms: platforms ?? [],
});

test.each<[string, Change, string[]]>([
  ['nothing to do, for a day', { reading: { stillMs: 1_440 * MINUTE }, delivery: { stillMs: 1_440 * MINUTE } }, []],
  ['feeds due, and one was asked a minute ago', { reading: { owed: 900, stillMs: MINUTE } }, []],
  ['feeds due and none asked for long', { reading: { owed: 1, stillMs: 11 * MINUTE } }, ['reading stuck']],
  ['the store is not looked into any more', { reading: { unseenMs: 11 * MINUTE } }, ['reading stuck']],
  ['one address the proxy does not lead to', { reading: { proxyFaults: 1 } }, []],
  ['a proxy that leads nowhere', { reading: { proxyFaults: 2 } }, ['reading proxy']],
  ['messages due, and one was tried a minute ago', { delivery: { dueMs: 60 * MINUTE, stillMs: MINUTE } }, []],
  ['a message that just fell due after a quiet day', { delivery: { dueMs: MINUTE, stillMs: 600 * MINUTE } }, []],
  [
    'messages due and none tried for long',
    { delivery: { dueMs: 11 * MINUTE, stillMs: 11 * MINUTE } },
    ['delivery stuck'],
  ],
  ['a platform that begins', { platforms: [{ platform: 'slack', connected: false, sinceMs: MINUTE }] }, []],
  ['a platform away', { platforms: [{ platform: 'slack', connected: false, sinceMs: 6 * MINUTE }] }, ['slack away']],
  ['a platform there', { platforms: [{ platform: 'discord', connected: true, sinceMs: 600 * MINUTE }] }, []],
])('%s', (_name, change, expected) => {
  expect(standstills(motion(change)).map(({ what, why }) => `${what} ${why}`)).toEqual(expected);
});
