import type { FeedCode, FeedKind } from './feed.ts';
import type { Instant } from './period.ts';

/** What is worth knowing about a feed that can be read. */
export const FEED_WARNINGS = [
  /** Not well-formed: only the forgiving parser reads it. */
  'not_well_formed',
  /** Its encoding had to be guessed, or its label lies. */
  'encoding_guessed',
  'no_entries',
  /** Some or all entries carry no date that can be read. */
  'undated',
  /** Some entries are dated in the future; those dates are left out. */
  'future_dates',
  'without_links',
  'without_ids',
  /** Neither ETag nor Last-Modified: every poll costs the whole body. */
  'not_conditional',
  'moved',
  'not_https',
  /** Its newest entry is older than 90 days. */
  'stale',
] as const;
export type FeedWarning = (typeof FEED_WARNINGS)[number];

/** An entry of a feed, as a preview shows it. */
export type FeedSample = { readonly title: string; readonly link: string | null; readonly published: Instant | null };

/** What stands at an address: a feed with its newest entries, or what is wrong there. */
export type FeedLook = {
  readonly asked: string;
  /** The feed's address, null when none was found. */
  readonly url: string | null;
  /** What is wrong with the address that was asked for, null when a feed was found. */
  readonly code: FeedCode | null;
  /** Other feeds that the page there announces. */
  readonly others: readonly { readonly url: string; readonly title: string | null }[];
  readonly feed: {
    readonly title: string | null;
    readonly lang: string | null;
    readonly entries: number;
    readonly newest: Instant | null;
    /** Where a permanent redirect leads. */
    readonly movedTo: string | null;
    /** The newest entries, newest first; those without a date come last. At most three. */
    readonly latest: readonly FeedSample[];
  } | null;
  readonly warnings: readonly FeedWarning[];
};

/** A feed that somebody wants read, as far as it is known; what is null is found out or left open. */
export type WantedFeed = {
  readonly url: string;
  readonly title: string;
  readonly lang: string | null;
  readonly publisher: string | null;
  readonly kind: FeedKind | null;
  readonly note: string | null;
};

/** What a list of feeds (OPML) at an address holds, or why it is none that can be taken in. */
export type ListLook =
  | { readonly ok: true; readonly feeds: readonly WantedFeed[]; readonly skipped: readonly string[] }
  | { readonly ok: false; readonly code: FeedCode | ListCode };

/** It is something else than OPML, it nests too deep, or it lists too many feeds. */
export const LIST_CODES = ['not_opml', 'too_deep', 'too_many'] as const;
export type ListCode = (typeof LIST_CODES)[number];

/**
 * What came of looking at an address in the time that an answer has: it was seen; it takes longer and goes on, to be
 * asked again; too many are being looked at; or this process does not look at addresses.
 */
export type Looked<T> =
  | { readonly kind: 'seen'; readonly at: Instant; readonly value: T }
  | { readonly kind: 'looking' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unavailable' };

/**
 * What two addresses of one feed have in common: scheme, `www.`, the slash at the end and the case of the host make no
 * other feed.
 */
export function sameFeed(url: string): string {
  if (!URL.canParse(url)) return url.trim();
  const { host, pathname, search } = new URL(url);
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}${search}`;
}
