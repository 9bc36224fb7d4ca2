import { expect, test } from 'vitest';
import { countedOn, isReferences } from '../../src/domain/numbered.ts';

test('items that count on give their number away', () => {
  expect(
    countedOn([
      ['6. ', 'six'],
      [{ text: '7. seven', strong: true }, ' · x'],
    ]),
  ).toEqual({
    from: 6,
    items: [['six'], [{ text: 'seven', strong: true }, ' · x']],
  });
});

test.each([
  [[]],
  [[[]]],
  [[['one']]],
  [[['1. one'], ['3. three']]],
  [[['1. one'], ['and more']]],
  [[['1. one'], ['2. ']]],
  [[['2022. a year'], ['2023. another']]],
])('%j is an ordinary list', (items) => {
  expect(countedOn(items)).toBeNull();
  expect(isReferences(items)).toBe(false);
});

test('references are known by the mark of the first', () => {
  expect(isReferences([['[1] ', 'Orange'], ['and 3 more']])).toBe(true);
  expect(isReferences([['see [1]']])).toBe(false);
});
