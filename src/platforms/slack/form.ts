import type { types } from '@slack/bolt';
import { cleanEnd, cleanText } from '../../domain/clean.ts';
import { oneLine } from '../../domain/typography.ts';
import type { Field, Form } from '../../domain/view.ts';
import { fitEscaped } from './text.ts';

/** Forms as Slack modals, and what people filled in, back as values. */

export const FORM_CALLBACK = 'vigie_form';
const FIELD_ACTION = 'value';

const TITLE_MAX = 24;
const LABEL_MAX = 2000;
const TEXT_MAX = 3000;
const OPTIONS_MAX = 100;
const OPTION_TEXT_MAX = 75;
const OPTION_VALUE_MAX = 150;
const BLOCKS_MAX = 100;

/** What a modal carries about where it was opened, so that its answer goes there. */
export type FormOrigin = {
  readonly command: string;
  readonly channel: { readonly space: string; readonly channel: string } | null;
  readonly responseUrl: string | null;
};

const plain = (text: string, max: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: fitEscaped(oneLine(text), max) || '…',
  emoji: false,
});

/** The form as a modal. Every field may be left empty: the command says what it misses. */
export function modalOf(form: Form, origin: FormOrigin): types.ModalView {
  return {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    private_metadata: JSON.stringify(origin),
    title: plain(form.title, TITLE_MAX),
    submit: plain(form.submit, TITLE_MAX),
    blocks: form.fields.slice(0, BLOCKS_MAX).map((field) => ({
      type: 'input',
      block_id: field.option,
      optional: true,
      label: plain(field.label, LABEL_MAX),
      ...(field.hint !== undefined && field.hint !== '' && { hint: plain(field.hint, LABEL_MAX) }),
      element: elementOf(field),
    })),
  };
}

function elementOf(field: Field): types.InputBlock['element'] {
  if (field.kind === 'text') {
    const value = cleanEnd(cleanText(field.value).slice(0, TEXT_MAX).toWellFormed());
    return {
      type: 'plain_text_input',
      action_id: FIELD_ACTION,
      max_length: TEXT_MAX,
      ...(value !== '' && { initial_value: value }),
    };
  }
  const options = [...new Map(field.options.map((option) => [option.value, option])).values()]
    .filter(({ value }) => value !== '' && value.length <= OPTION_VALUE_MAX)
    .slice(0, OPTIONS_MAX * OPTIONS_MAX)
    .map(({ value, label }) => ({ text: plain(label, OPTION_TEXT_MAX), value }));
  const [first] = options;
  // A list to choose from may not be empty; what stands in it is typed instead.
  if (first === undefined) return { type: 'plain_text_input', action_id: FIELD_ACTION, max_length: TEXT_MAX };
  const chosen = options.filter(({ value }) => field.value.includes(value));
  const choice =
    options.length <= OPTIONS_MAX
      ? { options }
      : {
          option_groups: Array.from({ length: Math.ceil(options.length / OPTIONS_MAX) }, (_, i) => ({
            label: plain(`${i * OPTIONS_MAX + 1}–${Math.min(options.length, (i + 1) * OPTIONS_MAX)}`, OPTION_TEXT_MAX),
            options: options.slice(i * OPTIONS_MAX, (i + 1) * OPTIONS_MAX),
          })),
        };
  if (field.multiple)
    return {
      type: 'multi_static_select',
      action_id: FIELD_ACTION,
      ...choice,
      ...(chosen.length > 0 && { initial_options: chosen.slice(0, OPTIONS_MAX) }),
    };
  const [picked] = chosen;
  return { type: 'static_select', action_id: FIELD_ACTION, ...choice, ...(picked && { initial_option: picked }) };
}

/** Reads what `modalOf` put into a modal; null when it was not ours. */
export function originOf(metadata: string): FormOrigin | null {
  try {
    const read = JSON.parse(metadata) as Partial<FormOrigin>;
    if (typeof read.command !== 'string') return null;
    return { command: read.command, channel: read.channel ?? null, responseUrl: read.responseUrl ?? null };
  } catch {
    return null;
  }
}

type State = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly type: string;
          readonly value?: string | null;
          readonly selected_option?: { readonly value: string } | null;
          readonly selected_options?: readonly { readonly value: string }[];
        }
      >
    >
  >
>;

/** What was filled in, by option: a text, the value chosen, or the values chosen; a field that is empty is so here too. */
export function valuesOf(state: State): Record<string, string | readonly string[]> {
  const values: Record<string, string | readonly string[]> = {};
  for (const [option, actions] of Object.entries(state)) {
    const field = actions[FIELD_ACTION];
    if (field === undefined) continue;
    values[option] =
      field.selected_options?.map(({ value }) => value) ?? field.selected_option?.value ?? field.value?.trim() ?? '';
  }
  return values;
}

/** Faults by the block they belong to; one that names no field of the form stands at the first. */
export function errorsOf(errors: Readonly<Record<string, string>>, blocks: readonly string[]): Record<string, string> {
  const [first] = blocks;
  const placed: Record<string, string> = {};
  for (const [option, words] of Object.entries(errors)) {
    const at = blocks.includes(option) ? option : first;
    if (at === undefined) continue;
    placed[at] = placed[at] === undefined ? words : `${placed[at]} ${words}`;
  }
  return placed;
}
