import type { Outcome, PromiseAnswer } from './answer.ts';
import type { AsOf } from './statement.ts';

/** A promise with whose it is. */
export type BoardPromise = PromiseAnswer & { readonly subject: string; readonly provider: string };

/**
 * How a provider keeps its word. The slip of a target is counted in days from the last day due of its *first* promise
 * to the day on which it was reached, or, while it is not, to the later of the newest day due and the day asked about;
 * 0 when it was kept. Targets that are open and were never moved, dropped, or cannot be judged have none.
 */
export type BoardLine = {
  readonly provider: string;
  readonly promises: number;
  readonly targets: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Days; null when no target has a slip. */
  readonly medianSlip: number | null;
  /** How many targets it is the median of. */
  readonly slips: number;
};

/** Every promise made by a day and what had become of it. */
export type PromiseBoard = AsOf & {
  readonly promises: readonly BoardPromise[];
  /** One per provider that promised, the worst median first. */
  readonly lines: readonly BoardLine[];
};
