import type { OfferAnswer, PromiseAnswer } from '../../domain/answer.ts';
import type { EntryWeight, LadderStretch, TimelineAnswer, TimelineEntry } from '../../domain/history.ts';
import type { Day, Days } from '../../domain/period.ts';
import type { AsOf, Statement } from '../../domain/statement.ts';
import type { Subject } from '../../domain/subject.ts';
import type { History } from '../history.ts';
import { citeAll } from '../weighing/citations.ts';
import { type Dispute, disputesOn, isContested, isDisputed } from '../weighing/disputes.ts';
import { bestDated, sinceOf } from '../weighing/starts.ts';
import { isSound, type Publishers, weigh } from '../weighing/weights.ts';
import { begunBy, hasBegun, inWorld, ofField } from '../weighing/worlds.ts';
import { targetKey } from './promises.ts';
import { answerStretches } from './stretches.ts';
import { type Dated, datedFacts } from './timeline-facts.ts';

/** On one day what was reached comes before what was promised, told or checked. */
const FIELDS: readonly Statement['body']['field'][] = [
  'company',
  'commercial',
  'qualification',
  'fulfilment',
  'promise_dropped',
  'promise',
  'event',
  'customer',
  'owner',
  'region',
  'service',
  'technology',
  'note',
  'check',
];

/** The ladders, whose states need more than one sound source. */
const STATES: readonly Statement['body']['field'][] = ['commercial', 'company', 'qualification'];

/** What is said of a subject, of its offers where it is a provider, and, where it is an offer, of its firm in common. */
function bearingOn(subject: Subject, history: History): readonly (readonly [string, readonly Statement[]])[] {
  const own = history.family(subject.id).map((s) => [s.id, history.about(s.id)] as const);
  return subject.provider === null ? own : [...own, [subject.provider, history.shared(subject.provider)]];
}

/** When something became known: on the first of the days on which its sources did, each known as an interval. */
function knownBy(told: readonly Statement[]): Days {
  const from = told.map((s) => s.public.from).sort();
  const to = told.map((s) => s.public.to).sort();
  return { from: from[0] ?? '', to: to[0] ?? '' };
}

function weightOf(fact: Dated, disputes: readonly Dispute[], publishers: Publishers): EntryWeight {
  if (fact.dated.false) return 'false';
  const free = fact.told.filter((s) => !isDisputed(s, disputes));
  if (free.length === fact.told.length) return fact.strong ? 'strong' : 'footnote';
  const holds = STATES.includes(fact.dated.body.field)
    ? weigh(free, publishers).strong
    : free.some((s) => isSound(s, publishers));
  if (fact.strong && holds) return 'strong';
  return fact.told.some((s) => isContested(s, disputes)) ? 'contested' : 'footnote';
}

/**
 * The promises that statements make, sound ones as the record counts them, others as claims. Statements with the same
 * target, due period and bound make one.
 */
function promiseFacts(
  statements: readonly Statement[],
  promises: readonly PromiseAnswer[],
  publishers: Publishers,
): Dated[] {
  const told = ofField(statements, 'promise').filter((s) => !s.false);
  const groups = Map.groupBy(told, ({ subject, body: { target, bound, due } }) =>
    [subject, targetKey(target), bound === 'not-before' ? bound : 'due', due.from, due.to].join('|'),
  );
  const made = new Set(promises.map((promise) => promise.id));
  return [...groups.values()].flatMap((group) => {
    const counted = group.find((s) => made.has(s.id));
    const dated = counted ?? bestDated(group, publishers);
    return dated ? [{ dated, told: group, strong: counted !== undefined }] : [];
  });
}

/** The promises of a subject as its cards tell them; one of the firm stands as its furthest offer's card has it. */
function promisesOf(
  subject: Subject,
  offers: readonly OfferAnswer[],
  history: History,
): TimelineAnswer['promises'][number][] {
  const by = new Map(bearingOn(subject, history).flatMap(([id, told]) => told.map((s) => [s.id, id] as const)));
  const made = new Map<string, TimelineAnswer['promises'][number]>();
  for (const promise of offers.flatMap((offer) => offer.promises)) {
    if (!made.has(promise.id)) made.set(promise.id, { ...promise, subject: by.get(promise.id) ?? subject.id });
  }
  return [...made.values()].sort(
    (a, b) => order(a.made.to, b.made.to) || order(a.due.to, b.due.to) || order(a.id, b.id),
  );
}

/** The firm's ladder, then those of its offers, the furthest come first. */
function stretchesIn(subject: Subject, offers: readonly OfferAnswer[], world: AsOf, history: History): LadderStretch[] {
  const { publishers } = history;
  const firm = subject.provider ?? subject.id;
  const rank = (id: string): number => offers.findIndex((offer) => offer.id === id);
  const members = history.family(subject.id).toSorted((a, b) => rank(a.id) - rank(b.id) || order(a.id, b.id));
  const told = (id: string): readonly Statement[] => inWorld(history.about(id), world);
  const ofFirm = bearingOn(subject, history).flatMap(([id, its]) => (id === firm || id === subject.id ? its : []));
  return [
    ...answerStretches(firm, inWorld(ofFirm, world), world.asOf, publishers, 'company'),
    ...members.flatMap(({ id }) => answerStretches(id, told(id), world.asOf, publishers, 'offer')),
  ];
}

const order = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

function byTime(a: TimelineEntry, b: TimelineEntry): number {
  return (
    order(a.by, b.by) ||
    order(a.at.from, b.at.from) ||
    order(FIELDS.indexOf(a.field), FIELDS.indexOf(b.field)) ||
    order(a.statement, b.statement)
  );
}

/**
 * What happened to a subject, and to its offers where it is a provider, in a world, oldest first: one entry for each
 * fact, claim and promise, however many sources tell it, with all that had told of it. `since` leaves out what had
 * surely happened before that day, the states that were over, and the promises made and due before. Throws on an id
 * that is no subject.
 */
export function answerTimeline(id: string, world: AsOf, since: Day | null, history: History): TimelineAnswer {
  const { publishers } = history;
  const subject = history.subject(id);
  const bearing = bearingOn(subject, history).map(([, told]) => inWorld(told, world));
  const disputes = disputesOn(bearing.flat(), world.asOf, publishers);
  const offers = history.offers(id, world);
  const promises = promisesOf(subject, offers, history);

  const entryOf = (fact: Dated): TimelineEntry => {
    const told = fact.told.filter((s) => hasBegun(s, world.asOf));
    const { dated } = fact;
    return {
      statement: dated.id,
      subject: dated.subject,
      field: dated.body.field,
      body: dated.body,
      at: sinceOf(dated),
      by: begunBy(dated),
      text: dated.text,
      weight: weightOf({ ...fact, told }, disputes, publishers),
      known: knownBy(told),
      sources: citeAll(told, publishers),
    };
  };

  const entries = bearing
    .flatMap((told) => [...datedFacts(told, publishers), ...promiseFacts(told, promises, publishers)])
    .filter((fact) => hasBegun(fact.dated, world.asOf))
    .map(entryOf);
  const from = since ?? '';
  return {
    ...world,
    subject: id,
    since,
    entries: entries.filter((entry) => entry.by >= from).sort(byTime),
    stretches: stretchesIn(subject, offers, world, history).filter((s) => s.to === null || s.to >= from),
    promises: promises.filter((p) => p.made.to >= from || p.due.to >= from),
  };
}
