import type { Exhibit } from '../domain/evidence.ts';
import type { Lang } from '../domain/language.ts';
import type { Days } from '../domain/period.ts';
import type { StatementSearch, StatementsFound } from '../domain/search.ts';

/** A source of an assertion as programs read it. */
function sourceData({ citation, statement, publisher }: Exhibit) {
  const { source, credibility } = statement;
  const days = (span: Days) => (span.from === span.to ? span.from : span);
  return {
    publisher: publisher?.name ?? source.publisher,
    url: source.url,
    kind: source.kind,
    public: days(statement.public),
    ...(source.dated === undefined ? {} : { dated: days(source.dated) }),
    ...(source.via === undefined ? {} : { via: source.via }),
    reliability: publisher?.reliability ?? 'F',
    credibility,
    statement: statement.id,
    citation,
  };
}

/** The answer to `/search` as programs read it: days are ISO, each hit with the weight of its assertion and all sources. */
export function searchData(query: StatementSearch, found: StatementsFound, lang: Lang) {
  return {
    query: query.text,
    subject: query.subject ?? null,
    mode: found.mode,
    total: found.total,
    hits: found.hits.map(({ exhibit, also, score }) => ({
      citation: exhibit.citation,
      subject: exhibit.statement.subject,
      field: exhibit.statement.body.field,
      text: exhibit.statement.text[lang],
      since: exhibit.statement.valid,
      weight: exhibit.weight,
      basis: exhibit.basis,
      score,
      sources: [exhibit, ...also].map(sourceData),
    })),
    firms: found.firms,
    missing: found.missing,
    asOf: query.asOf,
    knownOn: query.knownOn,
    recordedOn: query.recordedOn,
  };
}
