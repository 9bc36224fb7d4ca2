import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely';
import { StoreError } from './error.ts';

/**
 * The dialect with three things added: parameters that the engines would store differently (or shift, or turn into
 * `[object Object]`) are refused before they reach the database, whatever the database says comes out as a
 * `StoreError`, and a transaction of which a statement failed cannot be committed. Closing waits for what is under way.
 */
export function codedDialect(dialect: Dialect, toStoreError: (error: unknown) => StoreError): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => codedDriver(dialect.createDriver(), toStoreError),
  };
}

function codedDriver(driver: Driver, toStoreError: (error: unknown) => StoreError): Driver {
  const coded = new WeakSet<DatabaseConnection>();
  const failed = new WeakSet<DatabaseConnection>();
  const code = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof StoreError ? error : toStoreError(error);
    }
  };
  // Connections asked for and not yet given back. A pool that is ended meanwhile would leave the askers waiting.
  let out = 0;
  let idle: (() => void) | null = null;
  const back = (): void => {
    out -= 1;
    if (out === 0) idle?.();
  };
  return {
    init: (options) => code(() => driver.init(options)),
    acquireConnection: async (options) => {
      out += 1;
      const connection = await code(() => driver.acquireConnection(options)).catch((error: unknown) => {
        back();
        throw error;
      });
      // The driver hands out the same few connection objects again and again, and needs them back as they are.
      if (!coded.has(connection)) {
        coded.add(connection);
        const execute = connection.executeQuery.bind(connection);
        connection.executeQuery = (query, executeOptions) => {
          return code(async () => {
            try {
              checkParameters(query);
              return await execute(query, executeOptions);
            } catch (error) {
              failed.add(connection);
              throw error;
            }
          });
        };
      }
      return connection;
    },
    beginTransaction: async (connection, settings) => {
      failed.delete(connection);
      await driver.beginTransaction(connection, settings);
    },
    // PostgreSQL ends a transaction at its first failed statement, SQLite would commit the rest: here neither does.
    commitTransaction: async (connection) => {
      if (failed.has(connection)) {
        throw new StoreError('store_misuse', 'a statement of this transaction failed, and the failure was passed over');
      }
      await driver.commitTransaction(connection);
    },
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: async (connection, options) => {
      try {
        await driver.releaseConnection(connection, options);
      } finally {
        back();
      }
    },
    destroy: async (options) => {
      if (out > 0) {
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      }
      await driver.destroy(options);
    },
  };
}

function checkParameters(query: CompiledQuery): void {
  for (const [i, value] of query.parameters.entries()) {
    const fine = value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
    if (fine) continue;
    const what = value instanceof Date ? 'a Date' : typeof value === 'number' ? String(value) : typeof value;
    throw new StoreError(
      'store_misuse',
      `parameter ${i + 1} is ${what}: only texts, finite numbers and null are stored (${query.sql.slice(0, 120)})`,
    );
  }
}
