import type { Command } from '../command.ts';
import type { Form } from '../domain/view.ts';

/** A form that is open somewhere: what was typed into it, where it was sent in with a fault, and what stood in it first. */
export type HeldForm = {
  readonly raw: Readonly<Record<string, string>>;
  /** Each field as the settings stood when the form was opened; null when it is not known. */
  readonly standing: Readonly<Record<string, string>> | null;
};

/** A form that was never opened here: all that is sent in counts. */
export const NEVER_HELD: HeldForm = { raw: {}, standing: null };

/** A form's fields as texts; several values are separated by commas. */
export function standingOf({ fields }: Form): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.map((field) => [field.option, field.kind === 'text' ? field.value : field.value.join(',')]),
  );
}

/** The name under which a form travels, and what `splitName` makes of it again. */
export const nameWith = (command: string, token: string): string => `${command} form:${token}`;

/** The command of a form that was sent in, and the token of what stood in it; null where it carried none. */
export function splitName(name: string): { readonly command: string; readonly token: string | null } {
  const match = /^(\S+) form:([\w-]+)$/.exec(name);
  return match ? { command: match[1] ?? '', token: match[2] ?? '' } : { command: name, token: null };
}

/** Platforms trim texts and order choices in their own way. */
const sameText = (a: string, b: string): boolean => {
  const plain = (text: string): string =>
    text
      .split(',')
      .map((part) => part.replace(/\s+/g, ' ').trim())
      .sort()
      .join(',');
  return plain(a) === plain(b);
};

/**
 * What the person changed in a form. An emptied field says what its option means when it is empty, or nothing. Without
 * knowing what stood there, all that is given counts.
 */
export function changedIn(
  given: Readonly<Record<string, string>>,
  standing: HeldForm['standing'],
  command: Command,
): Readonly<Record<string, string>> {
  if (standing === null) return given;
  const changed: Record<string, string> = {};
  for (const [option, text] of Object.entries(given)) {
    if (sameText(text, standing[option] ?? '')) continue;
    const meant = text.trim() === '' ? command.options[option]?.empty : text;
    if (meant !== undefined) changed[option] = meant;
  }
  return changed;
}
