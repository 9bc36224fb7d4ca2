/** A text of a feed with what is known of its markup. */
export type RawText = {
  readonly text: string;
  /** `text` where the feed says in so many words that there is no markup. */
  readonly kind: 'html' | 'text';
};

export type RawLink = { readonly href: string; readonly rel: string | null; readonly type: string | null };

export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json';

export type RawSource = { readonly name: string | null; readonly url: string | null };

/** One entry as its feed spells it, whichever parser read it: nothing resolved, nothing cleaned. */
export type RawEntry = {
  readonly id: string | null;
  /** False only where an RSS guid says `isPermaLink="false"`, or where the format has no such idea. */
  readonly permalink: boolean;
  readonly links: readonly RawLink[];
  /** Whom the entry says it is taken from, as aggregators do. */
  readonly source: RawSource | null;
  readonly title: RawText | null;
  readonly summary: RawText | null;
  readonly content: RawText | null;
  /** Candidates, the best first. */
  readonly published: readonly string[];
  readonly updated: readonly string[];
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly lang: string | null;
  /** Its own `xml:base`. */
  readonly base: string | null;
};

export type RawFeed = {
  readonly format: FeedFormat;
  readonly title: RawText | null;
  readonly links: readonly RawLink[];
  readonly lang: string | null;
  readonly base: string | null;
  /** RSS `ttl`: how long, in minutes, the answer may be kept. */
  readonly ttlMinutes: number | null;
  readonly entries: readonly RawEntry[];
};
