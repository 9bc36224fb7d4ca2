import type { Exhibit } from '../domain/evidence.ts';
import type { Statement } from '../domain/statement.ts';
import type { DatasetRecord } from '../queries.ts';

/** A statement that the record took in, as what it counts today. */
export type Change = { readonly statement: Statement; readonly exhibit: Exhibit | null };

/** Newest recorded first; of one day, what surely became public last; then by id, so that the order never wavers. */
function newestFirst(a: Statement, b: Statement): number {
  if (a.recorded !== b.recorded) return a.recorded < b.recorded ? 1 : -1;
  if (a.public.from !== b.public.from) return a.public.from < b.public.from ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/**
 * What the record took in last, at most `limit`: of all subjects, or of one and of its offers. Weights are those of the
 * day of the newest statement, so that the same record gives the same changes on any day. Throws on an id that is no
 * subject.
 */
export function latestChanges(record: DatasetRecord, subject: string | null, limit: number): Change[] {
  if (subject !== null && record.subject(subject) === null) throw new Error(`no subject: ${subject}`);
  const concerns = (id: string): boolean =>
    subject === null || id === subject || record.subject(id)?.provider === subject;
  const statements = record.statements
    .filter((s) => concerns(s.subject))
    .sort(newestFirst)
    .slice(0, limit);
  const world = { asOf: record.latest, knownOn: null, recordedOn: null };
  const weighed = new Map<string, Exhibit>();
  for (const id of new Set(statements.map((s) => s.subject))) {
    if (record.subject(id) === null) continue;
    for (const exhibit of record.evidence(id, world).exhibits) weighed.set(exhibit.statement.id, exhibit);
  }
  return statements.map((statement) => ({ statement, exhibit: weighed.get(statement.id) ?? null }));
}
