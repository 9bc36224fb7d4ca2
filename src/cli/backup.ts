import { resolve } from 'node:path';
import { withoutPassword } from '../config/shapes.ts';
import type { Config } from '../config.ts';
import { type PassedBy, passBy } from '../delivery/restored.ts';
import type { Store } from '../ports.ts';
import { BEFORE_RESTORE, backupSqlite, type Copied, restoreSqlite } from '../store/backup.ts';
import { backupPostgres, DumpError, restorePostgres } from '../store/dump.ts';
import { isStoreError, type StoreCode, StoreError } from '../store/error.ts';
import { type Context, configOf, OperatorError, readArgs, UsageError } from './context.ts';

/** What is wrong with the store itself, wherever the copy goes. */
const OF_THE_STORE: readonly StoreCode[] = ['store_corrupt', 'store_newer'];

/** `backup FILE`: a checked copy of the store, while the bot runs or not. */
export async function backupVerb(context: Context): Promise<number> {
  const { values, positionals } = readArgs(context, { json: FLAG });
  const { json } = values;
  const file = fileOf(positionals, 'backup FILE', context);
  const { store } = configOf(context);
  const words = context.messages.operator.backup;
  try {
    const copied =
      store.kind === 'sqlite'
        ? await backupSqlite({ folder: store.folder, file })
        : await backupPostgres({ url: store.url, file });
    if (json) context.out(JSON.stringify({ file, ...copied }));
    else for (const line of words.made(file, copied.bytes, counted(copied))) context.out(line);
    return 0;
  } catch (error) {
    if (store.kind === 'sqlite' && isStoreError(error, 'not_found'))
      throw new OperatorError(words.nothing(store.folder));
    // A store that is damaged or newer is told as everywhere; the rest is about where the copy was to go.
    if (error instanceof StoreError && store.kind === 'sqlite' && !OF_THE_STORE.includes(error.code)) {
      const { what } = context.messages.store.store_full(file, error.detail);
      throw new OperatorError(error.code === 'store_full' ? what : words.notMade(file, error.detail));
    }
    throw inWords(error, store, file, context);
  }
}

/**
 * `restore FILE`: puts a backup in place of the store. Refused while the bot runs; what was there is kept. What ran since
 * the backup may have told channels what the store does not know of, unless it was only `--moved`.
 */
export async function restoreVerb(context: Context): Promise<number> {
  const { values, positionals } = readArgs(context, { json: FLAG, moved: FLAG });
  const { json, moved } = values;
  const file = fileOf(positionals, 'restore FILE', context);
  const { store } = configOf(context);
  const words = context.messages.operator.backup;
  let passed: PassedBy | null = null;
  const amend = async (restored: Store): Promise<void> => {
    if (!moved) passed = await passBy(restored, new Date().toISOString());
  };
  const kept = store.kind === 'sqlite' ? resolve(store.folder, BEFORE_RESTORE) : `${file}.before-restore`;
  try {
    const restored =
      store.kind === 'sqlite'
        ? await restoreSqlite({ folder: store.folder, file, amend })
        : await restorePostgres({ url: store.url, file, kept, amend });
    if (json) context.out(JSON.stringify({ file, ...restored, kept, passed }));
    else for (const line of words.restored(file, kept, counted(restored), passed)) context.out(line);
    return 0;
  } catch (error) {
    if (isStoreError(error, 'not_found')) throw new OperatorError(words.noBackup(file));
    if (isStoreError(error, 'store_corrupt')) throw new OperatorError(words.damaged(file, error.detail));
    if (isStoreError(error, 'store_newer')) throw new OperatorError(words.newer(file));
    throw inWords(error, store, file, context);
  }
}

const FLAG = { type: 'boolean', default: false } as const;

function fileOf(positionals: readonly string[], usage: string, context: Context): string {
  const { cli } = context.messages;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(cli.wrongUsage(cli.missing(usage)));
  return resolve(file);
}

function counted({ rows }: Copied) {
  const n = (table: string): number => rows[table] ?? 0;
  return {
    items: n('item'),
    stories: n('story'),
    alerts: n('alert'),
    deliveries: n('outbox'),
    subscriptions: n('subscription'),
    statements: n('statement'),
    feeds: n('feed'),
  };
}

function inWords(error: unknown, store: Config['store'], file: string, context: Context): unknown {
  if (!(error instanceof DumpError)) return error;
  const words = context.messages.operator.backup;
  switch (error.code) {
    case 'no_tool':
      return new OperatorError(
        words.noTool(error.detail, store.kind === 'postgres' ? withoutPassword(store.url) : '', file),
      );
    case 'running':
      return new OperatorError(words.running);
    case 'not_found':
      return new OperatorError(words.noBackup(file));
    case 'newer':
      return new OperatorError(words.newer(file));
    case 'tool_failed':
      return new OperatorError(words.toolFailed(error.detail));
  }
}
