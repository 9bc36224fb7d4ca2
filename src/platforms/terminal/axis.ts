import type { Day, Days } from '../../domain/period.ts';
import type { PictureWords } from '../../domain/picture.ts';
import { type Cell, cellsOf, fitted, type Row } from './sheet.ts';

/** Days on columns: the axis of a drawing in text. */
export type Scale = {
  readonly width: number;
  /** The column of a day, the nearest of the edges for one outside. */
  readonly column: (day: Day) => number;
};

const DAY = 86_400_000;
const at = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY;

/** A scale that shows these days, first and last included, on so many columns. */
export function scaleOf(shown: Days, width: number): Scale {
  const first = at(shown.from);
  const span = Math.max(1, at(shown.to) - first + 1);
  return {
    width,
    column: (day) => Math.min(width - 1, Math.max(0, Math.floor(((at(day) - first) / span) * width))),
  };
}

type Tick = { readonly day: Day; readonly label: string };

/** So many months apart, what is written: the finest that has room is taken. */
const STEPS = [1, 3, 12, 24, 60, 120] as const;

/** The beginnings of months, quarters or years within the days, as fine as the labels have room. */
function ticksOf(shown: Days, scale: Scale, words: PictureWords): Tick[] {
  const near = (one: Tick, next: Tick): boolean =>
    scale.column(next.day) - scale.column(one.day) <= one.label.length + 1;
  for (const step of STEPS) {
    const [first, ...rest] = everyMonths(shown, step, words);
    if (first === undefined) return [];
    // What begins before the first day is named there, unless the next stands too near.
    const ticks = rest[0] && near(first, rest[0]) && first.day === shown.from ? rest : [first, ...rest];
    if (ticks.every((tick, i) => i === 0 || !near(ticks[i - 1] ?? tick, tick))) return ticks;
  }
  return [];
}

function everyMonths(shown: Days, step: number, words: PictureWords): Tick[] {
  const ticks: Tick[] = [];
  const [year = 0, month = 1] = shown.from.split('-').map(Number);
  const begin = year * 12 + month - 1;
  for (let n = Math.floor(begin / step) * step; ; n += step) {
    const day = new Date(Date.UTC(Math.floor(n / 12), n % 12, 1)).toISOString().slice(0, 10);
    if (day > shown.to) return ticks;
    const before = day < shown.from;
    const label = labelOf(before && step >= 12 ? begin : n, step, words);
    ticks.push({ day: before ? shown.from : day, label });
  }
}

/** A year names itself at its beginning; months and quarters in between have their short names. */
function labelOf(months: number, step: number, words: PictureWords): string {
  const year = String(Math.floor(months / 12));
  if (step >= 12 || months % 12 === 0) return year;
  return (step === 3 ? words.quarters[(months % 12) / 3] : words.months[months % 12]) ?? '';
}

/** The two rows of the axis: names over a line with its marks. */
export function axisRows(shown: Days, scale: Scale, words: PictureWords): Row[] {
  const names: Row = [];
  const line: Row = Array.from({ length: scale.width }, () => ({ char: '─', ink: 'dim' }) as const);
  for (const { day, label } of ticksOf(shown, scale, words)) {
    const column = scale.column(day);
    line[column] = { char: column === 0 ? '├' : '┬', ink: 'dim' };
    const at = Math.max(0, Math.min(column, scale.width - label.length));
    // At the edge a name moves to the left of its mark, or is left to it where another stands.
    if (names.slice(Math.max(0, at - 1)).some((cell) => cell !== undefined)) continue;
    put(names, at, cellsOf(label, 'strong'));
  }
  return [names, line];
}

/** The row that names the day asked about, over its column. */
export function dayRow(day: { readonly at: Day; readonly label: string }, scale: Scale): Row {
  const column = scale.column(day.at);
  const right = ` ${day.label}`;
  const left = `${fitted(day.label, Math.max(0, column - 1))} `;
  const row: Row = [];
  if (column + 1 + right.length <= scale.width) put(row, column, cellsOf(`▼${right}`, 'strong'));
  else put(row, column + 1 - left.length - 1, cellsOf(`${left}▼`, 'strong'));
  return row;
}

function put(row: Row, column: number, cells: readonly Cell[]): void {
  for (const [i, cell] of cells.entries()) row[Math.max(0, column) + i] = cell;
}
