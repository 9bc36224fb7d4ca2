import type { Config } from '../config.ts';
import type { Store, StoreTicket } from '../ports.ts';
import { joinPostgres, openPostgres } from './postgres.ts';
import { joinSqlite, openSqlite } from './sqlite.ts';

/** Opens the store that the configuration names, brought to the newest schema. Throws `StoreError`. */
export async function openStore(config: Config['store']): Promise<Store> {
  return config.kind === 'sqlite' ? await openSqlite(config) : await openPostgres(config);
}

/** The store that another thread opened and shared, in this one. Throws `StoreError`. */
export async function joinStore(ticket: StoreTicket): Promise<Store> {
  if (ticket.engine === 'postgres') return joinPostgres({ url: ticket.place });
  return joinSqlite({ path: ticket.place, door: ticket.door });
}
