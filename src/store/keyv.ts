import { EventEmitter } from 'node:events';
import { type KeyvStorageAdapter, type KeyvStorageEntry, keyvStorageCapability } from 'keyv';
import type { CacheRows } from '../ports.ts';
import { StoreError } from './error.ts';

/**
 * Keyv's storage adapter on the store's cache rows: values survive a restart and are shared between processes.
 * Make one per Keyv instance, since an instance writes its namespace into its adapter:
 * `new Keyv({ store: keyvStorage(store.cache), namespace: 'pages' })`.
 *
 * For what may be lost and expires by itself. There is no compare-and-set, so never for claims.
 *
 * @param now milliseconds since 1970, by which values expire.
 */
export function keyvStorage(cache: CacheRows, now: () => number = Date.now): KeyvStorageAdapter {
  return new CacheAdapter(cache, now);
}

// A class, because Keyv asks for an event emitter whose methods it can find on the object.
class CacheAdapter extends EventEmitter implements KeyvStorageAdapter {
  namespace: string | undefined = undefined;
  readonly #cache: CacheRows;
  readonly #now: () => number;

  constructor(cache: CacheRows, now: () => number) {
    super();
    this.#cache = cache;
    this.#now = now;
  }

  get capabilities() {
    return keyvStorageCapability(this);
  }

  /** Namespaces are encoded, so that none can be the beginning of another. */
  get #prefix(): string {
    return `${encodeURIComponent(this.namespace ?? '')}::`;
  }

  async get<Value>(key: string): Promise<Value | string | undefined> {
    return await this.#cache.get(this.#prefix + key, this.#now());
  }

  async getMany<Value>(keys: string[]): Promise<(Value | string | undefined)[]> {
    return await Promise.all(keys.map((key) => this.get<Value>(key)));
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return await Promise.all(keys.map((key) => this.has(key)));
  }

  async set(key: string, value: unknown, expires?: number): Promise<boolean> {
    if (typeof value !== 'string') throw new StoreError('store_misuse', 'Keyv must serialise what is cached');
    await this.#cache.set(this.#prefix + key, value, expires ?? null);
    return true;
  }

  async setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    return await Promise.all(entries.map(({ key, value, expires }) => this.set(key, value, expires)));
  }

  async delete(key: string): Promise<boolean> {
    return await this.#cache.delete(this.#prefix + key);
  }

  async deleteMany(keys: string[]): Promise<boolean[]> {
    return await Promise.all(keys.map((key) => this.delete(key)));
  }

  async clear(): Promise<void> {
    await this.#cache.clear(this.#prefix);
  }
}
