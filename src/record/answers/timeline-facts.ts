import { daysBetween } from '../../domain/period.ts';
import { COMMERCIAL_ENDINGS, type CommercialStatus, type Statement } from '../../domain/statement.ts';
import { claimKey } from '../weighing/disputes.ts';
import { bestDated, overlap, strongStart } from '../weighing/starts.ts';
import { isSound, type Publishers, weigh } from '../weighing/weights.ts';
import { begunBy, type Of, ofField, startOf } from '../weighing/worlds.ts';
import { bySaying } from './facts.ts';
import { commercialStart } from './ladders.ts';
import { decisions, SAME_DECISION_DAYS } from './qualifications.ts';

/** One dated thing: the statements that tell it, the one that dates it, and whether it is an answer of the record. */
export type Dated = { readonly dated: Statement; readonly told: readonly Statement[]; readonly strong: boolean };

/**
 * The statement that dates a thing: among those that may tell of its earliest trace, the best dated. Sound ones come
 * first, so that no weak early claim dates what the record answers with.
 */
function firstTrace(told: readonly Statement[], publishers: Publishers): Statement | null {
  const sound = told.filter((s) => isSound(s, publishers));
  const asked = sound.length > 0 ? sound : told;
  const first = asked.map((s) => startOf(s).to).sort()[0] ?? '';
  return bestDated(
    asked.filter((s) => s.valid.from <= first),
    publishers,
  );
}

/** Statements in groups that hold together, one link to the next. */
function linked<S extends Statement>(statements: readonly S[], isLinked: (a: S, b: S) => boolean): S[][] {
  let groups: S[][] = [];
  for (const statement of statements) {
    const its = groups.filter((group) => group.some((other) => isLinked(statement, other)));
    groups = [...groups.filter((group) => !its.includes(group)), [...its.flat(), statement]];
  }
  return groups;
}

const sameStart = (a: Statement, b: Statement): boolean => overlap(startOf(a), startOf(b));

/** Claims that no answer rests on, each start of its own. */
function weakly(told: readonly Statement[], publishers: Publishers): Dated[] {
  return linked(told, (a, b) => sameStart(a, b) || a.text.en === b.text.en).flatMap((group) => {
    const dated = firstTrace(group, publishers);
    return dated ? [{ dated, told: group, strong: false }] : [];
  });
}

const isRumour = ({ body }: Statement): boolean => body.field === 'commercial' && body.status === 'rumoured';

/**
 * One state of a ladder: with an established start, what tells it then or later is one fact, and what claims it
 * earlier is weak; without one all is.
 */
function stateFacts(told: readonly Statement[], start: Statement | null, publishers: Publishers): Dated[] {
  if (start === null || !told.some((s) => s.id === start.id)) return weakly(told, publishers);
  const early = told.filter((s) => !sameStart(s, start) && s.valid.from < start.valid.from);
  const rest = told.filter((s) => !early.includes(s));
  // An established start was strong when it was chosen; only a rumour starts without strength.
  const strong = !isRumour(start) || weigh(rest, publishers).strong;
  return [{ dated: start, told: rest, strong }, ...weakly(early, publishers)];
}

/** Statements by the turns before them: after an ending, or a decision, a ladder is climbed anew. */
function eras<S extends Statement>(told: readonly S[], turns: readonly string[]): { own: S[]; onward: S[] }[] {
  const borders = ['', ...turns.toSorted()];
  return borders.map((border, i) => {
    const onward = told.filter((s) => s.valid.from > border);
    const next = borders[i + 1];
    return { own: next === undefined ? onward : onward.filter((s) => s.valid.from <= next), onward };
  });
}

function commercialFacts(all: readonly Of<'commercial'>[], publishers: Publishers): Dated[] {
  const isEnding = (status: CommercialStatus) => (COMMERCIAL_ENDINGS as readonly string[]).includes(status);
  const endings = COMMERCIAL_ENDINGS.flatMap((status) => commercialStart(all, status, publishers) ?? []).map(begunBy);
  // That a rumour was never confirmed is not the rumour.
  const doubts = all.filter((s) => s.body.flags?.includes('unconfirmed'));
  const plain = all.filter((s) => !doubts.includes(s));
  return [
    ...[...Map.groupBy(plain, (s) => s.body.status)].flatMap(([status, told]) =>
      eras(told, isEnding(status) ? [] : endings).flatMap(({ own, onward }) =>
        stateFacts(own, commercialStart(onward, status, publishers), publishers),
      ),
    ),
    ...plainFacts(doubts, publishers),
  ];
}

function companyFacts(all: readonly Of<'company'>[], publishers: Publishers): Dated[] {
  return [...Map.groupBy(all, (s) => s.body.state).values()].flatMap((told) =>
    stateFacts(told, strongStart(told, publishers), publishers),
  );
}

/** True where a later statement speaks of a decision of its own, and does not merely tell that the state stands. */
function namesAnother(s: Of<'qualification'>, decided: Of<'qualification'>): boolean {
  const differs = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  return (
    differs(s.body.decision, decided.body.decision) ||
    differs(s.body.decided, decided.body.decided) ||
    differs(s.body.until, decided.body.until)
  );
}

/** A step that is granted again and again: every decision is a fact, with all that tells it or that it still stands. */
function grantedFacts(told: readonly Of<'qualification'>[], publishers: Publishers): Dated[] {
  const made = decisions(told, publishers);
  const apart = (s: Statement, d: Statement): number => Math.abs(daysBetween(d.valid.from, s.valid.from));
  const decisionOf = (s: Of<'qualification'>): Of<'qualification'> | undefined => {
    const nearest = made.toSorted((a, b) => apart(s, a) - apart(s, b));
    return (
      nearest.find((d) => d.id === s.id) ??
      nearest.find((d) => sameStart(s, d)) ??
      nearest.find((d) => apart(s, d) <= SAME_DECISION_DAYS) ??
      made.findLast((d) => d.valid.from <= s.valid.from && !namesAnother(s, d))
    );
  };
  const by = Map.groupBy(told, decisionOf);
  return [
    ...made.map((dated) => ({ dated, told: by.get(dated) ?? [dated], strong: true })),
    ...weakly(by.get(undefined) ?? [], publishers),
  ];
}

function schemeFacts(all: readonly Of<'qualification'>[], publishers: Publishers): Dated[] {
  const steps = [...Map.groupBy(all, (s) => s.body.step)];
  const isGranted = (step: string): boolean => step === 'qualified' || step === 'renewed';
  const isEnd = (step: string): boolean => step === 'expired' || step === 'withdrawn';
  const turns = steps.flatMap(([step, told]) => {
    if (isGranted(step)) return decisions(told, publishers).map(begunBy);
    const end = isEnd(step) ? strongStart(told, publishers) : null;
    return end ? [begunBy(end)] : [];
  });
  return steps.flatMap(([step, told]) => {
    if (isGranted(step)) return grantedFacts(told, publishers);
    return eras(told, isEnd(step) ? [] : turns).flatMap(({ own, onward }) =>
      stateFacts(own, strongStart(onward, publishers), publishers),
    );
  });
}

/** What one sound source makes a fact. The same claim told of another time in other words is another fact. */
function plainFacts(all: readonly Statement[], publishers: Publishers): Dated[] {
  const claim = (s: Statement): string =>
    JSON.stringify([claimKey(s.body), ['note', 'event'].includes(s.body.field) ? s.text.en : null]);
  return [...Map.groupBy(all, claim).values()]
    .flatMap((told) => linked(told, (a, b) => sameStart(a, b) || (a.body.field !== 'check' && a.text.en === b.text.en)))
    .flatMap((told) => {
      const dated = firstTrace(told, publishers);
      return dated ? [{ dated, told, strong: told.some((s) => isSound(s, publishers)) }] : [];
    });
}

/**
 * The dated things that the statements about one subject tell, promises apart. Every statement tells one of them. Give
 * all that a world admits: which of them had happened by a day is for the caller to ask.
 */
export function datedFacts(statements: readonly Statement[], publishers: Publishers): Dated[] {
  const told = statements.filter((s) => !s.false && s.body.field !== 'promise');
  const ladders = ['commercial', 'company', 'qualification'];
  return [
    ...commercialFacts(ofField(told, 'commercial'), publishers),
    ...companyFacts(ofField(told, 'company'), publishers),
    ...[...Map.groupBy(ofField(told, 'qualification'), (s) => s.body.scheme).values()].flatMap((its) =>
      schemeFacts(its, publishers),
    ),
    ...plainFacts(
      told.filter((s) => !ladders.includes(s.body.field)),
      publishers,
    ),
    ...bySaying(statements.filter((s) => s.false)).flatMap((group) => {
      const dated = bestDated(group, publishers);
      return dated ? [{ dated, told: group, strong: false }] : [];
    }),
  ];
}
