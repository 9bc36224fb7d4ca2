import type { FeedOutcome, Validators } from '../src/domain/feed.ts';
import type { Instant } from '../src/domain/period.ts';
import type { FeedClient } from './fetch.ts';
import type { Parsed, ParseHints } from './parse.ts';
import { createFeedParser, type FeedParser } from './parser.ts';

/** What reading needs: an HTTP client, a parser with a budget. */
export type FeedTools = { readonly client: FeedClient; readonly parser: FeedParser };

/**
 * Reads one feed: fetch, decode, parse, normalise. Failures are data with a code; rejects only when `signal` is aborted,
 * with the signal's reason. The outcome's validators may be kept only once its items are stored: an answer whose
 * parsing failed brings none, so that it is read again in full.
 */
export async function readFeed(
  feed: { readonly url: string; readonly validators: Validators | null },
  tools: FeedTools,
  now: Instant,
  signal?: AbortSignal,
): Promise<FeedOutcome> {
  const answer = await tools.client.get(feed.url, feed.validators, signal);
  if (answer.kind !== 'body') return answer;
  const parsed = await tools.parser.parse(
    answer.bytes,
    { url: answer.url, contentType: answer.contentType, now },
    true,
  );
  signal?.throwIfAborted();
  if (!parsed.ok) {
    return { kind: 'failed', code: parsed.code, status: null, retryAfterMs: null, detail: parsed.detail };
  }
  const { validators, movedTo } = answer;
  const told = [answer.freshMs, parsed.ttlMs].filter((ms): ms is number => ms !== null);
  const freshMs = told.length > 0 ? Math.max(...told) : null;
  return { kind: 'read', items: parsed.items, title: parsed.title, lang: parsed.lang, validators, freshMs, movedTo };
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
