import type { Mark, TimelinePicture } from '../domain/picture.ts';
import type { Scale } from './axis.ts';
import type { Ruler } from './font.ts';
import { placeOf } from './marks.ts';
import type { Palette } from './palette.ts';
import { markSign, type Shape, SIGN } from './shapes.ts';
import { barShape } from './stretches.ts';
import { fitted } from './text.ts';

/** The key to the signs that a picture uses, and to no others. */

const SIZE = 13.5;
const LINE = 28;
const SMALL = 9;

type Entry = {
  readonly wide: number;
  readonly text: string;
  readonly draw: (x: number, y: number) => readonly Shape[];
};

const SHAPES: readonly Mark['shape'][] = ['event', 'due', 'kept', 'missed', 'end', 'weak'];

function entriesOf(picture: TimelinePicture, scale: Scale, p: Palette): Entry[] {
  const { words } = picture;
  const marks = picture.lanes.flatMap((lane) => lane.marks);
  const stretches = picture.lanes.flatMap((lane) => lane.stretches);
  const entries: Entry[] = [];
  const used = SHAPES.filter((shape) => marks.some((mark) => mark.shape === shape));
  // A picture of events alone explains itself.
  for (const shape of used.length === 1 && used[0] === 'event' ? [] : used)
    entries.push({
      wide: SIGN * 2,
      text: words.signs[shape],
      draw: (x, y) => markSign({ shape, tone: 'neutral' }, x, x + SIGN * 2, y, p),
    });
  const wide = marks.find((mark) => placeOf(mark, scale).wide);
  if (wide !== undefined) {
    const shape = wide.shape === 'kept' || wide.shape === 'missed' ? 'due' : wide.shape;
    entries.push({
      wide: SIGN * 4,
      text: words.wide,
      draw: (x, y) => markSign({ shape, tone: 'neutral' }, x, x + SIGN * 4, y, p),
    });
  }
  const bar = (tone: 'neutral' | 'rumour', end: 'arrow' | 'round', text: string): Entry => ({
    wide: 34,
    text,
    draw: (x, y) => [
      barShape({ left: x, right: x + 34, start: 'round', end, slope: 0 }, y, SMALL, { tone, height: 0.3 }, p),
    ],
  });
  if (stretches.some((stretch) => stretch.to === null && stretch.tone !== 'rumour'))
    entries.push(bar('neutral', 'arrow', words.open));
  if (stretches.some((stretch) => stretch.tone === 'rumour')) entries.push(bar('rumour', 'round', words.claimed));
  return entries;
}

/** The key in as many lines as it takes between two edges; nothing where no sign needs one. */
export function legend(
  picture: TimelinePicture,
  scale: Scale,
  room: { readonly left: number; readonly right: number; readonly top: number },
  p: Palette,
  ruler: Ruler,
): { shapes: Shape[]; bottom: number } {
  const shapes: Shape[] = [];
  let x = room.left;
  let y = room.top + LINE / 2;
  const entries = entriesOf(picture, scale, p);
  for (const entry of entries) {
    const most = room.right - room.left - entry.wide - 8;
    const { lines, width } = fitted(entry.text, { width: most, lines: 1, size: SIZE }, ruler);
    if (x > room.left && x + entry.wide + 8 + width > room.right) {
      x = room.left;
      y += LINE;
    }
    shapes.push(...entry.draw(x, y), {
      ...{ kind: 'text', x: x + entry.wide + 8, y, text: lines.join(''), size: SIZE, bold: false },
      ...{ fill: p.muted, anchor: 'start' },
    });
    x += entry.wide + 8 + width + 26;
  }
  return { shapes, bottom: entries.length === 0 ? room.top : y + LINE / 2 };
}
