import type { Ask, Choice, Command } from '../command.ts';
import { EVENT_TYPES } from '../domain/event.ts';
import { schemesOf } from '../domain/statement.ts';
import { foldName, nearestNames } from '../domain/text.ts';
import { choiceLabel } from './values.ts';

const MOST = 25;
/** How many of the newest stories are completed to. */
const NEWEST = 200;
/** Longest service name worth completing: beyond it stands a sentence. */
const LONGEST_SERVICE = 40;

/** Every country of a subject, in the asker's language. */
function countries(ask: Ask): Choice[] {
  const codes = new Set(ask.queries.record.subjects.flatMap((s) => (s.country === null ? [] : [s.country])));
  const names = new Intl.DisplayNames([ask.lang], { type: 'region' });
  return [...codes].sort().map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }));
}

/** Layers and services that statements name. */
function services(ask: Ask): Choice[] {
  const named = ask.queries.record.statements.flatMap(({ body }) =>
    body.field === 'qualification' ? body.scope : body.field === 'service' ? [body.name] : [],
  );
  return [...new Set(named.map((name) => name.trim()))]
    .filter((name) => name !== '' && name.length <= LONGEST_SERVICE)
    .sort()
    .map((value) => ({ value, label: value }));
}

const own = async (ask: Ask) => (ask.channel === null ? [] : await ask.queries.ownNames(ask.channel));

/** What an option may be completed to, in full; the caller narrows it to what is typed. */
async function candidates(command: Command, option: string, ask: Ask, commands: readonly Command[]): Promise<Choice[]> {
  const spec = command.options[option];
  if (!spec) return [];
  if (spec.type === 'choice')
    return spec.choices.map((value) => ({ value, label: choiceLabel(command, option, value, ask.messages) }));
  if (spec.type !== 'text' && spec.type !== 'list') return [];
  const subjects = ask.queries.record.subjects;
  switch (spec.suggest) {
    case 'subject':
      return subjects.map((s) => ({ value: s.id, label: s.provider === null ? s.name : `${s.name} (${s.id})` }));
    case 'provider':
      return subjects.filter((s) => s.provider === null).map((s) => ({ value: s.id, label: s.name }));
    case 'tracked':
      return [
        ...subjects.filter((s) => s.provider === null).map((s) => ({ value: s.id, label: s.name })),
        ...(await own(ask)).map((o) => ({ value: o.name, label: o.name })),
      ];
    case 'own':
      return (await own(ask)).map((o) => ({ value: o.name, label: o.name }));
    case 'feed':
      return (await ask.queries.feeds()).map((feed) => ({ value: feed.id, label: feed.title }));
    case 'preset': {
      const w = ask.messages.news.presets;
      return [
        ...[w.all, w.qualifications, w.rumours].map((label) => ({ value: foldName(label), label })),
        ...subjects.filter((s) => s.kind === 'provider').map((s) => ({ value: s.id, label: s.name })),
      ];
    }
    case 'qualified':
      return [
        { value: ask.messages.common.yes, label: ask.messages.common.yes },
        { value: ask.messages.common.no, label: ask.messages.common.no },
        ...schemesOf(ask.queries.record.statements).map((value) => ({ value, label: value })),
      ];
    case 'country':
      return countries(ask);
    case 'service':
      return services(ask);
    case 'event':
      return EVENT_TYPES.map((value) => ({ value, label: ask.messages.common.events[value] }));
    case 'command':
      return commands
        .filter((c) => c.hidden !== true)
        .map((c) => ({ value: c.name, label: ask.messages.commands[c.name]?.name ?? c.name }));
    case 'story': {
      const mine = (await own(ask)).map((o) => o.id);
      const stories = await ask.queries.search({ own: mine, limit: NEWEST });
      return stories.map((s) => ({ value: `story:${s.id}`, label: s.title.slice(0, 100) }));
    }
    case 'mutable':
      return [
        ...subjects.filter((s) => s.provider === null).map((s) => ({ value: `provider:${s.id}`, label: s.name })),
        ...(await own(ask)).map((o) => ({ value: `provider:${o.id}`, label: o.name })),
        ...EVENT_TYPES.map((value) => ({ value: `event:${value}`, label: ask.messages.common.events[value] })),
      ];
    default:
      return [];
  }
}

/**
 * At most 25 completions: what starts like the typed text first, then what contains it, then what is spelt nearly so.
 * In a list, the part after the last comma is completed and the rest kept.
 */
export async function suggestFor(
  command: Command,
  option: string,
  typed: string,
  ask: Ask,
  commands: readonly Command[],
): Promise<readonly Choice[]> {
  const all = await candidates(command, option, ask, commands);
  const list = command.options[option]?.type === 'list';
  const cut = list ? typed.lastIndexOf(',') + 1 : 0;
  const head = typed.slice(0, cut).trim();
  const part = foldName(typed.slice(cut));
  const at = (choice: Choice): number => {
    const places = [foldName(choice.label).indexOf(part), foldName(choice.value).indexOf(part)].filter((n) => n >= 0);
    return places.length === 0 ? -1 : Math.min(...places);
  };
  const hits = all
    .map((choice) => ({ choice, at: at(choice) }))
    .filter((h) => h.at >= 0)
    .sort((a, b) => Math.min(a.at, 1) - Math.min(b.at, 1) || (a.choice.label < b.choice.label ? -1 : 1))
    .map((h) => h.choice);
  const near =
    hits.length > 0
      ? []
      : nearestNames(
          part,
          all.map((c) => c.label),
          5,
        ).flatMap((label) => all.find((c) => c.label === label) ?? []);
  return [...hits, ...near]
    .map((c) => (head === '' ? c : { value: `${head}${c.value}`, label: `${head} ${c.label}` }))
    .filter((c) => c.value.length <= 100)
    .map((c) => ({ value: c.value, label: c.label.slice(0, 100) }))
    .slice(0, MOST);
}
