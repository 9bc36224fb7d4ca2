import type { OfferAnswer, OffersAnswer } from '../domain/answer.ts';
import type { Day } from '../domain/period.ts';
import type { AsOf, Statement } from '../domain/statement.ts';
import type { Publisher, Subject, TrackedName } from '../domain/subject.ts';
import type { DatasetRecord } from '../queries.ts';
import { answerBoard } from './answers/board.ts';
import { answerEvidence } from './answers/evidence.ts';
import { createExpiring } from './answers/expiring.ts';
import { answerFacts, answerFootnotes } from './answers/facts.ts';
import { answerCompany, commercialRank } from './answers/ladders.ts';
import { answerOwners } from './answers/owners.ts';
import { answerPromises } from './answers/promises.ts';
import { qualificationRank as rankOf } from './answers/qualifications.ts';
import { createStandings, laddersOn } from './answers/standings.ts';
import { answerTimeline } from './answers/timeline.ts';
import { createFullText } from './fulltext/fulltext.ts';
import type { History } from './history.ts';
import { keptPerWorld } from './kept.ts';
import { createSearch } from './search.ts';
import { answerDisputes, disputesOn } from './weighing/disputes.ts';
import type { Publishers } from './weighing/weights.ts';
import { hasBegun, inWorld, presentOf } from './weighing/worlds.ts';

/** What a record is made from: what `loadDataset` gives, or the like. */
export type RecordParts = {
  readonly subjects: readonly Subject[];
  readonly publishers: readonly Publisher[];
  readonly tracked: readonly TrackedName[];
  readonly statements: readonly Statement[];
};

/** Statements of several origins as one set, by id; the earliest day on which one was recorded stands. */
function merged(...sets: readonly (readonly Statement[])[]): Statement[] {
  const byId = new Map<string, Statement>();
  for (const statement of sets.flat()) {
    const there = byId.get(statement.id);
    if (!there || statement.recorded < there.recorded) byId.set(statement.id, statement);
  }
  // Sorted, so that no answer depends on the order of files or statements.
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a provider's offers share with it: what is said of the firm holds for all it sells. */
const SHARED = [
  'company',
  'owner',
  'technology',
  'service',
  'region',
  'customer',
  'event',
  'note',
  'promise',
  'fulfilment',
  'promise_dropped',
];

/** Boards of all promises that are kept. */
const MOST_BOARDS = 8;

type Told = { readonly own: readonly Statement[]; readonly shared: readonly Statement[] };

function answerOffer(subject: Subject, told: Told, world: AsOf, latest: Day, publishers: Publishers): OfferAnswer {
  const day = world.asOf;
  const statements = inWorld([...told.own, ...told.shared], world);
  const disputes = disputesOn(statements, day, publishers);
  const { commercial, qualification } = laddersOn(statements, disputes, day, publishers);
  return {
    id: subject.id,
    name: subject.name,
    provider: subject.provider ?? subject.id,
    summary: subject.summary,
    commercial,
    company: answerCompany(statements, day, publishers),
    qualification,
    promises: answerPromises(statements, day, presentOf(world, latest), publishers),
    owners: answerOwners(statements, disputes, day, publishers),
    facts: answerFacts(statements, disputes, day, publishers),
    disputes: answerDisputes(disputes, day, publishers),
    footnotes: answerFootnotes(statements, disputes, { status: commercial.status, qualification }, day, publishers),
  };
}

/** How far an offer has come: what is qualified comes before what is on the way, what has ended comes last. */
function standing({ commercial, qualification }: OfferAnswer): number {
  if (commercial.status === 'unknown') return 0;
  const rung = commercialRank(commercial.status);
  if (rung < 0) return -1;
  const steps = qualification.map(({ state }) =>
    state === 'none' || state === 'ended_on_paper' ? 0 : 1 + rankOf(state),
  );
  return 1 + rung + 10 * Math.max(0, ...steps);
}

/**
 * Makes the record that answers from a loaded dataset and, with them, statements approved in chat. Pure: the same parts
 * and the same question give the same answer, whatever the order of the parts.
 *
 * A provider answers with its offers, the furthest come first; those of which nothing had begun by the day asked about are left out unless that
 * leaves none. Any other subject, and a provider without offers, answers as one entry of its own. `offers` throws on an
 * id that is no subject.
 */
export function createRecord(loaded: RecordParts, extraStatements: readonly Statement[] = []): DatasetRecord {
  const subjects = [...loaded.subjects].sort((a, b) => (a.id < b.id ? -1 : 1));
  const publishers = new Map(loaded.publishers.map((publisher) => [publisher.id, publisher]));
  const byId = new Map(subjects.map((subject) => [subject.id, subject]));
  const statements = merged(loaded.statements, extraStatements);
  const about = Map.groupBy(statements, (statement) => statement.subject);
  const offersOf = Map.groupBy(subjects, (subject) => subject.provider);
  const latest = statements.reduce<Day>((day, s) => (s.recorded > day ? s.recorded : day), '');

  const shared = (provider: string): readonly Statement[] =>
    (about.get(provider) ?? []).filter((s) => SHARED.includes(s.body.field));

  const toldOf = (subject: Subject): Told => {
    const own = about.get(subject.id) ?? [];
    return { own, shared: subject.provider === null ? [] : shared(subject.provider) };
  };

  const subject = (id: string): Subject => {
    const found = byId.get(id);
    if (!found) throw new Error(`no subject: ${id}`);
    return found;
  };

  const offers = (id: string, world: AsOf): OffersAnswer => {
    const asked = subject(id);
    const its = offersOf.get(id) ?? [];
    const known = its.filter((offer) => inWorld(about.get(offer.id) ?? [], world).some((s) => hasBegun(s, world.asOf)));
    const answering = its.length === 0 ? [asked] : known.length > 0 ? known : its;
    const offers = answering.map((s) => answerOffer(s, toldOf(s), world, latest, publishers));
    return { ...world, offers: offers.sort((a, b) => standing(b) - standing(a) || (a.id < b.id ? -1 : 1)) };
  };

  const told = {
    subjects,
    statements,
    publishers,
    latest,
    subject,
    family: (id: string) => [subject(id), ...(offersOf.get(id) ?? [])],
    about: (id: string) => about.get(id) ?? [],
    shared,
    offers: (id: string, world: AsOf) => offers(id, world).offers,
  };
  const recorded = [...new Set(statements.map((s) => s.recorded))].sort();
  const history: History = {
    ...told,
    standings: createStandings(told),
    latestBy: (day) => recorded.findLast((one) => day === null || one <= day) ?? null,
  };
  const board = keptPerWorld((world) => answerBoard(world, null, history), MOST_BOARDS);

  return {
    subjects,
    publishers: [...publishers.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    tracked: [...loaded.tracked].sort((a, b) => (a.subject < b.subject ? -1 : 1)),
    statements,
    latest,
    find: createSearch(subjects),
    search: createFullText(history),
    subject: (id) => byId.get(id) ?? null,
    publisher: (id) => publishers.get(id) ?? null,
    offers,
    standings: history.standings,
    timeline: (id, world, since) => answerTimeline(id, world, since, history),
    promises: (world, id) => (id === null ? board(world) : answerBoard(world, id, history)),
    expiring: createExpiring(history),
    evidence: (id, world) => answerEvidence(id, world, history),
  };
}
