import type { Mark } from '../domain/picture.ts';
import type { Tone } from '../domain/view.ts';
import type { Ruler } from './font.ts';
import { type Colour, inkOn, type Palette } from './palette.ts';

/** What is drawn in the end: outlines and single lines of text, in px from the top left. */
export type Shape = PathShape | TextShape;

export type PathShape = {
  readonly kind: 'path';
  /** SVG path data. */
  readonly d: string;
  readonly fill: Colour | null;
  readonly stroke: Colour | null;
  readonly line: number;
  readonly dash: readonly number[] | null;
};

export type TextShape = {
  readonly kind: 'text';
  /** Where the text starts, has its middle or ends, by `anchor`. */
  readonly x: number;
  /** The middle of its line. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly fill: Colour;
  readonly anchor: 'start' | 'middle' | 'end';
};

export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** The room a text takes. */
export function boxOf(shape: TextShape, ruler: Ruler): Box {
  const width = ruler.width(shape.text, shape.size, shape.bold);
  const left = shape.x - (shape.anchor === 'start' ? 0 : shape.anchor === 'end' ? width : width / 2);
  return { left, right: left + width, top: shape.y - shape.size * 0.6, bottom: shape.y + shape.size * 0.6 };
}

const tenth = (value: number): string => String(Math.round(value * 10) / 10);

/** Path data from letters and numbers: `d('M', 1, 2, 'L', 3, 4)`. */
export const d = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => (typeof part === 'number' ? tenth(part) : part)).join(' ');

export function path(data: string, style: Partial<Omit<PathShape, 'kind' | 'd'>>): PathShape {
  return { kind: 'path', d: data, fill: null, stroke: null, line: 1.5, dash: null, ...style };
}

export const straight = (x0: number, y0: number, x1: number, y1: number): string => d('M', x0, y0, 'L', x1, y1);

/** A rectangle with round corners. */
export function rounded(x0: number, y0: number, x1: number, y1: number, radius: number): string {
  const r = Math.min(radius, (x1 - x0) / 2, (y1 - y0) / 2);
  if (r <= 0) return d('M', x0, y0, 'L', x1, y0, 'L', x1, y1, 'L', x0, y1, 'Z');
  const corner = (x: number, y: number) => ['A', r, r, 0, 0, 1, x, y] as const;
  return d(
    ...['M', x0 + r, y0, 'L', x1 - r, y0, ...corner(x1, y0 + r), 'L', x1, y1 - r, ...corner(x1 - r, y1)],
    ...['L', x0 + r, y1, ...corner(x0, y1 - r), 'L', x0, y0 + r, ...corner(x0 + r, y0), 'Z'],
  );
}

/** The sign of a tone, for readers who do not see its colour: a tick, an exclamation mark, a cross; neutral has none. */
export function toneSign(tone: Tone, x: number, y: number, colour: Colour): PathShape[] {
  const style = { stroke: colour, line: 2 };
  switch (tone) {
    case 'good':
      return [path(d('M', x - 4.5, y + 0.5, 'L', x - 1.5, y + 3.8, 'L', x + 4.5, y - 3.8), style)];
    case 'warn':
      return [path(`${straight(x, y - 5, x, y + 1)} ${straight(x, y + 3.6, x, y + 5.2)}`, { ...style, line: 2.2 })];
    case 'bad':
      return [
        path(`${straight(x - 3.2, y - 3.2, x + 3.2, y + 3.2)} ${straight(x - 3.2, y + 3.2, x + 3.2, y - 3.2)}`, style),
      ];
    case 'neutral':
    case 'rumour':
      return [];
  }
}

/** Half the height of a sign on the axis of a lane; a sign of one day is as wide as it is high. */
export const SIGN = 9;

/** The sign of a mark from `x0` to `x1`, which are at least `2 * SIGN` apart, around the height `y`. */
export function markSign(mark: Pick<Mark, 'shape' | 'tone'>, x0: number, x1: number, y: number, p: Palette): Shape[] {
  const colour = p.tones[mark.shape === 'weak' ? 'rumour' : mark.tone].line;
  const middle = (x0 + x1) / 2;
  const pointed = d(
    ...['M', x0, y, 'L', x0 + SIGN, y - SIGN, 'L', x1 - SIGN, y - SIGN, 'L', x1, y],
    ...['L', x1 - SIGN, y + SIGN, 'L', x0 + SIGN, y + SIGN, 'Z'],
  );
  const inner = inkOn(colour);
  const hollow = { fill: p.paper, stroke: colour, line: 2 };
  switch (mark.shape) {
    case 'due':
      return [path(pointed, hollow)];
    case 'kept':
      return [path(pointed, { fill: colour, stroke: colour }), ...toneSign('good', middle, y, inner)];
    case 'missed':
      return [path(pointed, hollow), ...toneSign('bad', middle, y, colour)];
    case 'end':
      return [
        path(rounded(x0 + 1, y - SIGN + 1, x1 - 1, y + SIGN - 1, 1), { fill: colour, stroke: colour }),
        path(straight(middle - 4, y, middle + 4, y), { stroke: inner, line: 2 }),
      ];
    case 'weak':
      return [
        path(rounded(x0 + 1, y - SIGN + 1, x1 - 1, y + SIGN - 1, SIGN), { ...hollow, line: 1.5, dash: [3, 2.5] }),
      ];
    case 'event':
      return [
        path(rounded(x0 + 1, y - SIGN + 1, x1 - 1, y + SIGN - 1, SIGN), { fill: colour, stroke: colour }),
        ...toneSign(mark.tone, middle, y, inner),
      ];
  }
}
