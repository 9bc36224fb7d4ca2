import { type Ask, command } from '../src/command.ts';
import { EVENT_TYPES, type EventType } from '../src/domain/event.ts';
import { LANGS } from '../src/domain/language.ts';
import { MIN_CORROBORATIONS, MODES, type QuietHours, type Subscription } from '../src/domain/subscription.ts';
import { foldName } from '../src/domain/text.ts';
import type { Button, Form } from '../src/domain/view.ts';
import { eventOf, lineValue, nearestEvents, ownNames } from './parts/names.ts';
import { readPreset } from './parts/presets.ts';
import { refusal } from './parts/refusal.ts';
import { ALL_WORDS, DEFAULT_ZONE, NONE_WORDS, settingsBlock, settingsData } from './parts/settings.ts';
import { welcomeBlocks } from './parts/welcome.ts';
import { readZone } from './parts/zone.ts';

type Read<T> = { readonly value: T } | { readonly wrong: string; readonly nearest?: readonly string[] };

const isAll = (words: readonly string[]): boolean =>
  words.length === 0 || words.some((w) => ALL_WORDS.includes(foldName(w)));

/** Names of providers as people write them, to ids. */
function readProviders(names: readonly string[], ask: Ask): Read<readonly string[] | 'all'> {
  if (isAll(names)) return { value: 'all' };
  const ids: string[] = [];
  for (const name of names) {
    const found = ask.queries.record.find(name);
    if (found.kind !== 'one') {
      const near = found.kind === 'several' ? found.subjects : found.nearest;
      return { wrong: name, nearest: [...new Set(near.map((s) => s.provider ?? s.id))] };
    }
    const id = found.subject.provider ?? found.subject.id;
    // The record knows more than the reader looks for: a channel that watched only such a name would be silent for ever.
    if (!ask.queries.record.tracked.some((tracked) => tracked.subject === id)) return { wrong: name, nearest: [] };
    ids.push(id);
  }
  return { value: [...new Set(ids)].sort() };
}

/** Kinds of event, by id or by their name in either language. */
function readEvents(names: readonly string[]): Read<readonly EventType[] | 'all'> {
  if (isAll(names)) return { value: 'all' };
  const types: EventType[] = [];
  for (const name of names) {
    const type = eventOf(name);
    if (type === null) return { wrong: name };
    types.push(type);
  }
  return { value: [...new Set(types)] };
}

function readQuiet(text: string): Read<QuietHours | null> {
  if (NONE_WORDS.includes(foldName(text))) return { value: null };
  const match = /^([01]?\d|2[0-3])(?::|h)?([0-5]\d)?\s*[-–]\s*([01]?\d|2[0-3])(?::|h)?([0-5]\d)?$/i.exec(text.trim());
  if (!match) return { wrong: text };
  const from = `${match[1]?.padStart(2, '0')}:${match[2] ?? '00'}`;
  const to = `${match[3]?.padStart(2, '0')}:${match[4] ?? '00'}`;
  return from === to ? { wrong: text } : { value: { from, to } };
}

type Values = {
  readonly preset?: string | undefined;
  readonly providers?: readonly string[] | undefined;
  readonly events?: readonly string[] | undefined;
  readonly min?: Subscription['min'] | undefined;
  readonly lang?: Subscription['lang'] | undefined;
  readonly mode?: Subscription['mode'] | undefined;
  readonly quiet?: string | undefined;
  readonly zone?: string | undefined;
};

/** What is wrong with what was written: the option, the sentences, and what is nearest to it. */
type Wrong = {
  readonly option: string;
  readonly words: readonly string[];
  readonly nearest?: readonly string[];
  readonly buttons?: readonly Button[];
};

/** The same line again with one option written otherwise. */
function lineWith(values: Values, option: string, value: string): string {
  const written = { ...values, [option]: value };
  const parts = Object.entries(written).flatMap(([key, v]) =>
    v === undefined ? [] : [` ${key}:${lineValue(typeof v === 'string' ? v : v.join(','))}`],
  );
  return `watch${parts.join('')}`;
}

function unknownProvider(given: string, near: readonly string[], values: Values, preset: boolean, ask: Ask): Wrong {
  const { messages: m, queries } = ask;
  const w = m.answers.watch;
  const option = preset ? 'preset' : 'providers';
  const told = preset ? m.news.presets.unknown(given) : w.unknownProvider(given);
  const names = preset ? [values.preset ?? ''] : (values.providers ?? []);
  return {
    option,
    words: [told, ...(near.length > 0 ? [m.offer.nearest] : [])],
    nearest: near,
    buttons: near.slice(0, 4).map((id) => ({
      label: (queries.record.subject(id)?.name ?? id).slice(0, 75),
      line: lineWith(values, option, names.map((name) => name.replace(given, id)).join(',')),
    })),
  };
}

/** The channel's settings as they would be, or what is wrong with what was written, naming the option. */
async function readSettings(values: Values, ask: Ask): Promise<Subscription | Wrong> {
  const { channel, messages: m } = ask;
  const w = m.answers.watch;
  if (channel === null) return { option: 'channel', words: [m.common.faults.noChannel] };
  const preset = values.preset === undefined ? {} : readPreset(values.preset);
  const named = values.providers ?? preset.providers ?? [];
  const providers = readProviders(named, ask);
  if ('wrong' in providers) {
    const given = providers.wrong.slice(0, 60);
    return unknownProvider(given, providers.nearest ?? [], values, values.providers === undefined, ask);
  }
  const events = readEvents(values.events ?? preset.events ?? []);
  if ('wrong' in events) {
    const near = nearestEvents(events.wrong, ask).slice(0, 3);
    const names = (near.length > 0 ? near : EVENT_TYPES).map((t) => m.common.events[t]);
    const wrong = events.wrong;
    return {
      option: 'events',
      words: [w.unknownEvent(wrong.slice(0, 60), names.join(', '))],
      nearest: near,
      buttons: near.map((type) => ({
        label: m.common.events[type],
        line: lineWith(values, 'events', (values.events ?? []).map((e) => (e === wrong ? type : e)).join(',')),
      })),
    };
  }
  const quiet = readQuiet(values.quiet ?? 'none');
  if ('wrong' in quiet) return { option: 'quiet', words: [w.badQuiet(quiet.wrong.slice(0, 60))] };
  const written = values.zone ?? DEFAULT_ZONE;
  const zone = readZone(written);
  if (zone === null) return { option: 'zone', words: [w.badZone(written.slice(0, 60))] };
  const before = await ask.queries.subscription(channel);
  return {
    channel,
    providers: providers.value,
    events: events.value,
    min: values.min ?? preset.min ?? 'rumour',
    mode: values.mode ?? before?.mode ?? 'instant',
    quiet: quiet.value,
    zone,
    lang: values.lang ?? ask.lang,
    since: before?.since ?? ask.now,
  };
}

/** Up to this many choices a form offers; Slack and Discord lists hold 100 and 25. */
const MOST_OPTIONS = 25;

async function watchForm(raw: Readonly<Record<string, string>>, ask: Ask): Promise<Form> {
  const { messages: m } = ask;
  const w = m.answers.watch;
  const now = ask.channel === null ? null : await ask.queries.subscription(ask.channel);
  const written = (option: string, standing: string): string => raw[option] ?? standing;
  const events =
    raw['events'] === undefined
      ? now === null || now.events === 'all'
        ? []
        : now.events
      : raw['events'].split(',').map((e) => e.trim());
  const providers = now === null || now.providers === 'all' ? w.allWord : now.providers.join(', ');
  const quiet = now?.quiet ? `${now.quiet.from}-${now.quiet.to}` : m.common.none;
  return {
    command: 'watch',
    title: w.formTitle,
    submit: w.submit,
    fields: [
      {
        option: 'providers',
        label: w.providers,
        hint: w.textHint,
        kind: 'text',
        value: written('providers', providers),
      },
      {
        option: 'min',
        label: w.min,
        kind: 'select',
        multiple: false,
        options: MIN_CORROBORATIONS.map((value) => ({ value, label: w.minWords[value] })),
        value: [written('min', now?.min ?? 'rumour')],
      },
      {
        option: 'events',
        label: w.events,
        hint: w.allEvents,
        kind: 'select',
        multiple: true,
        options: EVENT_TYPES.slice(0, MOST_OPTIONS).map((value) => ({ value, label: m.common.events[value] })),
        value: events.filter((e) => (EVENT_TYPES as readonly string[]).includes(e)),
      },
      {
        option: 'mode',
        label: w.mode,
        kind: 'select',
        multiple: false,
        options: MODES.map((value) => ({ value, label: w.modeWords[value] })),
        value: [written('mode', now?.mode ?? 'instant')],
      },
      { option: 'quiet', label: w.quiet, hint: w.quietHint, kind: 'text', value: written('quiet', quiet) },
      {
        option: 'lang',
        label: w.lang,
        kind: 'select',
        multiple: false,
        options: LANGS.map((value) => ({ value, label: m.common.languages[value] })),
        value: [written('lang', now?.lang ?? ask.lang)],
      },
      {
        option: 'zone',
        label: w.zone,
        hint: w.zoneHint,
        kind: 'text',
        value: written('zone', now?.zone ?? DEFAULT_ZONE),
      },
    ],
  };
}

/** Makes the channel watch, or puts new settings in place of those it has. */
export const watch = command({
  name: 'watch',
  manages: true,
  options: {
    preset: { type: 'text', bare: true, suggest: 'preset' },
    providers: { type: 'list', suggest: 'provider', most: 100, max: 1_500 },
    events: { type: 'list', suggest: 'event', most: 40, max: 900 },
    min: { type: 'choice', choices: MIN_CORROBORATIONS },
    lang: { type: 'choice', choices: LANGS },
    mode: { type: 'choice', choices: MODES },
    quiet: { type: 'text' },
    zone: { type: 'text' },
  },
  answer: async (values, ask) => {
    const { messages: m } = ask;
    const settings = await readSettings(values, ask);
    if ('option' in settings) {
      const { option, words, nearest, buttons } = settings;
      return refusal(m, words, {
        error: 'bad_setting',
        option,
        ...(nearest ? { nearest } : {}),
        ...(buttons ? { buttons } : {}),
      });
    }
    await ask.changes.subscribe(settings);
    const { blocks, nextReading } = await welcomeBlocks(settings, ask);
    return {
      pages: [
        {
          title: m.answers.watch.done,
          tone: 'good',
          blocks: [settingsBlock(settings, ask, await ownNames(ask)), ...blocks],
        },
      ],
      data: { watching: settingsData(settings), nextReading },
    };
  },
  form: async (_values, raw, ask) => watchForm(raw, ask),
});
