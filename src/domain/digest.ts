import { addDays, type Day, type Instant } from './period.ts';
import type { Corroboration } from './story.ts';
import type { ChannelRef, Subscription } from './subscription.ts';
import { instantOf, isZone, wallOf } from './wall.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** An ISO week, `2026-W47`. Weeks compare as strings. */
export type Week = string;

/** When a channel gets its weekly digest. */
export type DigestSchedule = {
  readonly channel: ChannelRef;
  readonly weekday: Weekday;
  /** `HH:MM` on the wall of the zone. */
  readonly at: string;
  readonly zone: string;
  /** From here on stories are gathered. */
  readonly since: Instant;
  /** When day, hour and zone were chosen: no digest is owed for a time before that. */
  readonly setAt: Instant;
  /** Nobody asked for it: it came with a channel that gets digests only, and goes with that. */
  readonly implied: boolean;
};

export const DEFAULT_DIGEST = { weekday: 'monday', at: '09:00', zone: 'Europe/Paris' } as const;

/** A digest of a channel: the only one of its week. What it tells of lies between two instants. */
export type DigestRun = {
  readonly channel: ChannelRef;
  readonly week: Week;
  /** Where the window of the digest before ended. */
  readonly from: Instant;
  readonly until: Instant;
};

/** A story that a channel is to be told of in a digest. */
export type DigestNote = {
  readonly channel: ChannelRef;
  readonly story: string;
  /** How far it was established when the channel last heard of it; null when it is new to the channel. */
  readonly was: Corroboration | null;
  readonly at: Instant;
  /** The week whose digest tells it; null while it waits for one. */
  readonly week: Week | null;
};

/** True when stories are gathered for a channel's digest: it asked for one, or gets nothing else. */
export function gathers(subscription: Pick<Subscription, 'mode'>, schedule: DigestSchedule | null): boolean {
  return subscription.mode === 'digest' || (schedule !== null && !schedule.implied);
}

/** The schedule of a channel that gets digests only and chose no time for them. */
export function impliedSchedule({ channel, zone }: Subscription, now: Instant): DigestSchedule {
  const { weekday, at } = DEFAULT_DIGEST;
  return { channel, weekday, at, zone, since: now, setAt: now, implied: true };
}

/** The ISO week of a calendar day. */
export function weekOf(day: Day): Week {
  const thursday = addDays(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const nth = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(nth).padStart(2, '0')}`;
}

/** The first day of the week that holds `day`. */
function mondayOf(day: Day): Day {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** True for an hour of which a clock change may make two, or none, in most of Europe. */
export function isChangingHour(at: string): boolean {
  return at >= '02:00' && at < '03:00';
}

type Times = Pick<DigestSchedule, 'weekday' | 'at' | 'zone'>;
type Slot = { readonly week: Week; readonly at: Instant };

/** The slot of the week that holds a day. A time that the wall shows twice is meant the first time. */
function slotIn(day: Day, { weekday, at, zone }: Times): Slot {
  const date = addDays(mondayOf(day), WEEKDAYS.indexOf(weekday));
  const known = isZone(zone) ? zone : 'UTC';
  return { week: weekOf(date), at: new Date(instantOf(date, at, known, 'first')).toISOString() };
}

/** The days around `now` in the zone, a week apart, so that the slots before and after it are among theirs. */
function slotsAround(times: Times, now: Instant): Slot[] {
  const today = wallOf(now, isZone(times.zone) ? times.zone : 'UTC').slice(0, 10);
  return [-7, 0, 7].map((days) => slotIn(addDays(today, days), times));
}

/**
 * The week whose digest a channel is owed at `now`, null when none is. After any downtime one digest is owed, for the
 * latest slot that has passed; a week that had its digest, or lies before one that had, is never owed again, whatever
 * the clock or the schedule does. Pure.
 */
export function owedWeek(schedule: DigestSchedule, lastRun: Pick<DigestRun, 'week'> | null, now: Instant): Week | null {
  const passed = slotsAround(schedule, now).findLast((slot) => slot.at <= now);
  if (!passed || passed.at <= schedule.setAt) return null;
  return lastRun !== null && passed.week <= lastRun.week ? null : passed.week;
}

/** When the next digest is due after `now`, given the week that had the last one. */
export function nextDigest(schedule: DigestSchedule, lastRun: Pick<DigestRun, 'week'> | null, now: Instant): Instant {
  for (let at = now; ; ) {
    const next = slotsAround(schedule, at).find((slot) => slot.at > at);
    if (!next) throw new Error(`no slot after ${at}`);
    if (lastRun === null || next.week > lastRun.week) return next.at;
    at = next.at;
  }
}

/**
 * The run of a week: its window begins where that of the last run ended, and not before stories were gathered.
 * A clock that was set back makes the window empty, never one that overlaps.
 */
export function runOf(
  schedule: DigestSchedule,
  lastRun: DigestRun | null,
  subscribedAt: Instant,
  week: Week,
  now: Instant,
): DigestRun {
  const from = [schedule.since, subscribedAt, lastRun?.until ?? ''].reduce((a, b) => (a > b ? a : b));
  return { channel: schedule.channel, week, from, until: now > from ? now : from };
}
