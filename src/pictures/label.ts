import type { Ruler } from './font.ts';
import type { Colour } from './palette.ts';
import type { TextShape } from './shapes.ts';
import { type Fitted, fitted } from './text.ts';

/** Where the label of a bar or a sign stands when it does not fit into it. */

export const LABEL_SIZE = 15;
const LINE = 19;
/** Between a sign and its label, and after a label before the next thing in its row. */
const NEAR = 7;
const AFTER = 16;

/** What a label belongs to: where it begins and ends, and half its height. */
export type Anchor = { readonly left: number; readonly right: number; readonly half: number };

export type Beside = {
  readonly left: number;
  readonly right: number;
  readonly up: number;
  readonly down: number;
  readonly texts: (middle: number) => TextShape[];
};

type Edges = { readonly left: number; readonly right: number };
type Way = { readonly side: 'right' | 'left' | 'above'; readonly lines: number };

/** One line beside before two, the right side before the left, above where neither has room. */
const WAYS: readonly Way[] = [
  { side: 'right', lines: 1 },
  { side: 'left', lines: 1 },
  { side: 'right', lines: 2 },
  { side: 'left', lines: 2 },
  { side: 'above', lines: 1 },
  { side: 'above', lines: 2 },
  { side: 'right', lines: 3 },
  { side: 'left', lines: 3 },
];

/** Longer lines are hard to follow and leave no room to others. */
const widest = (lines: number): number => (lines === 1 ? 540 : 420);

function roomOf(way: Way, anchor: Anchor, edges: Edges): number {
  const room = {
    right: edges.right - anchor.right - NEAR,
    left: anchor.left - NEAR - edges.left,
    above: edges.right - edges.left,
  };
  return Math.min(widest(way.lines), room[way.side]);
}

/** Lines of about the same length, so that no lone word is left for the last one. */
function even(text: string, lines: number, most: number, ruler: Ruler): Fitted {
  let best = fitted(text, { width: most, lines, size: LABEL_SIZE }, ruler);
  for (let width = most - 12; best.whole && width > most / 3; width -= 12) {
    const narrower = fitted(text, { width, lines, size: LABEL_SIZE }, ruler);
    if (!narrower.whole) break;
    best = narrower;
  }
  return best;
}

/** The label of an anchor within the edges, beside or above it; cut short only where no way has room for all of it. */
export function beside(text: string, anchor: Anchor, edges: Edges, fill: Colour, ruler: Ruler): Beside {
  const fitIn = (way: Way): Fitted =>
    fitted(text, { width: roomOf(way, anchor, edges), lines: way.lines, size: LABEL_SIZE }, ruler);
  const last: Way = { side: 'above', lines: 3 };
  const way = WAYS.find((candidate) => roomOf(candidate, anchor, edges) > 40 && fitIn(candidate).whole) ?? last;
  const { lines, width } = way.lines > 1 ? even(text, way.lines, roomOf(way, anchor, edges), ruler) : fitIn(way);
  const height = lines.length * LINE;
  const run = (x: number, top: number, side: 'start' | 'end'): TextShape[] =>
    lines.map((line, i) => ({
      kind: 'text',
      ...{ x, y: top + LINE * (i + 0.5), text: line, size: LABEL_SIZE, bold: false, fill, anchor: side },
    }));
  const tall = Math.max(anchor.half, height / 2);
  switch (way.side) {
    case 'right':
      return {
        left: anchor.left,
        right: anchor.right + NEAR + width + AFTER,
        ...{ up: tall, down: tall },
        texts: (y) => run(anchor.right + NEAR, y - height / 2, 'start'),
      };
    case 'left':
      return {
        left: anchor.left - NEAR - width - AFTER,
        right: anchor.right,
        ...{ up: tall, down: tall },
        texts: (y) => run(anchor.left - NEAR, y - height / 2, 'end'),
      };
    case 'above': {
      const x = Math.max(edges.left, Math.min(anchor.left, edges.right - width));
      return {
        left: Math.min(anchor.left, x),
        right: Math.max(anchor.right, x + width + AFTER),
        ...{ up: anchor.half + 2 + height, down: anchor.half },
        texts: (y) => run(x, y - anchor.half - 2 - height, 'start'),
      };
    }
  }
}
