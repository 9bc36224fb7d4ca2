import type { types } from '@slack/bolt';
import { lengthOf, type RichBlock } from './rich.ts';
import { escapedLength, literalText } from './text.ts';

/** The room that one message has, and what is left out when there is more to say. */

const BLOCKS_MAX = 50;
/** Slack refuses a message (`msg_blocks_too_long`) somewhere past 13,000 characters of blocks, without a figure. */
const CHARACTERS_MAX = 11_000;

/** Neighbouring rich_text blocks as one, so that a View of many short lines still fits. */
function joined(blocks: readonly types.KnownBlock[]): types.KnownBlock[] {
  const out: types.KnownBlock[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (block.type === 'rich_text' && last?.type === 'rich_text') {
      out[out.length - 1] = { ...last, elements: [...last.elements, ...block.elements] };
    } else out.push(block);
  }
  return out;
}

/** Characters that a block costs of the message's room. */
function cost(block: types.KnownBlock): number {
  if (block.type === 'rich_text') return block.elements.reduce((sum, part) => sum + partCost(part), 0);
  if (block.type === 'table') return block.rows.flat().reduce((sum, cell) => sum + cellCost(cell), 0);
  return JSON.stringify(block, (key, value: unknown) => (key === 'value' ? undefined : value)).length;
}

function cellCost(cell: types.TableBlock['rows'][number][number]): number {
  if (cell.type === 'raw_text') return escapedLength(cell.text);
  return cell.type === 'rich_text' ? cell.elements.reduce((sum, part) => sum + partCost(part), 0) : 20;
}

function partCost(part: RichBlock['elements'][number]): number {
  if (part.type === 'rich_text_list')
    return part.elements.reduce((sum, item) => sum + item.elements.reduce((n, made) => n + lengthOf(made), 2), 0);
  return part.elements.reduce((sum, made) => sum + lengthOf(made), 0);
}

/**
 * As many blocks as Slack takes, in order, with a mark where something was left out. Buttons are given room first, so
 * that a cut message can still be acted on; blocks of text are joined when there are too many.
 */
export function withinRoom(all: readonly types.KnownBlock[], mark: string): types.KnownBlock[] {
  const blocks = all.length > BLOCKS_MAX ? joined(all) : all;
  const isActions = (block: types.KnownBlock): boolean => block.type === 'actions';
  let left = BLOCKS_MAX - 1;
  let room = CHARACTERS_MAX;
  const kept = new Set<types.KnownBlock>();
  const keep = (block: types.KnownBlock): boolean => {
    const price = cost(block);
    if (left < 1 || price > room) return false;
    left--;
    room -= price;
    kept.add(block);
    return true;
  };
  blocks.filter(isActions).slice(0, 4).every(keep);
  const out: types.KnownBlock[] = [];
  let cut = false;
  for (const block of blocks) {
    if (kept.has(block)) out.push(block);
    else if (!cut) {
      const whole = !isActions(block) && keep(block);
      const shown = whole ? block : shortened(block, room, left);
      cut = !whole;
      if (shown !== null) out.push(shown);
      if (cut) out.push(cutMark(mark));
    }
  }
  return out;
}

/** The head of a block that is too long: the parts of it that fit; null when none does. */
function shortened(block: types.KnownBlock, room: number, left: number): types.KnownBlock | null {
  if (block.type !== 'rich_text' || left < 1) return null;
  let rest = room;
  const elements: RichBlock['elements'] = [];
  for (const part of block.elements) {
    const price = partCost(part);
    if (price <= rest) {
      elements.push(part);
      rest -= price;
      continue;
    }
    if (part.type === 'rich_text_list') {
      const items = headThatFits(part.elements, rest, (item) =>
        item.elements.reduce((n, made) => n + lengthOf(made), 2),
      );
      if (items.length > 0) elements.push({ ...part, elements: items });
    } else if (part.type === 'rich_text_section') {
      const runs = headThatFits(part.elements, rest, lengthOf);
      if (runs.length > 0) elements.push({ ...part, elements: runs });
    }
    break;
  }
  return elements.length === 0 ? null : { ...block, elements };
}

function headThatFits<T>(all: readonly T[], room: number, price: (one: T) => number): T[] {
  let rest = room;
  const end = all.findIndex((one) => {
    rest -= price(one);
    return rest < 0;
  });
  return end < 0 ? [...all] : all.slice(0, end);
}

function cutMark(mark: string): RichBlock {
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [{ type: 'text', text: `… ${literalText(mark)}`, style: { italic: true } }],
      },
    ],
  };
}
