import type { Localised } from './language.ts';
import type { Day, Days, Period, Precision } from './period.ts';
import type { AsOf, Bound, CommercialStatus, CompanyState, PromiseTarget, QualificationStep } from './statement.ts';
import type { SourceKind } from './story.ts';
import type { Reliability } from './subject.ts';

/** A source as an answer cites it. */
export type Citation = {
  readonly statement: string;
  readonly publisher: string;
  readonly publisherName: string;
  readonly url: string | null;
  readonly kind: SourceKind;
  readonly reliability: Reliability;
  readonly credibility: number;
  /** When what it says first became known. */
  readonly public: Days;
  /** When the text itself came out, where that is later. */
  readonly dated?: Days;
  /** How it was read, when not directly. */
  readonly via?: string;
};

export type Since = { readonly from: Day; readonly to: Day; readonly precision: Precision };

/** Where an offer stands commercially. `unknown` when nothing was recorded by then. */
export type CommercialAnswer = {
  readonly status: CommercialStatus | 'unknown';
  readonly since: Since | null;
  /** `seen`: it stood by then, and no source tells when it began. */
  readonly sinceKind: 'begun' | 'seen';
  readonly flags: readonly ('unconfirmed' | 'contested' | 'last_known')[];
  readonly sources: readonly Citation[];
};

export type CompanyAnswer = {
  readonly state: CompanyState;
  readonly since: Since;
  readonly into: string | null;
  readonly sources: readonly Citation[];
};

/** Where an offer stands in one scheme. `ended_on_paper`: past its end date, renewal not seen. */
export type QualificationAnswer = {
  readonly scheme: string;
  readonly state: QualificationStep | 'ended_on_paper' | 'none';
  readonly since: Since | null;
  readonly scope: readonly string[];
  readonly version: string | null;
  readonly decision: string | null;
  readonly decided: Day | null;
  readonly announced: Day | null;
  readonly until: Day | null;
  readonly untilKind: 'stated' | 'inferred' | 'unknown';
  /** The last day on which a source showed this state. */
  readonly checked: Day | null;
  readonly sources: readonly Citation[];
};

/** What became of a promise as of a day. */
export const OUTCOMES = ['open', 'kept', 'late', 'overdue', 'moved', 'dropped', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type PromiseAnswer = {
  readonly id: string;
  readonly text: Localised;
  readonly target: PromiseTarget;
  readonly made: Since;
  readonly bound: Bound;
  readonly due: Days;
  readonly outcome: Outcome;
  /** Days late or overdue, counted from the last day of the due period; null otherwise. */
  readonly days: number | null;
  /** The outcome by all that is known today. */
  readonly outcomeNow: Outcome;
  /** Promises on one target form a chain; 1 is the first. */
  readonly chain: { readonly position: number; readonly length: number };
  readonly sources: readonly Citation[];
  /** The statement that settles it. */
  readonly proof: Citation | null;
};

export type OwnerAnswer = {
  readonly name: string;
  readonly share: { readonly min: number; readonly max: number } | null;
  readonly since: Period;
  readonly sources: readonly Citation[];
};

export type DisputeAnswer = {
  readonly id: string;
  readonly field: string;
  readonly positions: readonly {
    readonly value: Localised;
    readonly sources: readonly Citation[];
    readonly weight: number;
  }[];
  /** Index of the position the record prefers, null when it cannot say. */
  readonly preferred: number | null;
  readonly settled: boolean;
};

/** A weak or false claim, told but never the answer. */
export type Footnote = { readonly text: Localised; readonly false: boolean; readonly sources: readonly Citation[] };

/** One fact of an offer with its source, for the plain fields (technology, services, regions, customers…). */
export type FactAnswer = {
  readonly field: string;
  readonly text: Localised;
  readonly since: Since;
  readonly sources: readonly Citation[];
};

/** Everything the record can say of one offer in the world that `AsOf` describes. */
export type OfferAnswer = {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly summary: Localised;
  readonly commercial: CommercialAnswer;
  readonly company: CompanyAnswer | null;
  readonly qualification: readonly QualificationAnswer[];
  readonly promises: readonly PromiseAnswer[];
  readonly owners: readonly OwnerAnswer[];
  readonly facts: readonly FactAnswer[];
  readonly disputes: readonly DisputeAnswer[];
  readonly footnotes: readonly Footnote[];
};

export type OffersAnswer = AsOf & { readonly offers: readonly OfferAnswer[] };
