import type { Answer, Ask } from '../../src/command.ts';
import { EVENT_TYPES, type EventType } from '../../src/domain/event.ts';
import { LANGS } from '../../src/domain/language.ts';
import type { OwnName } from '../../src/domain/own.ts';
import { ownId } from '../../src/domain/own.ts';
import { searchTerms } from '../../src/domain/stems.ts';
import type { Story } from '../../src/domain/story.ts';
import type { Subject } from '../../src/domain/subject.ts';
import { foldName, nearestNames } from '../../src/domain/text.ts';
import type { Button } from '../../src/domain/view.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { refusal } from './refusal.ts';

/** How many names are offered to choose from. */
const CHOICES = 5;
/** Longest quotation of what was typed. */
const QUOTED = 60;

/** What the asking channel tracks for itself. */
export async function ownNames(ask: Ask): Promise<readonly OwnName[]> {
  return ask.channel === null ? [] : ask.queries.ownNames(ask.channel);
}

/** A subject's name: a name of the channel's own, the record's, or the id where neither has one. */
export function nameOf(id: string, ask: Ask, own: readonly OwnName[] = []): string {
  return own.find((o) => o.id === id)?.name ?? ask.queries.record.subject(id)?.name ?? id;
}

/** A publisher's name, or its id where the record has none. */
export function publisherName(id: string, ask: Ask): string {
  return ask.queries.record.publisher(id)?.name ?? id;
}

/** The kind of event that a word means, by id or by its name in any language, or by the first words of one name only. */
export function eventOf(word: string): EventType | null {
  const wanted = foldName(word);
  const named = EVENT_TYPES.map((type) => ({
    type,
    names: [type, ...LANGS.map((lang) => messagesOf(lang).common.events[type])].map(foldName),
  }));
  const whole = named.find(({ names }) => names.includes(wanted));
  if (whole !== undefined) return whole.type;
  const begun = named.filter(({ names }) => names.some((name) => name.startsWith(`${wanted}-`)));
  return begun.length === 1 ? (begun[0]?.type ?? null) : null;
}

/** The kinds of event spelt nearest to a word, in the asker's language. */
export function nearestEvents(word: string, ask: Ask): EventType[] {
  const { events } = ask.messages.common;
  const names = EVENT_TYPES.map((type) => events[type]);
  return nearestNames(word, names, CHOICES).flatMap((name) => EVENT_TYPES.find((type) => events[type] === name) ?? []);
}

/** Each subject once, a provider for its offers. */
function asProviders(subjects: readonly Subject[], ask: Ask): Subject[] {
  const ids = [...new Set(subjects.map((s) => s.provider ?? s.id))];
  return ids.flatMap((id) => ask.queries.record.subject(id) ?? []);
}

/** A button per subject that asks the question of it, the line written by `line`. */
export function choiceButtons(subjects: readonly Subject[], line: (subject: Subject) => string): Button[] {
  return subjects.slice(0, CHOICES).map((s) => ({ label: s.name.slice(0, 75), line: line(s) }));
}

/** What a name in a question about news leads to: an own name or a subject; else a refusal with the nearest as buttons. */
export async function readTracked(
  text: string,
  option: string,
  ask: Ask,
  line: (id: string) => string,
): Promise<{ readonly id: string; readonly name: string } | { readonly refused: Answer }> {
  const own = (await ownNames(ask)).find((o) => o.id === ownId(text) || o.id === text.trim());
  if (own) return { id: own.id, name: own.name };
  const found = ask.queries.record.find(text);
  if (found.kind === 'one') return { id: found.subject.id, name: found.subject.name };
  const { messages: m } = ask;
  const near = asProviders(found.kind === 'several' ? found.subjects : found.nearest, ask);
  const given = text.slice(0, QUOTED);
  const sentences =
    found.kind === 'several'
      ? [m.offer.several(given)]
      : [m.news.list.unknownName(given), ...(near.length > 0 ? [m.offer.nearest] : [])];
  return {
    refused: refusal(m, sentences, {
      error: found.kind === 'several' ? 'several_subjects' : 'unknown_subject',
      option,
      nearest: near.map((s) => s.id),
      buttons: choiceButtons(near, (s) => line(s.id)),
    }),
  };
}

/** Stories that hold all the words of a text; failing that, any of them; newest first. */
export async function storiesLike(text: string, most: number, ask: Ask): Promise<readonly Story[]> {
  const terms = searchTerms(text);
  const own = (await ownNames(ask)).map((o) => o.id);
  if (terms.length === 0) return [];
  const all = await ask.queries.search({ terms, own, limit: most });
  if (all.length > 0 || terms.length === 1) return all;
  const any = await Promise.all(terms.map((term) => ask.queries.search({ terms: [term], own, limit: most })));
  const byId = new Map(any.flat().map((story) => [story.id, story]));
  return [...byId.values()].sort((a, b) => (a.grownAt < b.grownAt ? 1 : -1)).slice(0, most);
}

/** A value as it stands in a command line: in quotation marks where it needs them. */
export function lineValue(text: string): string {
  const plain = text.replace(/["“”«»]/g, ' ').trim();
  return /^[\p{L}\p{N}_/.-]+$/u.test(plain) ? plain : `"${plain}"`;
}
