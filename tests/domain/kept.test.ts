import { expect, test } from 'vitest';
import { keptFor } from '../../src/domain/kept.ts';

test('what is made of a thing is made once for each key, and each thing has its own', () => {
  const [one, other] = [{}, {}];
  let made = 0;
  const ask = (thing: object, key: string) =>
    keptFor(thing, key, () => {
      made += 1;
      return { made };
    });
  expect(ask(one, 'a')).toBe(ask(one, 'a'));
  expect(ask(one, 'b')).not.toBe(ask(one, 'a'));
  expect(ask(other, 'a')).not.toBe(ask(one, 'a'));
  expect(made).toBe(3);
});

test('nothing made is kept too: undefined and null are answers', () => {
  const thing = {};
  let asked = 0;
  for (const _ of [1, 2]) {
    expect(
      keptFor(thing, 'none', () => {
        asked += 1;
        return null;
      }),
    ).toBe(null);
  }
  expect(asked).toBe(1);
});

test('of very many things made of one the oldest go', () => {
  const thing = {};
  const ask = (key: string) => keptFor(thing, key, () => ({}));
  const first = ask('0');
  for (let n = 1; n < 100; n++) ask(String(n));
  expect(ask('0')).not.toBe(first);
  expect(ask('0')).toBe(ask('0'));
});

test('what fails is not kept', () => {
  const thing = {};
  expect(() =>
    keptFor(thing, 'x', () => {
      throw new Error('once');
    }),
  ).toThrow('once');
  expect(keptFor(thing, 'x', () => 1)).toBe(1);
});
