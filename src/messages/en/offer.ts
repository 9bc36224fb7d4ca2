import type { CommercialAnswer, Outcome, QualificationAnswer } from '../../domain/answer.ts';
import type { Bound, CompanyState } from '../../domain/statement.ts';
import type { SourceKind } from '../../domain/story.ts';
import type { SubjectKind } from '../../domain/subject.ts';

const commercial: Record<CommercialAnswer['status'], string> = {
  unknown: 'not known',
  rumoured: 'rumoured',
  announced: 'announced',
  pre_commercial: 'pre-commercial phase',
  launched: 'on sale',
  generally_available: 'generally available',
  abandoned: 'abandoned',
  discontinued: 'discontinued',
};

const qualification: Record<QualificationAnswer['state'], string> = {
  none: 'not qualified',
  filed: 'application filed, not qualified',
  in_progress: 'in progress, not qualified',
  J0: 'J0 passed (application accepted), not qualified',
  J1: 'J1 passed (evaluation strategy validated), not qualified',
  J2: 'J2 passed (on-site evaluation), not qualified',
  qualified: 'qualified',
  renewed: 'qualified, renewed',
  ended_on_paper: 'ended on paper, renewal not seen',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

const outcomes: Record<Outcome, (days: number | null) => string> = {
  open: () => 'open',
  kept: () => 'kept',
  late: (days) => `kept late${days === null ? '' : ` (+${days} ${days === 1 ? 'day' : 'days'})`}`,
  overdue: (days) => `overdue${days === null ? '' : ` by ${days} ${days === 1 ? 'day' : 'days'}`}`,
  moved: () => 'moved',
  dropped: () => 'given up',
  unknown: () => 'outcome not known',
};

const bounds: Record<Bound, (due: string) => string> = {
  by: (due) => (/^\d{1,2} /.test(due) ? `by ${due}` : `by the end of ${due}`),
  in: (due) => (/^\d{1,2} /.test(due) ? `on ${due}` : `in ${due}`),
  from: (due) => `from ${due} on`,
  'not-before': (due) => `not before ${due}`,
};

const flags: Record<CommercialAnswer['flags'][number], string> = {
  unconfirmed: 'never confirmed',
  contested: 'contested',
  last_known: 'last known',
};

const company: Record<CompanyState, string> = {
  company_created: 'company created',
  merged: 'merged',
  dissolved: 'dissolved',
};

const kinds: Record<SourceKind, string> = {
  official: 'official',
  press: 'press',
  analysis: 'analysis',
  rumour: 'rumour',
};

const subjectKinds: Record<SubjectKind, string> = {
  provider: 'provider',
  offer: 'offer',
  programme: 'programme',
  customer: 'customer',
  organisation: 'organisation',
  regulation: 'regulation',
};

export const offer = {
  commercial,
  qualification,
  outcomes,
  bounds,
  flags,
  company,
  kinds,
  subjectKinds,
  labels: {
    commercial: 'Availability',
    company: 'Company',
    owners: 'Owners',
    technology: 'Technology',
    service: 'Services',
    region: 'Regions',
    customer: 'Customers',
    scope: 'Scope',
    decision: 'Decision',
    decided: 'decided',
    announced: 'announced',
    until: 'Valid until',
    checked: 'Last checked',
    promises: 'Promises',
    disputes: 'Contested',
    settled: 'Sources differed, settled',
    footnotes: 'Also claimed',
    more: 'More',
  },
  since: (when: string) => `since ${when}`,
  seenBy: (when: string) => `by ${when} at the latest`,
  on: (when: string) => when,
  checkedOn: (day: string) => `checked on ${day}`,
  inferred: 'inferred from the usual three years',
  noQualification: 'no qualification on record',
  share: (min: number, max: number) =>
    min === max ? `${min}%` : max === 100 ? `at least ${min}%` : `${min}% to ${max}%`,
  endsIn: (days: number) => (days === 0 ? 'its last day' : `in ${days} ${days === 1 ? 'day' : 'days'}`),
  shareUnknown: 'share not stated',
  made: (when: string) => `promised ${when}`,
  chain: (position: number, length: number) => `${position} of ${length} dates given for it`,
  nowKnown: (outcome: string) => `today: ${outcome}`,
  isFalse: 'known to be wrong',
  oneSource: 'one weak source',
  preferred: 'best supported',
  worlds: {
    asOf: (day: string) => `As of ${day}`,
    on: (day: string) => `as of ${day}`,
    knownOn: (day: string) => `using only what was public by ${day}`,
    recordedOn: (day: string) => `using only what Vigie had recorded by ${day}`,
    latest: (day: string) => `Record complete up to ${day}`,
  },
  nothingKnown: 'Nothing was known of it by then.',
  notFound: (name: string) => `Nothing on record is called “${name}”.`,
  several: (name: string) => `“${name}” may mean several things:`,
  nearest: 'The nearest names:',
  /** A provider of several offers at a glance. */
  overview: { next: (n: number): string => `Each of the ${n} with its sources on the pages that follow.` },
  noOffers: 'No status of its own is kept for it.',
  ask: (name: string) => name,
  watch: 'Watch',
  timeline: 'History',
  compare: 'Compare',
  evidence: 'Sources',
  history: 'By then and now',
  sourceCount: (n: number) => (n === 1 ? '1 source' : `${n} sources`),
  waitOver: 'the time named is over',
  today: 'Today',
  publicBetween: (from: string, to: string): string => `between ${from} and ${to}`,
  moreSources: (n: number) => `and ${n} more on the next page`,
  read: 'read through an intermediary',
  later: 'cited for what was already public',
};
