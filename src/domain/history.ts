import type { Citation, PromiseAnswer, Since } from './answer.ts';
import type { Localised } from './language.ts';
import type { Day, Days } from './period.ts';
import type { AsOf, StatementBody } from './statement.ts';

/**
 * How much a dated entry weighs: it is an answer, a weak claim that is none, a claim known to be false, or a side of a
 * disagreement that the record does not prefer.
 */
export type EntryWeight = 'strong' | 'footnote' | 'false' | 'contested';

/** One dated thing in a subject's history. */
export type TimelineEntry = {
  /** The statement that dates it best. */
  readonly statement: string;
  readonly subject: string;
  readonly field: StatementBody['field'];
  /** The state, scheme and step, owner or name that it is about, as the record keeps it. */
  readonly body: StatementBody;
  readonly at: Since;
  /** The day by which it had surely happened: entries stand in this order. */
  readonly by: Day;
  readonly text: Localised;
  readonly weight: EntryWeight;
  /** It became known on some day of these, by the earliest of its sources. */
  readonly known: Days;
  readonly sources: readonly Citation[];
};

/** A state of a ladder and how long it stood. `ladder` is `commercial`, `company` or the name of a scheme. */
export type LadderStretch = {
  readonly subject: string;
  readonly ladder: string;
  readonly state: string;
  /** When it began, as precisely as it is known; null for a qualification that a catalogue only showed standing. */
  readonly since: Since | null;
  /** The first day on which the record answers with this state: by then it had surely begun. */
  readonly from: Day;
  /** The last such day, null while it stands. */
  readonly to: Day | null;
  /** The last day that a qualification has on paper, and what tells it. */
  readonly until: { readonly day: Day; readonly kind: 'stated' | 'inferred' | 'unknown' } | null;
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
