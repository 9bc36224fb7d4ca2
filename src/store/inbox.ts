import type { InboxRepository } from '../ports.ts';
import { columnText, type Handle } from './tables.ts';

/** Which events of the platforms were taken in already: they deliver some more than once. */
export function inboxRows({ db }: Handle): InboxRepository {
  return {
    first: async (id, now) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('inbox')
        .values({ id: columnText(id), seen_at: now })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
