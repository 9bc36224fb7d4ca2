import { createHash } from 'node:crypto';
import type { FeedCode } from '../src/domain/feed.ts';
import type { Instant } from '../src/domain/period.ts';
import { decodeBytes } from './decode.ts';
import { discoverFeeds, type FoundFeed } from './discover.ts';
import { MAX_BODY_BYTES } from './http/body.ts';
import { codeOfUnpacking, unpack } from './http/unpack.ts';
import { type OpmlResult, readOpml } from './opml.ts';
import { type Parsed, parseBytes } from './parse.ts';

/** A body as it came. */
export type Body = {
  readonly bytes: Uint8Array;
  /** `Content-Encoding`, null for none. */
  readonly coding: string | null;
  readonly contentType: string | null;
  /** Where it came from: relative links stand on it. Null when unknown. */
  readonly url: string | null;
};

/** What is wanted of a body: its feed, or the feeds that it lists as OPML. */
export type Wanted =
  | {
      readonly kind: 'feed';
      readonly now: Instant;
      /** SHA-256 of the body that is known already, hex; a body that is the same is not read. Null for none. */
      readonly known: string | null;
      /** What is no feed is looked through for feeds that it announces. */
      readonly discover: boolean;
    }
  | { readonly kind: 'list' };

/** What a body holds. `detail` is for logs. */
export type Opened =
  | { readonly kind: 'same'; readonly bodyHash: string }
  | {
      readonly kind: 'feed';
      /** SHA-256 of the body once its coding is undone, hex. */
      readonly bodyHash: string;
      readonly parsed: Parsed;
      /** The feeds that a page announces; null where there was none to look through. */
      readonly announced: readonly FoundFeed[] | null;
    }
  | { readonly kind: 'list'; readonly list: OpmlResult }
  | { readonly kind: 'failed'; readonly code: FeedCode; readonly detail: string };

/**
 * Opens a body: undoes its coding, compares it with the one that is known, decodes, parses and normalises it. Never
 * rejects. All of this may take seconds: what comes from outside goes through `createFeedParser`, which runs it in a
 * worker that can be stopped.
 */
export async function openBody(body: Body, wanted: Wanted): Promise<Opened> {
  let bytes: Uint8Array;
  try {
    bytes = unpack(body.bytes, body.coding, MAX_BODY_BYTES);
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 300) : String(error);
    return { kind: 'failed', code: codeOfUnpacking(error), detail };
  }
  const { contentType, url } = body;
  if (wanted.kind === 'list') return { kind: 'list', list: readOpml(decodeBytes(bytes, contentType).text) };
  const bodyHash = createHash('sha256').update(bytes).digest('hex');
  if (bodyHash === wanted.known) return { kind: 'same', bodyHash };
  const parsed = await parseBytes(bytes, { url, contentType, now: wanted.now });
  const page = wanted.discover && !parsed.ok && (parsed.code === 'html_page' || /html/i.test(contentType ?? ''));
  const announced = page && url !== null ? discoverFeeds(decodeBytes(bytes, contentType).text, url) : null;
  return { kind: 'feed', bodyHash, parsed, announced };
}
