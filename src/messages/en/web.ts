/** What a refusal of the web port is about, as its sentence needs it. */
type About = {
  readonly parameter: string;
  readonly given: string;
  readonly nearest: readonly string[];
  readonly allowed: readonly string[];
  readonly min: number;
  readonly max: number;
};

const list = (words: readonly string[]): string => words.join(', ');

/** Words of the web port: feeds of changes, calendars, the description of the API. */
export const web = {
  faults: {
    not_found: (): string => 'Nothing is served at this path. GET /api/v1 lists what is.',
    unknown_subject: ({ given, nearest }: About): string =>
      `No subject has the id “${given}”. ${nearest.length > 0 ? `The nearest ids: ${list(nearest)}.` : 'GET /api/v1/subjects lists them all.'}`,
    method_not_allowed: ({ given }: About): string => `${given} is not possible: this is read-only. Use GET or HEAD.`,
    query_too_long: ({ max }: About): string => `The address is longer than ${max} characters. Shorten it.`,
    unknown_parameter: ({ parameter, allowed }: About): string =>
      `“${parameter}” is not a parameter here. ${allowed.length > 0 ? `Possible are: ${list(allowed)}.` : 'There are none.'}`,
    repeated_parameter: ({ parameter }: About): string => `“${parameter}” is given more than once. Give it once.`,
    missing_parameter: ({ parameter }: About): string => `“${parameter}” is missing. Add it to the query.`,
    bad_day: ({ parameter, given }: About): string =>
      `“${given}” for ${parameter} is not a day. Write 2022-06-30; 2022-06 or 2022 mean the last day of theirs.`,
    bad_number: ({ parameter, given, min, max }: About): string =>
      `“${given}” for ${parameter} is not a whole number from ${min} to ${max}.`,
    bad_choice: ({ parameter, given, allowed }: About): string =>
      `“${given}” for ${parameter} is none of: ${list(allowed)}.`,
    bad_text: ({ parameter, max }: About): string => `${parameter} takes 1 to ${max} characters, not only spaces.`,
    too_many: (): string => 'Too many requests. Try again after the seconds that Retry-After tells.',
    busy: (): string => 'Too much is asked for at once. Try again in a few seconds.',
    too_large: (): string => 'Requests to this port carry no body.',
    cannot_draw: (): string => 'This machine cannot draw the picture. The same facts come as JSON.',
    internal: (): string => 'Something went wrong inside Vigie. The operator’s log tells what; please try again later.',
  },
  description:
    'The record of the European sovereign-cloud market, read-only and open: no key, no account. Every fact has its sources and three dates: what day it is true of (as-of), by when it was public (known-on), and when Vigie took it in (recorded-on). GET and HEAD only. The data is licensed CC BY 4.0; credit “Vigie dataset”. Without a lang parameter, Accept-Language chooses between French and English.',
  answered: 'The answer',
  unchanged: 'Not modified: If-None-Match names what would be sent',
  refused: (codes: string): string => `Refused: ${codes}`,
  paths: {
    provider: 'Id of a provider, or of any other subject that is no offer',
    offer: 'Second half of an offer’s id: premi3ns of s3ns/premi3ns',
  },
  parameters: {
    'as-of': 'True on this day (2022-06-30; 2022-06 and 2022 mean their last day). Today when absent',
    'known-on': 'Using only what was public by this day',
    'recorded-on': 'Using only what Vigie had recorded by this day',
    since: 'Nothing before this day',
    lang: 'Language of the words: fr or en. When absent, chosen by Accept-Language',
    theme: 'Colours of the picture',
    kind: 'Only subjects of this kind',
    status: 'Only offers at this commercial state',
    qualified: 'yes, no, or the name of a scheme: only offers that hold (or do not hold) a qualification that day',
    country: 'Only offers of this country, by ISO 3166 code',
    provider: 'Only what concerns this subject, by id; a provider’s offers are included',
    subject: 'Only statements about this subject, by id; a provider’s offers are included',
    q: 'Words to look for; endings and accents are forgiven',
    limit: 'At most so many',
    days: 'How many days ahead',
  },
  routes: {
    index: 'What is served, how fresh it is, and its licence',
    openapi: 'This description',
    subjects: 'Every subject: providers, offers, regulations and others',
    offers: 'The table of all offers',
    offer: 'Where an offer, or each offer of a provider, stands',
    timeline: 'What happened to a subject, dated',
    timeline_svg: 'The timeline as a picture (SVG)',
    timeline_png: 'The timeline as a picture (PNG)',
    promises: 'What was promised for when, and what became of it',
    expiring: 'Qualifications that end soon, ended or were renewed',
    evidence_md: 'Everything an answer rests on, to be filed (Markdown)',
    evidence_csv: 'Everything an answer rests on (CSV)',
    evidence_json: 'Everything an answer rests on (JSON)',
    statements: 'Full-text search over the statements',
    publishers: 'Who publishes what is quoted, and how far each is trusted',
    dataset_json: 'The whole dataset (JSON)',
    dataset_csv: 'The whole dataset (CSV)',
    dataset_yaml: 'The whole dataset (YAML)',
    changes: 'What the record took in last (Atom)',
    calendar: 'Ends of qualifications and days promised (iCalendar)',
  },
  changes: {
    title: 'Vigie: changes of the record',
    titleOf: (name: string): string => `Vigie: changes of the record, ${name}`,
    subtitle: 'What the record of the sovereign cloud took in last. Facts under CC BY 4.0.',
    of: (subject: string, what: string): string => `${subject} · ${what}`,
    valid: 'True',
    known: 'Public',
    source: 'Source',
    quotes: 'quoting',
    weight: 'Weight',
    recorded: 'Recorded',
    details: 'Where it stands',
  },
  calendar: {
    title: 'Vigie: sovereign cloud',
    titleOf: (name: string): string => `Vigie: ${name}`,
    about: 'Ends of qualifications and days promised, from the Vigie record. CC BY 4.0.',
    ends: (name: string, scheme: string): string => `${name}: ${scheme} qualification ends`,
    over: (name: string, scheme: string, state: string): string => `${name}: ${scheme} ${state}`,
    inferred: 'The end is inferred from the usual length; no source states it.',
    checked: (day: string): string => `Last checked on ${day}.`,
    due: (name: string, text: string, outcome: string | null): string =>
      `Promise${outcome === null ? '' : ` (${outcome})`}, ${name}: ${text}`,
    floor: (name: string, text: string): string => `Not before this day, ${name}: ${text}`,
    dueWhen: (when: string): string => `Due ${when}.`,
    outcome: (outcome: string): string => `Outcome: ${outcome}.`,
    made: (when: string): string => `Promised: ${when}.`,
    source: (publisher: string, url: string | null): string =>
      url === null ? `Source: ${publisher}` : `Source: ${publisher}, ${url}`,
    alarm: (title: string, days: number): string => `In ${days} days: ${title}`,
  },
};
