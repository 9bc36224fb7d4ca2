import type { Weekday } from '../../domain/digest.ts';

const weekdays: Record<Weekday, string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

/** What the honesty line counts. */
export type DigestCounts = {
  readonly read: number;
  readonly kept: number;
  readonly stories: number;
  readonly held: number;
  readonly failing: number;
  readonly lost: number;
};

const some = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const digest = {
  weekdays,
  /** `week` is the number within its year. */
  title: (week: number, from: string, until: string): string => `Digest of week ${week} · ${from} to ${until}`,
  previewTitle: (from: string): string => `The next digest so far · since ${from}`,
  stories: (n: number): string => (n === 1 ? 'One story' : `${n} stories`),
  noStories: 'No story this week.',
  step: (from: string, to: string): string => `from ${from} to ${to}`,
  more: (n: number): string => `and ${n} more`,
  promises: 'Promises',
  due: (bound: string): string => `due ${bound}`,
  overdue: (days: number | null): string => (days === null ? 'overdue' : `overdue by ${some(days, 'day', 'days')}`),
  qualifications: 'Qualifications that end',
  ends: (scheme: string, day: string, days: number): string =>
    `${scheme}, ${day} (${days === 0 ? 'today' : `in ${some(days, 'day', 'days')}`})`,
  ended: (scheme: string, day: string): string => `${scheme}, ended on paper on ${day}, renewal not seen`,
  inferred: 'day inferred',
  record: (n: number): string => (n === 1 ? 'One new fact on record' : `${n} new facts on record`),
  honesty: (c: DigestCounts): string =>
    [
      `${some(c.read, 'article', 'articles')} read`,
      `${c.kept} kept`,
      some(c.stories, 'story', 'stories'),
      `${c.held} to be checked`,
      `${some(c.failing, 'feed', 'feeds')} failing`,
      `${c.lost} lost`,
    ].join(' · '),
  details: { stories: 'All stories', promises: 'All promises', qualifications: 'All endings', record: 'All new facts' },
  buttons: {
    details: 'Everything in detail',
    settings: 'Settings',
    now: 'Show it so far',
    monday: 'Every Monday at 9',
    off: 'No more digests',
  },
  settings: {
    title: 'Weekly digest',
    on: (weekday: string, at: string, zone: string): string => `Every ${weekday} at ${at} (${zone}).`,
    next: (day: string, at: string): string => `The next one comes on ${day} at ${at}.`,
    only: 'This channel gets the digest only: stories are not posted one by one.',
    also: 'It comes on top of the cards.',
    waiting: (n: number): string => `${some(n, 'story waits', 'stories wait')} for it.`,
    off: 'This channel gets no digest.',
    done: 'The digest is set',
    stopped: 'No more digests',
    wasOff: 'This channel had no digest.',
    notWatching: 'This channel watches nothing yet, so there is nothing to tell. Start with the watch command.',
    needed:
      'This channel gets the digest only: without it, it would get nothing. Choose mode instant with the watch command first.',
    badHour: (given: string): string => `“${given}” is not a time of day. Write 09:00, 9h or 17:30.`,
    changingHour:
      'Between 02:00 and 02:59 the clocks change: on one Sunday that hour does not exist, on another it comes twice. Choose a time before or after it.',
    badZone: (given: string): string => `“${given}” is not a time zone. Write it like Europe/Paris.`,
    noRun: (week: string): string => `This channel had no digest in week ${week}.`,
  },
};
