import type { Outcome } from '../../domain/answer.ts';
import type { Bound, QualificationStep } from '../../domain/statement.ts';

const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`);
const isDay = (when: string): boolean => /^\d{1,2} /.test(when);
const at = (when: string): string => (isDay(when) ? `on ${when}` : `in ${when}`);
const least = (atLeast: boolean): string => (atLeast ? 'at least ' : '');

const counts: Record<Outcome, (n: number) => string> = {
  kept: (n) => `${n} kept`,
  late: (n) => `${n} kept late`,
  overdue: (n) => `${n} overdue`,
  moved: (n) => `${n} moved`,
  open: (n) => `${n} open`,
  dropped: (n) => `${n} given up`,
  unknown: (n) => `${n} of unknown outcome`,
};

const groups: Record<Outcome | 'floor', string> = {
  overdue: 'Overdue',
  open: 'Still to come',
  late: 'Kept late',
  kept: 'Kept',
  moved: 'Moved',
  unknown: 'Outcome not known',
  dropped: 'Given up',
  floor: 'No date promised, only ruled out',
};

const due: Record<Bound, (when: string) => string> = {
  by: (when) => (isDay(when) ? `by ${when}` : `by the end of ${when}`),
  in: (when) => `for ${when}`,
  from: (when) => `from ${when} on`,
  'not-before': (when) => `not before ${when}`,
};

const steps: Record<QualificationStep, string> = {
  filed: 'application filed',
  in_progress: 'under way',
  J0: 'milestone J0',
  J1: 'milestone J1',
  J2: 'milestone J2',
  qualified: 'qualified',
  renewed: 'renewed',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

const expiring = {
  title: 'Ends of qualifications',
  count: (n: number, within: number) =>
    `${n === 1 ? '1 qualification ends' : `${n} qualifications end`} within ${days(within)}`,
  none: (within: number) => `No qualification on record ends within ${days(within)}.`,
  next: (name: string, day: string, left: number) => `The next end is that of ${name}: ${day}, in ${days(left)}.`,
  after: (name: string, day: string, left: number) => `The next one after that: ${name}, ${day}, in ${days(left)}.`,
  cut: 'Not everything fits here: fewer days, or the card of an offer, show the rest.',
  noNext: 'No later end is on record either.',
  nothing: 'No qualification was on record by then.',
  headings: {
    ending: (within: number) => `Ends within ${days(within)}`,
    ended: 'Ended, expired or withdrawn',
    renewed: 'Renewals seen',
    undated: 'Qualified, end not seen',
  },
  left: (n: number) => (n === 0 ? 'today is its last day' : `${days(n)} left`),
  ago: (n: number) => (n === 0 ? 'today' : `${days(n)} ago`),
  over: {
    ended_on_paper: (when: string, ago: string) => `ended on paper on ${when} (${ago}), no renewal seen`,
    expired: (when: string, ago: string) => `expired on ${when} (${ago})`,
    withdrawn: (when: string, ago: string) => `withdrawn on ${when} (${ago})`,
  },
  overSometime: { ended_on_paper: 'ended on paper, no renewal seen', expired: 'expired', withdrawn: 'withdrawn' },
  renewedOn: (when: string) => `renewed ${at(when)}`,
  renewedAtAll: 'renewed',
  now: (day: string) => `now until ${day}`,
  nowUnknown: 'new end not seen',
  untilKinds: {
    stated: 'end given by a source',
    inferred: 'end inferred: three years after the decision',
    unknown: 'kind of end not known',
  },
  decision: (number: string | null, day: string | null) =>
    number === null
      ? day === null
        ? ''
        : `decision of ${day}`
      : `decision ${number}${day === null ? '' : ` of ${day}`}`,
  checked: (day: string, ago: number) => `last checked on ${day}${ago > 0 ? ` (${days(ago)} before)` : ''}`,
  unchecked: 'never checked',
  advice:
    'An end is the date on the qualification’s line in the catalogue, as last read. A renewal may be decided and not yet published: ask the provider for the renewal decision.',
  inferredNote: 'An inferred end is three years after the decision; no source gives it.',
  further: (within: number) => `${within} days`,
  qualified: 'All that is qualified',
  today: 'Today',
};

/** Words of the board of promises and the ends of qualifications. */
export const board = {
  title: 'Promises',
  titleOf: (name: string) => `${name} · promises`,
  continued: (heading: string) => `${heading} (continued)`,
  summary: (promises: number, targets: number) =>
    `${promises === 1 ? '1 dated promise' : `${promises} dated promises`} on ${targets === 1 ? '1 target' : `${targets} targets`}`,
  counts,
  median: (n: number, atLeast: boolean, of: number) =>
    `Median slip: ${least(atLeast)}${days(n)}, over ${of === 1 ? '1 target' : `${of} targets`}.`,
  few: (of: number): string => (of === 1 ? 'One target says little.' : 'So few say little.'),
  noMedian: 'No slip can be judged.',
  cell: (n: number, atLeast: boolean, of: number) => `${atLeast ? '≥ ' : ''}${days(n)} (median of ${of})`,
  noCell: '–',
  fewMark: '*',
  columns: { name: 'Provider', other: 'Who', median: 'Slip', promises: 'Promises', outcomes: 'What became of them' },
  onTargets: (promises: number, targets: number) =>
    `${promises} on ${targets === 1 ? '1 target' : `${targets} targets`}`,
  legend:
    'Slip: days from the last day of the first date promised to the day it was reached, or so far; the median over the targets that can be judged, “≥” while some still grow or are known by month only.',
  fewLegend: '* Fewer than three targets: says little.',
  overdue: 'Overdue, the longest first',
  next: 'Due next',
  cut: 'Not everything fits here: ask about one provider to see all of it.',
  nothingOverdue: 'Nothing is overdue.',
  groups,
  due,
  steps,
  aside: (words: string) => `; ${words}`,
  promised: 'promised ',
  said: (when: string) => `said ${at(when)}`,
  floor: (what: string) => `also said: ${what}`,
  state: {
    left: (n: number) => (n === 0 ? 'open, due today' : `open, ${days(n)} left`),
    putOff: (n: number) => `put off by ${days(n)} so far`,
    overdue: (n: number) => `overdue by ${days(n)}`,
    sinceFirst: (n: number) => `${days(n)} after the first date`,
    reached: (when: string) => `reached ${at(when)}`,
    reachedBy: (when: string) => `reached by ${when} at the latest, as a later step shows`,
    late: (n: number, atLeast: boolean) => `${least(atLeast)}${days(n)} late`,
    afterFirst: (n: number, atLeast: boolean) => `${least(atLeast)}${days(n)} after the first date`,
    counted: (words: string) => `counted as ${words}`,
    inTime: 'in time',
    withinFirst: 'within the first date',
    withinNewest: 'within the newest one',
    afterNewest: (n: number, atLeast: boolean) => `${least(atLeast)}${days(n)} after the newest one`,
    dropped: (when: string) => `given up ${at(when)}`,
    droppedSometime: 'given up',
    moved: 'moved',
    unknown: 'no source tells whether it came true',
    coarse: 'dated too coarsely to say whether in time',
    whenUnknown: (when: string) => `taken by ${when}, as a later step shows; when, no source tells`,
    notFound: (when: string) => `not there when checked ${at(when)}`,
    notChecked: 'no later check is on record',
    now: (outcome: string) => `today: ${outcome}`,
  },
  nowWords: {
    kept: 'kept',
    late: 'kept late',
    overdue: 'overdue',
    moved: 'moved again',
    open: 'open',
    dropped: 'given up',
    unknown: 'outcome not known',
  } satisfies Record<Outcome, string>,
  onlyOffer: (offer: string, provider: string) =>
    `Only what was promised of ${offer}, and what ${provider} promised for all it sells.`,
  none: (name: string) => `${name} has promised nothing that the record holds.`,
  noneBy: (name: string, day: string) => `By ${day} ${name} had promised nothing that the record holds.`,
  noneAtAll: (day: string) => `No promise had been made by ${day} that the record holds.`,
  weaker: (n: number) =>
    n === 1
      ? '1 claim of a promise is too weak or false to count; it is a footnote of its card.'
      : `${n} claims of a promise are too weak or false to count; they are footnotes of their cards.`,
  card: 'Card',
  all: 'All promises',
  allOf: (name: string) => `All of ${name}`,
  today: 'Today',
  expiring,
};
