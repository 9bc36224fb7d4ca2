import type { DisputeAnswer } from '../../domain/answer.ts';
import type { Day } from '../../domain/period.ts';
import type { Statement, StatementBody } from '../../domain/statement.ts';
import { byWorth, citeAll } from './citations.ts';
import { isSound, type Publishers, type Weight, weigh } from './weights.ts';
import { hasBegun, holds } from './worlds.ts';

/** What a body claims, as one text: statements with the same one hold the same position. */
export function claimKey(body: StatementBody): string {
  switch (body.field) {
    case 'owner':
      return JSON.stringify([body.field, body.owner, body.share]);
    case 'qualification':
      return JSON.stringify([body.field, body.scheme, body.step, body.version]);
    case 'commercial':
      return JSON.stringify([body.field, body.status]);
    default:
      return JSON.stringify(body);
  }
}

/** One side of a dispute. */
export type Position = { readonly key: string; readonly told: readonly Statement[]; readonly weight: Weight };

/** A dispute as it stood on a day. */
export type Dispute = {
  readonly id: string;
  readonly field: StatementBody['field'];
  /** Heaviest first. */
  readonly positions: readonly Position[];
  /** The one position that could be an answer, when exactly one could. */
  readonly preferred: Position | null;
};

/** States need strength; of anything else one sound source makes a fact. */
const STATES: readonly StatementBody['field'][] = ['commercial', 'company', 'qualification'];

/** The positions that would be answers if they stood alone: the strong ones, else, but for states, the sound ones. */
function standingOf(
  field: StatementBody['field'],
  positions: readonly Position[],
  publishers: Publishers,
): readonly Position[] {
  const strong = positions.filter(({ weight }) => weight.strong);
  if (strong.length > 0 || STATES.includes(field)) return strong;
  return positions.filter(({ told }) => told.some((s) => isSound(s, publishers)));
}

/**
 * The disputes among statements that have begun by a day. There is a dispute once two positions differ and one of them
 * could be an answer; it is settled when only one could, and contested otherwise. Statements marked false take no side.
 */
export function disputesOn(statements: readonly Statement[], day: Day, publishers: Publishers): Dispute[] {
  const byDispute = new Map<string, Statement[]>();
  for (const s of statements) {
    if (s.dispute === undefined || s.false || !hasBegun(s, day)) continue;
    byDispute.set(s.dispute, [...(byDispute.get(s.dispute) ?? []), s]);
  }
  return [...byDispute.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, told]) => {
      const keys = [...new Set(told.map((s) => claimKey(s.body)))].sort();
      const positions = keys
        .map((key): Position => {
          const side = told.filter((s) => claimKey(s.body) === key);
          return { key, told: side, weight: weigh(side, publishers) };
        })
        .sort((a, b) => b.weight.value - a.weight.value || (a.key < b.key ? -1 : 1));
      const field = told[0]?.body.field;
      if (positions.length < 2 || field === undefined) return [];
      const standing = standingOf(field, positions, publishers);
      // Where nobody who may speak for himself takes a side there is no disagreement, only claims.
      if (standing.length === 0) return [];
      return [{ id, field, positions, preferred: standing.length === 1 ? (standing[0] ?? null) : null }];
    });
}

/** True where the sides differ about something that is past: who held what of a firm that is no more. */
function isPast(dispute: Dispute, day: Day): boolean {
  return dispute.field === 'owner' && !dispute.positions.some(({ told }) => told.some((s) => holds(s, day)));
}

/** The disputes of a day as an answer tells them; those about holdings that have ended are told of their own time only. */
export function answerDisputes(disputes: readonly Dispute[], day: Day, publishers: Publishers): DisputeAnswer[] {
  const standing = disputes.filter((dispute) => !isPast(dispute, day));
  return standing.map((dispute) => ({
    id: dispute.id,
    field: dispute.field,
    positions: dispute.positions.flatMap((position) => {
      const best = [...position.told].sort(byWorth)[0];
      return best
        ? [{ value: best.text, sources: citeAll(position.told, publishers), weight: position.weight.value }]
        : [];
    }),
    preferred: dispute.preferred ? dispute.positions.indexOf(dispute.preferred) : null,
    settled: dispute.preferred !== null,
  }));
}

/** True for a statement on a side of a dispute that the record does not prefer. */
export function isDisputed(statement: Statement, disputes: readonly Dispute[]): boolean {
  const dispute = disputes.find((one) => one.id === statement.dispute);
  return dispute !== undefined && dispute.preferred?.key !== claimKey(statement.body);
}

/** True for a statement on a side of a dispute in which more than one side could be right. */
export function isContested(statement: Statement, disputes: readonly Dispute[]): boolean {
  return isDisputed(statement, disputes) && disputes.some((d) => d.id === statement.dispute && d.preferred === null);
}
