import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Handle } from './tables.ts';

const MIB = 1_048_576;
/** Free room that a file keeps: what is written next goes there. */
const KEPT_FREE = 16 * MIB;
/** Pages given back at one go: a few milliseconds. */
const PAGES = 64;
/** Rows of this size are written anew in a second or two, which a start may take. */
const REWRITTEN = 256 * MIB;

/** What gives pages back one by one has to be stepped through to its end, as a query is. */
export const GIVES_BACK = 'pragma incremental_vacuum';

type Room = { readonly pages: number; readonly free: number; readonly page: number };

/**
 * Makes a database able to give room back: a new one from its beginning; one that was made without, where most of its
 * file is free room and its rows are few, by writing it anew. Where that cannot be done now, it is left as it is.
 */
export function makeShrinkable(file: DatabaseSync): void {
  file.exec('pragma auto_vacuum = incremental');
  const number = (name: string): number => Number(Object.values(file.prepare(`pragma ${name}`).get() ?? {})[0]);
  const [mode, pages, free, page] = ['auto_vacuum', 'page_count', 'freelist_count', 'page_size'].map(number);
  if (mode !== 0 || pages === undefined || free === undefined || page === undefined) return;
  if (free * page <= KEPT_FREE || free * 2 < pages || (pages - free) * page > REWRITTEN) return;
  try {
    file.exec('vacuum');
    file.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // Another program reads it, or the disk has no room for a second copy: the next start tries again.
  }
}

/**
 * Gives free room of the file back to the disk, in small steps between which others get their turn. On PostgreSQL the
 * server sees to it by itself.
 *
 * @returns the bytes that stay free inside the file beyond what it keeps.
 */
export async function giveBack({ engine, db }: Handle, signal: AbortSignal | undefined): Promise<number> {
  if (engine !== 'sqlite') return 0;
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const { rows } = await sql<Room>`
      select page_count as pages, freelist_count as free, page_size as page
      from pragma_page_count(), pragma_freelist_count(), pragma_page_size()`.execute(db);
    const { free = 0, page = 0 } = rows[0] ?? {};
    const spare = Math.max(0, free * page - KEPT_FREE);
    // One that was made without this ability stays as it is: its pages do not become fewer.
    if (spare === 0 || free >= before || signal?.aborted) return spare;
    before = free;
    await sql.raw(`${GIVES_BACK}(${PAGES})`).execute(db);
    await breathe();
  }
}
