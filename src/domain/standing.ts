import type { CommercialAnswer, QualificationAnswer } from './answer.ts';
import type { Localised } from './language.ts';

/** How far an offer has come on a day: what a table of all offers tells of each. */
export type Standing = {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly summary: Localised;
  readonly commercial: CommercialAnswer;
  readonly qualification: readonly QualificationAnswer[];
  /** What it is said to offer and to rest on: its facts on services and technology. */
  readonly services: readonly Localised[];
};
