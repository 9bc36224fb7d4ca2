import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { StoreError } from '../error.ts';
import type { Execute, Told } from './statements.ts';
import type { Client } from './turns.ts';

/** What Kysely works on: a connection of this thread for reading, and the one way to write. */
export type Connections = {
  readonly read: Execute;
  readonly write: Client;
  readonly close: () => Promise<void>;
};

/**
 * SQLite for Kysely. Outside of a transaction a statement that only reads is answered on this thread's own connection,
 * which sees every commit that was acknowledged; whatever writes, and every transaction, goes to the one writer.
 */
export function sqliteDialect(connections: Connections): Dialect {
  const adapter = new SqliteAdapter();
  // Kysely would let readers wait for a transaction that stands elsewhere.
  Object.defineProperty(adapter, 'supportsMultipleConnections', { value: true });
  return {
    createAdapter: () => adapter,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => sqliteDriver(connections),
  };
}

function sqliteDriver({ read, write, close }: Connections): Driver {
  const transactions = new WeakMap<DatabaseConnection, number>();
  let last = 0;
  const transactionOf = (connection: DatabaseConnection): number => {
    const transaction = transactions.get(connection);
    if (transaction === undefined) throw new StoreError('store_misuse', 'no transaction was begun');
    return transaction;
  };
  const end = async (connection: DatabaseConnection, kind: 'commit' | 'rollback'): Promise<void> => {
    await write.ask({ kind, transaction: transactionOf(connection) });
    transactions.delete(connection);
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => {
      const connection: DatabaseConnection = {
        executeQuery: async <R>(query: CompiledQuery) => {
          const transaction = transactions.get(connection) ?? null;
          const asked = { sql: query.sql, parameters: query.parameters };
          return result<R>(
            transaction === null && onlyReads(query.sql)
              ? read(asked)
              : await write.ask({ kind: 'run', transaction, ...asked }),
          );
        },
        streamQuery: () => {
          throw new StoreError('store_misuse', 'results are not streamed');
        },
      };
      return connection;
    },
    beginTransaction: async (connection) => {
      last += 1;
      const transaction = last;
      await write.ask({ kind: 'begin', transaction });
      transactions.set(connection, transaction);
    },
    commitTransaction: (connection) => end(connection, 'commit'),
    // The writer lets go of it in any case; a failure here would hide the one that brought it about.
    rollbackTransaction: (connection) => end(connection, 'rollback').catch(() => undefined),
    releaseConnection: async () => undefined,
    destroy: close,
  };
}

/** `with` may stand before a statement that writes; where its words leave that open, the writer takes it. */
function onlyReads(sql: string): boolean {
  if (/^\s*select\b/i.test(sql)) return true;
  return /^\s*with\b/i.test(sql) && !/\b(?:insert|update|delete|replace)\b/i.test(sql);
}

function result<R>({ rows, changes }: Told) {
  return { rows: rows as R[], ...(changes === null ? {} : { numAffectedRows: BigInt(changes) }) };
}
