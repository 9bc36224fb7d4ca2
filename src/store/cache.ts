import type { CacheRows } from '../ports.ts';
import { columnText, type Handle } from './tables.ts';

/** The highest character there is: every text with a prefix sorts below the prefix followed by it. */
const LAST = '\u{10ffff}';

/** Values that may be lost and expire by themselves. `now` and `expires` are milliseconds since 1970. */
export function cacheRows({ db }: Handle): CacheRows {
  return {
    get: async (key, now) => {
      const row = await db
        .selectFrom('cache')
        .select('value')
        .where('key', '=', columnText(key))
        .where((row) => row.or([row('expires', 'is', null), row('expires', '>', now)]))
        .executeTakeFirst();
      return row?.value;
    },
    set: async (key, text, expires) => {
      const value = columnText(text);
      await db
        .insertInto('cache')
        .values({ key: columnText(key), value, expires })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, expires }))
        .execute();
    },
    delete: async (key) => {
      const { numDeletedRows } = await db.deleteFrom('cache').where('key', '=', columnText(key)).executeTakeFirst();
      return numDeletedRows > 0n;
    },
    clear: async (prefix) => {
      const from = columnText(prefix);
      await db
        .deleteFrom('cache')
        .where('key', '>=', from)
        .where('key', '<=', from + LAST)
        .execute();
    },
    sweep: async (now) => {
      const { numDeletedRows } = await db.deleteFrom('cache').where('expires', '<=', now).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
