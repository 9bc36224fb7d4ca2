import type { Item } from './item.ts';
import type { Instant } from './period.ts';
import type { Space } from './space.ts';
import type { SourceKind } from './story.ts';

export const FEED_KINDS = [
  'press',
  'vendor',
  'regulator',
  'government',
  'association',
  'aggregator',
  'personal',
] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** A feed as the catalogue lists it. */
export type FeedEntry = {
  /** Stable, lower case, made from its publisher and purpose: `lemondeinformatique-datacenter`. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** Publisher id of `dataset/publishers.yaml` where known, else a name. */
  readonly publisher: string;
  readonly lang: string | null;
  readonly kind: FeedKind;
  readonly note: string | null;
  /** The site whose feed it is, where a list of feeds says so; it is not stored. */
  readonly site?: string;
};

/** What conditional requests need of the last answer. */
export type Validators = {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** SHA-256 of the last decoded body, hex. */
  readonly bodyHash: string | null;
};

export const FEED_CODES = [
  'blocked_address',
  'dns_failed',
  'proxy_unreachable',
  'proxy_refused',
  'unreachable',
  'tls_failed',
  'timeout',
  'cut_off',
  'too_large',
  'too_many_redirects',
  'bad_redirect',
  'bad_url',
  'http_client_error',
  'http_forbidden',
  'http_not_found',
  'http_gone',
  'http_rate_limited',
  'http_server_error',
  'not_a_feed',
  'html_page',
  'empty_body',
  'malformed',
  'parse_timeout',
  'parse_memory',
  'too_deep',
] as const;
export type FeedCode = (typeof FEED_CODES)[number];

const HOUR_MS = 3_600_000;

/** No feed rests longer than this of its own accord, in milliseconds. */
export const LONGEST_REST_MS = 6 * HOUR_MS;
/** A server may ask for patience up to this, in milliseconds; beyond it a mistake is likelier than a wish. */
export const LONGEST_HOLD_MS = 7 * 24 * HOUR_MS;

/** A feed as it stands: its entry, what the last polls gave, when it is due. */
export type FeedState = FeedEntry & {
  readonly validators: Validators;
  readonly dueAt: Instant;
  /** Until when its server asked to be left alone (`Retry-After`); absent where it did not. Then `dueAt` is no sooner. */
  readonly heldUntil?: Instant;
  /** Consecutive failures. */
  readonly failures: number;
  readonly code: FeedCode | null;
  readonly firstReadAt: Instant | null;
  readonly lastOkAt: Instant | null;
  readonly lastItemAt: Instant | null;
  /** Where a permanent redirect says the feed lives now. */
  readonly movedTo: string | null;
  /** Gone (410) or taken out by a person: not polled. */
  readonly stopped: boolean;
  /** What was already told in channels, so that each is told once: `failing`, `gone`, `moved:<url>`, `mute`. */
  readonly told: readonly string[];
  /** Who added it here, and when; absent for the feeds of the catalogue. */
  readonly added?: { readonly by: string; readonly at: Instant };
  /** Who took it out, and when: it is `stopped` then, whatever its address answers. */
  readonly out?: { readonly by: string; readonly at: Instant };
  /** The space it is read for; absent when all share it. */
  readonly space?: Space;
  /** Since when the space that asks leaves it out for itself; only where a space asks. */
  readonly leftOut?: Instant;
};

/**
 * Whether a feed is to be read. One that is due in a future too far for any rhythm fell due under a clock that was wrong
 * then: it is due at once. `FeedRepository.due` asks the same of the store.
 */
export function isDue(feed: Pick<FeedState, 'dueAt' | 'heldUntil' | 'stopped'>, now: Instant): boolean {
  const { rest, hold } = dueHorizons(now);
  const held = feed.heldUntil !== undefined && feed.heldUntil > now && feed.heldUntil <= hold;
  return !feed.stopped && (feed.dueAt <= now || (feed.dueAt > rest && !held));
}

/** How far ahead a feed can rightly be due: of its own accord, and where its server asked to be left alone. */
export function dueHorizons(now: Instant): { readonly rest: Instant; readonly hold: Instant } {
  const ahead = (ms: number): Instant => new Date(Date.parse(now) + ms).toISOString();
  return { rest: ahead(LONGEST_REST_MS), hold: ahead(LONGEST_HOLD_MS) };
}

/** How much a feed's items weigh as sources. */
export function sourceKindOf(kind: FeedKind): SourceKind {
  switch (kind) {
    case 'vendor':
    case 'regulator':
    case 'government':
      return 'official';
    case 'association':
      return 'analysis';
    case 'press':
    case 'aggregator':
    case 'personal':
      return 'press';
  }
}

/** What one poll of a feed gave. */
export type FeedOutcome =
  | {
      readonly kind: 'unchanged';
      readonly validators: Validators;
      readonly freshMs: number | null;
      readonly movedTo: string | null;
    }
  | {
      readonly kind: 'read';
      readonly items: readonly Item[];
      readonly title: string | null;
      readonly lang: string | null;
      readonly validators: Validators;
      /** How long the publisher says the answer stays fresh (max-age, Expires, ttl), null when it does not say. */
      readonly freshMs: number | null;
      /** Where a permanent redirect (301, 308) leads. */
      readonly movedTo: string | null;
    }
  | {
      readonly kind: 'failed';
      readonly code: FeedCode;
      readonly status: number | null;
      /** From `Retry-After`, null when absent. */
      readonly retryAfterMs: number | null;
      /** For logs and `feed check`: what the machine said. */
      readonly detail: string;
    };
