import type { Ask } from '../../src/command.ts';
import { mayKnow } from '../../src/domain/audience.ts';
import { EVENT_TYPES } from '../../src/domain/event.ts';
import { ownId } from '../../src/domain/own.ts';
import type { Instant } from '../../src/domain/period.ts';
import { foldName } from '../../src/domain/text.ts';
import type { Button } from '../../src/domain/view.ts';
import { eventOf, lineValue, nearestEvents, ownNames, storiesLike } from './names.ts';
import { ALL_WORDS } from './settings.ts';

/** Names, events and stories offered when nothing is called so. */
const CHOICES = 5;

/** What may be muted, as the store knows it, and its name. */
export type Mutable = { readonly what: string; readonly label: string };

/** `provider:bleu`, `histoire:s0123`: the kind that is written, null where none is, and the name. */
function split(text: string): { readonly kind: 'provider' | 'event' | 'story' | null; readonly name: string } {
  const match = /^(provider|fournisseur|event|evenement|événement|story|histoire)\s*:\s*(.+)$/i.exec(text.trim());
  if (!match) return { kind: null, name: text.trim() };
  const kind = foldName(match[1] ?? '').slice(0, 2);
  const name = (match[2] ?? '').trim();
  if (kind === 'pr' || kind === 'fo') return { kind: 'provider', name };
  return { kind: kind === 'ev' ? 'event' : 'story', name };
}

/**
 * What a person wants to mute, as the store knows it: `provider:<id>`, `event:<type>`, `story:<id>` or `all`; null when
 * it is none. A bare word is looked for among the channel's own names, providers, then events, then stories.
 */
export async function readMutable(text: string, ask: Ask): Promise<string | null> {
  const { kind, name } = split(text);
  if (kind === null && ALL_WORDS.includes(foldName(name))) return 'all';
  const own = await ownNames(ask);
  if (kind === null || kind === 'provider') {
    const mine = own.find((o) => o.id === name || o.id === ownId(name));
    if (mine) return `provider:${mine.id}`;
    const found = ask.queries.record.find(name);
    if (found.kind === 'one') return `provider:${found.subject.provider ?? found.subject.id}`;
  }
  if (kind === null || kind === 'event') {
    const type = eventOf(name);
    if (type !== null) return `event:${type}`;
  }
  if (kind === null || kind === 'story') {
    const told = await ask.queries.story(name);
    if (
      told &&
      mayKnow(
        told.story,
        own.map((o) => o.id),
      )
    )
      return `story:${told.story.id}`;
  }
  return null;
}

/** What a person may have meant: providers, kinds of event, then stories that hold the words. */
export async function nearestMutables(text: string, ask: Ask): Promise<Mutable[]> {
  const { kind, name } = split(text);
  const near = [
    ...(kind === null || kind === 'provider' ? nearProviders(name, ask) : []),
    ...(kind === null || kind === 'event' ? nearEvents(name, kind === 'event', ask) : []),
    ...(kind === null || kind === 'story' ? await nearStories(name, ask) : []),
  ];
  return near.slice(0, CHOICES);
}

function nearProviders(name: string, ask: Ask): Mutable[] {
  const { record } = ask.queries;
  const found = record.find(name);
  const subjects = found.kind === 'several' ? found.subjects : found.kind === 'none' ? found.nearest : [];
  const ids = [...new Set(subjects.map((s) => s.provider ?? s.id))];
  return ids.map((id) => ({ what: `provider:${id}`, label: record.subject(id)?.name ?? id }));
}

/** When an event was asked for by name and nothing is like it, the first few stand for how one is written. */
function nearEvents(name: string, asked: boolean, ask: Ask): Mutable[] {
  const near = nearestEvents(name, ask);
  const types = asked && near.length === 0 ? EVENT_TYPES.slice(0, CHOICES) : near;
  return types.map((type) => ({ what: `event:${type}`, label: ask.messages.common.events[type] }));
}

async function nearStories(name: string, ask: Ask): Promise<Mutable[]> {
  const stories = await storiesLike(name, 3, ask);
  return stories.map((story) => ({ what: `story:${story.id}`, label: story.title }));
}

/** A button per choice; `tail` ends the line it asks. */
export function mutableButtons(command: 'mute' | 'unmute', near: readonly Mutable[], tail = ''): Button[] {
  return near.map(({ what, label }) => ({ label: label.slice(0, 75), line: `${command} ${what}${tail}` }));
}

/** The line that mutes until an instant: how a change of a mute is undone. */
export function muteLine(what: string, until: Instant): string {
  return `mute ${what} for:${lineValue(until)}`;
}
