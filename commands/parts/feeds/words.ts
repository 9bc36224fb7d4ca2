import { LANGS } from '../../../src/domain/language.ts';
import { foldName } from '../../../src/domain/text.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { FEED_STATES, type FeedFilter } from './list.ts';
import { addressIn } from './view.ts';

/** What `/feeds` can do. */
export const FEED_ACTIONS = ['list', 'add', 'remove', 'check', 'import', 'export'] as const;
export type FeedAction = (typeof FEED_ACTIONS)[number];

/** Other words for the same, folded, in either language. */
const MORE_ACTIONS: Readonly<Record<FeedAction, readonly string[]>> = {
  list: ['lister', 'show', 'montrer', 'all', 'tous'],
  add: ['ajoute', 'new', 'nouveau', 'start'],
  remove: ['retire', 'supprimer', 'supprime', 'enlever', 'delete', 'stop', 'arreter'],
  check: ['verifie', 'tester', 'test', 'look'],
  import: ['importe'],
  export: ['exporte', 'opml'],
};
const MORE_STATES: Readonly<Record<FeedFilter, readonly string[]>> = {
  failing: ['broken', 'failed', 'panne', 'pannes', 'defaillants', 'casses'],
  unread: ['new', 'non-lus', 'nouveaux'],
  silent: ['mute', 'muets'],
  moved: ['demenage'],
  stopped: ['gone', 'out', 'arrete', 'retires'],
  added: ['own', 'added', 'ajoutes', 'propres'],
};

/** Every word for one of an option's choices: its own, its names in all languages, and others. */
function wordsFor(option: 'action' | 'state', choice: string, more: readonly string[]): string[] {
  const named = LANGS.map((lang) => messagesOf(lang).commands['feeds']?.options[option]?.choices?.[choice] ?? choice);
  return [choice, ...named, ...more].map(foldName);
}

/** The choice that a text begins with, and the text after it. The longest name wins. */
function leading<T extends string>(
  text: string,
  option: 'action' | 'state',
  choices: readonly T[],
  more: Readonly<Record<T, readonly string[]>>,
): { readonly choice: T; readonly rest: string } | null {
  const words = text.trim().split(/\s+/);
  for (let n = Math.min(words.length, 3); n > 0; n -= 1) {
    const head = foldName(words.slice(0, n).join(' '));
    const choice = choices.find((one) => wordsFor(option, one, more[one]).includes(head));
    if (choice !== undefined) return { choice, rest: words.slice(n).join(' ') };
  }
  return null;
}

/** What a person wants of the feeds. */
export type Wish = { readonly action: FeedAction; readonly text: string; readonly state: FeedFilter | null };

/**
 * What the options and the bare words ask for: the first words may name the action or a state, in any language; an
 * address alone is to be checked; anything else narrows the list.
 */
export function wishOf(values: {
  readonly address?: string | undefined;
  readonly action?: FeedAction | undefined;
  readonly state?: FeedFilter | undefined;
}): Wish {
  const written = values.address?.trim() ?? '';
  const first = values.action === undefined ? leading(written, 'action', FEED_ACTIONS, MORE_ACTIONS) : null;
  const text = first === null ? written : first.rest;
  const action = values.action ?? first?.choice ?? (addressIn(text) === null ? 'list' : 'check');
  if (action !== 'list' || values.state !== undefined) return { action, text, state: values.state ?? null };
  const state = leading(text, 'state', FEED_STATES, MORE_STATES);
  return { action, text: state === null ? text : state.rest, state: state?.choice ?? null };
}
