import type { Row } from './measure.ts';

/** Milliseconds in the unit that reads best, with three significant digits. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${digits(ms / 1000)} s`;
  if (ms >= 1) return `${digits(ms)} ms`;
  if (ms >= 0.001) return `${digits(ms * 1000)} µs`;
  return `${digits(ms * 1_000_000)} ns`;
}

/** How many a second, given milliseconds for one. */
export function rate(ms: number): string {
  const perSecond = 1000 / ms;
  return perSecond >= 10_000 ? `${digits(perSecond / 1000)}k/s` : `${digits(perSecond)}/s`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const HEAD = ['name', 'ours', '', 'baseline', '', '', 'ratio', 'spread'];

/** The rows as a table of text, a line each. */
export function tableLines(rows: readonly Row[]): string[] {
  const cells = rows.map((row) => [
    `${row.name}, per ${row.per}${row.timer === 'wall' ? ' *' : ''}`,
    duration(row.ours),
    rate(row.ours),
    row.baseline,
    duration(row.base),
    rate(row.base),
    `${row.ratio >= 0.095 ? row.ratio.toFixed(2) : row.ratio.toPrecision(2)}x`,
    `±${(row.spread * 100).toFixed(0)} %`,
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...cells.map((line) => (line[column] ?? '').length)));
  const words = new Set([0, 3]);
  const lineOf = (line: readonly string[]): string =>
    line
      .map((cell, column) =>
        words.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [lineOf(HEAD), lineOf(widths.map((width) => '-'.repeat(width))), ...cells.map(lineOf)];
}
