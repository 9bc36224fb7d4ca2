import type { Citation, Outcome, PromiseAnswer, Since } from './answer.ts';
import type { AsOf, PromiseTarget } from './statement.ts';
import type { SubjectKind } from './subject.ts';

/** A promise with whose it is; `chain` counts within its target on the board. */
export type BoardPromise = PromiseAnswer & { readonly subject: string; readonly provider: string };

/**
 * How far a target slipped, in days from the last day due of its *first* promise.
 *
 * - Reached in time by that promise: 0. Reached later: to the first day on which it may have been reached. What only a
 *   later step shows counts as reached with that step, as in the outcomes.
 * - Not reached: to the newest day due while that lies ahead, to the day asked about once it has passed.
 * - None where nothing can be judged: the first date still stands, the only change was to an earlier day, the promise was
 *   given up, or no source tells whether (or when) it came true. A promise that sets no date to miss (`not-before`) is
 *   no part of it.
 *
 * `days` is the least that it is, `most` the most that it may be: the same where the day is known, counted to the last day
 * of the month for a target reached "in May", null while it is not reached.
 */
export type Slip = { readonly days: number; readonly most: number | null };

/** What settles a target: it was reached, perhaps shown by a `later` step only; given up; looked for and not found. */
export type TargetProof = {
  readonly shows: 'reached' | 'later' | 'dropped' | 'missing';
  readonly since: Since;
  readonly source: Citation;
};

/**
 * Everything that one subject promised about one thing. Where a provider itself promised it, the promises of its offers
 * about the same are of one chain with its own, and the target is reached when the first of its offers reaches it.
 */
export type BoardTarget = {
  readonly subject: string;
  /** The subject's name. */
  readonly name: string;
  readonly provider: string;
  readonly target: PromiseTarget;
  /** Those that set a date, the earliest made first. */
  readonly promises: readonly BoardPromise[];
  /** Those that only rule a time out ("not before 2025"). */
  readonly floors: readonly BoardPromise[];
  /** Once reached, what became of the first promise; until then, of the newest. `open` where no date was ever set. */
  readonly outcome: Outcome;
  /** The same by all that is known today. */
  readonly outcomeNow: Outcome;
  readonly proof: TargetProof | null;
  readonly slip: Slip | null;
};

/** How a subject keeps its word: what it and its offers promised. */
export type BoardLine = {
  readonly provider: string;
  readonly name: string;
  readonly kind: SubjectKind;
  /** Promises that set a date. Of a provider's promise that its offers share there is one. */
  readonly promises: number;
  /** Promises that only rule a time out: in no other number of this line. */
  readonly floors: number;
  readonly targets: number;
  /** Of the promises; they add up to `promises`. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Days, of the targets that have a slip; of an even number the mean of the middle two, rounded. Null without any. */
  readonly medianSlip: number | null;
  /** True when slips that still grow, or are known by month only, may make the median greater. */
  readonly atLeast: boolean;
  /** How many targets it is the median of. */
  readonly slips: number;
};

/** Every promise made by a day and what had become of it. */
export type PromiseBoard = AsOf & {
  /** The provider or offer asked about, null for all. */
  readonly subject: string | null;
  readonly promises: readonly BoardPromise[];
  readonly targets: readonly BoardTarget[];
  /** One per provider that promised, the worst median first. */
  readonly lines: readonly BoardLine[];
  /** Claims of a promise that are too weak, or false, to count as one: footnotes of the cards. */
  readonly weaker: number;
};

/** Fewer slips than this make a median that says little. */
export const FEW_SLIPS = 3;
