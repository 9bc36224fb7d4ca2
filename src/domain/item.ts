import type { Claim, EventType, Stance } from './event.ts';
import type { Instant } from './period.ts';

/** One entry of one feed, normalised: plain text only, no markup. */
export type Item = {
  /** Stable identity inside its feed: guid, else canonical link, else a hash of title and day. */
  readonly id: string;
  readonly title: string;
  /** Canonical address of the article, null when the feed gives none. */
  readonly link: string | null;
  /** Null when the feed gives no date that can be read. */
  readonly published: Instant | null;
  readonly updated: Instant | null;
  readonly summary: string;
  readonly content: string;
  readonly author: string | null;
  /** The language the feed declares for itself or for the entry, lower case, two letters. */
  readonly lang: string | null;
  readonly categories: readonly string[];
  /** Whom its feed says it is taken from, as aggregators do; absent where it says nothing. */
  readonly source?: { readonly name: string | null; readonly url: string | null };
};

/** What the reader gets: an item, or the same fields from a file. */
export type Readable = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly content?: string | null;
  readonly published: Instant | null;
  readonly lang?: string | null;
  readonly publisher?: string | null;
  readonly url?: string | null;
};

export type Decision = 'accept' | 'review' | 'reject';

/** One printable reason for or against a name counting: what was seen and how much it weighs. */
export type Evidence = {
  /** Stable word for what was seen: `actor preposition`, `proper noun follows`, `domain context`… */
  readonly sign: string;
  /** The words of the text that show it. */
  readonly text: string;
  readonly points: number;
};

/** A tracked name found in the text, with why it counts or does not. */
export type Mention = {
  readonly id: string;
  readonly score: number;
  readonly decision: Decision;
  readonly evidence: readonly Evidence[];
};

/** What an item says: the result of reading it, with every reason. */
export type Reading = {
  readonly decision: Decision;
  readonly relevant: boolean;
  /** Accepted and to-be-reviewed mentions, best first. */
  readonly providers: readonly Mention[];
  /** The provider the item is chiefly about, null when none or when several share it. */
  readonly main: string | null;
  /** Main event first. */
  readonly events: readonly EventType[];
  readonly stance: Stance;
  readonly claims: readonly Claim[];
  readonly lang: string;
  /** Whom the item quotes as its source ("selon le JDN"), a publisher id or name; null when itself. */
  readonly origin: string | null;
  /** Why the item is or is not relevant, as stable words. */
  readonly reasons: readonly string[];
  /** What joins items about one event across feeds and languages; opaque to everyone but `reading/stories`. */
  readonly fingerprint: Fingerprint;
};

/** The traits by which two items are recognised as telling one event. */
export type Fingerprint = {
  /** Hashes of three-word shingles of title and summary. */
  readonly shingles: readonly number[];
  /** Tracked ids and event concepts: the interlingua. */
  readonly concepts: readonly string[];
  /** Dates and numbers named. */
  readonly figures: readonly string[];
  /** Folded content words of the title. */
  readonly words: readonly string[];
};

/** What became of an item. Every item ever seen ends in exactly one of these. */
export const FATES = ['alerted', 'joined', 'held', 'filtered', 'first_reading'] as const;
export type Fate = (typeof FATES)[number];

/** Why: told by `/why` in the reader's language. */
export const FATE_REASONS = [
  'new_story',
  'joined_story',
  'name_unsure',
  'no_tracked_name',
  'not_relevant',
  'too_old',
  'same_article',
  'feed_first_reading',
  'beyond_cap',
  'unreadable',
] as const;
export type FateReason = (typeof FATE_REASONS)[number];
