import type { Block, Line, Tone, View } from '../../domain/view.ts';
import type { Messages } from '../../messages/index.ts';

export type TerminalStyle = { readonly colour: boolean; readonly width: number };

const CODES: Readonly<Record<Tone | 'strong' | 'dim' | 'link', string>> = {
  neutral: '36',
  good: '32',
  warn: '33',
  bad: '31',
  rumour: '35',
  strong: '1',
  dim: '2',
  link: '4',
};

/** Text from outside must not act: control characters, escape sequences and bidirectional overrides go. */
function inert(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

function paint(text: string, code: keyof typeof CODES, style: TerminalStyle): string {
  return style.colour && text !== '' ? `\u001b[${CODES[code]}m${text}\u001b[0m` : text;
}

const isWeb = (url: string | null | undefined): url is string => typeof url === 'string' && /^https?:\/\//i.test(url);

/** A line's runs in order, each cut at blanks so that wrapping keeps what is strong strong. */
function words(line: Line): { readonly text: string; readonly strong: boolean }[] {
  const runs = line.flatMap((span) => {
    if (typeof span === 'string') return [{ text: inert(span), strong: false }];
    const url = isWeb(span.url) ? ` <${inert(span.url)}>` : '';
    return [
      { text: inert(span.text), strong: span.strong === true },
      { text: url, strong: false },
    ];
  });
  return runs.flatMap((run) => run.text.split(/(?<=\s)/).map((text) => ({ text, strong: run.strong })));
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

function table(columns: readonly string[], rows: readonly (readonly string[])[], style: TerminalStyle): string[] {
  const cells = [columns, ...rows].map((row) => row.map(inert));
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells.map((row, i) => {
    const text = row
      .map((cell, j) => cell.padEnd(widths[j] ?? 0))
      .join('  ')
      .trimEnd();
    return i === 0 ? paint(text, 'strong', style) : text;
  });
}

function drawBlock(block: Block, m: Messages, style: TerminalStyle): string[] {
  switch (block.kind) {
    case 'text':
      return wrap(block.line, '', style);
    case 'heading':
      return ['', paint(inert(block.text), 'strong', style)];
    case 'facts': {
      const width = Math.min(22, Math.max(0, ...block.facts.map((f) => f.label.length)));
      return block.facts.flatMap((fact) => wrap(fact.value, `${inert(fact.label).padEnd(width)}  `, style));
    }
    case 'list':
      return block.items.flatMap((item) => wrap(item, '• ', style));
    case 'table':
      return table(block.columns, block.rows, style);
    case 'note':
      return wrap(block.line, '', style, true);
    case 'time':
      return [`${inert(block.label)} ${m.common.instant(block.at)}`];
    case 'divider':
      return [paint('─'.repeat(Math.min(40, style.width)), 'dim', style)];
    case 'picture':
      return wrap([block.alt], '', style, true);
    case 'files':
      return block.files.flatMap((file) => wrap([file.label], '• ', style));
    case 'buttons':
      return block.buttons.length === 0
        ? []
        : [
            '',
            ...block.buttons.map(
              (b) => `${paint(`[${inert(b.label)}]`, 'strong', style)} ${paint(`/${inert(b.line)}`, 'dim', style)}`,
            ),
          ];
  }
}

/** A View as rows of text, with a bar at its left in the colour of its tone. */
export function renderTerminal(view: View, m: Messages, style: TerminalStyle): string {
  const inner = { ...style, width: Math.max(20, style.width - 2) };
  const title: Line = [{ text: view.title, strong: true, url: view.url ?? null }];
  const rows = [...wrap(title, '', inner), ...view.blocks.flatMap((block) => drawBlock(block, m, inner))];
  const bar = paint('┃', view.tone, style);
  return rows.map((row) => `${bar} ${row}`.trimEnd()).join('\n');
}
