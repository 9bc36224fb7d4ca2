import type { NameScope, Risk, TrackedName } from '../domain/subject.ts';
import { fold } from './fold.ts';
import { createMatcher, type Found } from './names.ts';
import { spellings } from './spelling.ts';
import { TERMS, type Term } from './vocabulary.ts';

/** A written form of a tracked name. */
export type NameForm = {
  readonly kind: 'name';
  readonly id: string;
  readonly scope: NameScope;
  readonly text: string;
  readonly risk: Risk;
  /** Made by `spellings`, not given. */
  readonly respelt: boolean;
};

type Entry =
  | NameForm
  | { readonly kind: 'decoy' }
  | { readonly kind: 'context'; readonly id: string }
  | { readonly kind: 'term'; readonly term: Term };

/** A stretch of the text, end excluded. */
export type Span = { readonly start: number; readonly end: number };

export type NameHit = Span & { readonly form: NameForm };
export type ContextHit = Span & { readonly id: string };
export type TermHit = Span & { readonly term: Term };

/** What the one pass over a text finds. */
export type Hits = {
  /** Names that stand: longest match wins, and none is part of a longer phrase that means something else. */
  readonly names: readonly NameHit[];
  readonly contexts: readonly ContextHit[];
  readonly terms: readonly TermHit[];
};

export type Lexicon = { readonly scan: (text: string) => Hits };

const NO_HITS: Hits = { names: [], contexts: [], terms: [] };

const covers = (big: Span, small: Span): boolean =>
  big.start <= small.start && big.end >= small.end && big.end - big.start > small.end - small.start;

function entriesOf(tracked: readonly TrackedName[]): Map<string, Entry[]> {
  const entries = new Map<string, Entry[]>();
  const add = (text: string, entry: Entry): void => {
    const key = fold(text);
    if (key === '') return;
    const list = entries.get(key);
    if (list) list.push(entry);
    else entries.set(key, [entry]);
  };
  for (const { subject: id, scope, names, decoys, context } of tracked) {
    for (const { text, risk } of names) add(text, { kind: 'name', id, scope, text, risk, respelt: false });
    for (const decoy of decoys) add(decoy, { kind: 'decoy' });
    for (const word of context) add(word, { kind: 'context', id });
  }
  for (const term of TERMS) add(term.text, { kind: 'term', term });
  // A respelling never takes the place of a form that somebody gave.
  const distinctive = tracked
    .filter((t) => t.scope !== 'offer')
    .flatMap((t) => t.names.filter((n) => n.risk === 'low').map((n) => ({ id: t.subject, scope: t.scope, ...n })));
  for (const { id, scope, text, risk } of distinctive) {
    const forms = spellings(text).filter((form) => !entries.has(fold(form)));
    for (const form of forms) add(form, { kind: 'name', id, scope, text: form, risk, respelt: true });
  }
  return entries;
}

/** One automaton over every name, decoy, context word and term of the trade. */
export function createLexicon(tracked: readonly TrackedName[]): Lexicon {
  const entries = entriesOf(tracked);
  const matcher = createMatcher([...entries.keys()]);
  const lists = [...entries.values()];

  const sort = (found: readonly Found[]): Hits => {
    const names: NameHit[] = [];
    const blockers: Span[] = [];
    const contexts: ContextHit[] = [];
    const terms: TermHit[] = [];
    for (const { pattern, start, end } of found) {
      for (const entry of lists[pattern] ?? []) {
        if (entry.kind === 'name') {
          names.push({ start, end, form: entry });
          blockers.push({ start, end });
        } else if (entry.kind === 'decoy') blockers.push({ start, end });
        else if (entry.kind === 'context') contexts.push({ start, end, id: entry.id });
        else terms.push({ start, end, term: entry.term });
      }
    }
    return { names: names.filter((n) => !blockers.some((b) => covers(b, n))), contexts, terms };
  };

  return {
    scan: (text) => {
      const found = matcher.find(text);
      return found.length === 0 ? NO_HITS : sort(found);
    },
  };
}
