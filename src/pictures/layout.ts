import type { Lane, Theme, TimelinePicture } from '../domain/picture.ts';
import { type Axis, axisOf, numberOf, type Scale, scaleOf } from './axis.ts';
import type { Ruler } from './font.ts';
import { legend } from './legend.ts';
import { markItem } from './marks.ts';
import { PALETTES, type Palette } from './palette.ts';
import { inRows, stacked } from './rows.ts';
import { boxOf, path, rounded, type Shape, straight, type TextShape } from './shapes.ts';
import { BAR, stretchItem } from './stretches.ts';
import { drawable, fitted } from './text.ts';

/** Where everything of a picture stands, in px. Pure: same picture, same places. */

export const WIDTH = 1200;
const EDGE = 36;
const TITLE = { size: 25, line: 33 };
const LANE = { size: 15.5, line: 20, most: 210, gap: 22, pad: 15 };
const FOOT = { size: 13, line: 18 };
const PILL = { size: 14.5, height: 27, pad: 12 };
/** Two rows of labels over the lanes: years, and what lies within. */
const AXIS = { major: 26, minor: 21 };
const ROWS = 7;

export type Scene = {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly scale: Scale;
  readonly axis: Axis;
  /** The heights between which the lines of the axis run. */
  readonly lanes: { readonly top: number; readonly bottom: number };
  /** Under the lines of the axis, and over them. */
  readonly under: readonly Shape[];
  readonly over: readonly Shape[];
};

/** Every text of a picture as it can be drawn. */
function plain(picture: TimelinePicture, ruler: Ruler): TimelinePicture {
  const ok = (text: string) => drawable(text, ruler.has);
  const { words } = picture;
  return {
    ...picture,
    title: ok(picture.title),
    footer: ok(picture.footer),
    day: { ...picture.day, label: ok(picture.day.label) },
    lanes: picture.lanes.map((lane) => ({
      label: ok(lane.label),
      stretches: lane.stretches.map((stretch) => ({ ...stretch, label: ok(stretch.label) })),
      marks: lane.marks.map((mark) => ({ ...mark, label: ok(mark.label) })),
    })),
    words: {
      months: words.months.map(ok),
      quarters: words.quarters.map(ok),
      nothing: ok(words.nothing),
      signs: {
        event: ok(words.signs.event),
        due: ok(words.signs.due),
        kept: ok(words.signs.kept),
        missed: ok(words.signs.missed),
        end: ok(words.signs.end),
        weak: ok(words.signs.weak),
      },
      open: ok(words.open),
      wide: ok(words.wide),
      claimed: ok(words.claimed),
    },
  };
}

type Look = { readonly size: number; readonly line: number; readonly fill: string; readonly bold?: boolean };

/** Lines of text from a corner down. */
function block(lines: readonly string[], x: number, top: number, look: Look): TextShape[] {
  return lines.map((text, i) => ({
    ...{ kind: 'text', x, y: top + look.line * (i + 0.5), text, size: look.size, bold: look.bold ?? false },
    ...{ fill: look.fill, anchor: 'start' },
  }));
}

type Drawn = {
  readonly bars: readonly Shape[];
  readonly marks: readonly Shape[];
  readonly bottom: number;
  /** The middle of the first row, with which the name of the lane stands level. */
  readonly first: number;
};

/** What one lane holds, from `top` down: bars first, then marks. */
function drawLane(lane: Lane, picture: TimelinePicture, scale: Scale, top: number, p: Palette, ruler: Ruler): Drawn {
  const bars = [...lane.stretches]
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .map((stretch) => stretchItem(stretch, scale, picture.day.at, p, ruler));
  const marks = [...lane.marks]
    .sort((a, b) => (a.at.from < b.at.from ? -1 : a.at.from > b.at.from ? 1 : 0))
    .map((mark) => markItem(mark, scale, p, ruler));
  if (bars.length + marks.length === 0) {
    const { lines } = fitted(picture.words.nothing, { width: scale.right - scale.left, lines: 2, size: 15 }, ruler);
    const shapes = block(lines, scale.left, top, { size: 15, line: 20, fill: p.muted });
    return { bars: [], marks: shapes, bottom: top + lines.length * 20, first: top + 10 };
  }
  const [barRows, markRows] = [inRows(bars), inRows(marks)];
  const upper = stacked(barRows, top, ROWS);
  const between = bars.length > 0 && marks.length > 0 ? ROWS + 2 : 0;
  const lower = stacked(markRows, upper.bottom + between, ROWS);
  return {
    bars: upper.shapes,
    marks: lower.shapes,
    bottom: lower.bottom,
    first: top + ((barRows[0] ?? markRows[0])?.up ?? 0),
  };
}

/** The line of the day asked about, open where a text stands in its way. */
function dayLine(
  x: number,
  top: number,
  bottom: number,
  texts: readonly TextShape[],
  p: Palette,
  ruler: Ruler,
): Shape[] {
  const gaps = texts
    .map((text) => boxOf(text, ruler))
    .filter((box) => box.left - 4 < x && x < box.right + 4)
    .sort((a, b) => a.top - b.top);
  const shapes: Shape[] = [];
  let from = top;
  for (const gap of [...gaps, { top: bottom, bottom }]) {
    if (gap.top > from) shapes.push(path(straight(x, from, x, gap.top), { stroke: p.ink, line: 1.6 }));
    from = Math.max(from, gap.bottom);
  }
  return shapes;
}

/** The day asked about: its label under the lanes, tied to its line where the day is shown. */
function dayLabel(picture: TimelinePicture, x: number, top: number, p: Palette, ruler: Ruler): Shape[] {
  const room = { width: WIDTH - EDGE * 2 - PILL.pad * 2, lines: 1, size: PILL.size, bold: true };
  const { lines, width } = fitted(picture.day.label, room, ruler);
  const whole = width + PILL.pad * 2;
  const left = Math.max(EDGE, Math.min(x - whole / 2, WIDTH - EDGE - whole));
  return [
    path(rounded(left, top, left + whole, top + PILL.height, 6), { fill: p.ink }),
    ...lines.map(
      (text): TextShape => ({
        ...{ kind: 'text', x: left + PILL.pad, y: top + PILL.height / 2, text, size: PILL.size, bold: true },
        ...{ fill: p.paper, anchor: 'start' },
      }),
    ),
  ];
}

/** Lays out a picture. */
export function layout(given: TimelinePicture, theme: Theme, ruler: Ruler): Scene {
  const picture = plain(given, ruler);
  const p = PALETTES[theme];
  const names = picture.lanes.map((lane) =>
    fitted(lane.label, { width: LANE.most, lines: 4, size: LANE.size, bold: true }, ruler),
  );
  const column = Math.max(0, ...names.map((name) => name.width));
  const scale = scaleOf(picture.shown, EDGE + (column > 0 ? column + LANE.gap : 0), WIDTH - EDGE);
  const axis = axisOf(scale, picture.words, ruler);

  const titleRoom = { width: WIDTH - EDGE * 2, lines: 3, size: TITLE.size, bold: true };
  const title = fitted(picture.title, titleRoom, ruler).lines;
  const over: Shape[] = block(title, EDGE, 26, { ...TITLE, fill: p.ink, bold: true });
  const top = 26 + title.length * TITLE.line + 16 + AXIS.major + (axis.minor.length > 0 ? AXIS.minor : 0) + 6;

  const under: Shape[] = [];
  const bars: Shape[] = [];
  const marks: Shape[] = [];
  let y = top;
  const empty: Lane = { label: '', stretches: [], marks: [] };
  (picture.lanes.length === 0 ? [empty] : picture.lanes).forEach((lane, i) => {
    const name = names[i]?.lines ?? [];
    const drawn = drawLane(lane, picture, scale, y + LANE.pad, p, ruler);
    const nameTop = Math.min(drawn.first, y + LANE.pad + BAR) - LANE.line / 2;
    marks.push(...block(name, EDGE, nameTop, { ...LANE, fill: p.ink, bold: true }));
    bars.push(...drawn.bars);
    marks.push(...drawn.marks);
    const bottom = Math.max(drawn.bottom, nameTop + name.length * LANE.line) + LANE.pad;
    if (i % 2 === 0) under.push(path(rounded(EDGE / 2, y, WIDTH - EDGE / 2, bottom, 0), { fill: p.band }));
    under.push(path(straight(EDGE / 2, bottom, WIDTH - EDGE / 2, bottom), { stroke: p.rule, line: 1 }));
    y = bottom;
  });

  const today = numberOf(picture.day.at) + 0.5;
  const shown = today > scale.from && today < scale.to;
  const texts = [...bars, ...marks].filter((shape) => shape.kind === 'text');
  const line = shown ? dayLine(scale.x(today), top, y + 9, texts, p, ruler) : [];
  over.push(...bars, ...line, ...marks, ...dayLabel(picture, scale.x(today), y + 9, p, ruler));

  const room = { left: EDGE, right: WIDTH - EDGE, top: y + 9 + PILL.height + 14 };
  const key = legend(picture, scale, room, p, ruler);
  const foot = fitted(picture.footer, { width: WIDTH - EDGE * 2, lines: 4, size: FOOT.size }, ruler).lines;
  over.push(...key.shapes, ...block(foot, EDGE, key.bottom + 8, { ...FOOT, fill: p.muted }));
  const height = Math.ceil(key.bottom + 8 + foot.length * FOOT.line + 22);
  return { width: WIDTH, height, palette: p, scale, axis, lanes: { top, bottom: y }, under, over };
}
