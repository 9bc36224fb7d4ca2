import type { QualificationAnswer } from '../../domain/answer.ts';
import type { ExpiringAnswer, Expiry } from '../../domain/expiry.ts';
import { keptFor } from '../../domain/kept.ts';
import { type Day, daysBetween } from '../../domain/period.ts';
import type { Standing } from '../../domain/standing.ts';
import type { AsOf } from '../../domain/statement.ts';
import type { History } from '../history.ts';
import { keptPerWorld } from '../kept.ts';

const HELD: readonly QualificationAnswer['state'][] = ['qualified', 'renewed'];
const OVER: readonly QualificationAnswer['state'][] = ['ended_on_paper', 'expired', 'withdrawn'];

function expiryOf(offer: Standing, q: QualificationAnswer, day: Day, history: History): Expiry {
  const said = q.state === 'expired' || q.state === 'withdrawn';
  const until = said ? (q.since?.from ?? q.until) : q.until;
  return {
    subject: offer.id,
    name: offer.name,
    provider: offer.provider,
    providerName: history.subject(offer.provider).name,
    until,
    days: until === null ? null : daysBetween(day, until),
    unchecked: q.checked === null ? null : daysBetween(q.checked, day),
    qualification: q,
  };
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Orders by a day, those without one last; those of one day stay in the order of their ids. */
function by(dayOf: (e: Expiry) => Day | null | undefined, direction: 1 | -1) {
  return (a: Expiry, b: Expiry): number => {
    const [x, y] = [dayOf(a) ?? '', dayOf(b) ?? ''];
    return x === '' || y === '' ? compare(y, x) : direction * compare(x, y);
  };
}

/** Every qualification held or over in a world, with those that have an end ahead in its order. */
type Stock = {
  readonly ahead: readonly Expiry[];
  readonly ended: readonly Expiry[];
  readonly renewed: readonly Expiry[];
  readonly undated: readonly Expiry[];
};

function stockOf(world: AsOf, history: History): Stock {
  const all = history
    .standings(world)
    .flatMap((offer) => offer.qualification.map((q) => expiryOf(offer, q, world.asOf, history)));
  const held = all.filter((e) => HELD.includes(e.qualification.state));
  return {
    ahead: held.filter((e) => e.until !== null).sort(by((e) => e.until, 1)),
    ended: all.filter((e) => OVER.includes(e.qualification.state)).sort(by((e) => e.until, -1)),
    renewed: held
      .filter((e) => e.qualification.state === 'renewed')
      .sort(by((e) => e.qualification.since?.from ?? e.qualification.checked, -1)),
    undated: held.filter((e) => e.until === null).sort(by(() => null, 1)),
  };
}

const MOST_WORLDS = 8;

/**
 * Makes the answer to where qualifications stand with their end on the day asked about: those that end within `days`
 * (the last day counts), those that are over, renewals seen, those whose end no source tells, and the next end after
 * the days.
 */
export function createExpiring(history: History): (world: AsOf, days: number) => ExpiringAnswer {
  const stock = keptPerWorld((world) => stockOf(world, history), MOST_WORLDS);
  return (world, days) => {
    const there = stock(world);
    const { ahead, ...others } = there;
    return keptFor(there, `within ${days}`, () => ({
      ...world,
      within: days,
      ending: ahead.filter((e) => (e.days ?? 0) <= days),
      ...others,
      next: ahead.find((e) => (e.days ?? 0) > days) ?? null,
    }));
  };
}
