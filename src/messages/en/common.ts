import type { SendCode } from '../../domain/alert.ts';
import type { EventType, Stance } from '../../domain/event.ts';
import type { Fate, FateReason } from '../../domain/item.ts';
import { type Day, formatCalendar, type Instant, type Precision } from '../../domain/period.ts';
import type { Corroboration } from '../../domain/story.ts';
import type { PlatformHealth } from '../../ports/platform.ts';

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const listFormat = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const choiceFormat = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** A day in words: `17 December 2025`. */
function day(value: Day): string {
  return dayFormat.format(new Date(`${value}T00:00:00Z`));
}

/** A calendar period in words: `December 2025`, `the second half of 2025`. */
function calendar(from: Day, precision: Precision): string {
  const year = from.slice(0, 4);
  switch (precision) {
    case 'day':
      return day(from);
    case 'month':
      return monthFormat.format(new Date(`${from}T00:00:00Z`));
    case 'quarter':
      return `${formatCalendar(from, 'quarter').slice(5)} ${year}`;
    case 'half':
      return `${formatCalendar(from, 'half').endsWith('1') ? 'the first' : 'the second'} half of ${year}`;
    case 'year':
      return year;
  }
}

const events: Record<EventType, string> = {
  rumour: 'rumour',
  announcement: 'announcement',
  partnership: 'partnership',
  company_creation: 'company created',
  commercial_launch: 'commercial launch',
  general_availability: 'general availability',
  qualification_milestone: 'qualification milestone',
  qualification_granted: 'qualification granted',
  delay: 'delay',
  funding: 'funding or capital',
  customer_win: 'customer win',
  contract_or_tender: 'contract or tender',
  regulation: 'regulation',
  incident_or_outage: 'incident or outage',
  security: 'security',
  discontinuation: 'discontinuation',
  pricing: 'pricing',
  opinion_or_analysis: 'opinion or analysis',
  other: 'other',
};

const stances: Record<Stance, string> = {
  confirmed: 'told as a fact',
  planned: 'planned',
  rumour: 'rumour',
  denied: 'denied',
  'n/a': 'no event',
};

const corroboration: Record<Corroboration, string> = {
  rumour: 'rumour',
  reported: 'reported',
  confirmed: 'confirmed',
  denied: 'denied',
};

const fates: Record<Fate, string> = {
  alerted: 'told',
  joined: 'joined to a story',
  held: 'held for review',
  filtered: 'filtered out',
  first_reading: 'kept in silence',
};

const fatesOne: Record<Fate, string> = {
  alerted: 'told',
  joined: 'joined to a story',
  held: 'held for review',
  filtered: 'filtered out',
  first_reading: 'kept in silence',
};

const fateReasons: Record<FateReason, string> = {
  new_story: 'It opened a story of its own.',
  joined_story:
    'It tells a story that was already open, so the card of that story grew instead of a second one being posted.',
  name_unsure:
    'A tracked name appears, but what stands around it does not say clearly enough that the provider is meant. It waits for a person to look at it.',
  no_tracked_name: 'No tracked provider or rule is named in it.',
  not_relevant: 'A tracked name appears, but the item brings no news of the sovereign-cloud market.',
  too_old: 'It was already more than a week old when the feed first showed it.',
  same_article: 'The same article had already come through another feed.',
  feed_first_reading:
    'It was there at the first reading of its feed, which is kept in silence so that a new feed floods nobody.',
  beyond_cap:
    'Its feed brought more new items at once than are told as news. The newest were; this one is read and can be found, and nobody was told of it.',
  unreadable: 'It could not be read: reading it failed or took too long. Its text is kept as it came.',
};

const sendCodes: Record<SendCode, string> = {
  unreachable: 'the platform does not answer; it is tried again by itself',
  timeout: 'the platform took too long to answer; it is tried again by itself',
  rate_limited: 'the platform asks to slow down; it goes out a little later',
  platform_error: 'the platform reported a fault of its own',
  channel_gone:
    'the channel no longer exists, or is hidden from the bot; let the bot in again, or use the watch command in another one',
  channel_archived: 'the channel is archived; take it out of the archive, or use the watch command in another one',
  no_access: 'the bot cannot see that channel; give it the right to view it and to send messages there',
  not_in_channel: 'the bot is not in that channel; invite it with /invite',
  forbidden: 'the bot may not post there; give it the right to post in that channel',
  message_gone: 'the card was deleted; what is new is told in a message of its own',
  bad_payload: 'the platform refused the message; please report it with the id',
  token_revoked: 'the token is refused; put a valid one in the configuration and start again',
  not_configured: 'this platform is not configured; fill in its variables in .env and start again',
  perhaps_sent: 'the answer of the platform was lost: the message may be there already. Look, then decide',
  nothing_to_show: 'there was nothing left to show: the channel no longer watches',
};

const platformStates: Record<PlatformHealth['state'], string> = {
  starting: 'connecting',
  connected: 'connected',
  reconnecting: 'connection lost, trying again',
  stopped: 'stopped',
  refused: 'refused',
};

export const common = {
  day,
  calendar,
  between: (from: string, to: string): string => `${from} to ${to}`,
  /** A day and minute in UTC: `17 December 2025, 09:05 UTC`. */
  instant: (at: Instant): string => `${day(at.slice(0, 10))}, ${at.slice(11, 16)} UTC`,
  and: (words: readonly string[]): string => listFormat.format(words),
  or: (words: readonly string[]): string => choiceFormat.format(words),
  /** A label followed by its value. */
  colon: (label: string): string => `${label}:`,
  quote: (text: string): string => `“${text}”`,
  events,
  stances,
  corroboration,
  /** Of several items. */
  fates,
  /** Of one item. */
  fatesOne,
  fateReasons,
  sendCodes,
  platformStates,
  all: 'all',
  none: 'none',
  yes: 'yes',
  no: 'no',
  unknown: 'not known',
  source: 'source',
  sources: 'Sources',
  languages: { fr: 'French', en: 'English' },
  days: (n: number): string => (n === 1 ? '1 day' : `${n} days`),
  pageOf: (page: number, pages: number): string => `Page ${page} of ${pages}`,
  next: 'Next',
  previous: 'Back',
  cut: '… (cut)',
  edited: 'the card above, grown:',
  pictureBusy: 'The picture is left out: too many are being drawn. Ask again in a moment.',
  faults: {
    title: 'That did not work',
    unknownCommand: (given: string): string =>
      given === '' ? 'No command was given.' : `There is no command “${given}”.`,
    nearest: (names: readonly string[]): string => `Did you mean ${choiceFormat.format(names)}?`,
    seeHelp: 'The help command lists what can be asked.',
    unknownOption: (given: string, command: string): string => `“${given}” is not an option of ${command}.`,
    options: (names: readonly string[]): string =>
      names.length === 0 ? 'It has no options.' : `Its options are ${listFormat.format(names)}.`,
    tooManyWords: (given: string, command: string): string => `${command} does not know what to do with “${given}”.`,
    missing: (option: string, description: string): string => `“${option}” is missing: ${description}.`,
    badDay: (option: string, given: string): string =>
      `“${given}” for ${option} is not a day. Write 2022-06-30, 2022-06 or 2022.`,
    badInteger: (option: string, given: string, min: number, max: number): string =>
      `“${given}” for ${option} is not a whole number from ${min} to ${max}.`,
    badChoice: (option: string, given: string, choices: readonly string[]): string =>
      `“${given}” for ${option} is none of ${choiceFormat.format(choices)}.`,
    quotes: 'A quotation mark is opened and not closed.',
    tooLong: (max: number): string => `The line is too long: at most ${max} characters.`,
    valueTooLong: (option: string, max: number): string => `${option} is too long: at most ${max} characters.`,
    tooManyNames: (option: string, max: number): string => `${option} names too many at once: at most ${max}.`,
    badValue: (option: string): string => `What was given for ${option} is neither words nor a number.`,
    tooManyOptions: (max: number): string => `Too many options were given: at most ${max}.`,
    badQuestion: 'What was sent cannot be read as a question. Type the command, or press its button again.',
    notAllowed: 'Only people who may manage this channel can change what it is told. Ask one of them.',
    rightsUnknown:
      'Whether you may manage this channel could not be found out just now, so nothing was changed. Please try again in a moment.',
    useCommand:
      'Whether you may do this is known only when the command is typed. Please type it instead of pressing the button.',
    outsider: 'Only members of this workspace can change what its channels are told.',
    noHome: 'Nothing can be changed here: Vigie is no member of this server. Whoever manages the server can add it.',
    operatorsOnly: 'This concerns everyone who uses this Vigie: only its operators can do it.',
    notServed:
      'This Vigie serves certain workspaces and servers only, and this place is none of them. Please ask there.',
    noChannel: 'This command belongs in a channel: ask it there.',
    pageGone: 'That answer is no longer kept. Ask the question again.',
    buttonGone: 'That button is too old. Ask the question again.',
    broken: (id: string): string =>
      `Something went wrong inside Vigie. Nothing was lost; please try again in a moment, and if it stays so tell the operator this id: ${id}.`,
    storeBusy:
      'The stored news cannot be read from here: the bot is running and holds the database. Ask it in chat, or stop it first. Questions on offers work at any time.',
  },
};
