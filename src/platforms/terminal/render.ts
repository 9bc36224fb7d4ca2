import { safeUrl } from '../../domain/address.ts';
import { cleanText } from '../../domain/clean.ts';
import type { Block, Line, View } from '../../domain/view.ts';
import type { Messages } from '../../messages/index.ts';
import { type Kept, type KeptAt, NOTHING_KEPT } from './keep.ts';
import { paint, type TerminalStyle } from './style.ts';
import { drawTimeline } from './timeline.ts';

type BlockOf<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** A line's runs in order, each cut at blanks so that wrapping keeps what is strong strong. */
function words(line: Line): { readonly text: string; readonly strong: boolean }[] {
  const runs = line.flatMap((span) => {
    if (typeof span === 'string') return [{ text: cleanText(span), strong: false }];
    const url = safeUrl(span.url);
    return [
      { text: cleanText(span.text), strong: span.strong === true },
      { text: url === null ? '' : ` <${url}>`, strong: false },
    ];
  });
  return runs.flatMap((run) => run.text.split(/(?<=[ \t\n])/).map((text) => ({ text, strong: run.strong })));
}

/** Wraps a line to the width, the first row behind `first`, the others behind as many blanks. */
function wrap(line: Line, first: string, style: TerminalStyle, dim = false): string[] {
  const indent = ' '.repeat(first.length);
  const rows: string[] = [];
  let row = first;
  let length = first.length;
  for (const word of words(line)) {
    if (length + word.text.trimEnd().length > style.width && length > indent.length) {
      rows.push(row.trimEnd());
      row = indent;
      length = indent.length;
    }
    const [text, blank] = [word.text.trimEnd(), word.text.slice(word.text.trimEnd().length).replace(/\n/g, ' ')];
    row += (word.strong ? paint(text, 'strong', style) : dim ? paint(text, 'dim', style) : text) + blank;
    length += word.text.length;
  }
  if (row.trim() !== '' || rows.length === 0) rows.push(row.trimEnd());
  return rows;
}

/** Blanks between two columns. */
const GAP = 2;
/** Narrower columns are unreadable: then the table becomes a list. */
const NARROWEST = 10;

/** The widths of columns within a width in all: the widest give way; null where they would be too narrow. */
function fitted(natural: readonly number[], width: number): readonly number[] | null {
  const room = width - GAP * (natural.length - 1);
  const total = (cap: number): number => natural.reduce((sum, own) => sum + Math.min(own, cap), 0);
  let cap = Math.max(0, ...natural);
  while (cap > 0 && total(cap) > room) cap -= 1;
  if (cap < Math.min(NARROWEST, ...natural.filter((own) => own > 0)) || cap === 0) return null;
  let left = room - total(cap);
  return natural.map((own) => {
    const more = own > cap && left > 0 ? 1 : 0;
    left -= more;
    return Math.min(own, cap) + more;
  });
}

/** Blanks at which a row may end: not those that hold together what they part, nor before a mark such as `:` or `%`. */
const BREAKS = /[^\S\u00a0\u202f]+(?![:;!?%»](?:[\s)]|$))/;

/** A cell in rows of at most `width`; a word that is longer is broken. */
function cellRows(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (let word of text.split(BREAKS)) {
    if (row !== '' && row.length + 1 + word.length <= width) {
      row += ` ${word}`;
      continue;
    }
    if (row !== '') rows.push(row);
    for (; word.length > width; word = word.slice(width)) rows.push(word.slice(0, width));
    row = word;
  }
  return [...rows, row];
}

/** A table whose cells wrap within their columns; on a narrow screen a list, with one entry per row. */
function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  m: Messages,
  style: TerminalStyle,
): string[] {
  const cells = [columns, ...rows].map((row) => columns.map((_, i) => cleanText(row[i] ?? '')));
  const widths = fitted(
    columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0))),
    style.width,
  );
  if (widths === null) return listed(cells, m, style);
  return cells.flatMap((row, i) => {
    const drawn = row.map((cell, j) => cellRows(cell, widths[j] ?? 0));
    const height = Math.max(1, ...drawn.map((lines) => lines.length));
    return Array.from({ length: height }, (_, n) => {
      const text = drawn
        .map((lines, j) => (lines[n] ?? '').padEnd(widths[j] ?? 0))
        .join(' '.repeat(GAP))
        .trimEnd();
      return i === 0 ? paint(text, 'strong', style) : text;
    });
  });
}

/** A table as a list: the first cell leads, the others stand under it behind their column's name. */
function listed(cells: readonly (readonly string[])[], m: Messages, style: TerminalStyle): string[] {
  const [columns = [], ...rows] = cells;
  return rows.flatMap(([lead = '', ...others]) => [
    ...wrap([{ text: lead, strong: true }], '• ', style),
    ...others.flatMap((cell, i) => {
      const column = columns[i + 1] ?? '';
      if (cell === '') return [];
      return wrap([column === '' ? cell : `${m.common.colon(column)} ${cell}`], '  ', style);
    }),
  ]);
}

function drawBlock(block: Block, m: Messages, style: TerminalStyle, kept: Kept): string[] {
  switch (block.kind) {
    case 'text':
      return wrap(block.line, '', style);
    case 'heading':
      return ['', paint(cleanText(block.text), 'strong', style)];
    case 'facts': {
      const width = Math.min(22, Math.max(0, ...block.facts.map((f) => f.label.length)));
      return block.facts.flatMap((fact) => wrap(fact.value, `${cleanText(fact.label).padEnd(width)}  `, style));
    }
    case 'list':
      return block.items.flatMap((item) => wrap(item, '• ', style));
    case 'table':
      return table(block.columns, block.rows, m, style);
    case 'note':
      return wrap(block.line, '', style, true);
    case 'time':
      return [
        `${cleanText(block.label)} ${Number.isNaN(Date.parse(block.at)) ? cleanText(block.at) : m.common.instant(block.at)}`,
      ];
    case 'divider':
      return [paint('─'.repeat(Math.min(40, style.width)), 'dim', style)];
    case 'picture':
      return drawPicture(block, m, style, kept);
    case 'files':
      return drawFiles(block, m, style, kept);
    case 'buttons':
      return block.buttons.length === 0
        ? []
        : [
            '',
            ...block.buttons.map(
              (b) =>
                `${paint(`[${cleanText(b.label)}]`, 'strong', style)} ${paint(`/${cleanText(b.line)}`, 'dim', style)}`,
            ),
          ];
  }
}

/** The picture in characters, and where it was written. */
function drawPicture(block: BlockOf<'picture'>, m: Messages, style: TerminalStyle, kept: Kept): string[] {
  const rows = ['', ...drawTimeline(block.picture, style)];
  const at = kept.get(block);
  if (at === undefined) return rows;
  const { picture, noPicture } = m.terminal;
  return [...rows, ...wrap([at.failed === null ? picture(at.path) : noPicture(at.path, at.failed)], '', style, true)];
}

/** A line for each file: what it is, its name, and where it was written. */
function drawFiles({ files }: BlockOf<'files'>, m: Messages, style: TerminalStyle, kept: Kept): string[] {
  const rows = files.flatMap((file) => {
    const at = kept.get(file);
    const where = at === undefined ? file.name : toldOf(at, m);
    return wrap([file.label, ` · ${where}`], '• ', style);
  });
  return files.every((file) => kept.has(file)) ? rows : [...rows, ...wrap([m.terminal.saveWith], '', style, true)];
}

function toldOf({ path, failed }: KeptAt, { terminal }: Messages): string {
  return failed === null ? terminal.saved(path) : terminal.notSaved(path, failed);
}

/** A View as rows of text, with a bar at its left in the colour of its tone. `kept`: what was written of its files. */
export function renderTerminal(view: View, m: Messages, style: TerminalStyle, kept: Kept = NOTHING_KEPT): string {
  const inner = { ...style, width: Math.max(20, style.width - 2) };
  const title: Line = [{ text: view.title, strong: true, url: view.url ?? null }];
  const rows = [...wrap(title, '', inner), ...view.blocks.flatMap((block) => drawBlock(block, m, inner, kept))];
  const bar = paint('┃', view.tone, style);
  return rows.map((row) => `${bar} ${row}`.trimEnd()).join('\n');
}
