import type { Config } from '../config.ts';
import type { Store } from '../ports.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Opens the store that the configuration names, brought to the newest schema. Throws `StoreError`. */
export async function openStore(config: Config['store']): Promise<Store> {
  return config.kind === 'sqlite' ? await openSqlite(config) : await openPostgres(config);
}
