import type { Citation, PromiseAnswer, Since } from './answer.ts';
import type { Localised } from './language.ts';
import type { Day, Days } from './period.ts';
import type { AsOf, StatementBody } from './statement.ts';

/** How much a dated entry weighs: an answer, a lone weak claim, a claim known to be false, one side of a disagreement. */
export type EntryWeight = 'strong' | 'footnote' | 'false' | 'contested';

/** One dated thing in a subject's history. */
export type TimelineEntry = {
  /** The statement that dates it best. */
  readonly statement: string;
  readonly subject: string;
  readonly field: StatementBody['field'];
  readonly at: Since;
  readonly text: Localised;
  readonly weight: EntryWeight;
  /** When it became known, by its earliest source. */
  readonly known: Days;
  readonly sources: readonly Citation[];
};

/** A state of a ladder and how long it stood. `ladder` is `commercial`, `company` or the name of a scheme. */
export type LadderStretch = {
  readonly subject: string;
  readonly ladder: string;
  readonly state: string;
  readonly since: Since;
  /** The last day, null while it stands. */
  readonly to: Day | null;
  /** False for a rung of a ladder that only weak claims hold. */
  readonly strong: boolean;
  readonly sources: readonly Citation[];
};

/** What happened to a subject, and to its offers where it is a provider, oldest first. */
export type TimelineAnswer = AsOf & {
  readonly subject: string;
  readonly since: Day | null;
  readonly entries: readonly TimelineEntry[];
  readonly stretches: readonly LadderStretch[];
  readonly promises: readonly (PromiseAnswer & { readonly subject: string })[];
};
