import type { QualificationAnswer } from '../../domain/answer.ts';

const listFormat = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const and = (names: readonly string[]): string => listFormat.format(names);
const are = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');
const has = (names: readonly string[]): string => (names.length === 1 ? 'has' : 'have');
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const sentence = (pieces: readonly string[]): string => `${capital(pieces.join('; '))}.`;
const bracketed = (details: readonly string[]): string => (details.length === 0 ? '' : ` (${details.join(', ')})`);

const states: Record<QualificationAnswer['state'], string> = {
  none: 'none on record',
  filed: 'application filed, not qualified',
  in_progress: 'in progress, not qualified',
  J0: 'J0, not qualified',
  J1: 'J1, not qualified',
  J2: 'J2, not qualified',
  qualified: 'qualified',
  renewed: 'qualified, renewed',
  ended_on_paper: 'ended on paper, renewal not seen',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

const fields = {
  commercial: 'availability',
  qualification: 'qualification',
  country: 'country',
  owners: 'owners',
  law: 'law',
  technology: 'technology',
  service: 'services',
  region: 'regions',
  customer: 'customers',
  promises: 'promises',
  disputes: 'points in dispute',
};

/** Words of the comparison of offers. */
export const compare = {
  title: (names: readonly string[]): string => `${and(names)} side by side`,
  inDetail: 'in detail',
  criterion: 'What',
  states,
  fields,
  labels: {
    until: 'Valid until',
    scope: 'Scope',
    country: 'Country',
    law: 'Law',
    disputes: 'Contested',
    slip: 'Median slip',
    news: 'Latest dated fact',
  },
  /** Behind the name of a scheme: what a row tells of it. */
  ofScheme: (scheme: string, label: string): string => `${scheme}: ${label.toLowerCase()}`,
  left: (days: number): string => (days === 0 ? 'its last day' : days === 1 ? '1 day left' : `${days} days left`),
  over: (days: number): string => (days === 1 ? '1 day ago' : `${days} days ago`),
  inferred: 'inferred',
  absent: (day: string): string => `none on record (looked for on ${day})`,
  unknown: 'not known',
  /** An offer whose name does not say whose it is: `S3NS PREMI3NS`. */
  offerOf: (offer: string, provider: string): string => `${provider} ${offer}`,
  version: (version: string): string => `version ${version}`,
  differs: {
    qualification: (_scheme: string, pieces: readonly string[]): string => sentence(pieces),
    only: (name: string, scheme: string, details: readonly string[], sure: boolean): string =>
      `only ${name} holds a ${scheme} qualification${sure ? '' : ' on record'}${bracketed(details)}`,
    some: (names: readonly string[], scheme: string): string => `${and(names)} hold a ${scheme} qualification`,
    all: (n: number, scheme: string): string => `${n === 2 ? 'both' : `all ${n}`} hold a ${scheme} qualification`,
    none: (n: number, scheme: string, sure: boolean): string =>
      `${n === 2 ? 'neither holds' : 'none of them holds'} a ${scheme} qualification${sure ? '' : ' on record'}`,
    underWay: {
      filed: (names: readonly string[]): string => `${and(names)} ${has(names)} applied`,
      in_progress: (names: readonly string[]): string => `that of ${and(names)} is in progress`,
      J0: (names: readonly string[]): string => `${and(names)} ${are(names)} at J0`,
      J1: (names: readonly string[]): string => `${and(names)} ${are(names)} at J1`,
      J2: (names: readonly string[]): string => `${and(names)} ${are(names)} at J2`,
    },
    paper: (name: string, day: string): string => `that of ${name} ended on paper on ${day}, renewal not seen`,
    expired: (names: readonly string[]): string => `that of ${and(names)} has expired`,
    withdrawn: (names: readonly string[]): string => `that of ${and(names)} was withdrawn`,
    absent: (names: readonly string[]): string => `nothing is on record for ${and(names)}`,
    with: (name: string, details: readonly string[]): string => `${name}${bracketed(details)}`,
    until: (day: string, left: string): string => `valid until ${day}: ${left}`,
    allAs: (n: number, scheme: string, names: readonly string[]): string =>
      `${n === 2 ? 'both' : `all ${n}`} hold a ${scheme} qualification: ${and(names)}`,
    renewed: 'renewed',
    endsFirst: (name: string, day: string, left: string): string => `that of ${name} ends first, on ${day} (${left})`,
    disputed: (names: readonly string[]): string => `sources disagree about ${and(names)}`,
    availability: (pieces: readonly string[]): string => sentence(pieces),
    available: (names: readonly string[], status: string): string => `${and(names)} ${are(names)} ${status}`,
    sameAvailability: (n: number, status: string): string => `${n === 2 ? 'both' : `all ${n}`} are ${status}`,
    notAvailable: (names: readonly string[]): string => `nothing is known of the availability of ${and(names)}`,
    fields: (names: readonly string[]): string => `They differ in ${and(names)}.`,
    nothing: 'On what is on record they do not differ.',
    nothingKnown: 'Nothing that could be set side by side was known of them by then.',
  },
  foremost: (provider: string, offer: string, others: readonly string[]): string =>
    others.length === 1
      ? `Of ${provider}, ${offer} is shown: its other offer, ${and(others)}, has not come further.`
      : `Of ${provider}, ${offer} is shown: none of its other offers (${others.join(', ')}) has come further.`,
  instead: (offer: string): string => `With ${offer}`,
  moreSources: (n: number): string => `and ${n} more on the last pages`,
  card: (name: string): string => `All about ${name}`,
  withWhich: (name: string): string => `With which other offer is ${name} to be compared?`,
  likely: 'Those most like it:',
  noRival: 'No other offer stood anywhere by then.',
  same: (a: string, b: string, one: string): string => `“${a}” and “${b}” lead to one and the same offer: ${one}.`,
  twice: (name: string): string => `“${name}” was given twice.`,
  tooMany: (n: number): string => `${n} names were given; four at most fit side by side.`,
  firstFour: 'The first four',
  noNames: 'No name was given. Write two to four: compare bleu, s3ns.',
  notSold: (name: string, kind: string): string =>
    `${name} (${kind}) is not something that is sold: it cannot stand beside offers.`,
  without: (name: string): string => `Without ${name}`,
};
