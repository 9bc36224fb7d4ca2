import type { Item } from '../src/domain/item.ts';
import type { Opened } from './open.ts';
import type { OpmlFeed } from './opml.ts';

/** A message to the main thread holds about so many characters at most, or one entry: reading it takes a millisecond or two. */
const PIECE_SIZE = 256 * 1024;

export type Pieces = {
  /** What was opened, without its items or feeds. */
  readonly opened: Opened;
  readonly pieces: readonly (readonly unknown[])[];
};

/** Takes the items of a feed, or the feeds of a list, out of what was opened and cuts them into pieces. */
export function inPieces(opened: Opened): Pieces {
  if (opened.kind === 'feed' && opened.parsed.ok) {
    const { parsed } = opened;
    return { opened: { ...opened, parsed: { ...parsed, items: [] } }, pieces: cut(parsed.items) };
  }
  if (opened.kind === 'list' && opened.list.ok) {
    const { list } = opened;
    return { opened: { ...opened, list: { ...list, feeds: [] } }, pieces: cut(list.feeds) };
  }
  return { opened, pieces: [] };
}

/** Puts the pieces back where `inPieces` took them from. */
export function together(opened: Opened, parts: readonly unknown[]): Opened {
  if (opened.kind === 'feed' && opened.parsed.ok) {
    return { ...opened, parsed: { ...opened.parsed, items: parts as readonly Item[] } };
  }
  if (opened.kind === 'list' && opened.list.ok) {
    return { ...opened, list: { ...opened.list, feeds: parts as readonly OpmlFeed[] } };
  }
  return opened;
}

function cut(entries: readonly object[]): unknown[][] {
  const pieces: unknown[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    if (size > room || pieces.length === 0) {
      pieces.push([]);
      room = PIECE_SIZE;
    }
    pieces.at(-1)?.push(entry);
    room -= size;
  }
  return pieces;
}

/** About how many characters an entry takes up in a message: its texts, and something for each of its fields. */
function sizeOf(entry: object): number {
  let size = 0;
  for (const value of Object.values(entry)) {
    size += 16;
    if (typeof value === 'string') size += value.length;
    else if (Array.isArray(value)) for (const one of value) size += 16 + String(one).length;
  }
  return size;
}
