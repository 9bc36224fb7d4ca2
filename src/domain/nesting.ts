/** How deep a YAML file of ours may nest: far beyond what any needs, far below what a parser's stack holds. */
export const MOST_NESTED = 64;

/**
 * The line, from 1, on which a YAML text may nest deeper than `most`; null when it nowhere does. Looked at before it is
 * parsed, because parsers work through nesting by recursion. Counts brackets and steps of indentation wherever they
 * stand, so that it may take a text of many unbalanced brackets for a deep one, and never a deep one for flat.
 */
export function tooDeepAt(text: string, most: number = MOST_NESTED): number | null {
  const columns: number[] = [];
  let brackets = 0;
  for (const [i, row] of text.split('\n').entries()) {
    for (const column of beginnings(row)) {
      // What stood further right, or there, has ended.
      while ((columns.at(-1) ?? -1) >= column) columns.pop();
      columns.push(column);
    }
    const open = depths(row, brackets);
    const highest = open.reduce((a, b) => Math.max(a, b), brackets);
    brackets = open.at(-1) ?? brackets;
    if (columns.length + highest > most) return i + 1;
  }
  return null;
}

/** Columns at which something begins on a line: marks of lists and keys, and what follows them. */
function beginnings(row: string): number[] {
  const head = /^(?:[ \t]|[-?:](?=[ \t\r]|$))*/.exec(row)?.[0] ?? '';
  const marks = [...head.matchAll(/[-?:]/g)].map(({ index }) => index);
  const rest = row[head.length] ?? '#';
  return rest === '#' || rest === '\r' ? marks : [...marks, head.length];
}

/** How many brackets are open after each of a line's, from so many. */
function depths(row: string, from: number): number[] {
  const open: number[] = [];
  for (const [bracket] of row.matchAll(/[[\]{}]/g)) {
    const before = open.at(-1) ?? from;
    open.push(bracket === '[' || bracket === '{' ? before + 1 : Math.max(0, before - 1));
  }
  return open;
}
