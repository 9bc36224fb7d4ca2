import { keptFor } from './kept.ts';
import type { Localised } from './language.ts';
import type { Day, Days, Period } from './period.ts';
import type { SourceKind } from './story.ts';

/** Rungs of an offer's commercial ladder, lowest first; endings apart. */
export const COMMERCIAL_RUNGS = ['rumoured', 'announced', 'pre_commercial', 'launched', 'generally_available'] as const;
export const COMMERCIAL_ENDINGS = ['abandoned', 'discontinued'] as const;
export type CommercialStatus = (typeof COMMERCIAL_RUNGS)[number] | (typeof COMMERCIAL_ENDINGS)[number];

/**
 * `unconfirmed`: a rumour that nothing came to confirm. `seen`: a source saw the state then; it may have begun before.
 */
export type CommercialFlag = 'unconfirmed' | 'seen';

/** States of a provider as a company. */
export const COMPANY_STATES = ['company_created', 'merged', 'dissolved'] as const;
export type CompanyState = (typeof COMPANY_STATES)[number];

/** Steps of a qualification, per scheme, lowest first. `expired` and `withdrawn` only when a source says so. */
export const QUALIFICATION_STEPS = ['filed', 'in_progress', 'J0', 'J1', 'J2', 'qualified', 'renewed'] as const;
export const QUALIFICATION_ENDINGS = ['expired', 'withdrawn'] as const;
export type QualificationStep = (typeof QUALIFICATION_STEPS)[number] | (typeof QUALIFICATION_ENDINGS)[number];

/** Where a promise points: a rung of a ladder, or free text with a sourced fulfilment. */
export type PromiseTarget =
  | { readonly ladder: 'commercial'; readonly rung: CommercialStatus }
  | { readonly ladder: 'company'; readonly rung: CompanyState }
  | { readonly ladder: 'qualification'; readonly scheme: string; readonly rung: QualificationStep }
  | { readonly ladder: 'free'; readonly name: string };

export const BOUNDS = ['by', 'in', 'from', 'not-before'] as const;
export type Bound = (typeof BOUNDS)[number];

/** The value of a statement, by the field it fills. */
export type StatementBody =
  | { readonly field: 'commercial'; readonly status: CommercialStatus; readonly flags?: readonly CommercialFlag[] }
  | { readonly field: 'company'; readonly state: CompanyState; readonly into?: string }
  | {
      readonly field: 'qualification';
      readonly scheme: string;
      readonly step: QualificationStep;
      readonly scope: readonly string[];
      readonly version: string | null;
      readonly decision: string | null;
      readonly decided: Day | null;
      readonly announced: Day | null;
      readonly until: Day | null;
      readonly untilKind: 'stated' | 'inferred' | 'unknown';
    }
  /** A catalogue was read and still (or no longer) shows a state: says when a fact was last checked. */
  | { readonly field: 'check'; readonly scheme: string; readonly found: QualificationStep | 'absent' }
  | { readonly field: 'promise'; readonly target: PromiseTarget; readonly bound: Bound; readonly due: Days }
  /** A free promise came true. */
  | { readonly field: 'fulfilment'; readonly name: string }
  /** A promise was publicly given up. */
  | { readonly field: 'promise_dropped'; readonly target: PromiseTarget }
  | {
      readonly field: 'owner';
      readonly owner: string;
      readonly share: { readonly min: number; readonly max: number } | null;
    }
  | { readonly field: 'technology'; readonly name: string }
  | { readonly field: 'service'; readonly name: string }
  | { readonly field: 'region'; readonly name: string }
  | { readonly field: 'customer'; readonly name: string }
  | { readonly field: 'event'; readonly type: string }
  | { readonly field: 'note'; readonly topic: string };

/** Where an assertion comes from. */
export type Source = {
  /** Publisher id in `dataset/publishers.yaml`. */
  readonly publisher: string;
  /** Null when the page was read through an intermediary only. */
  readonly url: string | null;
  readonly kind: SourceKind;
  /** Publisher id of whom it quotes; null when it speaks for itself. */
  readonly origin: string | null;
  /** How it was read, when not directly. */
  readonly via?: string;
  /** When the text itself came out, where what it says was known before: a catalogue that repeats an old decision. */
  readonly dated?: Days;
};

/** One sourced assertion about a subject. Statements are only ever added. */
export type Statement = {
  /** Hash of the content: the same statement from two places has one id. */
  readonly id: string;
  readonly subject: string;
  readonly body: StatementBody;
  readonly text: Localised;
  /** The period it is true of. */
  readonly valid: Period;
  /** When it first became known: on some day of this interval. */
  readonly public: Days;
  /** The day Vigie took it in. */
  readonly recorded: Day;
  readonly source: Source;
  /** Admiralty credibility, 1 (confirmed) to 6 (cannot be judged). */
  readonly credibility: 1 | 2 | 3 | 4 | 5 | 6;
  /** Known to be untrue: stays as a footnote for ever, never an answer. */
  readonly false?: boolean;
  /** Statements of one dispute share its id. */
  readonly dispute?: string;
};

/** Which world a question is asked in. */
export type AsOf = {
  /** True on this day… */
  readonly asOf: Day;
  /** …using only what was public by this day; null for everything known. */
  readonly knownOn: Day | null;
  /** …using only what Vigie had recorded by this day; null for everything recorded. */
  readonly recordedOn: Day | null;
};

/** The qualification schemes that statements speak of, sorted. */
export function schemesOf(statements: readonly Statement[]): readonly string[] {
  return keptFor(statements, 'schemes', () => {
    const schemes = statements.flatMap(({ body }) =>
      body.field === 'qualification' || body.field === 'check' ? [body.scheme] : [],
    );
    return [...new Set(schemes)].sort();
  });
}
