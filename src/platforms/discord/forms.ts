import {
  ComponentType,
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { cleanText } from '../../domain/clean.ts';
import type { Field, Form } from '../../domain/view.ts';
import { labelText, shorten } from './text.ts';

/** What Discord accepts in a form. */
const LIMITS = { title: 45, fields: 5, label: 45, hint: 100, value: 4000, options: 25, option: 100, id: 100 };

const MODAL = 'form|';

/**
 * A form as a Discord modal: its first five fields; what stands in the others is carried along unseen, so that sending
 * the form in does not reset it. A select with more choices than Discord takes becomes a line of
 * text in which the values stand separated by commas.
 */
export function modalOf(form: Form): ModalBuilder {
  const fields = form.fields.slice(0, LIMITS.fields).map((field) => {
    const label = new LabelBuilder().setLabel(labelText(field.label, LIMITS.label));
    if (field.hint !== undefined && field.hint !== '') label.setDescription(labelText(field.hint, LIMITS.hint));
    return isSelect(field)
      ? label.setStringSelectMenuComponent(selectOf(field))
      : label.setTextInputComponent(inputOf(field));
  });
  return new ModalBuilder()
    .setCustomId(`${MODAL}${form.command}${unseen(form.command, form.fields.slice(LIMITS.fields))}`)
    .setTitle(labelText(form.title, LIMITS.title))
    .addLabelComponents(...fields);
}

/** The values of the fields that are not shown, as many as the custom id still holds. */
function unseen(command: string, fields: readonly Field[]): string {
  const carried = new URLSearchParams();
  const room = LIMITS.id - MODAL.length - command.length - 1;
  for (const field of fields) {
    const longer = new URLSearchParams([...carried, [field.option, written(field)]]);
    if (longer.toString().length <= room) carried.set(field.option, written(field));
  }
  return carried.size === 0 ? '' : `?${carried.toString()}`;
}

/** A field's value as one text; several are separated by commas. */
function written(field: Field): string {
  return field.kind === 'text' ? field.value : field.value.join(', ');
}

type Select = Extract<Field, { kind: 'select' }>;

function isSelect(field: Field): field is Select {
  return (
    field.kind === 'select' &&
    field.options.length > 0 &&
    field.options.length <= LIMITS.options &&
    field.options.every((option) => option.value !== '' && option.value.length <= LIMITS.option)
  );
}

function selectOf(field: Select): StringSelectMenuBuilder {
  const chosen = field.multiple ? field.value : field.value.slice(0, 1);
  return new StringSelectMenuBuilder()
    .setCustomId(field.option)
    .setRequired(false)
    .setMinValues(0)
    .setMaxValues(field.multiple ? field.options.length : 1)
    .addOptions(
      field.options.map((option) => ({
        label: labelText(option.label, LIMITS.option),
        value: option.value,
        default: chosen.includes(option.value),
      })),
    );
}

function inputOf(field: Field): TextInputBuilder {
  const value = shorten(cleanText(written(field)).trim(), LIMITS.value, '');
  const input = new TextInputBuilder().setCustomId(field.option).setStyle(TextInputStyle.Short).setRequired(false);
  return value === '' ? input : input.setValue(value);
}

/** The command and the values of a form that was sent in; null when it is no form of ours. */
export function submittedForm(
  interaction: ModalSubmitInteraction,
): { readonly command: string; readonly values: Readonly<Record<string, string | readonly string[]>> } | null {
  if (!interaction.customId.startsWith(MODAL)) return null;
  const [command = '', carried] = interaction.customId.slice(MODAL.length).split('?', 2);
  const values: Record<string, string | readonly string[]> = Object.fromEntries(new URLSearchParams(carried));
  for (const [option, field] of interaction.fields.fields) {
    if (field.type === ComponentType.TextInput) values[option] = field.value;
    if (field.type === ComponentType.StringSelect) values[option] = [...field.values];
  }
  return { command, values };
}
