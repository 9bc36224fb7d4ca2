import type { Tone } from '../../domain/view.ts';

export type TerminalStyle = { readonly colour: boolean; readonly width: number };

const CODES: Readonly<Record<Tone | 'strong' | 'dim' | 'link', string>> = {
  neutral: '36',
  good: '32',
  warn: '33',
  bad: '31',
  rumour: '35',
  strong: '1',
  dim: '2',
  link: '4',
};

export type Ink = keyof typeof CODES;

/** Text from outside must not act: control characters, escape sequences and bidirectional overrides go. */
export function inert(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** The text in an ink, where colours are shown. */
export function paint(text: string, ink: Ink, style: TerminalStyle): string {
  return style.colour && text !== '' ? `\u001b[${CODES[ink]}m${text}\u001b[0m` : text;
}
