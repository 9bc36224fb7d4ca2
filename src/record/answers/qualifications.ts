import type { QualificationAnswer } from '../../domain/answer.ts';
import { type Day, daysBetween } from '../../domain/period.ts';
import { QUALIFICATION_STEPS, type QualificationStep, type Statement } from '../../domain/statement.ts';
import { byWorth, citeAll } from '../weighing/citations.ts';
import { agreeing, bestDated, sinceOf, strongStart } from '../weighing/starts.ts';
import { type Publishers, weigh } from '../weighing/weights.ts';
import { hasBegun, type Of, ofField } from '../weighing/worlds.ts';

type Qualification = Of<'qualification'>;

/** Statements of one decision lie within a quarter: the announcement follows the decision by weeks. */
export const SAME_DECISION_DAYS = 92;

const GRANTED: readonly QualificationStep[] = ['qualified', 'renewed'];
const ENDED: readonly QualificationStep[] = ['expired', 'withdrawn'];

/** How high a step stands; endings stand apart, at -1. */
export function qualificationRank(step: QualificationStep): number {
  return (QUALIFICATION_STEPS as readonly QualificationStep[]).indexOf(step);
}

/** Every decision that a strong group of statements dates, earliest first. A scheme may be granted again and again. */
export function decisions(granted: readonly Qualification[], publishers: Publishers): Qualification[] {
  const found = new Map<string, Qualification>();
  for (const statement of granted) {
    const group = agreeing(statement, granted);
    const dated = weigh(group, publishers).strong ? bestDated(group, publishers) : null;
    if (dated) found.set(dated.id, dated);
  }
  // Where no single start is strong but all together are, the best start stands for them.
  const whole = found.size === 0 ? strongStart(granted, publishers) : null;
  if (whole) found.set(whole.id, whole);
  return [...found.values()].sort((a, b) =>
    a.valid.from < b.valid.from ? -1 : a.valid.from > b.valid.from ? 1 : byWorth(a, b),
  );
}

/** The statement that gives the step standing on a day: the latest decision or ending, else the highest step. */
function currentOn(told: readonly Qualification[], day: Day, publishers: Publishers): Qualification | null {
  const grants = GRANTED.flatMap((step) =>
    decisions(
      told.filter((s) => s.body.step === step),
      publishers,
    ),
  );
  const endings = ENDED.flatMap((step) => {
    const start = strongStart(
      told.filter((s) => s.body.step === step),
      publishers,
    );
    return start ? [start] : [];
  });
  const turns = [...grants, ...endings]
    .filter((s) => hasBegun(s, day))
    .sort((a, b) => (a.valid.from < b.valid.from ? -1 : 1));
  const last = turns.at(-1);
  if (last && GRANTED.includes(last.body.step)) return last;
  const steps = QUALIFICATION_STEPS.filter((step) => !GRANTED.includes(step)).flatMap((step) => {
    const start = strongStart(
      told.filter((s) => s.body.step === step && (!last || s.valid.from > last.valid.from)),
      publishers,
    );
    return start && hasBegun(start, day) ? [start] : [];
  });
  return steps.at(-1) ?? last ?? null;
}

/** The statements of the same decision, best first: what one leaves open another may tell. */
function sameDecision(current: Qualification, told: readonly Qualification[], day: Day): Qualification[] {
  const same = told.filter(
    (s) =>
      s.body.step === current.body.step &&
      hasBegun(s, day) &&
      Math.abs(daysBetween(current.valid.from, s.valid.from)) <= SAME_DECISION_DAYS,
  );
  return [current, ...same.filter((s) => s.id !== current.id).sort(byWorth)];
}

/** The last day up to `day` on which a source showed the state: a check, or a publication that says it. */
function checkedOn(
  asserting: readonly Statement[],
  checks: readonly Of<'check'>[],
  state: QualificationAnswer['state'],
  day: Day,
): Day | null {
  const granted = (found: QualificationStep | 'absent') => found === 'qualified' || found === 'renewed';
  const want = state === 'qualified' || state === 'renewed' || state === 'ended_on_paper';
  const seen = checks
    .filter((s) => !s.false && s.valid.from <= day && granted(s.body.found) === want)
    .map((s) => s.valid.from);
  // A publication that may lie anywhere in an interval is taken at its first day: no state looks fresher than it is.
  const published = asserting.map((s) => s.public.from).filter((known) => known <= day);
  return [...seen, ...published].sort().at(-1) ?? null;
}

/**
 * True where a catalogue named the service on a day, without the day of the decision: that is when it was seen, and
 * nothing tells since when it holds.
 */
function isOnlySeen(current: Qualification, checks: readonly Of<'check'>[]): boolean {
  return (
    current.body.decided === null &&
    checks.some((s) => s.valid.from === current.valid.from && s.source.publisher === current.source.publisher)
  );
}

function answerScheme(
  scheme: string,
  statements: readonly Statement[],
  day: Day,
  publishers: Publishers,
): QualificationAnswer {
  const told = ofField(statements, 'qualification').filter((s) => s.body.scheme === scheme && !s.false);
  const checks = ofField(statements, 'check').filter((s) => s.body.scheme === scheme);
  const current = currentOn(told, day, publishers);
  if (!current) {
    const seen = checks.filter((s) => s.valid.from <= day && !s.false);
    return {
      scheme,
      state: 'none',
      since: null,
      scope: [],
      version: null,
      decision: null,
      decided: null,
      announced: null,
      until: null,
      untilKind: 'unknown',
      checked: checkedOn([], checks, 'none', day),
      sources: citeAll(seen, publishers),
    };
  }
  const group = sameDecision(current, told, day);
  const first = <T>(pick: (body: Qualification['body']) => T | null): T | null =>
    group.map((s) => pick(s.body)).find((value) => value !== null) ?? null;
  const until = first((body) => body.until);
  const ended = until !== null && until < day && GRANTED.includes(current.body.step);
  const state = ended ? 'ended_on_paper' : current.body.step;
  const shown = checks.filter((s) => s.valid.from <= day && s.valid.from >= current.valid.from && !s.false);
  return {
    scheme,
    state,
    since: isOnlySeen(current, checks) ? null : sinceOf(current),
    scope: first((body) => (body.scope.length > 0 ? body.scope : null)) ?? [],
    version: first((body) => body.version),
    decision: first((body) => body.decision),
    decided: first((body) => body.decided),
    announced: first((body) => body.announced),
    until,
    untilKind: group.find((s) => s.body.until === until && until !== null)?.body.untilKind ?? 'unknown',
    checked: checkedOn(group, checks, state, day),
    sources: [...citeAll(group, publishers), ...citeAll(shown, publishers)],
  };
}

/**
 * Where an offer stands on a day in every scheme that the statements speak of. A scheme in which nothing certain has
 * begun is answered with state `none`; past its last day with no renewal seen, a qualification is `ended_on_paper`.
 */
export function answerQualifications(
  statements: readonly Statement[],
  day: Day,
  publishers: Publishers,
): QualificationAnswer[] {
  const schemes = statements.flatMap((s) => {
    if (s.false) return [];
    if (s.body.field === 'qualification' || s.body.field === 'check') return [s.body.scheme];
    return s.body.field === 'promise' && s.body.target.ladder === 'qualification' ? [s.body.target.scheme] : [];
  });
  return [...new Set(schemes)].sort().map((scheme) => answerScheme(scheme, statements, day, publishers));
}

/** The statement that first reached a step (or a higher one) of a scheme, for judging promises. */
export function reachedStep(
  statements: readonly Statement[],
  scheme: string,
  step: QualificationStep,
  publishers: Publishers,
): Qualification | null {
  const told = ofField(statements, 'qualification').filter((s) => s.body.scheme === scheme && !s.false);
  if (step === 'renewed' || qualificationRank(step) < 0)
    return strongStart(
      told.filter((s) => s.body.step === step),
      publishers,
    );
  const reached = QUALIFICATION_STEPS.slice(qualificationRank(step)).flatMap((known) => {
    const start = strongStart(
      told.filter((s) => s.body.step === known),
      publishers,
    );
    return start ? [start] : [];
  });
  return (
    reached.sort((a, b) => (a.valid.from < b.valid.from ? -1 : a.valid.from > b.valid.from ? 1 : byWorth(a, b)))[0] ??
    null
  );
}
