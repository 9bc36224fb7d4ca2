import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { GIVES_BACK } from '../room.ts';

/** A statement with its values. */
export type Asked = { readonly sql: string; readonly parameters: readonly unknown[] };

/** What the database said: rows of a statement that gives some, else how many rows it changed. */
export type Told = {
  readonly rows: readonly unknown[];
  readonly changes: number | null;
};

/** Runs one statement at once. Throws what node:sqlite throws. */
export type Execute = (asked: Asked) => Told;

/** Statements kept prepared: more than the store has, but for lists of varying length. */
const KEPT = 300;

/** Runs statements on an open database, each prepared once. */
export function executeOn(file: DatabaseSync): Execute {
  const kept = new Map<string, { readonly statement: StatementSync; readonly reader: boolean }>();
  const prepared = (sql: string) => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = file.prepare(sql);
    const fresh = { statement, reader: statement.columns().length > 0 || sql.startsWith(GIVES_BACK) };
    const oldest = kept.size >= KEPT ? kept.keys().next() : null;
    if (oldest?.done === false) kept.delete(oldest.value);
    kept.set(sql, fresh);
    return fresh;
  };
  return ({ sql, parameters }) => {
    const values = parameters as readonly SQLInputValue[];
    const { statement, reader } = prepared(sql);
    if (reader) return { rows: statement.all(...values), changes: null };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  };
}
