import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Store } from '../ports.ts';
import type { Copied } from './backup.ts';
import { ownFile } from './folder.ts';
import { MIGRATIONS, WORDS } from './migrations.ts';
import { openPostgres, postgresKysely } from './postgres.ts';

/** PostgreSQL's own programs, which make and read dumps. */
type Tool = 'pg_dump' | 'pg_restore' | 'psql';

const WATCH_MS = 6_000;
const LOOK_MS = 500;

/** Why a dump could not be made or read back. */
export type DumpCode = 'no_tool' | 'tool_failed' | 'running' | 'not_found' | 'newer';

/** A dump that did not come about; `detail` is what the program said, without the password. */
export class DumpError extends Error {
  readonly code: DumpCode;
  readonly detail: string;

  constructor(code: DumpCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Writes a consistent dump of the database at `url` to `file`, while the program runs or not, by `pg_dump` (custom
 * format, the tables of this program only). It takes its name once it is whole.
 *
 * @throws DumpError `no_tool`, `tool_failed`; StoreError where the database cannot be asked.
 */
export async function backupPostgres({ url, file }: { readonly url: string; readonly file: string }): Promise<Copied> {
  const { schema } = await lookAt(url);
  const staged = `${file}.part`;
  try {
    ownFile(staged);
    await run(
      'pg_dump',
      ['--format=custom', `--schema=${schema}`, '--no-owner', '--no-privileges', `--file=${staged}`],
      url,
    );
    const listed = await run('pg_restore', ['--list', staged], null);
    if (!listed.includes(' vigie_schema '))
      throw new DumpError('tool_failed', 'the dump lacks the tables of this program');
    await rename(staged, file);
    // Counted beside the dump, so that a running bot may have added some since.
    return { bytes: (await stat(file)).size, rows: (await lookAt(url)).rows };
  } finally {
    await rm(staged, { force: true });
  }
}

/**
 * Puts the dump `file` in place of this program's tables in the database at `url`, in one transaction. What was there
 * is dumped to `kept` first. What came back is then brought up to this version and amended.
 *
 * @param amend what else is to be true of the store that comes back.
 * @throws DumpError `running` while the program is connected, `not_found`, `no_tool`, `tool_failed` (nothing is changed then).
 */
export async function restorePostgres({
  url,
  file,
  kept,
  amend = async () => undefined,
}: {
  readonly url: string;
  readonly file: string;
  readonly kept: string;
  readonly amend?: (store: Store) => Promise<void>;
}): Promise<Copied> {
  await stat(file).catch(() => {
    throw new DumpError('not_found', file);
  });
  await mustBeAlone(url);
  const before = await lookAt(url);
  const script = await run('pg_restore', ['--no-owner', '--no-privileges', '--file=-', file], null);
  if (!/^COPY \S*vigie_schema /m.test(script))
    throw new DumpError('tool_failed', `${file}: not a dump of this program`);
  const version = Math.max(0, ...versionsIn(script));
  if (version > MIGRATIONS.length) throw new DumpError('newer', String(version));
  if (before.tables.length > 0) await backupPostgres({ url, file: kept });
  const quoted = before.tables.map((name) => `"${before.schema}"."${name}"`).join(', ');
  const clear = [
    ...(quoted === '' ? [] : [`drop table if exists ${quoted} cascade;`]),
    `drop function if exists "${before.schema}".statement_append_only() cascade;`,
  ].join('\n');
  // The schema itself stays: others may have tables in it.
  const body = script.replace(/^CREATE SCHEMA .*;$/gm, '');
  await run(
    'psql',
    ['--no-psqlrc', '--quiet', '--single-transaction', '--set=ON_ERROR_STOP=1', '--file=-'],
    url,
    `${clear}\n${body}`,
  );
  const store = await openPostgres({ url });
  await amend(store).finally(() => store.close());
  return { bytes: (await stat(file)).size, rows: (await lookAt(url)).rows };
}

/**
 * Makes sure that no bot is connected. A quiet bot gives its connections back after ten seconds and makes one again
 * every fifteen: watching for longer than the five between sees it.
 */
async function mustBeAlone(url: string): Promise<void> {
  const db = postgresKysely(url);
  try {
    for (let look = 0; look < WATCH_MS / LOOK_MS; look += 1) {
      const { rows } = await sql<{ others: number }>`select count(*) as others from pg_stat_activity
        where application_name = 'vigie' and datname = current_database() and pid <> pg_backend_pid()`.execute(db);
      const others = rows[0]?.others ?? 0;
      if (others > 0) throw new DumpError('running', `${others} connections`);
      await pause(LOOK_MS);
    }
  } finally {
    await db.destroy();
  }
}

/** The versions that a dump's `vigie_schema` holds. */
function versionsIn(script: string): number[] {
  const block = /^COPY \S*vigie_schema \(version[^\n]*\n([\s\S]*?)^\\\.$/m.exec(script)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => Number.parseInt(line, 10))
    .filter(Number.isFinite);
}

/** The names of the tables that the migrations make. */
function ourTables(): string[] {
  const statements = MIGRATIONS.flatMap((migration) => migration.statements(WORDS.postgres));
  return ['vigie_schema', ...statements.flatMap((text) => /^create table (\w+)/.exec(text)?.[1] ?? [])];
}

/** The schema, which of our tables it has, and how many rows each holds. */
async function lookAt(url: string) {
  const db = postgresKysely(url);
  try {
    const own = ourTables();
    const found = await sql<{ schema: string; name: string }>`
      select schemaname as schema, tablename as name from pg_tables
      where schemaname = current_schema() and tablename in (${sql.join(own)}) order by tablename`.execute(db);
    const place = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
    const tables = found.rows.map(({ name }) => name);
    const rows: Record<string, number> = {};
    for (const name of tables) {
      const { rows: counted } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
      rows[name] = Number(counted[0]?.n);
    }
    return { schema: place.rows[0]?.schema ?? 'public', tables, rows };
  } finally {
    await db.destroy();
  }
}

/** Runs one of PostgreSQL's programs; what it printed. The password goes by the environment, never by the command line. */
async function run(tool: Tool, args: readonly string[], url: string | null, input = ''): Promise<string> {
  const address = url === null ? null : new URL(url);
  const password = address === null ? '' : decodeURIComponent(address.password);
  if (address) address.password = '';
  const child = spawn(tool, [...args, ...(address ? [`--dbname=${address.href}`] : [])], {
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }), PGCONNECT_TIMEOUT: '10' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  // A program that ends before it has read everything says why by itself.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    const [code] = await once(child, 'close');
    if (code === 0) return Buffer.concat(out).toString();
  } catch {
    throw new DumpError('no_tool', tool);
  }
  throw new DumpError('tool_failed', Buffer.concat(said).toString().trim().split('\n').slice(0, 2).join(' · '));
}
