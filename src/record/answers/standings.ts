import type { CommercialAnswer, QualificationAnswer } from '../../domain/answer.ts';
import type { Localised } from '../../domain/language.ts';
import { addDays, type Day } from '../../domain/period.ts';
import type { Standing } from '../../domain/standing.ts';
import type { AsOf, Statement } from '../../domain/statement.ts';
import type { Subject } from '../../domain/subject.ts';
import type { History } from '../history.ts';
import { keepIn, keptPerWorld } from '../kept.ts';
import { type Dispute, disputesOn } from '../weighing/disputes.ts';
import type { Publishers } from '../weighing/weights.ts';
import { begunBy, inWorld } from '../weighing/worlds.ts';
import { answerFacts } from './facts.ts';
import { answerCommercial, FRESH_DAYS, RUMOUR_DAYS } from './ladders.ts';
import { answerQualifications } from './qualifications.ts';

/** Both ladders of an offer on a day, by the statements of a world about it. */
export function laddersOn(
  statements: readonly Statement[],
  disputes: readonly Dispute[],
  day: Day,
  publishers: Publishers,
): { readonly commercial: CommercialAnswer; readonly qualification: QualificationAnswer[] } {
  const contested = disputes.some((dispute) => dispute.field === 'commercial' && dispute.preferred === null);
  return {
    commercial: answerCommercial(statements, day, publishers, contested),
    qualification: answerQualifications(statements, day, publishers),
  };
}

type Stand = Pick<Standing, 'commercial' | 'qualification' | 'services'>;

function standOn(statements: readonly Statement[], day: Day, publishers: Publishers): Stand {
  const disputes = disputesOn(statements, day, publishers);
  const services: Localised[] = answerFacts(
    statements.filter((s) => s.body.field === 'service' || s.body.field === 'technology'),
    disputes,
    day,
    publishers,
  ).map((fact) => fact.text);
  return { ...laddersOn(statements, disputes, day, publishers), services };
}

/** How long after a day it may still change an answer: at once, from the next day, and when it has grown old. */
const LATER = [0, 1, FRESH_DAYS + 1, RUMOUR_DAYS + 1];

/** The days on which a day may change an answer, by day: offers share most of theirs. */
const turns = new Map<Day, readonly Day[]>();
const MOST_TURNS = 20_000;

function turnsOf(day: Day): readonly Day[] {
  const before = turns.get(day);
  return (
    before ??
    keepIn(
      turns,
      day,
      LATER.map((later) => addDays(day, later)),
      MOST_TURNS,
    )
  );
}

/** Every day on which what is said of an offer may begin to be answered otherwise, sorted. */
export function turningDays(statements: readonly Statement[]): Day[] {
  const told = new Set<Day | null>();
  for (const s of statements) {
    const { body, valid } = s;
    for (const day of [valid.from, valid.to, begunBy(s), s.public.from, s.public.to]) told.add(day);
    if (body.field === 'qualification') told.add(body.until);
  }
  const days = new Set<Day>();
  for (const day of told) if (day !== null) for (const turn of turnsOf(day)) days.add(turn);
  return [...days].sort();
}

/** How many of the sorted days are not after `day`. */
function countUpTo(days: readonly Day[], day: Day): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? '') <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Stretches of time kept per offer, and worlds kept whole, at most. */
const MOST_STRETCHES = 250;
const MOST_WORLDS = 50;

/**
 * Makes the answer to "where do all offers stand": of every provider its offers, or itself where it sells none, those
 * that stand nowhere left out, providers by id, offers of one by id. With everything known, an offer's standing holds from one
 * turning day to the next, so it is reckoned once for each such stretch that is asked about; the whole list is kept
 * for the worlds asked about last.
 */
export function createStandings(
  history: Omit<History, 'standings' | 'latestBy'>,
): (world: AsOf) => readonly Standing[] {
  type Seller = {
    readonly subject: Subject;
    readonly told: readonly Statement[];
    days: readonly Day[] | null;
    readonly stretches: Map<number, Stand>;
    /** Most turning days turn nothing: what is the same is kept once. */
    readonly kinds: Map<string, Stand>;
  };
  let sellers: readonly Seller[] | null = null;

  const all = (): readonly Seller[] => {
    sellers ??= history.subjects
      .filter((s) => s.kind === 'provider')
      .flatMap((provider) => {
        const [own, ...offers] = history.family(provider.id);
        return offers.length > 0 ? offers : own ? [own] : [];
      })
      .map((subject) => ({
        subject,
        told: [...history.about(subject.id), ...(subject.provider === null ? [] : history.shared(subject.provider))],
        days: null,
        stretches: new Map(),
        kinds: new Map(),
      }));
    return sellers;
  };

  const standOf = (seller: Seller, world: AsOf): Stand => {
    const { asOf } = world;
    if (world.knownOn !== null || world.recordedOn !== null) {
      return standOn(inWorld(seller.told, world), asOf, history.publishers);
    }
    seller.days ??= turningDays(seller.told);
    const at = countUpTo(seller.days, asOf);
    const before = seller.stretches.get(at);
    if (before) return before;
    const stand = standOn(seller.told, asOf, history.publishers);
    const kind = JSON.stringify(stand);
    const same = seller.kinds.get(kind) ?? keepIn(seller.kinds, kind, stand, MOST_STRETCHES);
    return keepIn(seller.stretches, at, same, MOST_STRETCHES);
  };

  return keptPerWorld(
    (world) =>
      all().flatMap((seller): Standing[] => {
        const stand = standOf(seller, world);
        if (stand.commercial.status === 'unknown' && stand.qualification.every((q) => q.state === 'none')) return [];
        const { id, name, provider, summary } = seller.subject;
        return [{ id, name, provider: provider ?? id, summary, ...stand }];
      }),
    MOST_WORLDS,
  );
}
