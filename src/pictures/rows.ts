import type { Shape } from './shapes.ts';

/** Something with a place on the axis of time that may stand in any row of its lane. */
export type Item = {
  /** All it takes in width, its label and the distance to its neighbours included (px). */
  readonly left: number;
  readonly right: number;
  /** How far it reaches above and below its row's middle. */
  readonly up: number;
  readonly down: number;
  /** What it looks like when the middle of its row is at this height. */
  readonly draw: (middle: number) => readonly Shape[];
};

type Row = { readonly items: Item[]; up: number; down: number };

const clear = (row: Row, item: Item): boolean =>
  row.items.every((other) => item.left >= other.right - 0.01 || item.right <= other.left + 0.01);

/** Every item in the first row that has room for it, in the order given: nothing overlaps, whatever there is. */
export function inRows(items: readonly Item[]): readonly Row[] {
  const rows: Row[] = [];
  for (const item of items) {
    let row = rows.find((candidate) => clear(candidate, item));
    if (row === undefined) {
      row = { items: [], up: 0, down: 0 };
      rows.push(row);
    }
    row.items.push(item);
    row.up = Math.max(row.up, item.up);
    row.down = Math.max(row.down, item.down);
  }
  return rows;
}

/** Rows one under the other from `top`; returns what is drawn and where they end. */
export function stacked(rows: readonly Row[], top: number, gap: number): { shapes: Shape[]; bottom: number } {
  const shapes: Shape[] = [];
  let y = top;
  rows.forEach((row, i) => {
    if (i > 0) y += gap;
    for (const item of row.items) shapes.push(...item.draw(y + row.up));
    y += row.up + row.down;
  });
  return { shapes, bottom: y };
}
