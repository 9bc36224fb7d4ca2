import type { QualificationAnswer } from './answer.ts';
import type { Day } from './period.ts';
import type { AsOf } from './statement.ts';

/** The end of a qualification, ahead or behind. */
export type Expiry = {
  readonly subject: string;
  readonly provider: string;
  readonly until: Day;
  /** Days from the day asked about to `until`; negative when it is past. */
  readonly days: number;
  readonly qualification: QualificationAnswer;
};

/** Qualifications that end within some days, those that ended on paper, and renewals seen. */
export type ExpiringAnswer = AsOf & {
  readonly within: number;
  /** Soonest first. */
  readonly ending: readonly Expiry[];
  /** Past their end with no renewal seen, expired or withdrawn; latest first. */
  readonly ended: readonly Expiry[];
  /** Renewed; those whose renewal is newest first. */
  readonly renewed: readonly Expiry[];
};
