import type { FactAnswer, Footnote, QualificationAnswer } from '../../domain/answer.ts';
import type { Day } from '../../domain/period.ts';
import type { CommercialStatus, Statement } from '../../domain/statement.ts';
import { byWorth, citeAll } from '../weighing/citations.ts';
import { claimKey, type Dispute, isDisputed } from '../weighing/disputes.ts';
import { bestDated, sinceOf } from '../weighing/starts.ts';
import { isSound, type Publishers, weigh } from '../weighing/weights.ts';
import { hasBegun, holds } from '../weighing/worlds.ts';
import { commercialRank } from './ladders.ts';
import { qualificationRank } from './qualifications.ts';

const PLAIN = ['technology', 'service', 'region', 'customer', 'event', 'note'];

/** Groups statements that say the same in the same words. */
export function bySaying(statements: readonly Statement[]): Statement[][] {
  const groups = new Map<string, Statement[]>();
  for (const s of statements) {
    const key = JSON.stringify([s.subject, s.body, s.text.en, s.false ?? false]);
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  return [...groups.values()];
}

/** The plain facts that hold on a day (technology, services, regions, customers, events, notes), newest first. */
export function answerFacts(
  statements: readonly Statement[],
  disputes: readonly Dispute[],
  day: Day,
  publishers: Publishers,
): FactAnswer[] {
  const told = statements.filter(
    (s) => PLAIN.includes(s.body.field) && !s.false && holds(s, day) && !isDisputed(s, disputes),
  );
  return bySaying(told)
    .flatMap((group) => {
      // One sound source makes it a fact; weaker ones that say the same stand beside it.
      const first = bestDated(
        group.filter((s) => isSound(s, publishers)),
        publishers,
      );
      return first ? [{ first, group }] : [];
    })
    .sort((a, b) =>
      a.first.valid.from < b.first.valid.from
        ? 1
        : a.first.valid.from > b.first.valid.from
          ? -1
          : byWorth(a.first, b.first),
    )
    .map(({ first, group }) => ({
      field: first.body.field,
      text: first.text,
      since: sinceOf(first),
      sources: citeAll(group, publishers),
    }));
}

/** What the answer stands at, so that footnotes tell only what goes beyond it. */
export type Answered = {
  readonly status: CommercialStatus | 'unknown';
  readonly qualification: readonly QualificationAnswer[];
};

/** A weak claim about a ladder is told when it goes beyond the answer: a higher rung, or an ending. */
function goesBeyond(s: Statement, answered: Answered): boolean {
  if (s.body.field === 'commercial') {
    const rank = commercialRank(s.body.status);
    const at = answered.status === 'unknown' ? -1 : commercialRank(answered.status);
    const ended = answered.status !== 'unknown' && at < 0;
    return s.body.status !== answered.status && !ended && (rank < 0 || rank > at);
  }
  if (s.body.field === 'qualification') {
    const { scheme, step } = s.body;
    const state = answered.qualification.find((q) => q.scheme === scheme)?.state ?? 'none';
    if (state === 'none') return true;
    if (state === 'ended_on_paper') return step === 'renewed' || step === 'expired' || step === 'withdrawn';
    const [rank, at] = [qualificationRank(step), qualificationRank(state)];
    return step !== state && (rank < 0 || rank > at);
  }
  return false;
}

/** For notes and events the words are the claim; elsewhere the value is. */
export function sameWords(a: Statement, b: Statement): boolean {
  return !['note', 'event'].includes(a.body.field) || a.text.en === b.text.en;
}

/** True for a statement that belongs among the footnotes: not false, and too weak to be the answer. */
function isWeak(s: Statement, statements: readonly Statement[], answered: Answered, publishers: Publishers): boolean {
  switch (s.body.field) {
    case 'commercial':
    case 'qualification':
      return goesBeyond(s, answered);
    case 'company': {
      const { state } = s.body;
      return !weigh(
        statements.filter((o) => o.body.field === 'company' && o.body.state === state),
        publishers,
      ).strong;
    }
    case 'check':
      return false;
    default: {
      const key = claimKey(s.body);
      return !statements.some(
        (o) => isSound(o, publishers) && o.subject === s.subject && claimKey(o.body) === key && sameWords(o, s),
      );
    }
  }
}

/** What misleads most comes first: a false qualification, then other false claims, then weak claims about a ladder. */
function gravity(s: Statement): number {
  const field = s.body.field === 'qualification' ? 0 : ['commercial', 'company'].includes(s.body.field) ? 1 : 2;
  return (s.false ? 0 : 3) + field;
}

/**
 * What is told but never answered: claims known to be false, for ever, and claims too weak for an answer that go beyond
 * it. Sides of a dispute are told there and not again here.
 */
export function answerFootnotes(
  statements: readonly Statement[],
  disputes: readonly Dispute[],
  answered: Answered,
  day: Day,
  publishers: Publishers,
): Footnote[] {
  const disputed = new Set(disputes.map((dispute) => dispute.id));
  const told = statements.filter((s) => {
    if (!hasBegun(s, day)) return false;
    if (s.false) return true;
    if (s.dispute !== undefined && disputed.has(s.dispute)) return false;
    return isWeak(s, statements, answered, publishers);
  });
  return bySaying(told)
    .flatMap((group) => {
      const best = [...group].sort(byWorth)[0];
      return best ? [{ best, group }] : [];
    })
    .sort(
      (a, b) =>
        gravity(a.best) - gravity(b.best) ||
        (a.best.valid.from < b.best.valid.from ? 1 : a.best.valid.from > b.best.valid.from ? -1 : 0) ||
        byWorth(a.best, b.best),
    )
    .map(({ best, group }) => ({ text: best.text, false: best.false ?? false, sources: citeAll(group, publishers) }));
}
