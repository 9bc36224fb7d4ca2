import type { Outcome, PromiseAnswer } from '../../domain/answer.ts';
import { type Day, daysBetween } from '../../domain/period.ts';
import { COMMERCIAL_RUNGS, type PromiseTarget, type Statement } from '../../domain/statement.ts';
import { byWorth, cite, citeAll } from '../weighing/citations.ts';
import { bestDated, sinceOf, strongStart } from '../weighing/starts.ts';
import { isSound, type Publishers } from '../weighing/weights.ts';
import { hasBegun, type Of, ofField, startOf } from '../weighing/worlds.ts';
import { commercialOn, commercialRank, commercialStart } from './ladders.ts';
import { reachedStep } from './qualifications.ts';

type PromiseStatement = Of<'promise'>;

/** One promise: the statements that tell it alike. */
type Made = { readonly id: string; readonly first: PromiseStatement; readonly told: readonly PromiseStatement[] };

/** A target as one text: promises with the same one are one chain. */
export function targetKey(target: PromiseTarget): string {
  switch (target.ladder) {
    case 'commercial':
    case 'company':
      return `${target.ladder}/${target.rung}`;
    case 'qualification':
      return `qualification/${target.scheme}/${target.rung}`;
    case 'free':
      return `free/${target.name}`;
  }
}

/** The promises made by a day, earliest first; statements with the same target, due period and bound are one promise. */
function promisesBy(statements: readonly Statement[], day: Day, publishers: Publishers): Made[] {
  const groups = new Map<string, PromiseStatement[]>();
  for (const s of ofField(statements, 'promise')) {
    if (!isSound(s, publishers) || !hasBegun(s, day)) continue;
    const floor = s.body.bound === 'not-before' ? 'not-before' : 'due';
    const key = [s.subject, targetKey(s.body.target), floor, s.body.due.from, s.body.due.to].join('|');
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  return [...groups.values()]
    .flatMap((told) => {
      const earliest = [...told].sort((a, b) =>
        startOf(a).to < startOf(b).to ? -1 : startOf(a).to > startOf(b).to ? 1 : byWorth(a, b),
      )[0];
      const first = earliest
        ? bestDated(
            told.filter((s) => s.valid.from <= startOf(earliest).to),
            publishers,
          )
        : null;
      return first ? [{ id: first.id, first, told }] : [];
    })
    .sort(byMaking);
}

function byMaking(a: Made, b: Made): number {
  const [x, y] = [a.first, b.first];
  if (startOf(x).to !== startOf(y).to) return startOf(x).to < startOf(y).to ? -1 : 1;
  return x.body.due.to < y.body.due.to ? -1 : x.body.due.to > y.body.due.to ? 1 : byWorth(x, y);
}

/** The statement that dates when a target was reached, whenever that was. */
function reached(target: PromiseTarget, statements: readonly Statement[], publishers: Publishers): Statement | null {
  switch (target.ladder) {
    case 'commercial': {
      const rank = commercialRank(target.rung);
      const rungs = rank < 0 ? [target.rung] : COMMERCIAL_RUNGS.slice(rank);
      const starts = rungs.flatMap((rung) => commercialStart(statements, rung, publishers) ?? []);
      return starts.sort((a, b) => (a.valid.from < b.valid.from ? -1 : 1))[0] ?? null;
    }
    case 'company':
      return strongStart(
        ofField(statements, 'company').filter((s) => s.body.state === target.rung),
        publishers,
      );
    case 'qualification':
      return reachedStep(statements, target.scheme, target.rung, publishers);
    case 'free':
      return bestDated(
        ofField(statements, 'fulfilment').filter((s) => s.body.name === target.name && isSound(s, publishers)),
        publishers,
      );
  }
}

/** The statement by which a promise was given up by a day: said so, or the offer itself ended. */
function droppedBy(
  target: PromiseTarget,
  statements: readonly Statement[],
  day: Day,
  publishers: Publishers,
): Statement | null {
  const said = ofField(statements, 'promise_dropped').filter(
    (s) => targetKey(s.body.target) === targetKey(target) && isSound(s, publishers) && hasBegun(s, day),
  );
  const dated = bestDated(said, publishers);
  if (dated || target.ladder === 'company') return dated;
  const standing = commercialOn(statements, day, publishers);
  return standing && commercialRank(standing.start.body.status) < 0 ? standing.start : null;
}

/** A check after the due day that does not show the target reached. */
function missing(made: Made, statements: readonly Statement[], day: Day): Statement | null {
  const { target, due } = made.first.body;
  if (target.ladder !== 'qualification') return null;
  const checks = ofField(statements, 'check').filter(
    (s) =>
      s.body.scheme === target.scheme &&
      s.valid.from > due.to &&
      s.valid.from <= day &&
      s.body.found !== target.rung &&
      !s.false,
  );
  return (
    checks.sort((a, b) => (a.valid.from < b.valid.from ? 1 : a.valid.from > b.valid.from ? -1 : byWorth(a, b)))[0] ??
    null
  );
}

type Verdict = { readonly outcome: Outcome; readonly days: number | null; readonly proof: Statement | null };

function judgeReached(made: Made, by: Statement): Verdict {
  const { target, bound, due } = made.first.body;
  const when = startOf(by);
  // A later step shows that an earlier one was taken, not when: steps before the decision are often not made public.
  const later =
    (by.body.field === 'qualification' && target.ladder === 'qualification' && by.body.step !== target.rung) ||
    // A state that was only seen may have begun in time.
    (by.body.field === 'commercial' && by.body.flags?.includes('seen') === true);
  if (bound === 'not-before' || when.to <= due.to) return { outcome: 'kept', days: null, proof: by };
  if (when.from > due.to && !later) return { outcome: 'late', days: daysBetween(due.to, when.from), proof: by };
  // Known too coarsely to say whether it came before or after the last day due.
  return { outcome: 'unknown', days: null, proof: by };
}

function judge(
  made: Made,
  chain: readonly Made[],
  statements: readonly Statement[],
  day: Day,
  publishers: Publishers,
): Verdict {
  const { target, bound, due } = made.first.body;
  const by = reached(target, statements, publishers);
  if (by && hasBegun(by, day)) return judgeReached(made, by);
  const drop = droppedBy(target, statements, day, publishers);
  if (drop) return { outcome: 'dropped', days: null, proof: drop };
  if (bound === 'not-before') return { outcome: 'open', days: null, proof: null };
  const later = chain
    .slice(chain.indexOf(made) + 1)
    .find((next) => next.first.body.due.to !== due.to && hasBegun(next.first, day));
  if (later) return { outcome: 'moved', days: null, proof: later.first };
  if (day <= due.to) return { outcome: 'open', days: null, proof: null };
  // Nobody keeps a ladder of free promises: without a sourced fulfilment one cannot tell.
  if (target.ladder === 'free') return { outcome: 'unknown', days: null, proof: null };
  // Nor does anybody publish that an application was not filed.
  if (target.ladder === 'qualification' && ['filed', 'in_progress'].includes(target.rung)) {
    return { outcome: 'unknown', days: null, proof: null };
  }
  return { outcome: 'overdue', days: daysBetween(due.to, day), proof: missing(made, statements, day) };
}

/**
 * The promises made by a day, with what had become of each by that day and what has by `present`. Once the target is
 * reached every promise of its chain is kept or late by its own due period; until then one that a later promise
 * replaced is moved. Days count from the last day of the due period; a start known only by month counts from its first
 * day for lateness (at least that late) and must end within the due period to be kept. `not-before` promises set no
 * date to miss and stand outside the chain.
 */
export function answerPromises(
  statements: readonly Statement[],
  day: Day,
  present: Day,
  publishers: Publishers,
): PromiseAnswer[] {
  const made = promisesBy(statements, day, publishers);
  const all = promisesBy(statements, present, publishers);
  const chainOf = (one: Made, among: readonly Made[]): Made[] =>
    one.first.body.bound === 'not-before'
      ? [one]
      : among.filter(
          (other) =>
            other.first.body.bound !== 'not-before' &&
            targetKey(other.first.body.target) === targetKey(one.first.body.target),
        );
  return made.map((one) => {
    const chain = chainOf(one, made);
    const verdict = judge(one, chain, statements, day, publishers);
    const same = all.find((other) => other.told.some((s) => one.told.includes(s))) ?? one;
    const now = judge(same, chainOf(same, all), statements, present, publishers);
    const { target, bound, due } = one.first.body;
    return {
      id: one.id,
      text: one.first.text,
      target,
      made: sinceOf(one.first),
      bound,
      due,
      outcome: verdict.outcome,
      days: verdict.days,
      outcomeNow: now.outcome,
      chain: { position: chain.indexOf(one) + 1, length: chain.length },
      sources: citeAll(one.told, publishers),
      proof: verdict.proof ? cite(verdict.proof, publishers) : null,
    };
  });
}
