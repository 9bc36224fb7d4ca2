import type { OffersAnswer } from '../domain/answer.ts';
import type { Lang } from '../domain/language.ts';
import { offersData } from './offer.ts';

/** A field in which offers differ, with what each holds: codes, ISO days and names as the record keeps them. */
export type Difference = {
  /** `commercial`, `qualification.SecNumCloud`, `owners`, `technology`, `promises`… */
  readonly field: string;
  readonly values: Readonly<Record<string, unknown>>;
};

/** The answer to `/compare` as programs read it: `subjects` as asked, then the offers that stand for them, in order. */
export function compareData(
  subjects: readonly string[],
  answer: OffersAnswer,
  differs: readonly Difference[],
  lang: Lang,
) {
  const { offers, asOf, knownOn, recordedOn } = offersData(answer, lang);
  return { subjects, offers, differs, asOf, knownOn, recordedOn };
}
