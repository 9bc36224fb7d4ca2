import { withoutPassword } from '../config/shapes.ts';
import type { Config } from '../config.ts';
import { storeFaultOf } from '../domain/trouble.ts';
import { type Finding, finding } from './finding.ts';
import { detailOf } from './probes.ts';

/** Where the store is, as people may read it: its folder, or its address without the password. */
export function placeOf(store: Config['store']): string {
  return store.kind === 'sqlite' ? store.folder : withoutPassword(store.url);
}

/** What is wrong with a store that threw this: the same finding for the doctor and for every other verb. */
export function storeFailed(error: unknown, store: Config['store']): Finding {
  const where = placeOf(store);
  const told = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  const code = typeof told === 'string' ? told : null;
  const detail = storeFaultOf(error, where)?.detail ?? detailOf(error).replace(`${code}: `, '');
  return finding('store_failed', 'fault', { engine: store.kind, where, code, detail });
}
