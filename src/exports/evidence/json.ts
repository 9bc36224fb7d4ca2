import type { EvidencePack, Exhibit } from '../../domain/evidence.ts';
import type { Lang } from '../../domain/language.ts';
import type { Publisher, Subject } from '../../domain/subject.ts';
import { offersData } from '../offer.ts';

/** The form of the JSON pack. A change that readers must know of gets another number. */
export const EVIDENCE_SCHEMA = 'vigie.evidence/1';

const publisherData = (p: Publisher) => ({
  id: p.id,
  name: p.name,
  owner: p.owner,
  reliability: p.reliability,
  reason: p.reason,
});

const subjectData = (s: Subject) => ({
  id: s.id,
  kind: s.kind,
  name: s.name,
  provider: s.provider,
  country: s.country,
  summary: { fr: s.summary.fr, en: s.summary.en },
});

/** The value of a statement with its keys in order, whatever order the record holds them in. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, held]) => [key, ordered(held)]));
}

function exhibitData(e: Exhibit) {
  const { statement } = e;
  const { field, ...value } = statement.body;
  const { source, valid } = statement;
  return {
    citation: e.citation,
    statement: statement.id,
    subject: statement.subject,
    field,
    value: ordered(value),
    text: { fr: statement.text.fr, en: statement.text.en },
    valid: { from: valid.from, to: valid.to, precision: valid.precision },
    begun: e.begun,
    public: { from: statement.public.from, to: statement.public.to },
    recorded: statement.recorded,
    weight: e.weight,
    basis: e.weight === 'false' ? null : e.basis,
    origins: e.weight === 'false' ? 0 : e.origins,
    source: {
      publisher: e.publisher === null ? { id: source.publisher } : publisherData(e.publisher),
      url: source.url,
      kind: source.kind,
      quotes: source.origin === null ? null : e.quoted === null ? { id: source.origin } : publisherData(e.quoted),
      via: source.via ?? null,
    },
    credibility: statement.credibility,
    dispute: statement.dispute ?? null,
    alike: e.alike,
    against: e.against,
  };
}

/** A pack as programs read it: stable keys, ISO days, sentences of exhibits in both languages, the answer in `lang`. */
export function evidenceData(pack: EvidencePack, lang: Lang) {
  return {
    schema: EVIDENCE_SCHEMA,
    id: pack.id,
    lang,
    subject: subjectData(pack.subject),
    asOf: pack.asOf,
    knownOn: pack.knownOn,
    recordedOn: pack.recordedOn,
    latest: pack.latest === '' ? null : pack.latest,
    license: 'CC BY 4.0',
    credit: 'Vigie dataset',
    subjects: pack.subjects.map(subjectData),
    offers: offersData(pack, lang).offers,
    exhibits: pack.exhibits.map(exhibitData),
  };
}

/** The same as text, indented by two spaces, with a final line break. */
export function evidenceJson(pack: EvidencePack, lang: Lang): string {
  return `${JSON.stringify(evidenceData(pack, lang), null, 2)}\n`;
}
