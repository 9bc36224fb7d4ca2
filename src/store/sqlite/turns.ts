import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../error.ts';
import { sqliteError } from './file.ts';
import { type Asked, executeOn, type Told } from './statements.ts';

/**
 * What is asked of the one connection that writes. A statement without a transaction is one by itself; the others name
 * theirs by a number that its client gives once.
 */
export type Write =
  | ({ readonly kind: 'run'; readonly transaction: number | null } & Asked)
  | { readonly kind: 'begin' | 'commit' | 'rollback'; readonly transaction: number };

/** One of those who write. */
export type Client = {
  /** Rejects with StoreError. */
  readonly ask: (write: Write) => Promise<Told>;
  /** Takes back what it has begun or still waits for. */
  readonly leave: () => void;
};

/** The one connection that writes, and whose turn it is. */
export type Turns = {
  readonly client: () => Client;
  /** Settles when nobody holds or waits for the connection. */
  readonly idle: () => Promise<void>;
};

type Turn = { readonly client: symbol; readonly take: () => void };

const NOTHING: Told = { rows: [], changes: null };

/**
 * Gives the connection to one transaction at a time, in the order in which they were asked for, whoever asks. What
 * SQLite says comes out as a StoreError.
 */
export function takeTurns(file: DatabaseSync): Turns {
  const execute = executeOn(file);
  const waiting: Turn[] = [];
  const idlers: (() => void)[] = [];
  let holder: { readonly client: symbol; readonly transaction: number } | null = null;

  const statement = (sql: string): Told => execute({ sql, parameters: [] });

  function rollBack(): Told {
    // After some errors (a full disk) SQLite has rolled back by itself, and a second rollback would hide the first error.
    return file.isTransaction ? statement('rollback') : NOTHING;
  }

  function perform(client: symbol, write: Write): Told {
    switch (write.kind) {
      case 'run':
        return execute(write);
      case 'begin': {
        // A deferred transaction that turns into a writing one fails at once when another connection wrote meanwhile.
        const told = statement('begin immediate');
        holder = { client, transaction: write.transaction };
        return told;
      }
      case 'commit': {
        const told = statement('commit');
        holder = null;
        return told;
      }
      case 'rollback':
        holder = null;
        return rollBack();
    }
  }

  /** Lets those that wait take their turns until one of them holds the connection. */
  function next(): void {
    while (holder === null) {
      const turn = waiting.shift();
      if (!turn) break;
      turn.take();
    }
    if (holder === null) for (const tell of idlers.splice(0)) tell();
  }

  const begins = (write: Write): boolean => write.kind === 'begin' || write.transaction === null;

  return {
    client: () => {
      const client = Symbol('client');
      const holds = (write: Write): boolean => holder?.client === client && holder.transaction === write.transaction;
      const now = (write: Write): Told => {
        try {
          if (begins(write) || holds(write)) return perform(client, write);
          // Of a transaction that a former thread took with it there is nothing left to roll back.
          if (write.kind === 'rollback') return NOTHING;
          throw new StoreError('store_failed', 'the transaction is over: the thread that held it ended');
        } catch (error) {
          throw error instanceof StoreError ? error : sqliteError(error);
        }
      };
      return {
        ask: (write) =>
          new Promise((resolve, reject) => {
            const take = (): void => {
              try {
                resolve(now(write));
              } catch (error) {
                reject(error);
              }
            };
            if (holder !== null && begins(write)) waiting.push({ client, take });
            else {
              take();
              next();
            }
          }),
        leave: () => {
          const left = waiting.filter((turn) => turn.client !== client);
          waiting.splice(0, waiting.length, ...left);
          if (holder?.client === client) {
            holder = null;
            rollBack();
          }
          next();
        },
      };
    },
    idle: () =>
      new Promise((resolve) => {
        if (holder === null) resolve();
        else idlers.push(resolve);
      }),
  };
}
