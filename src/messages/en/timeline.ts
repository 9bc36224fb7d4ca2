import type { QualificationAnswer } from '../../domain/answer.ts';
import type { EntryWeight } from '../../domain/history.ts';
import type { StatementBody } from '../../domain/statement.ts';

const listFormat = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** A state of a qualification in as few words as stand on a bar. */
const steps: Record<QualificationAnswer['state'], string> = {
  none: 'not qualified',
  filed: 'filed',
  in_progress: 'in progress',
  J0: 'J0',
  J1: 'J1',
  J2: 'J2',
  qualified: 'qualified',
  renewed: 'renewed',
  ended_on_paper: 'ended on paper',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

/** What an entry is about, where its state does not say it; empty where its text says enough. */
const fields: Record<StatementBody['field'], string> = {
  commercial: '',
  company: '',
  qualification: '',
  check: 'check',
  promise: 'promise',
  fulfilment: 'promise fulfilled',
  promise_dropped: 'promise given up',
  owner: 'owner',
  technology: 'technology',
  service: 'service',
  region: 'region',
  customer: 'customer',
  event: '',
  note: '',
};

/** How an entry that is no answer is marked. */
const weights: Record<Exclude<EntryWeight, 'strong'>, string> = {
  footnote: 'not confirmed',
  false: 'false',
  contested: 'contested',
};

/** Words of the timeline of an offer. */
export const timeline = {
  title: (name: string) => `${name} · history`,
  steps,
  fields,
  weights,
  events: 'Key events',
  laneOf: (offer: string, lane: string) => `${offer} · ${lane}`,
  claimed: (what: string) => `claimed: ${what}`,
  wrong: (what: string) => `false: ${what}`,
  quarrelled: (what: string) => `contested: ${what}`,
  paperEnd: (day: string) => `until ${day}`,
  /** A time in which something held, and one that goes on. */
  held: (what: string, from: string, to: string) => `${what} (${from} to ${to})`,
  holds: (what: string, since: string) => `${what} (${since})`,
  seen: (what: string, day: string) => `${what} (seen on ${day})`,
  nothingHeld: 'nothing known',
  promised: (what: string, due: string, outcome: string) => `${what} (${due}): ${outcome}`,
  also: (parts: readonly string[]) => parts.join('; '),
  /** What the words under a picture begin with. */
  shows: (from: string, to: string) =>
    from === to ? `The picture shows ${from}.` : `The picture shows ${from} to ${to}.`,
  leftOffers: (names: string) => `Not in the picture: ${names}.`,
  leftOthers: (promises: number, events: number) => {
    const parts = [
      ...(promises === 0 ? [] : [promises === 1 ? '1 other promise' : `${promises} other promises`]),
      ...(events === 0 ? [] : [events === 1 ? '1 other event' : `${events} other events`]),
    ];
    return parts.length === 0 ? '' : `Only in the list: ${parts.join(' and ')}.`;
  },
  drawn: (by: string) => `Vigie · ${by}`,
  /** How many entries there are, and how many of them are no answers. */
  counted: (n: number, marked: readonly string[]) => {
    const all = n === 1 ? 'One dated entry' : `${n} dated entries`;
    return marked.length === 0 ? `${all}.` : `${all}, of which ${listFormat.format(marked)}.`;
  },
  milestones: 'Milestones',
  marked: (n: number, weight: Exclude<EntryWeight, 'strong'>) => {
    if (weight === 'footnote') return n === 1 ? '1 not confirmed' : `${n} not confirmed`;
    if (weight === 'false') return n === 1 ? '1 known to be false' : `${n} known to be false`;
    return n === 1 ? '1 contested' : `${n} contested`;
  },
  sinceDay: (day: string) => `From ${day} on`,
  knownLater: (when: string) => `public only later: ${when}`,
  /** The day a promise was due, told as a day of its own. */
  dueMissed: 'due day missed',
  nothingSince: (day: string) => `Nothing is dated from ${day} on.`,
  card: 'Card',
  sources: 'All sources',
  sinceYear: (year: string) => `Since ${year}`,
  whole: 'From the start',
};
