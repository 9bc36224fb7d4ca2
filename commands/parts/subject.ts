import type { Answer } from '../../src/command.ts';
import type { Day } from '../../src/domain/period.ts';
import type { Subject } from '../../src/domain/subject.ts';
import type { Messages } from '../../src/messages/index.ts';
import type { Queries } from '../../src/queries.ts';
import { choiceButtons } from './names.ts';
import { refusal } from './refusal.ts';

/** Longest quotation of what was typed. */
const QUOTED = 80;

/**
 * The subject of the record that a text means; else a refusal that names `option` and offers the nearest subjects, or
 * those it may mean, as buttons. `line` writes the command line that asks the same of an id.
 */
export function readSubject(
  text: string,
  option: string,
  ask: { readonly messages: Messages; readonly queries: Pick<Queries, 'record'> },
  line: (id: string) => string,
): { readonly subject: Subject } | { readonly refused: Answer } {
  const { messages: m } = ask;
  const found = ask.queries.record.find(text);
  if (found.kind === 'one') return { subject: found.subject };
  const given = text.slice(0, QUOTED);
  const near = found.kind === 'several' ? found.subjects : found.nearest;
  const sentences =
    found.kind === 'several'
      ? [m.offer.several(given)]
      : [m.offer.notFound(given), ...(near.length > 0 ? [m.offer.nearest] : [])];
  return {
    refused: refusal(m, sentences, {
      error: found.kind === 'several' ? 'several_subjects' : 'unknown_subject',
      option,
      nearest: near.map((s) => s.id),
      buttons: choiceButtons(near, (s) => line(s.id)),
    }),
  };
}

/** The days of a question as they stand in a command line: ` as-of:2022-06-30 known-on:2022-07-01`, empty without any. */
export function dayOptions(days: {
  readonly asOf?: Day | undefined;
  readonly knownOn?: Day | undefined;
  readonly recordedOn?: Day | undefined;
}): string {
  return [
    ...(days.asOf === undefined ? [] : [` as-of:${days.asOf}`]),
    ...(days.knownOn === undefined ? [] : [` known-on:${days.knownOn}`]),
    ...(days.recordedOn === undefined ? [] : [` recorded-on:${days.recordedOn}`]),
  ].join('');
}

/** The three questions in time, as options of every command that answers from the record. */
export const WORLD = { asOf: { type: 'day' }, knownOn: { type: 'day' }, recordedOn: { type: 'day' } } as const;
