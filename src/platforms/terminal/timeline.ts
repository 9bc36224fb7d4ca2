import { cleanText } from '../../domain/clean.ts';
import type { Lane, Mark, Stretch, TimelinePicture } from '../../domain/picture.ts';
import { axisRows, dayRow, type Scale, scaleOf } from './axis.ts';
import { broken, type Cell, cellsOf, fitted, type Row, type Strip, settle, textOf } from './sheet.ts';
import { type Ink, paint, type TerminalStyle } from './style.ts';

/** A timeline as rows of characters, for a terminal of any width. */

/** Signs that differ in shape, not only in colour. All are one column wide. */
const SIGNS: Readonly<Record<Mark['shape'], string>> = {
  event: '●',
  due: '◇',
  kept: '◆',
  missed: '✕',
  end: '■',
  weak: '?',
};
const SHADES = ['░', '▒', '▓', '█'] as const;
const OPEN = '▷';

/** From this width on the names of lanes stand beside them; below, over them. */
const BESIDE = 64;
const NAME_MAX = 18;
/** Words stand beside their sign when at least so much of them fits; else under it. */
const WORDS_SHARE = 0.7;
const UNDER = '╰ ';

/** Words from outside on one row. */
function plain(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/**
 * Draws the timeline within `style.width` columns: the axis, the day asked about as a line through all lanes, stretches
 * as bars that are darker the higher the step, marks with their words beside them, and what the signs mean.
 */
export function drawTimeline(picture: TimelinePicture, style: TerminalStyle): string[] {
  const beside = style.width >= BESIDE;
  const longest = Math.max(0, ...picture.lanes.map(({ label }) => plain(label).length));
  const margin = beside ? Math.min(NAME_MAX, longest) + 2 : 0;
  const scale = scaleOf(picture.shown, Math.max(16, style.width - margin));
  const day = scale.column(picture.day.at);
  const rows: string[] = [];
  const add = (row: Row, name = ''): void => {
    const head = margin === 0 ? '' : paint(fitted(name, margin - 2).padEnd(margin), 'strong', style);
    rows.push(`${head}${textOf(row, style)}`.trimEnd());
  };
  add(dayRow({ at: picture.day.at, label: plain(picture.day.label) }, scale));
  for (const row of axisRows(picture.shown, scale, picture.words)) add(row);
  for (const lane of picture.lanes) {
    const name = plain(lane.label);
    const drawn = laneRows(lane, scale, day);
    if (drawn.length === 0) drawn.push(cellsOf(fitted(plain(picture.words.nothing), scale.width), 'dim'));
    if (!beside) add(withDay(cellsOf(fitted(name, scale.width), 'strong'), day));
    // A long name goes on beside the rows of its lane; an empty one parts it from the next.
    const names = beside ? broken(name, margin - 2).map((line) => line.replace(/ ·$/, '')) : [];
    while (beside && drawn.length <= names.length) drawn.push([]);
    if (beside && drawn.at(-1)?.length !== 0) drawn.push([]);
    for (const [i, row] of drawn.entries()) add(withDay(row, day), names[i] ?? '');
  }
  if (picture.lanes.length === 0)
    rows.push(...broken(plain(picture.words.nothing), style.width).map((line) => paint(line, 'dim', style)));
  return [...rows, ...legend(picture, style)];
}

/** The line of the day asked about, behind everything else. */
function withDay(row: Row, day: number): Row {
  const out = [...row];
  out[day] ??= { char: '┊', ink: 'dim' };
  return out;
}

function laneRows(lane: Lane, scale: Scale, day: number): Row[] {
  const bars: Row[] = [];
  const marks: Row[] = [];
  for (const stretch of lane.stretches) drawStretch(bars, stretch, scale, day);
  for (const mark of lane.marks) drawMark(marks, mark, scale);
  return [...bars, ...marks];
}

/** A bar with its words in it where they fit, else under it. */
function drawStretch(rows: Row[], stretch: Stretch, scale: Scale, day: number): void {
  const from = scale.column(stretch.from);
  const begun = stretch.begun === undefined ? from : scale.column(stretch.begun);
  // What still holds is known to hold until the day asked about.
  const last = Math.max(from, stretch.to === null ? day : scale.column(stretch.to) - 1);
  const shade = SHADES[Math.min(3, Math.max(0, Math.ceil(stretch.height * 4) - 1))] ?? '▒';
  const cells: Cell[] = [];
  for (let column = from; column <= last; column++)
    cells.push({ char: column < begun ? '░' : shade, ink: stretch.tone });
  if (stretch.to === null) cells[cells.length - 1] = { char: OPEN, ink: stretch.tone };
  const label = plain(stretch.label);
  const inside = label.length + 4 <= cells.length;
  if (inside) cells.splice(1, label.length + 2, ...cellsOf(` ${label} `, 'strong'));
  // Bars may touch: one step follows the other.
  settle(rows, [{ at: from, cells }, ...(inside ? [] : [under(from, label, scale)])], inside ? 0 : 1);
}

/** Words under what begins at a column, moved to the left where they would leave the sheet. */
function under(column: number, label: string, scale: Scale): Strip {
  const words = `${UNDER}${fitted(label, scale.width - UNDER.length)}`;
  return { at: Math.max(0, Math.min(column, scale.width - Array.from(words).length)), cells: cellsOf(words, null) };
}

/** A sign at the end of the days it may stand for, dots from when it was promised, and its words on the side with room. */
function drawMark(rows: Row[], mark: Mark, scale: Scale): void {
  const first = scale.column(mark.at.from);
  const last = scale.column(mark.at.to);
  const since = mark.since === undefined ? first : Math.min(first, scale.column(mark.since));
  const ink: Ink = mark.tone;
  const dash = mark.shape === 'weak' ? '╌' : '─';
  const cells: Cell[] = [
    ...cellsOf('·'.repeat(first - since), 'dim'),
    ...cellsOf(first === last ? '' : `├${dash.repeat(last - first - 1)}`, ink),
    { char: SIGNS[mark.shape], ink },
  ];
  const label = plain(mark.label);
  const wanted = Array.from(label).length;
  const right = scale.width - last - 2;
  const left = since - 1;
  const side = right >= wanted || right >= left ? right : left;
  if (side < wanted && side < Math.min(wanted, scale.width - UNDER.length) * WORDS_SHARE) {
    settle(rows, [{ at: since, cells }, under(since, label, scale)]);
    return;
  }
  const words = fitted(label, side);
  if (side === right) settle(rows, [{ at: since, cells: [...cells, ...cellsOf(` ${words}`, null)] }]);
  else settle(rows, [{ at: since - Array.from(words).length - 1, cells: [...cellsOf(`${words} `, null), ...cells] }]);
}

/** What the signs mean that were drawn, and no others. */
function legend({ lanes, words }: TimelinePicture, style: TerminalStyle): string[] {
  const marks = lanes.flatMap((lane) => lane.marks);
  const used = (Object.keys(SIGNS) as Mark['shape'][]).filter((shape) => marks.some((mark) => mark.shape === shape));
  const open = lanes.some((lane) => lane.stretches.some(({ to }) => to === null));
  const wide = marks.some(({ at }) => at.from !== at.to);
  const entries = [
    ...used.map((shape) => `${SIGNS[shape]} ${words.signs[shape]}`),
    ...(open ? [`${OPEN} ${words.open}`] : []),
    ...(wide ? [`├─ ${words.wide}`] : []),
  ].map(plain);
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + entry.length <= style.width)
      lines[lines.length - 1] = `${last}   ${entry}`;
    else lines.push(...broken(entry, style.width));
  }
  return lines.map((line) => paint(line, 'dim', style));
}
