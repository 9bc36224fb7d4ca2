import { OUTCOMES, type Outcome } from '../../domain/answer.ts';
import type { BoardLine, BoardPromise, BoardTarget, PromiseBoard, TargetProof } from '../../domain/board.ts';
import type { AsOf, PromiseTarget, Statement } from '../../domain/statement.ts';
import type { Subject } from '../../domain/subject.ts';
import type { History } from '../history.ts';
import { byWorth, cite } from '../weighing/citations.ts';
import { sinceOf } from '../weighing/starts.ts';
import { isSound, type Publishers } from '../weighing/weights.ts';
import { hasBegun, inWorld, ofField, presentOf, startOf } from '../weighing/worlds.ts';
import { medianSlip, slipOf } from './board-slip.ts';
import { answerPromises, targetKey } from './promises.ts';

/** The statements of a provider and its offers by id. */
type Told = ReadonlyMap<string, Statement>;

const dated = (promise: { readonly bound: string }): boolean => promise.bound !== 'not-before';

/**
 * Of the outcomes that one promise of a provider has with its offers, the one that stands for the provider: reached with
 * the first offer that reached it. One that may have been in time, as nobody can tell, comes before one that was late.
 */
const BEST: readonly Outcome[] = ['kept', 'unknown', 'late', 'open', 'moved', 'overdue', 'dropped'];

function standsBefore(a: BoardPromise, b: BoardPromise): number {
  const rank = (p: BoardPromise): number =>
    p.outcome === 'unknown' && p.proof === null ? BEST.indexOf('overdue') + 0.5 : BEST.indexOf(p.outcome);
  return rank(a) - rank(b) || (a.days ?? 0) - (b.days ?? 0);
}

/** Earliest made first, as chains are ordered on the cards. */
function byMaking(told: Told) {
  return (a: BoardPromise, b: BoardPromise): number => {
    const [x, y] = [told.get(a.id), told.get(b.id)];
    if (!x || !y) return 0;
    const [made, later] = [startOf(x).to, startOf(y).to];
    if (made !== later) return made < later ? -1 : 1;
    return a.due.to < b.due.to ? -1 : a.due.to > b.due.to ? 1 : byWorth(x, y);
  };
}

/** Who is judged by a promise of `asked`: as on the cards its offers that are heard of, else all of them, else itself. */
function sellersOf(asked: Subject, world: AsOf, history: History): readonly Subject[] {
  const [own, ...offers] = history.family(asked.id);
  if (offers.length === 0) return own ? [own] : [];
  const known = offers.filter((o) => inWorld(history.about(o.id), world).some((s) => hasBegun(s, world.asOf)));
  return known.length > 0 ? known : offers;
}

/** The promises of a provider and its offers, or of one offer, each once, the earliest made first. */
function promisesOf(asked: Subject, told: Told, world: AsOf, history: History): BoardPromise[] {
  const provider = asked.provider ?? asked.id;
  const present = presentOf(world, history.latest);
  const found = sellersOf(asked, world, history).flatMap((seller) => {
    const shared = seller.provider === null ? [] : history.shared(seller.provider);
    const statements = inWorld([...history.about(seller.id), ...shared], world);
    return answerPromises(statements, world.asOf, present, history.publishers).map(
      (p): BoardPromise => ({ ...p, subject: told.get(p.id)?.subject ?? seller.id, provider }),
    );
  });
  const best = new Map<string, BoardPromise>();
  for (const promise of found) {
    const there = best.get(promise.id);
    if (!there || standsBefore(promise, there) < 0) best.set(promise.id, promise);
  }
  return [...best.values()].sort(byMaking(told));
}

/** True for a statement that shows a step above the one promised: it was taken by then, and nothing tells when. */
function isLater({ body }: Statement, target: PromiseTarget): boolean {
  if (body.field === 'qualification') return target.ladder === 'qualification' && body.step !== target.rung;
  return body.field === 'commercial' && target.ladder === 'commercial' && body.status !== target.rung;
}

function proofOf(settled: BoardPromise, told: Told, publishers: Publishers): TargetProof | null {
  const by = settled.proof === null ? null : told.get(settled.proof.statement);
  if (!by || settled.outcome === 'moved' || settled.outcome === 'open') return null;
  const reached = isLater(by, settled.target) ? 'later' : 'reached';
  const shows = settled.outcome === 'dropped' ? 'dropped' : settled.outcome === 'overdue' ? 'missing' : reached;
  return { shows, since: sinceOf(by), source: cite(by, publishers) };
}

/** True when the target was reached, whether or not anybody can say in time. */
const isReached = (p: BoardPromise): boolean =>
  p.outcome === 'kept' || p.outcome === 'late' || (p.outcome === 'unknown' && p.proof !== null);

/** A later promise that is moved has been replaced; what replaced it says how the target stands. */
const outcomeNowOf = (first: BoardPromise, newest: BoardPromise): Outcome =>
  first.outcomeNow === 'kept' || first.outcomeNow === 'late' ? first.outcomeNow : newest.outcomeNow;

function targetOf(
  holder: Subject,
  provider: string,
  promises: readonly BoardPromise[],
  told: Told,
  world: AsOf,
  publishers: Publishers,
): BoardTarget | null {
  const floors = promises.filter((p) => !dated(p));
  const chain = promises.filter(dated).map((p, i, all) => ({ ...p, chain: { position: i + 1, length: all.length } }));
  const [first, newest] = [chain[0] ?? floors[0], chain.at(-1) ?? floors[0]];
  if (!first || !newest) return null;
  const settled = isReached(first) ? first : newest;
  const proof = proofOf(settled, told, publishers);
  return {
    subject: holder.id,
    name: holder.name,
    provider,
    target: first.target,
    promises: chain,
    floors,
    outcome: settled.outcome,
    outcomeNow: outcomeNowOf(first, newest),
    proof,
    slip: slipOf(chain, proof, world.asOf),
  };
}

/** The targets of a provider and its offers. */
function targetsOf(
  promises: readonly BoardPromise[],
  provider: string,
  told: Told,
  world: AsOf,
  history: History,
): BoardTarget[] {
  const ofProvider = new Set(
    promises.filter((p) => p.subject === provider && dated(p)).map((p) => targetKey(p.target)),
  );
  const holder = (p: BoardPromise): string => (ofProvider.has(targetKey(p.target)) ? provider : p.subject);
  return [...Map.groupBy(promises, (p) => `${holder(p)} ${targetKey(p.target)}`).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return targetOf(history.subject(holder(first)), provider, group, told, world, history.publishers) ?? [];
  });
}

function lineOf(provider: Subject, targets: readonly BoardTarget[]): BoardLine | null {
  const promises = targets.flatMap((target) => target.promises);
  const floors = targets.flatMap((target) => target.floors).length;
  if (promises.length + floors === 0) return null;
  const slips = targets.flatMap((target) => target.slip ?? []);
  const { median, atLeast } = medianSlip(slips);
  const count = (outcome: Outcome): number => promises.filter((p) => p.outcome === outcome).length;
  return {
    provider: provider.id,
    name: provider.name,
    kind: provider.kind,
    promises: promises.length,
    floors,
    targets: targets.filter((target) => target.promises.length > 0).length,
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])) as Record<Outcome, number>,
    medianSlip: median,
    atLeast,
    slips: slips.length,
  };
}

/** The worst median first, of equals the one that rests on more; who has none comes last. */
function worstFirst(a: BoardLine, b: BoardLine): number {
  return (
    (b.medianSlip ?? -1) - (a.medianSlip ?? -1) ||
    b.slips - a.slips ||
    b.outcomes.overdue - a.outcomes.overdue ||
    b.promises - a.promises ||
    (a.provider < b.provider ? -1 : 1)
  );
}

/** Claims of a promise that no sound statement makes. */
function weakerIn(statements: readonly Statement[], world: AsOf, publishers: Publishers): number {
  const claims = ofField(inWorld(statements, world), 'promise').filter((s) => hasBegun(s, world.asOf));
  const groups = Map.groupBy(claims, (s) =>
    [s.subject, targetKey(s.body.target), s.body.due.from, s.body.due.to].join('|'),
  );
  return [...groups.values()].filter((group) => !group.some((s) => isSound(s, publishers))).length;
}

type Part = {
  readonly targets: readonly BoardTarget[];
  readonly line: BoardLine | null;
  readonly weaker: number;
};

/** What a provider and its offers, or one offer, promised; null where nobody ever claimed that they promised anything. */
function partOf(asked: Subject, world: AsOf, history: History): Part | null {
  const provider = history.subject(asked.provider ?? asked.id);
  const about = history.family(provider.id).flatMap((s) => history.about(s.id));
  const told = new Map(about.map((s) => [s.id, s]));
  if (ofField(about, 'promise').length === 0) return null;
  const targets = targetsOf(promisesOf(asked, told, world, history), provider.id, told, world, history);
  const claims = asked.provider === null ? about : history.about(asked.id);
  return { targets, line: lineOf(provider, targets), weaker: weakerIn(claims, world, history.publishers) };
}

/**
 * Every promise made by a day, with what had become of it; of all, of one provider and its offers, or of one offer and
 * what its provider promised for all it sells. Throws on an id that is no subject.
 */
export function answerBoard(world: AsOf, id: string | null, history: History): PromiseBoard {
  const asked = id === null ? history.subjects.filter((s) => s.provider === null) : [history.subject(id)];
  const parts = asked.flatMap((subject) => partOf(subject, world, history) ?? []);
  const targets = parts.flatMap((part) => part.targets);
  return {
    ...world,
    subject: id,
    promises: targets.flatMap((target) => [...target.promises, ...target.floors]),
    targets,
    lines: parts.flatMap((part) => part.line ?? []).sort(worstFirst),
    weaker: parts.reduce((sum, part) => sum + part.weaker, 0),
  };
}
