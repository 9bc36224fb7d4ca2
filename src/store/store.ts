import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, type KyselyPlugin, sql } from 'kysely';
import type { AloneName, Repositories, Store, StoreTicket } from '../ports.ts';
import { alertRows } from './alerts.ts';
import { cacheRows } from './cache.ts';
import { digestRows } from './digests.ts';
import { isStoreError, StoreError } from './error.ts';
import { feedRows } from './feeds.ts';
import { inboxRows } from './inbox.ts';
import { itemRows } from './items.ts';
import { outboxRows } from './outbox.ts';
import { ownNameRows } from './own-names.ts';
import { sweepRows } from './retention.ts';
import { spaceRows } from './spaces.ts';
import { statementRows } from './statements.ts';
import { storyRows } from './stories.ts';
import { subscriptionRows } from './subscriptions.ts';
import type { Engine, Handle, Tables } from './tables.ts';

/** How often a transaction that lost against another one (deadlock, serialization) is run again. */
const ATTEMPTS = 6;

/** What the store on a database cannot know by itself. */
export type Ground = { readonly engine: Engine; readonly share: () => StoreTicket };

/**
 * The store on an open, migrated database. Closing it closes the database.
 *
 * The root repositories refuse to work inside a transaction's callback (`store_nested`): on SQLite they would wait
 * for the very transaction that waits for them, on PostgreSQL they would silently write outside of it.
 *
 * @param release what else to let go of once the database is closed.
 */
export function createStore(base: Kysely<Tables>, { engine, share }: Ground, release: () => Promise<void>): Store {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  let closing: Promise<void> | null = null;

  const check = (): void => {
    if (inside.getStore()?.open) {
      throw new StoreError('store_nested', 'inside a transaction only its own repositories may be used');
    }
    if (closing) throw new StoreError('store_closed', 'the store is closed');
  };
  const guard: KyselyPlugin = {
    transformQuery: ({ node }) => {
      check();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const root: Handle = {
    engine,
    db: base.withPlugin(guard),
    atomically: async (work) => {
      check();
      return await again(() => base.transaction().execute(work));
    },
  };

  return {
    engine,
    ...repositories(root),
    cache: cacheRows(root),
    sweep: (order) => sweepRows(root, order),
    transaction: async (work, options) => {
      check();
      return await again(() =>
        base.transaction().execute(async (db) => {
          // SQLite has one writer at a time anyway.
          if (options && engine === 'postgres') await waitAlone(db, options.alone);
          const scope = { open: true };
          const handle: Handle = { engine, db, atomically: (steps) => steps(db) };
          try {
            return await inside.run(scope, () => work(repositories(handle)));
          } finally {
            // What the callback started and did not wait for may use the root store from here on.
            scope.open = false;
          }
        }),
      );
    },
    ping: async () => {
      if (closing) return false;
      check();
      try {
        await sql`select 1`.execute(base);
        return true;
      } catch {
        return false;
      }
    },
    share: () => {
      check();
      return share();
    },
    close: () => {
      closing ??= (async () => {
        // What was asked for before has its connection by then, and is waited for. (PostgreSQL's pool waits by itself.)
        if (engine === 'sqlite') await base.connection().execute(async () => undefined);
        await base.destroy();
        await release();
      })();
      return closing;
    },
  };
}

/** Advisory locks, apart from those of migrations (…101) and the outbox (…102). */
const ALONE: Readonly<Record<AloneName, number>> = { intake: 7_460_103, settings: 7_460_104 };

/** Waits for whoever else holds the name in this schema; the hold ends with the transaction. */
async function waitAlone(db: Kysely<Tables>, name: AloneName): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(ALONE[name])}, hashtext(current_schema()))`.execute(db);
}

function repositories(handle: Handle): Repositories {
  return {
    feeds: feedRows(handle),
    items: itemRows(handle),
    stories: storyRows(handle),
    subscriptions: subscriptionRows(handle),
    alerts: alertRows(handle),
    outbox: outboxRows(handle),
    statements: statementRows(handle),
    inbox: inboxRows(handle),
    ownNames: ownNameRows(handle),
    digests: digestRows(handle),
    spaces: spaceRows(handle),
  };
}

/** Runs `work` anew while the database says that it lost against another transaction and left nothing behind. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isStoreError(error, 'store_contended')) throw error;
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
}
