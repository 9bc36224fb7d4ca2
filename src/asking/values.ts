import type { Command, OptionSpec } from '../command.ts';
import { LANGS } from '../domain/language.ts';
import { addDays, type Day, isDay, parseCalendar } from '../domain/period.ts';
import { foldName } from '../domain/text.ts';
import { type Messages, messagesOf } from '../messages/index.ts';
import { listParts, tooMuch } from './door.ts';
import type { Fault } from './faults.ts';

/** Reads a day as people write it ("30 juin 2022", "yesterday"); null when it is none. */
export type DayReader = (text: string, today: Day) => Day | null;

/** A choice in words: its label in the given language. */
export function choiceLabel(command: Command, option: string, choice: string, messages: Messages): string {
  return messages.commands[command.name]?.options[option]?.choices?.[choice] ?? choice;
}

const WEEKDAYS: readonly (readonly string[])[] = [
  ['sunday', 'dimanche'],
  ['monday', 'lundi'],
  ['tuesday', 'mardi'],
  ['wednesday', 'mercredi'],
  ['thursday', 'jeudi'],
  ['friday', 'vendredi'],
  ['saturday', 'samedi'],
];

const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, j: 1, w: 7, s: 7, m: 30, y: 365, a: 365 };

/** A day counted back from today: `7d`, `7j`, `2w`, `3m`, or the last Monday before today. */
function readBack(text: string, today: Day): Day | null {
  const word = text.trim().toLowerCase();
  const span = /^(\d{1,4})\s*([djwsmya])[a-zé]*$/.exec(word);
  if (span) return addDays(today, -Number(span[1]) * (UNIT_DAYS[span[2] ?? ''] ?? 1));
  const weekday = WEEKDAYS.findIndex((names) => names.includes(word));
  if (weekday < 0) return null;
  const back = (new Date(`${today}T00:00:00Z`).getUTCDay() - weekday + 7) % 7;
  return addDays(today, -(back === 0 ? 7 : back));
}

/** A day: ISO, a month or a year (then its last day, or its first where that is meant), counted back, or in words. */
function readDay(text: string, today: Day, words: DayReader, edge: 'first' | undefined): Day | null {
  const calendar = parseCalendar(text);
  if (calendar) return edge === 'first' ? calendar.from : calendar.to;
  const back = readBack(text, today);
  if (back !== null) return back;
  const french = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text.trim());
  if (french) {
    const day = `${french[3]}-${french[2]?.padStart(2, '0')}-${french[1]?.padStart(2, '0')}`;
    return isDay(day) ? day : null;
  }
  return words(text, today);
}

function readValue(
  text: string,
  spec: OptionSpec,
  key: string,
  command: Command,
  today: Day,
  words: DayReader,
): { readonly value: unknown } | Fault {
  switch (spec.type) {
    case 'text':
      return { value: text };
    case 'list':
      return { value: listParts(text) };
    case 'day': {
      const day = readDay(text, today, words, spec.edge);
      return day === null ? { code: 'bad_day', option: key, given: text.slice(0, 60), command } : { value: day };
    }
    case 'integer': {
      const n = Number(text);
      return Number.isInteger(n) && n >= spec.min && n <= spec.max
        ? { value: n }
        : { code: 'bad_integer', option: key, given: text.slice(0, 60), min: spec.min, max: spec.max, command };
    }
    case 'choice': {
      const wanted = foldName(text);
      const choice = spec.choices.find((c) =>
        [c, ...LANGS.map((lang) => choiceLabel(command, key, c, messagesOf(lang)))].some(
          (name) => foldName(name) === wanted,
        ),
      );
      return choice === undefined
        ? { code: 'bad_choice', option: key, given: text.slice(0, 60), choices: spec.choices, command }
        : { value: choice };
    }
  }
}

/** Checks and types what was written for a command's options. All faults are found, keyed by option. */
export function readValues(
  command: Command,
  raw: Readonly<Record<string, string>>,
  today: Day,
  words: DayReader,
): { readonly values: Readonly<Record<string, unknown>> } | { readonly faults: Readonly<Record<string, Fault>> } {
  const values: Record<string, unknown> = {};
  const faults: Record<string, Fault> = {};
  for (const [key, spec] of Object.entries(command.options)) {
    const text = raw[key]?.trim() ?? '';
    if (text === '') {
      if (spec.required === true) faults[key] = { code: 'missing', option: key, command };
      continue;
    }
    const read = tooMuch(text, spec, key, command) ?? readValue(text, spec, key, command, today, words);
    if ('code' in read) faults[key] = read;
    else values[key] = read.value;
  }
  return Object.keys(faults).length > 0 ? { faults } : { values };
}
