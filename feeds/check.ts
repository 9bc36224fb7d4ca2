import type { FeedCode } from '../src/domain/feed.ts';
import type { FeedSample, FeedWarning } from '../src/domain/feed-look.ts';
import type { Instant } from '../src/domain/period.ts';
import { type FoundFeed, usualFeeds } from './discover.ts';
import type { Parsed } from './parse.ts';
import type { FeedTools } from './read.ts';

/** One address that was tried on the way; `code` null when it is a feed. */
export type Attempt = {
  readonly url: string;
  readonly code: FeedCode | null;
  readonly status: number | null;
  readonly detail: string;
};

export type FeedCheck = {
  readonly asked: string;
  /** The feed's address, null when none was found. */
  readonly url: string | null;
  /** What is wrong with the address that was asked for, null when a feed was found. */
  readonly code: FeedCode | null;
  readonly tried: readonly Attempt[];
  /** Other feeds that the page announces. */
  readonly others: readonly FoundFeed[];
  readonly feed: {
    readonly title: string | null;
    readonly lang: string | null;
    readonly format: string;
    readonly entries: number;
    readonly newest: Instant | null;
    readonly encoding: string;
    readonly movedTo: string | null;
    readonly freshMs: number | null;
    /** The newest entries, newest first; those without a date come last. At most three. */
    readonly latest: readonly FeedSample[];
  } | null;
  readonly warnings: readonly FeedWarning[];
};

/** A page may announce many feeds and a site has many usual places: so many are tried. */
const MAX_TRIES = 12;
const STALE_MS = 90 * 86_400_000;
/** Entries shown of a feed, so that a person sees what it brings. */
const SAMPLES = 3;

/**
 * Tells what stands at an address: the feed itself, or the feed that the page there announces, or one in a usual place
 * of the site; with everything that was tried and what is odd about it. `https://` is assumed where no scheme is given.
 * Rejects only when `signal` is aborted.
 */
export async function checkFeed(
  address: string,
  tools: FeedTools,
  now: Instant,
  signal?: AbortSignal,
): Promise<FeedCheck> {
  const asked = /^[a-z][a-z0-9+.-]*:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`;
  const tried: Attempt[] = [];
  const first = await look(asked, tools, now, tried, signal);
  if (first.parsed?.ok) return found(asked, asked, first, first.parsed, tried, [], now);

  const page = first.page;
  const announced = page?.announced ?? [];
  const guesses = page === null ? [] : usualFeeds(page.url);
  for (const url of [...announced.map((feed) => feed.url), ...guesses].slice(0, MAX_TRIES)) {
    if (tried.some((attempt) => attempt.url === url)) continue;
    const next = await look(url, tools, now, tried, signal);
    if (!next.parsed?.ok) continue;
    const others = announced.filter((feed) => feed.url !== url);
    return found(asked, url, next, next.parsed, tried, others, now);
  }
  return { asked, url: null, code: tried[0]?.code ?? 'not_a_feed', tried, others: announced, feed: null, warnings: [] };
}

type Look = {
  readonly parsed: Parsed | null;
  readonly page: { readonly announced: readonly FoundFeed[]; readonly url: string } | null;
  readonly movedTo: string | null;
  readonly freshMs: number | null;
  readonly conditional: boolean;
};

async function look(
  url: string,
  tools: FeedTools,
  now: Instant,
  tried: Attempt[],
  signal?: AbortSignal,
): Promise<Look> {
  const nothing: Look = { parsed: null, page: null, movedTo: null, freshMs: null, conditional: false };
  const answer = await tools.client.get(url, null, signal === undefined ? {} : { signal });
  if (answer.kind === 'failed') {
    tried.push({ url, code: answer.code, status: answer.status, detail: answer.detail });
    return nothing;
  }
  if (answer.kind === 'unchanged') return nothing;
  const opened = await tools.parser.open(answer, { kind: 'feed', now, known: null, discover: true });
  const parsed = opened.kind === 'feed' ? opened.parsed : null;
  const fault = opened.kind === 'failed' ? opened : parsed?.ok === false ? parsed : null;
  tried.push({ url, code: fault?.code ?? null, status: null, detail: fault?.detail ?? '' });
  const announced = opened.kind === 'feed' ? opened.announced : null;
  return {
    parsed,
    page: announced === null ? null : { announced, url: answer.url },
    movedTo: answer.movedTo,
    freshMs: answer.freshMs,
    conditional: answer.validators.etag !== null || answer.validators.lastModified !== null,
  };
}

function found(
  asked: string,
  url: string,
  at: Look,
  parsed: Extract<Parsed, { ok: true }>,
  tried: readonly Attempt[],
  others: readonly FoundFeed[],
  now: Instant,
): FeedCheck {
  const newest = parsed.items.reduce<Instant | null>(
    (last, { published }) => (published !== null && (last === null || published > last) ? published : last),
    null,
  );
  const feed = {
    title: parsed.title,
    lang: parsed.lang,
    format: parsed.format,
    entries: parsed.items.length,
    newest,
    encoding: parsed.encoding.name,
    movedTo: at.movedTo,
    freshMs: at.freshMs ?? parsed.ttlMs,
    latest: parsed.items
      .toSorted((a, b) => (b.published ?? '').localeCompare(a.published ?? ''))
      .slice(0, SAMPLES)
      .map(({ title, link, published }) => ({ title, link, published })),
  };
  const { oddities } = parsed;
  const signs: readonly [boolean, FeedWarning][] = [
    [parsed.parser === 'feedsmith' && parsed.format !== 'json', 'not_well_formed'],
    [['guess', 'fallback', 'mostly_utf8'].includes(parsed.encoding.by), 'encoding_guessed'],
    [parsed.items.length === 0, 'no_entries'],
    [oddities.undated > 0, 'undated'],
    [oddities.farFuture > 0, 'future_dates'],
    [oddities.withoutLink > 0, 'without_links'],
    [oddities.withoutId > 0, 'without_ids'],
    [!at.conditional, 'not_conditional'],
    [at.movedTo !== null, 'moved'],
    [new URL(at.movedTo ?? url).protocol === 'http:', 'not_https'],
    [newest !== null && Date.parse(now) - Date.parse(newest) > STALE_MS, 'stale'],
  ];
  const warnings = signs.filter(([holds]) => holds).map(([, warning]) => warning);
  return { asked, url, code: null, tried, others, feed, warnings };
}
