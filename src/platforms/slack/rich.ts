import type { types } from '@slack/bolt';
import { safeUrl } from '../../domain/address.ts';
import { tied } from '../../domain/typography.ts';
import type { Line, Span } from '../../domain/view.ts';
import { cutText, escapedLength, literalText } from './text.ts';

/** Text runs as Slack's rich_text elements: nothing in them is read as markup, and links are elements of their own. */

export type RichElement = types.RichTextSection['elements'][number];
export type RichBlock = types.RichTextBlock;

/** Characters one line may hold. Slack gives no figure for rich_text; this is the one of a section. */
const LINE_MAX = 3000;

/** A run as an element, null when it holds nothing. A link that is not http(s) is dropped, its text stays. */
function element(span: Span, room: number, italic: boolean): RichElement | null {
  const run = typeof span === 'string' ? { text: span } : span;
  const url = 'url' in run ? safeUrl(run.url) : null;
  // An address that leads to itself is shown in its normal form, where no letter of another script hides in the host.
  const words = url !== null && safeUrl(run.text) === url ? url : literalText(run.text);
  const text = cutText(url === null ? tied(words) : words, Math.max(1, room));
  if (text === '') return null;
  const strong = 'strong' in run && run.strong === true;
  const style = strong || italic ? { style: { ...(strong && { bold: true }), ...(italic && { italic: true }) } } : {};
  return url === null ? { type: 'text', text, ...style } : { type: 'link', url, text, ...style };
}

/** A line as elements, cut with a mark when it is longer than Slack is sure to take. Empty when it says nothing. */
export function richLine(line: Line, italic = false): RichElement[] {
  const elements: RichElement[] = [];
  let room = LINE_MAX;
  for (const span of line) {
    if (room <= 0) break;
    const made = element(span, room, italic);
    if (made === null) continue;
    elements.push(made);
    room -= escapedLength('text' in made ? (made.text ?? '') : '');
  }
  return elements;
}

/** Characters an element costs of a message's room, counted escaped; an address counts as its text does. */
export function lengthOf(made: RichElement): number {
  if (made.type === 'text') return escapedLength(made.text);
  if (made.type === 'link') return escapedLength(made.text ?? '') + escapedLength(made.url);
  return 40;
}

/** A paragraph of elements as a block; null when there are none. */
export function section(elements: RichElement[]): RichBlock | null {
  return elements.length === 0 ? null : { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** A bulleted list as a block; items that say nothing are left out. */
export function bullets(items: readonly RichElement[][]): RichBlock | null {
  return list(items, { style: 'bullet' });
}

/** A list numbered from `from` on as a block; items that say nothing are left out and not counted. */
export function ordered(items: readonly RichElement[][], from: number): RichBlock | null {
  return list(items, { style: 'ordered', ...(from > 1 && { offset: from - 1 }) });
}

/** `offset` is documented (docs.slack.dev, rich text block: 4 lets the list begin at 5), and missing in the SDK's type. */
type ListManner = { readonly style: 'bullet' } | { readonly style: 'ordered'; readonly offset?: number };

function list(items: readonly RichElement[][], manner: ListManner): RichBlock | null {
  const told = items.filter((elements) => elements.length > 0);
  if (told.length === 0) return null;
  const elements = told.map((one) => ({ type: 'rich_text_section' as const, elements: one }));
  return { type: 'rich_text', elements: [{ type: 'rich_text_list' as const, ...manner, elements }] };
}

/** Lines under each other in one block. */
export function stacked(lines: readonly RichElement[][]): RichBlock | null {
  const told = lines.filter((elements) => elements.length > 0);
  return section(told.flatMap((elements, i) => (i === 0 ? elements : [{ type: 'text', text: '\n' }, ...elements])));
}
