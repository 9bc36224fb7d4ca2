import type { Day } from '../domain/period.ts';
import type { Stretch } from '../domain/picture.ts';
import { numberOf, type Scale } from './axis.ts';
import type { Ruler } from './font.ts';
import { beside, LABEL_SIZE } from './label.ts';
import { barFill, inkOn, type Palette } from './palette.ts';
import type { Item } from './rows.ts';
import { d, type PathShape, path, type Shape, toneSign } from './shapes.ts';

/** Half the height of a bar. */
export const BAR = 16;
const ROUND = 6;
const PAD = 10;
/** What the sign of a tone takes before its text. */
const SIGN_ROOM = 18;
const LEAST = 6;
/** A label inside may be a little smaller than beside: the bar holds it together. */
const SIZES = [LABEL_SIZE, 13.5];

/** How a bar ends: known day, goes on (arrow), or beyond the edge of what is shown (notch). */
type End = 'round' | 'arrow' | 'notch';

export type Bar = {
  readonly left: number;
  readonly right: number;
  readonly start: 'round' | 'notch';
  readonly end: End;
  /** How far the left edge leans to the right: it began on some day of that time. */
  readonly slope: number;
};

/** Where the bar of a stretch lies; `today` is the day asked about, up to which an open one is drawn. */
export function barOf(stretch: Stretch, scale: Scale, today: Day): Bar {
  const from = numberOf(stretch.from);
  const now = numberOf(today) + 0.5;
  const to = stretch.to === null ? Math.max(now, from) : Math.max(numberOf(stretch.to) + 1, from);
  const left = Math.min(scale.x(from), scale.right - LEAST);
  const right = Math.max(scale.x(to), left + LEAST);
  const begun = stretch.begun === undefined ? from : numberOf(stretch.begun) + 1;
  const end = to > scale.to ? 'notch' : stretch.to === null ? 'arrow' : 'round';
  const slope = Math.min(Math.max(0, scale.x(begun) - left), Math.max(0, right - left - LEAST));
  return { left, right, start: from < scale.from ? 'notch' : 'round', end, slope: slope < 4 ? 0 : slope };
}

/** The outline of a bar. */
export function barPath(bar: Bar, y: number, half: number): string {
  const [x0, x1] = bar.right - bar.left > LEAST ? [bar.left + 1, bar.right - 1] : [bar.left, bar.right];
  const [top, bottom] = [y - half, y + half];
  const r = Math.min(ROUND, (x1 - x0) / 2);
  const tip = Math.min(9, (x1 - x0) / 2);
  const starts = {
    round: ['M', x0 + r, top],
    notch: ['M', x0, top],
    slope: ['M', x0 + bar.slope, top],
  } as const;
  const ends = {
    round: ['L', x1 - r, top, 'A', r, r, 0, 0, 1, x1, top + r, 'L', x1, bottom - r, 'A', r, r, 0, 0, 1, x1 - r, bottom],
    arrow: ['L', x1 - tip, top, 'L', x1, y, 'L', x1 - tip, bottom],
    notch: ['L', x1, top, 'L', x1 - tip / 2, y, 'L', x1, bottom],
  } as const;
  const backs = {
    round: ['L', x0 + r, bottom, 'A', r, r, 0, 0, 1, x0, bottom - r, 'L', x0, top + r, 'A', r, r, 0, 0, 1, x0 + r, top],
    notch: ['L', x0, bottom, 'L', x0 + tip / 2, y],
    slope: ['L', x0, bottom],
  } as const;
  const start = bar.slope > 0 ? 'slope' : bar.start;
  return d(...starts[start], ...ends[bar.end], ...backs[start], 'Z');
}

/** A bar as it is filled: a claim is empty and dashed. */
export function barShape(
  bar: Bar,
  y: number,
  half: number,
  look: Pick<Stretch, 'tone' | 'height'>,
  p: Palette,
): PathShape {
  return path(barPath(bar, y, half), {
    fill: barFill(p, look.tone, look.height),
    stroke: p.tones[look.tone].line,
    line: 1.3,
    dash: look.tone === 'rumour' ? [5, 3] : null,
  });
}

/** A stretch with its label: inside where it fits, else beside or above. */
export function stretchItem(stretch: Stretch, scale: Scale, today: Day, p: Palette, ruler: Ruler): Item {
  const bar = barOf(stretch, scale, today);
  const signed = stretch.tone === 'good' || stretch.tone === 'warn' || stretch.tone === 'bad';
  const sign = signed ? SIGN_ROOM : 0;
  const first = bar.left + bar.slope + PAD;
  const room = bar.right - PAD - (bar.end === 'round' ? 0 : 6) - first;
  const text = inkOn(barFill(p, stretch.tone, stretch.height));
  const size = SIZES.find((candidate) => ruler.width(stretch.label, candidate) + sign <= room);
  if (size !== undefined) {
    const draw = (y: number): Shape[] => [
      barShape(bar, y, BAR, stretch, p),
      ...toneSign(stretch.tone, first + 5, y, text),
      {
        ...{ kind: 'text', x: first + sign, y, text: stretch.label, size, bold: false },
        ...{ fill: text, anchor: 'start' },
      },
    ];
    return { left: bar.left, right: bar.right, up: BAR, down: BAR, draw };
  }
  const anchor = { left: bar.left, right: bar.right, half: BAR };
  const label = beside(stretch.label, anchor, { left: scale.left, right: scale.right }, p.ink, ruler);
  const draw = (y: number): Shape[] => [
    barShape(bar, y, BAR, stretch, p),
    ...(room >= 8 ? toneSign(stretch.tone, first + Math.min(5, room / 2), y, text) : []),
    ...label.texts(y),
  ];
  return { left: label.left, right: label.right, up: label.up, down: label.down, draw };
}
