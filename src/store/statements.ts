import type { Statement } from '../domain/statement.ts';
import type { StatementRepository } from '../ports.ts';
import { fromJson, type Handle } from './tables.ts';

/** Statements approved by curators. The database itself refuses to change or remove one. */
export function statementRows({ db }: Handle): StatementRepository {
  return {
    add: async (statement) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('statement')
        .values({ id: statement.id, doc: JSON.stringify(statement) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    all: async () => {
      const rows = await db.selectFrom('statement').select('doc').orderBy('seq').execute();
      return rows.map((row) => fromJson<Statement>(row.doc));
    },
  };
}
