import type { QualificationAnswer } from './answer.ts';
import type { Day } from './period.ts';
import type { AsOf } from './statement.ts';

/** Days that are looked ahead when nothing else is asked. */
export const EXPIRY_DAYS = 180;

/** The end of a qualification, ahead or behind. */
export type Expiry = {
  readonly subject: string;
  /** The subject's name. */
  readonly name: string;
  readonly provider: string;
  readonly providerName: string;
  /** Its last day; of one withdrawn or expired by a source the day from which that holds. Null when it is not known. */
  readonly until: Day | null;
  /** Days from the day asked about to `until`; negative when it is past. */
  readonly days: number | null;
  /** Days since a source last showed the state; null when none is on record. */
  readonly unchecked: number | null;
  readonly qualification: QualificationAnswer;
};

/** Qualifications that end within some days, those that ended, and renewals seen. */
export type ExpiringAnswer = AsOf & {
  readonly within: number;
  /** Soonest first. */
  readonly ending: readonly Expiry[];
  /** Past their end with no renewal seen, expired or withdrawn; latest first. */
  readonly ended: readonly Expiry[];
  /** Renewed; those whose renewal is newest first. */
  readonly renewed: readonly Expiry[];
  /** Qualified, and no source tells until when. */
  readonly undated: readonly Expiry[];
  /** The soonest end after the days asked for. */
  readonly next: Expiry | null;
};
