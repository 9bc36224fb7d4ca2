import type { OfferAnswer } from '../domain/answer.ts';
import type { Day } from '../domain/period.ts';
import type { Standing } from '../domain/standing.ts';
import type { AsOf, Statement } from '../domain/statement.ts';
import type { Subject } from '../domain/subject.ts';
import type { Publishers } from './weighing/weights.ts';

/** The record's parts as the answers that look at more than one offer need them. */
export type History = {
  readonly subjects: readonly Subject[];
  readonly statements: readonly Statement[];
  readonly publishers: Publishers;
  /** The day of the newest recorded statement. */
  readonly latest: Day;
  /** Throws on an id that is no subject. */
  readonly subject: (id: string) => Subject;
  /** The subject, and its offers where it is a provider. */
  readonly family: (id: string) => readonly Subject[];
  /** The statements about exactly this subject, by id. */
  readonly about: (id: string) => readonly Statement[];
  /** The statements about a provider that hold for all it sells. */
  readonly shared: (provider: string) => readonly Statement[];
  readonly offers: (id: string, world: AsOf) => readonly OfferAnswer[];
  /** Where all offers stand. */
  readonly standings: (world: AsOf) => readonly Standing[];
  /** The newest day by `day`, or at all where it is null, on which a statement was recorded; null when none was. */
  readonly latestBy: (day: Day | null) => Day | null;
};
