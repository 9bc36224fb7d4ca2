import type { FeedOutcome, Validators } from '../src/domain/feed.ts';
import type { Instant } from '../src/domain/period.ts';
import type { FeedClient, Way } from './fetch.ts';
import type { Parsed, ParseHints } from './parse.ts';
import { createFeedParser, type FeedParser } from './parser.ts';

/** What reading needs: an HTTP client, a parser with a budget. */
export type FeedTools = { readonly client: FeedClient; readonly parser: FeedParser };

/** How one feed is read: what limits the request, and who must agree before its body is opened. */
export type ReadWay = Way & {
  /** Asked once the whole body is here; it is opened when this resolves. */
  readonly opening?: () => Promise<void>;
};

/**
 * Reads one feed: fetch, decode, parse, normalise. Failures are data with a code; rejects only when the way's signal is
 * aborted, with its reason. The outcome's validators may be kept only once its items are stored: an answer whose
 * parsing failed brings none, so that it is read again in full.
 */
export async function readFeed(
  feed: { readonly url: string; readonly validators: Validators | null },
  tools: FeedTools,
  now: Instant,
  way: ReadWay = {},
): Promise<FeedOutcome> {
  const answer = await tools.client.get(feed.url, feed.validators, way);
  if (answer.kind !== 'body') return answer;
  await way.opening?.();
  const known = feed.validators?.bodyHash ?? null;
  const opened = await tools.parser.open(answer, { kind: 'feed', now, known, discover: false });
  way.signal?.throwIfAborted();
  const { movedTo } = answer;
  if (opened.kind === 'failed') return failed(opened);
  const validators = { ...answer.validators, bodyHash: opened.bodyHash };
  if (opened.kind === 'same') return { kind: 'unchanged', validators, freshMs: answer.freshMs, movedTo };
  const { parsed } = opened;
  if (!parsed.ok) return failed(parsed);
  const told = [answer.freshMs, parsed.ttlMs].filter((ms): ms is number => ms !== null);
  const freshMs = told.length > 0 ? Math.max(...told) : null;
  return { kind: 'read', items: parsed.items, title: parsed.title, lang: parsed.lang, validators, freshMs, movedTo };
}

function failed({ code, detail }: Pick<Extract<Parsed, { ok: false }>, 'code' | 'detail'>): FeedOutcome {
  return { kind: 'failed', code, status: null, retryAfterMs: null, detail };
}

/** Parses a document that is already here, within the same budget as one from outside. Never rejects. */
export async function parseFeedBytes(bytes: Uint8Array, hints: ParseHints): Promise<Parsed> {
  const parser = createFeedParser();
  try {
    return await parser.parse(bytes, hints);
  } finally {
    await parser.close();
  }
}
