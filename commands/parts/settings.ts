import type { Ask } from '../../src/command.ts';
import type { EventType } from '../../src/domain/event.ts';
import { isOwn, type OwnName } from '../../src/domain/own.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { Block, Line } from '../../src/domain/view.ts';

/** Where quiet hours are reckoned unless the channel says otherwise: most readers are French. */
export const DEFAULT_ZONE = 'Europe/Paris';

/** What people write for "everything" and "nothing", folded. */
export const ALL_WORDS: readonly string[] = ['all', 'tous', 'toutes', 'tout', 'any', 'everything'];
export const NONE_WORDS: readonly string[] = ['none', 'aucune', 'aucun', 'off', 'no', 'non'];

/** A subscription in words, as the facts of a card; `own` are the names that the channel tracks itself. */
export function settingsBlock(s: Subscription, ask: Ask, own: readonly OwnName[] = []): Block {
  const { messages: m } = ask;
  const w = m.answers.watch;
  const nameOf = (id: string) => ask.queries.record.subject(id)?.name ?? id;
  const providers =
    s.providers === 'all'
      ? w.allProviders
      : s.providers.length === 0
        ? m.news.presets.ownOnly
        : m.common.and(s.providers.map(nameOf));
  const facts: { label: string; value: Line }[] = [
    { label: w.providers, value: [providers] },
    ...(own.length === 0 ? [] : [{ label: m.news.presets.own, value: [m.common.and(own.map((o) => o.name))] }]),
    {
      label: w.events,
      value: [s.events === 'all' ? w.allEvents : m.common.and(s.events.map((e: EventType) => m.common.events[e]))],
    },
    { label: w.min, value: [w.minWords[s.min]] },
    { label: w.mode, value: [w.modeWords[s.mode]] },
    { label: w.lang, value: [m.common.languages[s.lang]] },
    { label: w.quiet, value: [s.quiet === null ? w.noQuiet : w.quietWords(s.quiet.from, s.quiet.to, s.zone)] },
  ];
  return { kind: 'facts', facts };
}

/** A subscription as programs read it. */
export function settingsData(s: Subscription) {
  return {
    providers: s.providers,
    events: s.events,
    min: s.min,
    mode: s.mode,
    quiet: s.quiet,
    zone: s.zone,
    lang: s.lang,
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

/** The instant a duration (`8h`, `7d` or `7j`, `2w` or `2s`) after `now`; null when it is none or over a year. */
export function after(now: Instant, duration: string): Instant | null {
  const match = /^(\d{1,4})\s*([hdjws])[a-zé]*$/i.exec(duration.trim());
  if (!match) return null;
  const ms = Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 0);
  if (ms <= 0 || ms > MAX_MS) return null;
  return new Date(Date.parse(now) + ms).toISOString();
}
