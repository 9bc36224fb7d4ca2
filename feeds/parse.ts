import type { FeedCode } from '../src/domain/feed.ts';
import type { Item } from '../src/domain/item.ts';
import { decodeBytes, type EncodingSource } from './decode.ts';
import { expandDeclared } from './formats/entities.ts';
import type { FeedFormat, RawEntry, RawFeed } from './formats/raw.ts';
import { shapeOf } from './formats/shape.ts';
import { readWithFeedsmith } from './formats/with-feedsmith.ts';
import { readWithRssParser } from './formats/with-rss-parser.ts';
import { type Hints, itemsOf, type Oddities } from './item.ts';
import { htmlToText } from './text/plain.ts';

export type ParseHints = Hints & {
  /** The `Content-Type` the document came with, null when unknown. */
  readonly contentType: string | null;
};

/** A feed as parsed, or the code of what is wrong with it. `detail` is for logs. */
export type Parsed =
  | {
      readonly ok: true;
      readonly items: readonly Item[];
      readonly title: string | null;
      readonly lang: string | null;
      /** RSS `ttl` in milliseconds: how long the publisher says the document may be kept. */
      readonly ttlMs: number | null;
      readonly format: FeedFormat;
      /** Which parser's result was taken. `feedsmith` for anything but JSON Feed means the document is not quite well-formed. */
      readonly parser: 'rss-parser' | 'feedsmith';
      readonly encoding: { readonly name: string; readonly by: EncodingSource };
      readonly oddities: Oddities;
    }
  | { readonly ok: false; readonly code: FeedCode; readonly detail: string };

/**
 * Bytes of a feed to items: decode, look over, parse, normalise. Never rejects. rss-parser reads first; feedsmith takes
 * over when it throws, finds nothing, finds fewer entries than the document has, or entries that nothing identifies. Has no
 * budget of its own: what comes from outside goes through `createFeedParser`, which runs this in a worker that can be
 * stopped.
 */
export async function parseBytes(bytes: Uint8Array, hints: ParseHints): Promise<Parsed> {
  try {
    const { text, encoding, by } = decodeBytes(bytes, hints.contentType);
    const shape = shapeOf(text);
    if (shape.kind === 'bad') return { ok: false, code: shape.code, detail: shape.code };
    const { feed, parser } =
      shape.kind === 'json' ? readJson(text) : await readXml(expandDeclared(text), shape.entries);
    const { items, oddities } = itemsOf(feed, hints);
    return {
      ok: true,
      items,
      title: feed.title === null ? null : htmlToText(feed.title.text, 'title') || null,
      lang: /^[a-z]{2}(?![a-z])/i.exec(feed.lang?.trim() ?? '')?.[0]?.toLowerCase() ?? null,
      ttlMs: feed.ttlMinutes === null ? null : feed.ttlMinutes * 60_000,
      format: feed.format,
      parser,
      encoding: { name: encoding, by },
      oddities,
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 300) : String(error);
    // What still recurses on hostile nesting runs out of stack, which is a verdict on the document.
    if (error instanceof RangeError && /call stack/i.test(detail)) return { ok: false, code: 'too_deep', detail };
    const unknown = error instanceof Error && error.name === 'DetectError';
    return { ok: false, code: unknown ? 'not_a_feed' : 'malformed', detail };
  }
}

type Reading = { readonly feed: RawFeed; readonly parser: 'rss-parser' | 'feedsmith' };

function readJson(text: string): Reading {
  return { feed: readWithFeedsmith(text), parser: 'feedsmith' };
}

async function readXml(text: string, entries: number): Promise<Reading> {
  const reading = await readEither(text, entries);
  // Both parsers read the first channel alone, of documents that several feeds were glued into.
  const joined =
    score(reading.feed) < entries ? text.replace(/<\/channel>\s{0,999}<channel(?:\s[^<>]{0,999})?>/gi, '') : text;
  return joined === text ? reading : readEither(joined, entries);
}

async function readEither(text: string, entries: number): Promise<Reading> {
  let strict: RawFeed | null = null;
  try {
    strict = await readWithRssParser(text);
    if (strict.entries.length >= entries && strict.entries.every(identified))
      return { feed: strict, parser: 'rss-parser' };
  } catch {
    // The second parser's word is final.
  }
  try {
    const lenient = readWithFeedsmith(text);
    const better = strict === null || score(lenient) > score(strict);
    return better ? { feed: lenient, parser: 'feedsmith' } : { feed: strict ?? lenient, parser: 'rss-parser' };
  } catch (error) {
    if (strict !== null && (strict.entries.length > 0 || entries === 0)) return { feed: strict, parser: 'rss-parser' };
    throw error;
  }
}

const identified = (entry: RawEntry): boolean => entry.id !== null || entry.links.length > 0 || entry.title !== null;

const score = (feed: RawFeed): number => feed.entries.filter(identified).length;
