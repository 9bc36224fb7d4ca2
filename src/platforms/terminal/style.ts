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

/** The text in an ink, where colours are shown. */
export function paint(text: string, ink: Ink, style: TerminalStyle): string {
  return style.colour && text !== '' ? `\u001b[${CODES[ink]}m${text}\u001b[0m` : text;
}
