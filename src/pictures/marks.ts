import type { Mark } from '../domain/picture.ts';
import { numberOf, type Scale } from './axis.ts';
import type { Ruler } from './font.ts';
import { beside } from './label.ts';
import type { Palette } from './palette.ts';
import type { Item } from './rows.ts';
import { d, markSign, path, type Shape, SIGN, straight } from './shapes.ts';

/** From this width on (px) an interval is drawn as wide as it is: a sign in its middle would name a day nobody named. */
const WIDE = SIGN * 2 + 6;

export type Place = { readonly left: number; readonly right: number; readonly wide: boolean };

/** Where the sign of a mark lies. One that lies beyond what is shown stands at the edge. */
export function placeOf(mark: Mark, scale: Scale): Place {
  const [from, to] = [scale.x(numberOf(mark.at.from)), scale.x(numberOf(mark.at.to) + 1)];
  if (mark.at.to > mark.at.from && to - from >= WIDE) return { left: from, right: to, wide: true };
  const middle = Math.min(scale.right - SIGN, Math.max(scale.left + SIGN, (from + to) / 2));
  return { left: middle - SIGN, right: middle + SIGN, wide: false };
}

/** A mark with its label, and with the line from the day on which it was promised. */
export function markItem(mark: Mark, scale: Scale, p: Palette, ruler: Ruler): Item {
  const place = placeOf(mark, scale);
  const made = mark.since === undefined ? null : scale.x(numberOf(mark.since) + 0.5);
  const start = made !== null && made < place.left - 4 ? made : null;
  const weak = mark.shape === 'weak' || mark.tone === 'rumour';
  const colour = p.tones[weak ? 'rumour' : mark.tone].line;
  const anchor = { left: start === null ? place.left : start - 3, right: place.right, half: SIGN + 1 };
  const edges = { left: scale.left, right: scale.right };
  const label = beside(mark.label, anchor, edges, weak ? p.muted : p.ink, ruler);
  const thread = (x: number, y: number): Shape[] => [
    path(straight(x, y, place.left, y), { stroke: colour, line: 1.5 }),
    path(d('M', x - 3, y, 'A', 3, 3, 0, 1, 1, x + 3, y, 'A', 3, 3, 0, 1, 1, x - 3, y, 'Z'), { fill: colour }),
  ];
  const draw = (y: number): Shape[] => [
    ...(start === null ? [] : thread(start, y)),
    ...markSign(mark, place.left, place.right, y, p),
    ...label.texts(y),
  ];
  return { left: label.left, right: label.right, up: label.up, down: label.down, draw };
}
