import type {
  Citation,
  CommercialAnswer,
  OfferAnswer,
  OffersAnswer,
  PromiseAnswer,
  QualificationAnswer,
  Since,
} from '../domain/answer.ts';
import type { Lang } from '../domain/language.ts';
import type { Days } from '../domain/period.ts';
import type { Standing } from '../domain/standing.ts';

/** One day as a day, several as an interval. */
const dayOrDays = ({ from, to }: Days) => (from === to ? from : { from, to });

/** A source as programs read it: `dated` is when the text came out, where what it says was public before. */
export function sourceData(c: Citation) {
  return {
    publisher: c.publisherName,
    url: c.url,
    kind: c.kind,
    public: dayOrDays(c.public),
    ...(c.dated === undefined ? {} : { dated: dayOrDays(c.dated) }),
    ...(c.via === undefined ? {} : { via: c.via }),
    reliability: c.reliability,
    credibility: c.credibility,
    statement: c.statement,
  };
}

export const sources = (citations: readonly Citation[]) => citations.map(sourceData);
export const since = (s: Since | null) => (s === null ? null : { from: s.from, to: s.to, precision: s.precision });

/** What a promise aims at, in one word: the rung, or the free target's name. */
export function targetWord(target: PromiseAnswer['target']): string {
  return target.ladder === 'free' ? target.name : target.rung;
}

/** A promise as programs read it. */
export function promiseData(p: PromiseAnswer, lang: Lang) {
  return {
    text: p.text[lang],
    target: targetWord(p.target),
    ladder: p.target.ladder,
    ...(p.target.ladder === 'qualification' ? { scheme: p.target.scheme } : {}),
    made: p.made.from,
    madePrecision: p.made.precision,
    bound: p.bound,
    due: { from: p.due.from, to: p.due.to },
    outcome: p.outcome,
    days: p.days,
    outcomeNow: p.outcomeNow,
    chain: p.chain,
    proof: p.proof === null ? null : sourceData(p.proof),
    sources: sources(p.sources),
  };
}

function commercialData(c: CommercialAnswer) {
  return {
    status: c.status,
    since: since(c.since),
    sinceKind: c.sinceKind,
    flags: c.flags,
    sources: sources(c.sources),
  };
}

function qualificationData(q: QualificationAnswer) {
  return {
    scheme: q.scheme,
    state: q.state,
    since: since(q.since),
    scope: q.scope,
    version: q.version,
    decision: q.decision,
    decided: q.decided,
    announced: q.announced,
    until: q.until,
    untilKind: q.untilKind,
    checked: q.checked,
    sources: sources(q.sources),
  };
}

/** Where one of all offers stands, as programs read it. */
export function standingData(o: Standing, lang: Lang) {
  return {
    id: o.id,
    name: o.name,
    provider: o.provider,
    summary: o.summary[lang],
    commercial: commercialData(o.commercial),
    qualification: o.qualification.map(qualificationData),
    services: o.services.map((text) => text[lang]),
  };
}

function offerData(o: OfferAnswer, lang: Lang) {
  return {
    id: o.id,
    name: o.name,
    provider: o.provider,
    summary: o.summary[lang],
    commercial: commercialData(o.commercial),
    company:
      o.company === null
        ? null
        : {
            state: o.company.state,
            since: since(o.company.since),
            into: o.company.into,
            sources: sources(o.company.sources),
          },
    qualification: o.qualification.map(qualificationData),
    promises: o.promises.map((p) => promiseData(p, lang)),
    owners: o.owners.map((w) => ({
      name: w.name,
      share: w.share && { min: w.share.min, max: w.share.max },
      since: { from: w.since.from, to: w.since.to, precision: w.since.precision },
      sources: sources(w.sources),
    })),
    facts: o.facts.map((f) => ({
      field: f.field,
      text: f.text[lang],
      since: since(f.since),
      sources: sources(f.sources),
    })),
    disputes: o.disputes.map((d) => ({
      field: d.field,
      positions: d.positions.map((p) => ({ value: p.value[lang], sources: sources(p.sources), weight: p.weight })),
      preferred: d.preferred,
      settled: d.settled,
    })),
    footnotes: o.footnotes.map((f) => ({ text: f.text[lang], false: f.false, sources: sources(f.sources) })),
  };
}

/** The answer to `/offer` as programs read it: days are ISO, a day known only by its month carries that precision. */
export function offersData(answer: OffersAnswer, lang: Lang) {
  return {
    offers: answer.offers.map((o) => offerData(o, lang)),
    asOf: answer.asOf,
    knownOn: answer.knownOn,
    recordedOn: answer.recordedOn,
  };
}
