import ical, {
  escape as escapeText,
  ICalAlarmType,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { safeUrl } from '../domain/address.ts';
import type { Citation } from '../domain/answer.ts';
import type { BoardPromise } from '../domain/board.ts';
import { cleanText } from '../domain/clean.ts';
import type { Expiry } from '../domain/expiry.ts';
import type { Lang } from '../domain/language.ts';
import type { Day } from '../domain/period.ts';
import type { AsOf } from '../domain/statement.ts';
import { foldName } from '../domain/text.ts';
import type { Messages } from '../messages/index.ts';
import { spanWords } from '../messages/span-words.ts';
import type { DatasetRecord } from '../queries.ts';

/** Days before the end of a qualification on which a calendar reminds. */
const REMINDERS = [90, 30];
/** Days that are looked ahead: every end on record. */
const AHEAD = 36_500;
const DAY_S = 86_400;
const HALF_A_DAY_S = 43_200;
/** Sources that an event names. */
const SOURCES = 5;

const midnight = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** Text that no reader of calendars trips over; line breaks stay. */
function plain(text: string): string {
  return cleanText(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\p{Cn}/gu, '');
}

/** Addresses stand in calendars as they are: signs that the format gives a meaning are written in percent. */
function address(citations: readonly Citation[]): string | null {
  const url = citations.map((c) => safeUrl(c.url)).find((one) => one !== null);
  return url?.replace(/[,;\\\s]/g, encodeURIComponent) ?? null;
}

function sourceLines(citations: readonly Citation[], m: Messages): string[] {
  const lines = citations.slice(0, SOURCES).map((c) => m.web.calendar.source(c.publisherName, safeUrl(c.url)));
  return [...new Set(lines)];
}

type Told = { readonly m: Messages; readonly stamp: Day };

type Event = ICalEventData & { readonly id: string; readonly start: Date };

/** A day of its own, which keeps nobody busy. */
function event(uid: string, at: Day, summary: string, lines: readonly string[], { stamp }: Told): Event {
  return {
    id: `${uid}@vigie`,
    start: midnight(at),
    allDay: true,
    stamp: midnight(stamp),
    summary: plain(summary).replaceAll('\n', ' '),
    description: plain(lines.filter((line) => line !== '').join('\n')),
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

const HELD: readonly string[] = ['qualified', 'renewed'];

/** The end of a qualification, with reminders while it is held. */
function endEvent(e: Expiry, until: Day, told: Told): Event {
  const { m } = told;
  const w = m.web.calendar;
  const q = e.qualification;
  const held = HELD.includes(q.state);
  const title = held ? w.ends(e.name, q.scheme) : w.over(e.name, q.scheme, m.offer.qualification[q.state]);
  const scheme = q.version === null ? q.scheme : `${q.scheme} ${q.version}`;
  const lines = [
    `${m.common.colon(scheme)} ${m.offer.qualification[q.state]}`,
    q.scope.length === 0 ? '' : `${m.common.colon(m.offer.labels.scope)} ${q.scope.join(', ')}`,
    q.decision === null ? '' : `${m.common.colon(m.offer.labels.decision)} ${q.decision}`,
    q.untilKind === 'inferred' ? w.inferred : '',
    q.checked === null ? '' : w.checked(m.common.day(q.checked)),
    ...sourceLines(q.sources, m),
  ];
  return {
    ...event(`qualification/${e.subject}/${foldName(q.scheme)}/${until}`, until, title, lines, told),
    url: address(q.sources),
    categories: [{ name: q.scheme }],
    alarms: held
      ? REMINDERS.map((days) => ({
          type: ICalAlarmType.display,
          triggerBefore: days * DAY_S,
          description: plain(w.alarm(title, days)),
        }))
      : [],
  };
}

const CANCELLED: readonly string[] = ['moved', 'dropped'];

/** The last day of what a promise set, or the first one of a time before which nothing was promised. */
function dueEvent(p: BoardPromise, name: string, lang: Lang, told: Told): Event {
  const { m } = told;
  const w = m.web.calendar;
  // How long it is overdue grows by the day: a calendar tells only that it is.
  const outcome = m.offer.outcomes[p.outcome](p.outcome === 'overdue' ? null : p.days);
  const floor = p.bound === 'not-before';
  const title = floor
    ? w.floor(name, p.text[lang])
    : w.due(name, p.text[lang], p.outcome === 'open' ? null : m.offer.outcomes[p.outcome](null));
  const lines = [
    w.dueWhen(m.offer.bounds[p.bound](spanWords(p.due, m))),
    w.made(m.common.calendar(p.made.from, p.made.precision)),
    w.outcome(outcome),
    ...sourceLines(p.sources, m),
  ];
  return {
    ...event(`promise/${p.id}`, floor ? p.due.from : p.due.to, title, lines, told),
    url: address(p.sources),
    categories: [{ name: m.offer.labels.promises }],
    status: CANCELLED.includes(p.outcome) ? ICalEventStatus.CANCELLED : null,
  };
}

/**
 * Ends of qualifications and days promised as a calendar (RFC 5545): of everything, or of a subject and its offers.
 * Each event keeps its UID while it is about the same end or the same promise; stamps are the record's newest day, so
 * that the same facts give the same text. Throws on an id that is no subject.
 */
export function calendarIcs(
  record: DatasetRecord,
  subject: string | null,
  world: AsOf,
  lang: Lang,
  m: Messages,
): string {
  const asked = subject === null ? null : record.subject(subject);
  if (subject !== null && asked === null) throw new Error(`no subject: ${subject}`);
  const told = { m, stamp: record.latest === '' ? world.asOf : record.latest };
  const { ending, ended } = record.expiring(world, AHEAD);
  const ends = [...ending, ...ended]
    .filter((e) => subject === null || e.subject === subject || e.provider === subject)
    .flatMap((e) => (e.until === null ? [] : [endEvent(e, e.until, told)]));
  const dues = record
    .promises(world, subject)
    .promises.map((p) => dueEvent(p, record.subject(p.subject)?.name ?? p.subject, lang, told));
  const calendar = ical({
    prodId: { company: 'Vigie', product: 'Vigie', language: lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    // The library writes these two as they are.
    name: escapeText(plain(asked === null ? m.web.calendar.title : m.web.calendar.titleOf(asked.name)), false),
    description: escapeText(m.web.calendar.about, false),
    ttl: HALF_A_DAY_S,
    events: [...ends, ...dues].sort((a, b) => Number(a.start) - Number(b.start) || (a.id < b.id ? -1 : 1)),
  });
  return `${calendar.toString()}\r\n`;
}
