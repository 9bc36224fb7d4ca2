import { type Basis, citationOf, type EvidencePack, type Exhibit, packId } from '../../domain/evidence.ts';
import { daysBetween } from '../../domain/period.ts';
import type { AsOf, Statement } from '../../domain/statement.ts';
import type { Subject } from '../../domain/subject.ts';
import type { History } from '../history.ts';
import { claimKey, type Dispute, disputesOn, isContested, isDisputed } from '../weighing/disputes.ts';
import { agreeing, strongStart } from '../weighing/starts.ts';
import { isOfficial, isSound, originOf, type Publishers, weigh } from '../weighing/weights.ts';
import { hasBegun, inWorld } from '../weighing/worlds.ts';
import { sameWords } from './facts.ts';
import { SAME_DECISION_DAYS } from './qualifications.ts';

/** States that may be granted anew: a later claim of one is a new decision, not a repetition. */
const GRANTED = ['qualified', 'renewed'];

/** What makes two statements of one subject claim the same state, whenever it began; null for what is no state. */
function stateOf({ body }: Statement): string | null {
  switch (body.field) {
    case 'commercial':
      return `commercial/${body.status}`;
    case 'company':
      return `company/${body.state}`;
    case 'qualification':
      return `qualification/${body.scheme}/${body.step}`;
    default:
      return null;
  }
}

/** True where a later statement tells again a state that had begun: it bears the state out, and not another start. */
function repeats(s: Statement, start: Statement): boolean {
  const days = daysBetween(start.valid.from, s.valid.from);
  if (s.body.field === 'qualification' && GRANTED.includes(s.body.step)) return Math.abs(days) <= SAME_DECISION_DAYS;
  return days >= 0;
}

/**
 * The statements that assert what this one asserts, itself among them. Those of a state must agree on its start, or
 * repeat a start that others establish; where no start is established but the state is, all of them count.
 */
function asserting(s: Statement, about: readonly Statement[], publishers: Publishers): readonly Statement[] {
  const state = stateOf(s);
  if (state === null) {
    const key = claimKey(s.body);
    const same = about.filter((o) => !o.false && claimKey(o.body) === key && sameWords(o, s));
    return s.body.field === 'check' ? agreeing(s, same) : same;
  }
  const told = about.filter((o) => !o.false && stateOf(o) === state);
  const group = agreeing(s, told);
  if (weigh(group, publishers).strong) return group;
  const established = told.filter((o) => weigh(agreeing(o, told), publishers).strong);
  const start = strongStart(established.length > 0 ? established : told, publishers);
  if (start === null) return group;
  return established.length === 0 || established.some((o) => repeats(s, o)) ? told : group;
}

function basisOf(group: readonly Statement[], publishers: Publishers): Basis {
  if (group.some((s) => isOfficial(s, publishers))) return 'official';
  const sound = new Set(group.filter((s) => isSound(s, publishers)).map((s) => originOf(s, publishers)));
  return sound.size >= 2 ? 'independent' : sound.size === 1 ? 'single' : 'weak';
}

function against(s: Statement, disputes: readonly Dispute[]): string[] {
  const dispute = s.false ? undefined : disputes.find((one) => one.id === s.dispute);
  if (dispute === undefined || !dispute.positions.some((side) => side.told.some((o) => o.id === s.id))) return [];
  const others = dispute.positions.filter((side) => side.key !== claimKey(s.body));
  return others.flatMap((side) => side.told.map((o) => citationOf(o.id))).sort();
}

/**
 * Makes exhibits of the statements of one world. A statement weighs what its assertion weighs: `false` for ever where it
 * is known to be, `contested` on a side of a dispute that the record does not prefer, `strong` by an official source or
 * two independent origins of grade B or better, else a `footnote`. Give it statements that the world admits.
 */
export function exhibitsIn(world: AsOf, history: Pick<History, 'about' | 'subject' | 'family' | 'publishers'>) {
  const { publishers } = history;
  const admitted = new Map<string, readonly Statement[]>();
  const aboutIn = (id: string): readonly Statement[] => {
    const known = admitted.get(id) ?? inWorld(history.about(id), world);
    admitted.set(id, known);
    return known;
  };
  const quarrels = new Map<string, readonly Dispute[]>();
  const disputesAround = (id: string): readonly Dispute[] => {
    const root = history.subject(id).provider ?? id;
    const known =
      quarrels.get(root) ??
      disputesOn(
        history.family(root).flatMap((s) => aboutIn(s.id)),
        world.asOf,
        publishers,
      );
    quarrels.set(root, known);
    return known;
  };
  return (statement: Statement): Exhibit => {
    const { source } = statement;
    const disputes = disputesAround(statement.subject);
    const group = statement.false ? [] : asserting(statement, aboutIn(statement.subject), publishers);
    const weight = weigh(group, publishers);
    const begun = hasBegun(statement, world.asOf);
    return {
      citation: citationOf(statement.id),
      statement,
      weight: statement.false
        ? 'false'
        : begun && isDisputed(statement, disputes)
          ? isContested(statement, disputes)
            ? 'contested'
            : 'footnote'
          : weight.strong
            ? 'strong'
            : 'footnote',
      basis: basisOf(group, publishers),
      origins: weight.origins.length,
      publisher: publishers.get(source.publisher) ?? null,
      quoted: source.origin === null ? null : (publishers.get(source.origin) ?? null),
      begun,
      alike: group.flatMap((o) => (o.id === statement.id ? [] : citationOf(o.id))).sort(),
      against: against(statement, disputes),
    };
  };
}

/** What an answer on a subject is made from: what is said of it and of its offers, and what an offer shares with its firm. */
function bearingOn(subject: Subject, history: History): readonly Statement[] {
  const own = history.family(subject.id).flatMap((s) => history.about(s.id));
  return subject.provider === null ? own : [...own, ...history.shared(subject.provider)];
}

/**
 * Everything an answer on a subject rests on, in a world: the answer, and every statement that the world admits about
 * the subject, its offers, and what it shares with its firm. Throws on an id that is no subject.
 */
export function answerEvidence(id: string, world: AsOf, history: History): EvidencePack {
  const subject = history.subject(id);
  const exhibitOf = exhibitsIn(world, history);
  const exhibits = inWorld(bearingOn(subject, history), world)
    .map(exhibitOf)
    .sort((a, b) => {
      const [x, y] = [a.statement.valid.from, b.statement.valid.from];
      return x === y ? (a.citation < b.citation ? -1 : 1) : x < y ? -1 : 1;
    });
  const offers = history.offers(id, world);
  const named = [...exhibits.map((e) => e.statement.subject), ...offers.flatMap((o) => o.company?.into ?? [])];
  const others = [...new Set(named)].filter((one) => one !== id).sort();
  const content = {
    ...world,
    subject,
    subjects: [subject, ...others.map(history.subject)],
    offers,
    exhibits,
    latest: history.latestBy(world.recordedOn) ?? '',
  };
  return { id: packId(content), ...content };
}
