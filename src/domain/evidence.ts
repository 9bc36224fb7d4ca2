import type { OfferAnswer } from './answer.ts';
import type { EntryWeight } from './history.ts';
import type { AsOf, Statement } from './statement.ts';
import type { Publisher, Subject } from './subject.ts';

/** One statement of a pack, under an identifier that stays the same for ever. */
export type Exhibit = {
  /** `VIG-3f9a1c07`: from the statement's content, so that it names the same assertion in every pack. */
  readonly citation: string;
  readonly statement: Statement;
  readonly weight: EntryWeight;
  readonly publisher: Publisher | null;
};

/** Everything an answer rests on, to be filed: the answer itself and every statement behind it. */
export type EvidencePack = AsOf & {
  /** Names this content: the same question of the same record gives the same one. */
  readonly id: string;
  readonly subject: Subject;
  readonly offers: readonly OfferAnswer[];
  /** By the day they are true of, then by citation. */
  readonly exhibits: readonly Exhibit[];
};

/** A statement that a search found. */
export type StatementHit = { readonly exhibit: Exhibit; readonly score: number };

/** What is looked for among the statements. */
export type StatementSearch = AsOf & {
  readonly text: string;
  /** Only what is said of this subject, and of its offers where it is a provider. */
  readonly subject?: string;
  readonly limit: number;
};
