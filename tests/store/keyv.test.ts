import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Store } from '../../src/ports.ts';
import { keyvStorage } from '../../src/store/keyv.ts';
import { engines, openTestStore, type TestPlace } from './harness.ts';

describe.each(engines())('Keyv on the store on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(async () => {
    vi.useRealTimers();
    await place.close();
  });
  const cache = (of: Store, namespace?: string) =>
    new Keyv({ store: keyvStorage(of.cache), throwOnErrors: true, ...(namespace === undefined ? {} : { namespace }) });

  test('values of every kind come back, also after a restart', async () => {
    const pages = cache(store, 'pages');
    const value = { line: 'offers page:2', rows: [1, 2.5, null], text: 'déjà « vu » 🇫🇷\u0000' };
    expect(await pages.set('a', value)).toBe(true);
    await pages.set('b', 'plain', 60_000);
    expect(await pages.get('a')).toEqual(value);
    await store.close();
    const again = cache(await place.open(), 'pages');
    expect(await again.get('a')).toEqual(value);
    expect(await again.get('b')).toBe('plain');
    expect(await again.get('c')).toBeUndefined();
  });

  test('a value expires at its time', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    const forms = cache(store, 'forms');
    await forms.set('a', 1, 500);
    await forms.set('b', 2);
    vi.setSystemTime(1_000_499);
    expect(await forms.get('a')).toBe(1);
    expect(await forms.has('a')).toBe(true);
    vi.setSystemTime(1_000_500);
    expect(await forms.get('a')).toBeUndefined();
    expect(await forms.has('a')).toBe(false);
    expect(await store.cache.sweep(1_000_500)).toBeLessThanOrEqual(1);
    expect(await forms.get('b')).toBe(2);
  });

  test('namespaces do not meet, not even when one begins as another', async () => {
    const a = cache(store, 'a');
    const ab = cache(store, 'a::b');
    const none = cache(store);
    await a.set('b::k', 'a');
    await ab.set('k', 'ab');
    await none.set('k', 'none');
    expect([await a.get('b::k'), await ab.get('k'), await none.get('k')]).toEqual(['a', 'ab', 'none']);
    await a.clear();
    expect([await a.get('b::k'), await ab.get('k'), await none.get('k')]).toEqual([undefined, 'ab', 'none']);
    await none.clear();
    expect([await ab.get('k'), await none.get('k')]).toEqual(['ab', undefined]);
  });

  test('many at once', async () => {
    const many = cache(store, 'many');
    await many.setMany([
      { key: 'x', value: 1 },
      { key: 'y', value: 2, ttl: 60_000 },
    ]);
    expect(await many.getMany(['x', 'y', 'z'])).toEqual([1, 2, undefined]);
    expect(await many.hasMany(['x', 'z'])).toEqual([true, false]);
    expect(await many.delete('x')).toBe(true);
    expect(await many.delete('x')).toBe(false);
    expect(await many.deleteMany(['y', 'z'])).toEqual([true, false]);
    expect(await many.get('y')).toBeUndefined();
  });

  test('inside a transaction it fails instead of waiting for ever', async () => {
    const pages = cache(store, 'pages');
    await expect(store.transaction(async () => pages.get('a'))).rejects.toThrow('store_nested');
    expect(await pages.get('a')).toBeUndefined();
  });
});
