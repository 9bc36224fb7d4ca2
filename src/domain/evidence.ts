import { createHash } from 'node:crypto';
import type { OfferAnswer } from './answer.ts';
import type { EntryWeight } from './history.ts';
import type { Day } from './period.ts';
import type { AsOf, Statement } from './statement.ts';
import type { Publisher, Subject } from './subject.ts';

/**
 * What an assertion rests on: an official source, two independent origins of grade B or better, one such origin, or
 * weak sources only. The first two make it strong.
 */
export const BASES = ['official', 'independent', 'single', 'weak'] as const;
export type Basis = (typeof BASES)[number];

/** One statement of a pack, under an identifier that stays the same for ever. */
export type Exhibit = {
  /** `VIG-3f9a1c07b2de`: from the statement's content, so that it names the same assertion in every pack. */
  readonly citation: string;
  readonly statement: Statement;
  /** By the record's rules, taken together with all that says the same of the same subject in this world. */
  readonly weight: EntryWeight;
  /** What the assertion rests on, all its sources together. */
  readonly basis: Basis;
  /** Independent origins of the assertion, this statement's among them. */
  readonly origins: number;
  /** Null where the record has no such publisher. */
  readonly publisher: Publisher | null;
  /** Whom it quotes; null where it speaks for itself, or where the record has no such publisher. */
  readonly quoted: Publisher | null;
  /** False for what had not yet begun for certain on the day asked about: kept, without a part in the answer. */
  readonly begun: boolean;
  /** Citations of the others that assert the same, sorted. */
  readonly alike: readonly string[];
  /** Citations of those that hold another position in the same dispute, sorted. */
  readonly against: readonly string[];
};

/** Everything an answer rests on, to be filed: the answer itself and every statement behind it. */
export type EvidencePack = AsOf & {
  /** Names this content (`packId`): the same question of the same record gives the same one. */
  readonly id: string;
  readonly subject: Subject;
  /** The subjects that the exhibits speak of, the one asked about first, then by id. */
  readonly subjects: readonly Subject[];
  readonly offers: readonly OfferAnswer[];
  /** By the day they are true of, then by citation. */
  readonly exhibits: readonly Exhibit[];
  /** The newest day on which the record took something in, among what the world admits; empty where nothing. */
  readonly latest: Day;
};

/** Hex characters of a statement's id (16 of a SHA-256) that a citation shows: 48 bits, the same length for all. */
const CITED = 12;

/** The citation of a statement, from its id alone: whatever else the record holds, it never changes. */
export function citationOf(statement: string): string {
  return `VIG-${statement.slice(0, CITED)}`;
}

const span = (held: { readonly from: Day; readonly to: Day | null } | null): unknown => held && [held.from, held.to];

/** The facts of an answer that a pack's id stands for, in an order and a form of their own. */
function answered(o: OfferAnswer): unknown {
  return [
    o.id,
    [o.commercial.status, span(o.commercial.since), o.commercial.flags],
    o.company && [o.company.state, span(o.company.since), o.company.into],
    o.qualification.map((q) => [
      q.scheme,
      q.state,
      span(q.since),
      [q.scope, q.version, q.decision, q.decided, q.announced],
      [q.until, q.untilKind, q.checked],
    ]),
    o.promises.map((p) => [p.id, p.outcome, p.days, p.proof?.statement ?? null]),
    o.owners.map((w) => [w.name, w.share && [w.share.min, w.share.max], span(w.since)]),
    o.disputes.map((d) => [d.id, d.preferred, d.positions.map((p) => p.sources.map((s) => s.statement))]),
    o.footnotes.map((f) => [f.false, f.sources.map((s) => s.statement)]),
  ];
}

/**
 * The id of a pack: 16 hex characters of the SHA-256 of the subject, the days asked for, the facts of the answer, and
 * every exhibit with its weight and its publisher's grade. Left out: the day it was made, its language, its layout, and
 * `recordedOn`, which shows in the exhibits alone, so that a pack asked for again later, with the record as it was on
 * the day the first was made, has the first one's id.
 */
export function packId(pack: Omit<EvidencePack, 'id'>): string {
  const content = [
    pack.subject.id,
    pack.asOf,
    pack.knownOn,
    pack.offers.map(answered),
    pack.exhibits.map((e) => [
      e.statement.id,
      e.statement.recorded,
      e.weight,
      e.basis,
      [e.publisher, e.quoted].map((p) => p && [p.id, p.owner, p.reliability, p.reason]),
    ]),
  ];
  return `VIGP-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)}`;
}
