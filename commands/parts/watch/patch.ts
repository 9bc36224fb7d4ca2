import type { Ask } from '../../../src/command.ts';
import { EVENT_TYPES, type EventType } from '../../../src/domain/event.ts';
import type { ListChange, SettingsPatch } from '../../../src/domain/settings.ts';
import type { QuietHours, Subscription } from '../../../src/domain/subscription.ts';
import { foldName } from '../../../src/domain/text.ts';
import type { Button } from '../../../src/domain/view.ts';
import { eventOf, lineValue, nearestEvents } from '../names.ts';
import { readPreset } from '../presets.ts';
import { ALL_WORDS, NONE_WORDS } from '../settings.ts';
import { readZone } from '../zone.ts';

/** The options of `/watch` as they were written. */
export type Written = {
  readonly preset?: string | undefined;
  readonly providers?: readonly string[] | undefined;
  readonly events?: readonly string[] | undefined;
  readonly min?: Subscription['min'] | undefined;
  readonly lang?: Subscription['lang'] | undefined;
  readonly mode?: Subscription['mode'] | undefined;
  readonly quiet?: string | undefined;
  readonly zone?: string | undefined;
  readonly perHour?: number | undefined;
};

/** What is wrong with what was written: the option, the sentences, and what is nearest to it. */
export type Wrong = {
  readonly option: string;
  readonly words: readonly string[];
  readonly nearest?: readonly string[];
  readonly buttons?: readonly Button[];
};

type Read<T> = { readonly value: T } | { readonly wrong: string; readonly nearest?: readonly string[] };

const ADDS = /^\s*\+/;
/** People's keyboards and phones make different dashes of a minus. */
const LEAVES = /^\s*[-−–—]/;

/**
 * A list as people write it, to a change: plain names set it, `+` adds, `-` leaves out. A sign holds until the next one,
 * so that `+bleu, s3ns` adds both and drops nothing.
 */
function readList<T extends string>(names: readonly string[], read: (name: string) => Read<T>): Read<ListChange<T>> {
  const set: T[] = [];
  const steps: { add: boolean; value: T }[] = [];
  let all = names.length === 0;
  let sign: boolean | null = null;
  for (const name of names) {
    sign = ADDS.test(name) ? true : LEAVES.test(name) ? false : sign;
    const bare = name.replace(ADDS, '').replace(LEAVES, '').trim();
    if (sign !== false && ALL_WORDS.includes(foldName(bare))) {
      all = true;
      sign = null;
      continue;
    }
    const found = read(bare);
    if ('wrong' in found) return found;
    if (sign === null) set.push(found.value);
    else steps.push({ add: sign, value: found.value });
  }
  return { value: { set: all ? 'all' : set.length > 0 ? set : null, steps } };
}

/** A provider that the news is searched for, by any of its names. */
function readProvider(name: string, ask: Ask): Read<string> {
  const { record } = ask.queries;
  const found = record.find(name);
  if (found.kind !== 'one') {
    const near = found.kind === 'several' ? found.subjects : found.nearest;
    return { wrong: name, nearest: [...new Set(near.map((s) => s.provider ?? s.id))] };
  }
  const id = found.subject.provider ?? found.subject.id;
  // The record knows more than the reader looks for: a channel that watched only such a name would be silent for ever.
  return record.tracked.some((tracked) => tracked.subject === id) ? { value: id } : { wrong: name, nearest: [] };
}

function readEvent(name: string): Read<EventType> {
  const type = eventOf(name);
  return type === null ? { wrong: name } : { value: type };
}

/** `22-7`, `22h-7h`, `22:00-07:00`, or "none". */
function readQuiet(text: string): Read<QuietHours | null> {
  if (NONE_WORDS.includes(foldName(text))) return { value: null };
  const match = /^([01]?\d|2[0-3])(?::|h)?([0-5]\d)?\s*[-–]\s*([01]?\d|2[0-3])(?::|h)?([0-5]\d)?$/i.exec(text.trim());
  if (!match) return { wrong: text };
  const from = `${match[1]?.padStart(2, '0')}:${match[2] ?? '00'}`;
  const to = `${match[3]?.padStart(2, '0')}:${match[4] ?? '00'}`;
  return from === to ? { wrong: text } : { value: { from, to } };
}

/** The same line again with one option written otherwise. */
function lineWith(values: Written, option: string, value: string): string {
  const written = { ...values, [option]: value };
  const parts = Object.entries(written).flatMap(([key, v]) =>
    v === undefined ? [] : [` ${key}:${lineValue(Array.isArray(v) ? v.join(',') : String(v))}`],
  );
  return `watch${parts.join('')}`;
}

function unknownProvider(wrong: { wrong: string; nearest?: readonly string[] }, values: Written, ask: Ask): Wrong {
  const { messages: m, queries } = ask;
  const given = wrong.wrong.slice(0, 60);
  const near = wrong.nearest ?? [];
  const preset = values.providers === undefined;
  const option = preset ? 'preset' : 'providers';
  const names = values.providers ?? [values.preset ?? ''];
  return {
    option,
    words: [
      preset ? m.news.presets.unknown(given) : m.answers.watch.unknownProvider(given),
      ...(near.length > 0 ? [m.offer.nearest] : []),
    ],
    nearest: near,
    buttons: near.slice(0, 4).map((id) => ({
      label: (queries.record.subject(id)?.name ?? id).slice(0, 75),
      line: lineWith(values, option, names.map((name) => name.replace(given, id)).join(',')),
    })),
  };
}

function unknownEvent(wrong: string, values: Written, ask: Ask): Wrong {
  const { messages: m } = ask;
  const near = nearestEvents(wrong, ask).slice(0, 3);
  const names = (near.length > 0 ? near : EVENT_TYPES).map((t) => m.common.events[t]);
  return {
    option: 'events',
    words: [m.answers.watch.unknownEvent(wrong.slice(0, 60), names.join(', '))],
    nearest: near,
    buttons: near.map((type) => ({
      label: m.common.events[type],
      line: lineWith(values, 'events', (values.events ?? []).map((e) => e.replace(wrong, type)).join(',')),
    })),
  };
}

/** What is named of the two lists. */
function readLists(
  values: Written,
  named: Pick<Written, 'providers' | 'events'>,
  ask: Ask,
): Pick<SettingsPatch, 'providers' | 'events'> | Wrong {
  const providers = named.providers && readList(named.providers, (name) => readProvider(name, ask));
  if (providers && 'wrong' in providers) return unknownProvider(providers, values, ask);
  const events = named.events && readList(named.events, readEvent);
  if (events && 'wrong' in events) return unknownEvent(events.wrong, values, ask);
  return { ...(providers && { providers: providers.value }), ...(events && { events: events.value }) };
}

/** What is named of the hours. */
function readHours({ quiet: hours, zone: place }: Written, ask: Ask): Pick<SettingsPatch, 'quiet' | 'zone'> | Wrong {
  const w = ask.messages.answers.watch;
  const quiet = hours === undefined ? undefined : readQuiet(hours);
  if (quiet && 'wrong' in quiet) return { option: 'quiet', words: [w.badQuiet(quiet.wrong.slice(0, 60))] };
  const zone = place === undefined ? undefined : readZone(place);
  if (zone === null) return { option: 'zone', words: [w.badZone((place ?? '').slice(0, 60))] };
  return { ...(quiet && { quiet: quiet.value }), ...(zone && { zone }) };
}

/** What is named of the settings, or what is wrong with it; a preset names what it stands for, options go before it. */
export function readPatch(values: Written, ask: Ask): SettingsPatch | Wrong {
  const preset = values.preset === undefined ? {} : readPreset(values.preset);
  const { providers = preset.providers, events = preset.events, min = preset.min, mode, lang, perHour } = values;
  const lists = readLists(values, { providers, events }, ask);
  if ('option' in lists) return lists;
  const hours = readHours(values, ask);
  if ('option' in hours) return hours;
  return {
    ...lists,
    ...hours,
    ...(min && { min }),
    ...(mode && { mode }),
    ...(lang && { lang }),
    ...(perHour !== undefined && { perHour }),
  };
}
