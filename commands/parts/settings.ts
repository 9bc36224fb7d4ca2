import type { Ask } from '../../src/command.ts';
import { EVENT_TYPES, type EventType } from '../../src/domain/event.ts';
import { isOwn, type OwnName } from '../../src/domain/own.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { Setting } from '../../src/domain/settings.ts';
import { CARDS_PER_HOUR, type ChannelRef, type Subscription } from '../../src/domain/subscription.ts';
import type { Block, Line } from '../../src/domain/view.ts';

/** Where quiet hours are reckoned unless the channel says otherwise: most readers are French. */
export const DEFAULT_ZONE = 'Europe/Paris';

/** What people write for "everything" and "nothing", folded. */
export const ALL_WORDS: readonly string[] = ['all', 'tous', 'toutes', 'tout', 'any', 'everything'];
export const NONE_WORDS: readonly string[] = ['none', 'aucune', 'aucun', 'off', 'no', 'non'];

/** What a channel begins with: everything, at once. */
export function freshSettings(channel: ChannelRef, ask: Ask): Subscription {
  return {
    channel,
    providers: 'all',
    events: 'all',
    min: 'rumour',
    mode: 'instant',
    quiet: null,
    zone: DEFAULT_ZONE,
    lang: ask.lang,
    since: ask.now,
  };
}

/** From how many kinds of event on it is shorter to say which are left out. */
const MOST_NAMED = EVENT_TYPES.length / 2;

/** One setting in words. */
export function settingWords(setting: Setting, s: Subscription, ask: Ask): string {
  const { messages: m } = ask;
  const w = m.answers.watch;
  switch (setting) {
    case 'providers': {
      const names = (ids: readonly string[]): string =>
        m.common.and(ids.map((id) => ask.queries.record.subject(id)?.name ?? id));
      if (s.providers === 'all')
        return s.except === undefined ? w.allProviders : w.allBut(w.allProviders, names(s.except));
      return s.providers.length === 0 ? m.news.presets.ownOnly : names(s.providers);
    }
    case 'events': {
      const { events } = s;
      if (events === 'all') return w.allEvents;
      const names = (types: readonly EventType[]): string => m.common.and(types.map((type) => m.common.events[type]));
      const rest = EVENT_TYPES.filter((type) => !events.includes(type));
      return events.length > MOST_NAMED ? w.allBut(w.allEvents, names(rest)) : names(events);
    }
    case 'min':
      return w.minWords[s.min];
    case 'mode':
      return w.modeWords[s.mode];
    case 'lang':
      return m.common.languages[s.lang];
    case 'quiet':
      return s.quiet === null ? w.noQuiet : w.quietWords(s.quiet.from, s.quiet.to, s.zone);
    case 'zone':
      return s.zone;
    case 'perHour':
      return w.perHourWords(s.perHour ?? CARDS_PER_HOUR.usual);
  }
}

const SHOWN: readonly Setting[] = ['providers', 'events', 'min', 'mode', 'lang', 'quiet', 'perHour'];

/** A subscription in words, as the facts of a card; `own` are the names that the channel tracks itself. */
export function settingsBlock(s: Subscription, ask: Ask, own: readonly OwnName[] = []): Block {
  const { messages: m } = ask;
  const facts = SHOWN.map((setting) => ({
    label: m.answers.watch[setting],
    value: [settingWords(setting, s, ask)] as Line,
  }));
  if (own.length > 0) facts.splice(1, 0, { label: m.news.presets.own, value: [m.common.and(own.map((o) => o.name))] });
  return { kind: 'facts', facts };
}

/** A subscription as programs read it. */
export function settingsData(s: Subscription) {
  return {
    providers: s.providers,
    except: s.except ?? [],
    events: s.events,
    min: s.min,
    mode: s.mode,
    quiet: s.quiet,
    zone: s.zone,
    lang: s.lang,
    perHour: s.perHour ?? CARDS_PER_HOUR.usual,
    since: s.since,
  };
}

/** `what` of a mute in words: `provider:bleu` is "Bleu". */
export async function mutedWords(what: string, ask: Ask): Promise<string> {
  const { messages: m } = ask;
  const [kind, ...rest] = what.split(':');
  const id = rest.join(':');
  if (kind === 'provider' && isOwn(id) && ask.channel !== null)
    return (await ask.queries.ownNames(ask.channel)).find((o) => o.id === id)?.name ?? id;
  if (kind === 'provider') return ask.queries.record.subject(id)?.name ?? id;
  if (kind === 'event') return m.common.events[id as EventType] ?? id;
  if (kind === 'story') return m.answers.mute.story((await ask.queries.story(id))?.story.title.slice(0, 80) ?? id);
  return m.answers.mute.everything;
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: 86_400_000,
  j: 86_400_000,
  w: 604_800_000,
  s: 604_800_000,
};
const MAX_MS = 366 * 86_400_000;

/** An instant as a button carries it, to the minute or finer. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

/**
 * The instant a duration (`8h`, `7d` or `7j`, `2w` or `2s`) after `now`, or an instant that is named; null when it is
 * neither, past, or over a year away.
 */
export function after(now: Instant, duration: string): Instant | null {
  const text = duration.trim();
  const match = /^(\d{1,4})\s*([hdjws])[a-zé]*$/i.exec(text);
  const ms = match
    ? Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 0)
    : INSTANT.test(text)
      ? Date.parse(text) - Date.parse(now)
      : Number.NaN;
  return ms > 0 && ms <= MAX_MS ? new Date(Date.parse(now) + ms).toISOString() : null;
}
