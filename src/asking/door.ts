import { type Command, mostCharacters, mostNames, type OptionSpec } from '../command.ts';
import { MOST } from '../domain/bounds.ts';
import type { Fault } from './faults.ts';
import { findOption } from './line.ts';

/** What may come in at all: how long, how many, of which kind. All of it is looked at before any work is done. */

/** The parts of a list as it is written. */
export function listParts(text: string): string[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Why a value is too much for its option; null when it is not. */
export function tooMuch(text: string, spec: OptionSpec, option: string, command: Command): Fault | null {
  const max = mostCharacters(spec);
  if (text.length > max) return { code: 'value_too_long', option, max, command };
  const most = mostNames(spec);
  if (spec.type === 'list' && listParts(text).length > most)
    return { code: 'too_many_names', option, max: most, command };
  return null;
}

/** The first value of a question that is too much; null when none is. */
export function firstTooMuch(raw: Readonly<Record<string, string>>, command: Command): Fault | null {
  for (const [option, spec] of Object.entries(command.options)) {
    const fault = tooMuch(raw[option] ?? '', spec, option, command);
    if (fault !== null) return fault;
  }
  return null;
}

/** A value as text: words, a number, or several words; null for anything else that a program may send. */
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (!Array.isArray(value) || value.length > MOST.line) return null;
  return value.every((one) => typeof one === 'string') ? value.join(',') : null;
}

export type Gathered = {
  /** What was written for each option that the command has, cut where it is too much to be shown again. */
  readonly raw: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, Fault>>;
  /** What is wrong with the question as a whole. */
  readonly refused: Fault | null;
};

/** The values that a platform or a form gathered, whatever they are, as a typed line would have given them. */
export function gathered(given: unknown, command: Command): Gathered {
  const raw: Record<string, string> = {};
  const faults: Record<string, Fault> = {};
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { raw, faults, refused: { code: 'bad_question' } };
  const entries = Object.entries(given);
  if (entries.length > MOST.options) return { raw, faults, refused: { code: 'too_many_options', max: MOST.options } };
  for (const [name, value] of entries) {
    const option = name.length > MOST.name ? null : findOption(name, command);
    const spec = option === null ? undefined : command.options[option];
    if (option === null || spec === undefined || value === undefined) continue;
    const text = asText(value);
    const fault: Fault | null =
      text === null ? { code: 'bad_value', option, command } : tooMuch(text, spec, option, command);
    if (fault !== null) faults[option] = fault;
    raw[option] = (text ?? '').slice(0, mostCharacters(spec));
  }
  return { raw, faults, refused: null };
}
