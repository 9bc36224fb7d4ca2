import { expect, test } from 'vitest';
import { createMemory } from '../../src/domain/memory.ts';
import { fc } from '../property.ts';

test('what was not asked for longest goes first', () => {
  const memory = createMemory<number>({ entries: 2, bytes: 100 });
  memory.set('a', 1, 1);
  memory.set('b', 2, 1);
  expect(memory.get('a')).toBe(1);
  memory.set('c', 3, 1);
  expect([memory.get('a'), memory.get('b'), memory.get('c')]).toEqual([1, undefined, 3]);
  memory.clear();
  expect(memory.get('a')).toBeUndefined();
});

test('one large answer does not drive out all others', () => {
  const memory = createMemory<string>({ entries: 10, bytes: 100 });
  memory.set('small', 'small', 10);
  memory.set('large', 'large', 26);
  expect([memory.get('small'), memory.get('large')]).toEqual(['small', undefined]);
});

test('whatever is kept, the bounds hold, and what is given back is what was set last', () => {
  const step = fc.record({
    key: fc.constantFrom(...'abcdefgh'),
    bytes: fc.integer({ min: 0, max: 30 }),
    get: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const memory = createMemory<{ bytes: number; at: number }>({ entries: 4, bytes: 80 });
      const last = new Map<string, number>();
      for (const [at, { key, bytes, get }] of steps.entries()) {
        if (get) {
          const found = memory.get(key);
          if (found !== undefined) expect(found.at).toBe(last.get(key));
        } else {
          memory.set(key, { bytes, at }, bytes);
          last.set(key, at);
        }
      }
      const kept = [...'abcdefgh'].flatMap((key) => memory.get(key) ?? []);
      expect(kept.length).toBeLessThanOrEqual(4);
      expect(kept.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(80);
    }),
  );
});
