import type { FeedHealthEvent } from '../../domain/alert.ts';
import type { ClaimField } from '../../domain/event.ts';
import type { FeedCode } from '../../domain/feed.ts';
import type { Corroboration, SourceKind } from '../../domain/story.ts';

const claimFields: Record<ClaimField, string> = {
  status: 'status',
  qualification: 'qualification',
  date_promised: 'date promised',
  owner: 'owner',
  technology: 'technology',
  customer: 'customer',
};

/** The values of a `status` claim. */
const claimStatuses: Readonly<Record<string, string>> = {
  rumoured: 'said to be coming',
  announced: 'announced',
  created: 'company created',
  commercial: 'on sale',
  ga: 'generally available',
  delayed: 'delayed',
  discontinued: 'discontinued',
  outage: 'outage',
  breached: 'security breach',
  funded: 'funding obtained',
  acquired: 'acquired',
  partnered: 'partnership made',
  sued: 'taken to court',
};

/** The steps of a `qualification` claim. */
const claimSteps: Readonly<Record<string, (scheme: string) => string>> = {
  granted: (scheme) => `${scheme} qualification granted`,
  J0: (scheme) => `milestone J0 of the ${scheme} qualification passed`,
  J1: (scheme) => `milestone J1 of the ${scheme} qualification passed`,
  'in progress': (scheme) => `${scheme} qualification in progress`,
  targeted: (scheme) => `aims at the ${scheme} qualification`,
  renewed: (scheme) => `${scheme} qualification renewed`,
  refused: (scheme) => `${scheme} qualification refused`,
};

/** What a `date_promised` claim promises. */
const promised: Readonly<Record<string, string>> = {
  GA: 'general availability',
  qualification: 'qualification',
  opening: 'opening',
  'end of service': 'end of service',
  migration: 'migration',
  availability: 'availability',
  launch: 'launch',
};

const kinds: Record<SourceKind, string> = {
  official: 'official',
  press: 'press',
  analysis: 'analysis',
  rumour: 'rumour',
};

const meters: Record<Corroboration, string> = {
  rumour: '●○○ rumour',
  reported: '●●○ reported',
  confirmed: '●●● confirmed',
  denied: '✕ denied',
};

const stepTitles: Record<Corroboration, string> = {
  rumour: 'Back to a rumour',
  reported: 'Now reported by independent sources',
  confirmed: 'Now confirmed',
  denied: 'Now denied',
};

const healthTitles: Record<FeedHealthEvent, (feed: string) => string> = {
  failing: (feed) => `A feed cannot be read: ${feed}`,
  gone: (feed) => `A feed is gone: ${feed}`,
  moved: (feed) => `A feed has moved: ${feed}`,
  mute: (feed) => `A feed has gone quiet: ${feed}`,
  recovered: (feed) => `A feed is back: ${feed}`,
  flooded: (feed) => `A feed brought very much at once: ${feed}`,
};

/** What is wrong with a feed, to stand inside a sentence or after a colon. */
const feedCodes: Record<FeedCode, string> = {
  blocked_address: 'its address leads to a place that must not be asked',
  dns_failed: 'its host name is not found',
  proxy_unreachable: 'the proxy of this bot does not answer; the feed itself may be well',
  proxy_refused: 'the proxy of this bot refuses to lead to it',
  unreachable: 'its server does not answer',
  tls_failed: 'its certificate is not valid',
  timeout: 'its server is too slow',
  cut_off: 'its answer breaks off',
  too_large: 'its answer is too large',
  too_many_redirects: 'it redirects in circles',
  bad_redirect: 'it redirects to an address that is not valid',
  bad_url: 'its address is not valid',
  http_client_error: 'its server refuses the request',
  http_forbidden: 'its server blocks the bot (403)',
  http_not_found: 'nothing is at its address any more (404)',
  http_gone: 'its publisher has closed it (410)',
  http_rate_limited: 'its server asks for fewer requests (429)',
  http_server_error: 'its server reports a fault of its own',
  not_a_feed: 'what is at its address is no feed',
  html_page: 'a web page stands where the feed was',
  empty_body: 'its answer is empty',
  malformed: 'its text is broken',
  parse_timeout: 'it takes too long to read',
  parse_memory: 'it takes too much memory to read',
  too_deep: 'it is nested too deeply',
};

export const cards = {
  story: {
    meters,
    origins: (n: number): string => (n === 1 ? 'one origin' : `${n} independent origins`),
    official: 'official source',
    noOrigin: 'no origin that counts on its own',
    claims: 'According to the articles',
    moreClaims: (n: number): string => (n === 1 ? 'and 1 more claim' : `and ${n} more claims`),
    members: (n: number): string => (n === 1 ? 'Source' : `Sources (${n})`),
    kinds,
    quoting: (name: string): string => `quoting ${name}`,
    undated: 'no date',
    more: (n: number): string => (n === 1 ? 'and 1 earlier article' : `and ${n} earlier articles`),
    why: 'Sent for',
    matched: (name: string, words: string): string => (words === '' ? name : `${name} (${words})`),
    rule: 'a rule of the sovereign cloud',
    id: (id: string): string => `story ${id}`,
    updated: (at: string): string => `updated ${at}`,
  },
  claim: {
    fields: claimFields,
    statuses: claimStatuses,
    steps: claimSteps,
    promised,
    promisedQualification: (scheme: string): string => `${scheme} qualification`,
    due: (what: string, when: string): string => `promised: ${what}, ${when}`,
  },
  buttons: {
    why: 'Why this?',
    mute: (name: string): string => `Mute ${name} for 7 days`,
    muteStory: 'Mute this story',
    offer: (name: string): string => `Where ${name} stands`,
    status: 'State of the feeds',
    news: 'What came meanwhile',
  },
  step: {
    titles: stepTitles,
    way: (from: string, to: string): string => `From ${from} to ${to}.`,
    by: 'Told since by',
  },
  summary: {
    title: (n: number): string => (n === 1 ? 'One more story' : `${n} more stories`),
    intro:
      'More came in than this channel should get one by one within an hour. Here is the rest in one message; a story that becomes firmer gets a card of its own.',
    more: (n: number): string => (n === 1 ? 'and 1 more' : `and ${n} more`),
  },
  held: {
    title: (n: number, at: string): string =>
      `${n === 1 ? '1 card' : `${n} cards`} this hour; further ones come together at ${at}`,
    passing: 'What becomes of the stories above, and of any that is confirmed or denied, still comes at once.',
  },
  back: {
    title: 'Messages arrive here again',
    gap: (since: string): string =>
      `This channel took no message from ${since} until now. The stories of that time were not told here; /news lists them.`,
  },
  health: {
    titles: healthTitles,
    failing: (since: string, why: string): string =>
      `Nothing could be read from it since ${since}: ${why}. It goes on being tried, less often. Silence from this source does not mean that nothing happens.`,
    neverRead: (why: string): string =>
      `It could never be read: ${why}. It goes on being tried, less often. Silence from this source does not mean that nothing happens.`,
    gone: 'Its publisher says that it will not come back, so it is no longer asked. If it has a successor, add that one.',
    moved: (to: string): string => `Its publisher says that it now lives at ${to}, and it is read from there.`,
    mute: (since: string): string =>
      `It answers without a fault, but has brought nothing new since ${since}, which is longer than usual for it. Perhaps it has been replaced.`,
    muteAlways: 'It answers without a fault, but has never brought anything.',
    recovered: 'It can be read again. What it published meanwhile is being told now.',
    flooded: (items: number, told: number): string =>
      `It brought ${items} new items at once. The newest ${told} are told as news; the older ones are read and can be found, but nobody is told of them.`,
    feedCodes,
    unknownCode: 'the reason is not known',
    address: 'Address',
  },
};
