import type { types } from '@slack/bolt';
import { oneLine, tied } from '../../domain/typography.ts';
import type { Block } from '../../domain/view.ts';
import { bullets, type RichBlock, type RichElement } from './rich.ts';
import { cutText, literalText } from './text.ts';

/**
 * Tables. Slack draws one table per message, of 100 rows by 20 columns and 10,000 characters; with wrapped columns it
 * reads on a phone too. What does not fit, and every further table, becomes a list with one entry per row: monospace
 * columns break on a phone.
 */

type TableView = Extract<Block, { kind: 'table' }>;

const ROWS_MAX = 100;
const COLUMNS_MAX = 20;
const CHARACTERS_MAX = 10_000;
const CELL_MAX = 300;

const cellText = (text: string | undefined): string => cutText(literalText(oneLine(text ?? '')), CELL_MAX) || '–';

/** The table as Slack's own, or null when it would not fit into one. */
export function nativeTable(table: TableView): types.TableBlock | null {
  const { columns, rows } = table;
  if (columns.length === 0 || columns.length > COLUMNS_MAX || rows.length + 1 > ROWS_MAX) return null;
  const texts = [columns, ...rows].map((row) => columns.map((_, i) => cellText(row[i])));
  if (texts.flat().reduce((sum, text) => sum + text.length, 0) > CHARACTERS_MAX) return null;
  return {
    type: 'table',
    column_settings: columns.map(() => ({ is_wrapped: true })),
    rows: texts.map((row, at) =>
      row.map((text) =>
        at === 0
          ? {
              type: 'rich_text' as const,
              elements: [
                {
                  type: 'rich_text_section' as const,
                  elements: [{ type: 'text' as const, text, style: { bold: true } }],
                },
              ],
            }
          : { type: 'raw_text' as const, text },
      ),
    ),
  };
}

/**
 * The table as a list: the first cell in bold, then `column: value` for the others that hold something; `colon` writes
 * a label as the language does.
 */
export function listedTable(table: TableView, colon: (label: string) => string): RichBlock | null {
  return bullets(
    table.rows.map((row): RichElement[] => {
      const [first, ...others] = row;
      const rest = others
        .map((value, i) => ({ name: oneLine(table.columns[i + 1] ?? ''), value: oneLine(value) }))
        .filter(({ value }) => value !== '')
        .map(({ name, value }) => (name === '' ? cellText(value) : `${colon(cellText(name))} ${cellText(value)}`))
        .join(' · ');
      const head: RichElement = { type: 'text', text: cellText(first), style: { bold: true } };
      return rest === '' ? [head] : [head, { type: 'text', text: tied(` · ${cutText(rest, 2600)}`) }];
    }),
  );
}
