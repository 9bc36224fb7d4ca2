import type { QualificationAnswer } from '../../../src/domain/answer.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import type { Messages } from '../../../src/messages/index.ts';

/** What a row of a table needs to know of an offer. */
export type Stands = Pick<Standing, 'name' | 'commercial' | 'qualification'>;

/** Where an offer stands in a scheme; null where nothing is known of it. */
export function stateIn(o: Stands, scheme: string): QualificationAnswer | null {
  return o.qualification.find((q) => q.scheme === scheme) ?? null;
}

/** An offer as cells of a table: its name, its availability, its state in the scheme, until when that holds. */
export function standingCells(o: Stands, scheme: string, m: Messages): string[] {
  const w = m.news.offers;
  const q = stateIn(o, scheme);
  const until = q === null || q.until === null || q.state === 'none' ? '' : m.common.day(q.until);
  const flag = o.commercial.flags.find((f) => f !== 'last_known');
  return [
    o.name,
    `${m.offer.commercial[o.commercial.status]}${flag === undefined ? '' : ` (${m.offer.flags[flag]})`}`,
    q === null ? w.states.none : w.states[q.state],
    q?.untilKind === 'inferred' && until !== '' ? w.inferred(until) : until,
  ];
}

const UNDER_WAY: readonly string[] = ['filed', 'in_progress', 'J0', 'J1', 'J2'];

/** What must be said of the states in a table, so that none is taken for more than it is. */
export function stateLegend(part: readonly Stands[], scheme: string, m: Messages): string[] {
  const w = m.news.offers;
  const states = part.map((o) => stateIn(o, scheme)?.state ?? 'none');
  return [
    ...(states.some((state) => UNDER_WAY.includes(state)) ? [w.underWay] : []),
    ...(states.includes('ended_on_paper') ? [w.onPaper] : []),
  ];
}
