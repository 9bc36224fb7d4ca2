import type { QualificationAnswer } from '../../domain/answer.ts';
import type { Risk } from '../../domain/subject.ts';

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** A state of a qualification, short enough for a table. */
const states: Record<QualificationAnswer['state'], string> = {
  none: '–',
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

const risks: Record<Risk, string> = {
  low: 'hardly ever taken for something else',
  mid: 'sometimes taken for something else',
  high: 'an ordinary word: it counts only beside words of the market',
};

/** Words of the table of offers, the archive, single stories, and names that channels track for themselves. */
export const news = {
  offers: {
    title: 'Offers of the market',
    columns: { name: 'Offer', provider: 'Provider', status: 'Availability', until: 'Until' },
    states,
    inferred: (day: string): string => `${day} (inferred)`,
    firstOnly: (n: number): string => `the first ${n} are shown, a filter shows the others`,
    count: (shown: number, all: number): string =>
      shown === all ? plural(all, 'offer', 'offers') : `${shown} of ${plural(all, 'offer', 'offers')}`,
    filters: {
      qualified: 'qualified',
      notQualified: 'not qualified',
      qualifiedBy: (scheme: string): string => `qualified ${scheme}`,
      service: (words: string): string => `with ${words}`,
    },
    underWay: 'J0, J1, J2 and “in progress” are steps on the way: not a qualification.',
    onPaper: '“Ended on paper”: past its end date, renewal not seen.',
    details: 'Sources and details: /offer and the name.',
    none: 'No offer fits all of this.',
    noneYet: 'No offer was on record by then.',
    hardest: (filter: string, left: number, all: number): string =>
      left === 0
        ? `“${filter}” alone fits none of ${plural(all, 'offer', 'offers')}.`
        : `“${filter}” narrows it most: alone it leaves ${left} of ${plural(all, 'offer', 'offers')}.`,
    together: 'Each filter alone leaves some; together they leave none.',
    without: (filter: string): string => `Without “${filter}”`,
    qualified: 'Qualified today',
    all: 'All offers',
    badQualified: (given: string, schemes: string): string =>
      `“${given}” is neither yes nor no nor a scheme on record (${schemes}).`,
    badCountry: (given: string, known: string): string =>
      `“${given}” is not a country with an offer on record. There are: ${known}.`,
  },
  list: {
    title: 'News',
    titleOf: (what: string): string => `News: ${what}`,
    filters: {
      provider: (name: string): string => name,
      event: (event: string): string => event,
      since: (day: string): string => `since ${day}`,
      text: (text: string): string => `with the words “${text}”`,
    },
    count: (n: number, more: boolean): string =>
      more ? `The ${n} newest stories; narrow the question to see older ones.` : plural(n, 'story', 'stories'),
    others: (n: number): string => `and ${n} more`,
    undated: 'undated',
    open: (n: number): string => `Story ${n}`,
    none: 'No story fits all of this.',
    empty: 'The archive is still empty: no feed has brought a story of this market yet.',
    without: (filter: string): string => `Without: ${filter}`,
    noWords: (given: string): string => `“${given}” holds no word that can be searched for.`,
    unknownName: (name: string): string => `“${name}” is not a tracked name.`,
    everything: 'All news',
    meant: 'Did you mean one of these names?',
  },
  story: {
    corroboration: 'How far established',
    events: 'Event',
    about: 'About',
    opened: 'First told',
    grown: 'Last grown',
    origins: 'Independent origins',
    members: (n: number): string => (n === 1 ? 'Told by' : `Told by ${n} articles`),
    history: 'How it became established',
    claims: 'What it claims, not yet in the record',
    opens: 'first telling',
    quotes: (name: string): string => `quotes ${name}, so counts as that source`,
    more: (n: number): string => `and ${plural(n, 'more', 'more')}`,
    why: 'Why here?',
    mute: 'Mute this story',
    offer: (name: string): string => `Where ${name} stands`,
    notFound: (given: string): string => `No story has the id or the words “${given}”.`,
    hint: 'The id stands at the foot of each card; the news command lists stories.',
    several: (given: string): string => `Stories that hold the words “${given}”:`,
    newest: 'The newest stories:',
  },
  track: {
    title: 'Names this channel tracks for itself',
    none: 'This channel tracks no name of its own.',
    intro:
      'Track your company, a product or a project: news that name it come to this channel and to no other, whatever else it watches.',
    example: 'Example: /track "Acme Cloud" context:hosting,health',
    added: (name: string): string => `“${name}” is tracked for this channel`,
    changed: (name: string): string => `“${name}” is tracked with the new settings`,
    removed: (name: string): string => `“${name}” is no longer tracked`,
    notTracked: (name: string): string => `This channel does not track “${name}”.`,
    already: (name: string): string => `“${name}” is already tracked for everybody.`,
    alreadyHint: (name: string): string =>
      `What the record knows: /offer ${name}. To be told: /watch providers:+${name}.`,
    badName: 'A name needs two letters or figures at least, and 60 characters at most.',
    tooMany: (most: number): string => `A channel tracks ${most} names of its own at most. Remove one first.`,
    risk: 'Likelihood of mistaking it',
    risks,
    context: 'Words that confirm it',
    noContext: 'none given: the words of the cloud market count',
    since: 'Tracked since',
    now: 'It is looked for in what is read from now on; what was read before is not searched again.',
    onlyOwn: 'This channel is told of its own names only. To follow the market too: /watch all.',
    ended: 'It was the last thing this channel was told of: it is told nothing any more.',
    remove: (name: string): string => `Stop tracking ${name}`,
    watchAll: 'Follow the market too',
    undo: 'Undo',
  },
  welcome: {
    coming: 'What will come',
    silent: 'What is already in the feeds is read in silence: no flood on the first day.',
    card: 'Each new story comes as one card; it is completed, not repeated, as more sources tell it.',
    step: 'A step under the card tells when a rumour is reported, confirmed or denied.',
    feeds: (n: number, next: string): string => `${plural(n, 'feed is', 'feeds are')} read; next reading ${next}.`,
    unread: (n: number): string =>
      n === 1 ? '1 of them has not been read yet.' : `${n} of them have not been read yet.`,
    noFeeds: 'No feed is read here: the operator has yet to give Vigie a catalogue of feeds.',
    soon: 'within a minute',
    at: (instant: string): string => `on ${instant}`,
    failing: (n: number): string =>
      n === 1
        ? '1 feed cannot be read at the moment; /status tells why.'
        : `${n} feeds cannot be read at the moment; /status tells why.`,
    ask: 'What can be asked at any time',
    examples: ['/offers qualified:yes', '/offer bleu as-of:2022-06-30', '/news since:7d'] as readonly string[],
    qualified: 'Qualified offers',
    news: 'Latest news',
  },
  presets: {
    all: 'Everything',
    qualifications: 'Qualifications',
    rumours: 'Rumours',
    pick: 'Choose what this channel is to be told; it can be adjusted at any time.',
    provider: (name: string): string => `Only ${name}`,
    ownOnly: 'none of the market: only the names of its own',
    own: 'Own names',
    unknown: (given: string): string =>
      `“${given}” is neither a tracked provider nor one of: all, qualifications, rumours.`,
  },
  subject: {
    facts: 'Dated facts',
    more: 'Other facts',
  },
};
