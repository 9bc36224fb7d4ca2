import type { Citation } from '../../domain/answer.ts';
import type { Statement } from '../../domain/statement.ts';
import { gradeOf, type Publishers } from './weights.ts';

const KINDS = ['official', 'press', 'analysis', 'rumour'] as const;

/** Orders statements: official first, then the more credible, then the earlier known, then by id. */
export function byWorth(a: Statement, b: Statement): number {
  return (
    KINDS.indexOf(a.source.kind) - KINDS.indexOf(b.source.kind) ||
    a.credibility - b.credibility ||
    (a.public.from < b.public.from ? -1 : a.public.from > b.public.from ? 1 : 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** A statement's source as an answer cites it. A publisher that is not in the record goes by its id, grade F. */
export function cite(statement: Statement, publishers: Publishers): Citation {
  const { publisher, url, kind, dated, via } = statement.source;
  return {
    statement: statement.id,
    publisher,
    publisherName: publishers.get(publisher)?.name ?? publisher,
    url,
    kind,
    reliability: gradeOf(publisher, publishers),
    credibility: statement.credibility,
    public: statement.public,
    ...(dated === undefined ? {} : { dated }),
    ...(via === undefined ? {} : { via }),
  };
}

/** The sources of several statements, best first. */
export function citeAll(statements: readonly Statement[], publishers: Publishers): Citation[] {
  return [...statements].sort(byWorth).map((statement) => cite(statement, publishers));
}
