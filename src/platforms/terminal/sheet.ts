import { type Ink, paint, type TerminalStyle } from './style.ts';

/** Characters on rows, each in an ink: what a drawing in text is made of. */

export type Cell = { readonly char: string; readonly ink: Ink | null };
export type Row = (Cell | undefined)[];

/** A text as cells of one ink. */
export function cellsOf(text: string, ink: Ink | null): Cell[] {
  return Array.from(text, (char) => ({ char, ink }));
}

/** Cells from a column on. */
export type Strip = { readonly at: number; readonly cells: readonly Cell[] };

/** Puts strips on the first rows where they touch nothing, each under the one before; rows are added as needed. */
export function settle(rows: Row[], strips: readonly Strip[], gap = 1): void {
  const from = Math.min(...strips.map(({ at }) => at)) - gap;
  const to = Math.max(...strips.map(({ at, cells }) => at + cells.length)) + gap;
  for (let y = 0; ; y++) {
    const free = strips.every((_, i) => !rows[y + i]?.slice(Math.max(0, from), to).some((cell) => cell !== undefined));
    if (!free) continue;
    for (const [i, { at, cells }] of strips.entries()) {
      const row = rows[y + i] ?? [];
      rows[y + i] = row;
      for (const [x, cell] of cells.entries()) row[at + x] = cell;
    }
    return;
  }
}

/** A row as text, runs of one ink painted together, nothing at its end. */
export function textOf(row: Row, style: TerminalStyle): string {
  const cells = Array.from(row, (cell) => cell ?? { char: ' ', ink: null });
  while (cells.at(-1)?.char === ' ') cells.pop();
  let out = '';
  for (let i = 0; i < cells.length; ) {
    const ink = cells[i]?.ink ?? null;
    let run = '';
    for (; i < cells.length && (cells[i]?.ink ?? null) === ink; i++) run += cells[i]?.char ?? '';
    out += ink === null ? run : paint(run, ink, style);
  }
  return out;
}

/** The text, or its beginning with a mark, within so many characters. */
export function fitted(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max
    ? text
    : `${points
        .slice(0, Math.max(0, max - 1))
        .join('')
        .trimEnd()}…`;
}

/** A text broken at its blanks so that no line is longer than `max`; a longer word is cut. */
export function broken(text: string, max: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= max) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(fitted(word, max));
  }
  return lines;
}
