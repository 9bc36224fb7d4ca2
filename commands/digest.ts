import { type Answer, type Ask, command } from '../src/command.ts';
import {
  DEFAULT_DIGEST,
  type DigestSchedule,
  impliedSchedule,
  isChangingHour,
  nextDigest,
  WEEKDAYS,
  type Weekday,
} from '../src/domain/digest.ts';
import type { ChannelRef, Subscription } from '../src/domain/subscription.ts';
import type { Block, Button } from '../src/domain/view.ts';
import { wallOf } from '../src/domain/wall.ts';
import { lineValue } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';
import { readZone } from './parts/zone.ts';

type Values = {
  readonly day?: Weekday | undefined;
  readonly hour?: string | undefined;
  readonly zone?: string | undefined;
};

/** `9h`, `09:00`, `17.30` to `HH:MM`; null when it is no time of day. */
function readHour(text: string): string | null {
  const match = /^([01]?\d|2[0-3])\s*(?:(?:[:h.]|heures?)\s*([0-5]\d)?)?$/i.exec(text.trim());
  return match ? `${match[1]?.padStart(2, '0')}:${match[2] ?? '00'}` : null;
}

function scheduleData(s: DigestSchedule | null, next: string | null) {
  return s === null ? null : { day: s.weekday, hour: s.at, zone: s.zone, since: s.since, next };
}

/** The channel's digest in words, with what can be done. */
async function settingsAnswer(
  title: string,
  subscription: Subscription,
  ask: Ask,
  more: readonly Button[] = [],
): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.digest.settings;
  const { schedule: stored, lastRun, waiting } = await ask.queries.digestSettings(subscription.channel);
  const only = subscription.mode === 'digest';
  const schedule = stored !== null && (only || !stored.implied) ? stored : null;
  const next = schedule === null ? null : nextDigest(schedule, lastRun, ask.now);
  const blocks: Block[] = [];
  if (schedule !== null && next !== null) {
    const wall = wallOf(next, schedule.zone);
    blocks.push(
      { kind: 'text', line: [w.on(m.digest.weekdays[schedule.weekday], schedule.at, schedule.zone)] },
      { kind: 'text', line: [w.next(m.common.day(wall.slice(0, 10)), wall.slice(11, 16))] },
    );
    if (waiting > 0) blocks.push({ kind: 'text', line: [w.waiting(waiting)] });
  } else if (!only) {
    blocks.push({ kind: 'text', line: [w.off] });
  }
  if (only || schedule !== null) blocks.push({ kind: 'note', line: [only ? w.only : w.also] });
  blocks.push({ kind: 'buttons', buttons: [...more, ...buttonsFor(schedule, only, ask)] });
  return {
    pages: [{ title, tone: 'neutral', blocks }],
    data: { digest: scheduleData(schedule, next), only, waiting: schedule === null ? 0 : waiting },
    private: true,
  };
}

function buttonsFor(schedule: DigestSchedule | null, only: boolean, { messages: m }: Ask): Button[] {
  const w = m.digest.buttons;
  return [
    { label: w.now, line: 'digest now' },
    ...(schedule === null ? [{ label: w.monday, line: 'digest schedule' }] : []),
    ...(schedule !== null && !only ? [{ label: w.off, line: 'digest off', style: 'danger' as const }] : []),
  ];
}

/** The way back to the day and hour that stood before; to no digest where there was none and none is needed. */
function undoButtons(stored: DigestSchedule | null, subscription: Subscription, { now, messages: m }: Ask): Button[] {
  const only = subscription.mode === 'digest';
  const before = only ? (stored ?? impliedSchedule(subscription, now)) : stored;
  const line =
    before === null || (before.implied && !only)
      ? 'digest off'
      : `digest schedule day:${before.weekday} hour:${lineValue(before.at)} zone:${lineValue(before.zone)}`;
  return [{ label: m.answers.mute.undo, line }];
}

async function setSchedule(values: Values, subscription: Subscription, ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.digest.settings;
  const { schedule: before } = await ask.queries.digestSettings(subscription.channel);
  const hour = values.hour === undefined ? (before?.at ?? DEFAULT_DIGEST.at) : readHour(values.hour);
  if (hour === null) {
    return refusal(m, [w.badHour((values.hour ?? '').slice(0, 30))], { error: 'bad_hour', option: 'hour' });
  }
  if (isChangingHour(hour)) return refusal(m, [w.changingHour], { error: 'changing_hour', option: 'hour' });
  const zone = values.zone === undefined ? (before?.zone ?? subscription.zone) : readZone(values.zone);
  if (zone === null) {
    return refusal(m, [w.badZone((values.zone ?? '').slice(0, 60))], { error: 'bad_zone', option: 'zone' });
  }
  const weekday = values.day ?? before?.weekday ?? DEFAULT_DIGEST.weekday;
  await ask.changes.scheduleDigest(subscription.channel, { weekday, at: hour, zone });
  return settingsAnswer(w.done, subscription, ask, undoButtons(before, subscription, ask));
}

async function stop(subscription: Subscription, ask: Ask): Promise<Answer> {
  const { messages: m } = ask;
  const w = m.digest.settings;
  if (subscription.mode === 'digest') return refusal(m, [w.needed], { error: 'digest_only' });
  const { schedule: before } = await ask.queries.digestSettings(subscription.channel);
  const was = await ask.changes.stopDigest(subscription.channel);
  const blocks: Block[] = was
    ? [{ kind: 'buttons', buttons: undoButtons(before, subscription, ask) }]
    : [{ kind: 'text', line: [w.wasOff] }];
  return {
    pages: [{ title: w.stopped, tone: 'neutral', blocks }],
    data: { digest: null, was },
  };
}

/** A past digest with all its pages, or what the next has so far; shown to the asker alone. */
async function show(channel: ChannelRef, week: string | null, ask: Ask): Promise<Answer> {
  const { messages: m, lang, now } = ask;
  const found = await ask.queries.digest({ channel, week, lang, now });
  if (found === null) return refusal(m, [m.digest.settings.noRun((week ?? '').slice(0, 20))], { error: 'no_run' });
  return { pages: found.pages, data: found.data, private: true };
}

/** What is to be set; null when a digest or the settings are only to be shown. */
function settingOf(
  values: Values & { readonly action?: 'now' | 'schedule' | 'off' | undefined; readonly week?: string | undefined },
): 'schedule' | 'off' | null {
  if (values.week !== undefined || values.action === 'now') return null;
  const sets = values.day !== undefined || values.hour !== undefined || values.zone !== undefined;
  return values.action ?? (sets ? 'schedule' : null);
}

/** The weekly digest of a channel: what it is set to, what it told, when it comes. */
export const digest = command({
  name: 'digest',
  changes: (values) => settingOf(values) !== null,
  options: {
    action: { type: 'choice', choices: ['now', 'schedule', 'off'], bare: true },
    day: { type: 'choice', choices: WEEKDAYS },
    hour: { type: 'text' },
    zone: { type: 'text' },
    week: { type: 'text' },
  },
  answer: async (values, ask) => {
    const { channel, messages: m } = ask;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const subscription = await ask.queries.subscription(channel);
    if (subscription === null) return refusal(m, [m.digest.settings.notWatching], { error: 'not_watching' });
    if (values.week !== undefined) return show(channel, values.week.toUpperCase(), ask);
    if (values.action === 'now') return show(channel, null, ask);
    const action = settingOf(values);
    if (action === null) return settingsAnswer(m.digest.settings.title, subscription, ask);
    return action === 'schedule' ? setSchedule(values, subscription, ask) : stop(subscription, ask);
  },
});
