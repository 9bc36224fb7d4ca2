import type { Ask } from '../../../src/command.ts';
import { EVENT_TYPES } from '../../../src/domain/event.ts';
import { LANGS } from '../../../src/domain/language.ts';
import { patched, type SettingsPatch } from '../../../src/domain/settings.ts';
import { CARDS_PER_HOUR, MIN_CORROBORATIONS, MODES, type Subscription } from '../../../src/domain/subscription.ts';
import type { Field, Form } from '../../../src/domain/view.ts';
import { freshSettings } from '../settings.ts';
import { readPatch } from './patch.ts';

/** Up to this many choices a form offers; Slack and Discord lists hold 100 and 25. */
const MOST_OPTIONS = 25;

/** Providers as the field shows them and as it is read again. */
function providersText({ providers, except = [] }: Subscription, ask: Ask): string {
  if (providers !== 'all') return providers.join(', ');
  return [ask.messages.answers.watch.allWord, ...except.map((id) => `-${id}`)].join(', ');
}

/**
 * The form of a channel's settings: as they stand, with what `raw` names put in. What cannot be read stands as it was
 * typed, so that it can be put right.
 */
export async function watchForm(raw: Readonly<Record<string, string>>, ask: Ask): Promise<Form> {
  const { messages: m } = ask;
  const w = m.answers.watch;
  const standing = ask.channel === null ? null : await ask.queries.subscription(ask.channel);
  const fresh = freshSettings({ platform: 'terminal', space: '', channel: '' }, ask);
  const read = Object.keys(raw).map((option) => [option, readOne(option, raw[option] ?? '', ask)] as const);
  const wrong = new Set(read.flatMap(([option, patch]) => ('option' in patch ? [option] : [])));
  const named: SettingsPatch = Object.assign({}, ...read.flatMap(([, patch]) => ('option' in patch ? [] : [patch])));
  const shown = patched(named, standing, fresh);
  const typed = (option: string, reads: string): string => (wrong.has(option) ? (raw[option] ?? '') : reads);
  const fields: readonly Field[] = [
    {
      option: 'providers',
      label: w.providers,
      hint: w.textHint,
      kind: 'text',
      value: typed('providers', providersText(shown, ask)),
    },
    {
      option: 'min',
      label: w.min,
      kind: 'select',
      multiple: false,
      options: MIN_CORROBORATIONS.map((value) => ({ value, label: w.minWords[value] })),
      value: [shown.min],
    },
    {
      option: 'events',
      label: w.events,
      hint: w.allEvents,
      kind: 'select',
      multiple: true,
      options: EVENT_TYPES.slice(0, MOST_OPTIONS).map((value) => ({ value, label: m.common.events[value] })),
      value: shown.events === 'all' ? [] : shown.events,
    },
    {
      option: 'mode',
      label: w.mode,
      kind: 'select',
      multiple: false,
      options: MODES.map((value) => ({ value, label: w.modeWords[value] })),
      value: [shown.mode],
    },
    {
      option: 'quiet',
      label: w.quiet,
      hint: w.quietHint,
      kind: 'text',
      value: typed('quiet', shown.quiet ? `${shown.quiet.from}-${shown.quiet.to}` : m.common.none),
    },
    {
      option: 'lang',
      label: w.lang,
      kind: 'select',
      multiple: false,
      options: LANGS.map((value) => ({ value, label: m.common.languages[value] })),
      value: [shown.lang],
    },
    { option: 'zone', label: w.zone, hint: w.zoneHint, kind: 'text', value: typed('zone', shown.zone) },
    {
      option: 'perHour',
      label: w.perHour,
      hint: w.perHourHint,
      kind: 'text',
      value: raw['perHour'] ?? String(shown.perHour ?? CARDS_PER_HOUR.usual),
    },
  ];
  return { command: 'watch', title: w.formTitle, submit: w.submit, fields };
}

const LISTS: readonly string[] = ['providers', 'events'];
const CHOICES: Readonly<Record<string, readonly string[]>> = { min: MIN_CORROBORATIONS, mode: MODES, lang: LANGS };

/** What one written option names, or what is wrong with it. */
function readOne(option: string, text: string, ask: Ask): ReturnType<typeof readPatch> {
  if (LISTS.includes(option))
    return readPatch({ [option]: text.split(/[,;]/).filter((part) => part.trim() !== '') }, ask);
  if (option === 'quiet' || option === 'zone' || CHOICES[option]?.includes(text))
    return readPatch({ [option]: text }, ask);
  return {};
}
