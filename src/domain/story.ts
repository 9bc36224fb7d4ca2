import type { Claim, EventType } from './event.ts';
import type { Fingerprint } from './item.ts';
import type { Instant } from './period.ts';
import type { Space } from './space.ts';

/** How far a story is established. It climbs by independent origins; a denial can end it. */
export const CORROBORATIONS = ['rumour', 'reported', 'confirmed', 'denied'] as const;
export type Corroboration = (typeof CORROBORATIONS)[number];

/** The items about one event, across feeds and languages. */
export type Story = {
  readonly id: string;
  readonly title: string;
  readonly lang: string;
  readonly providers: readonly string[];
  readonly main: string | null;
  readonly events: readonly EventType[];
  readonly claims: readonly Claim[];
  readonly corroboration: Corroboration;
  /** Independent origins, by publisher owner or id. */
  readonly origins: readonly string[];
  readonly openedAt: Instant;
  readonly grownAt: Instant;
  /** Raised each time the story changes in a way a reader would see. */
  readonly version: number;
};

/** One item's part in a story. */
export type Member = {
  readonly item: string;
  readonly feed: string;
  readonly title: string;
  readonly link: string | null;
  readonly publisher: string;
  /** Whom it counts as: itself, or the publisher it quotes. */
  readonly origin: string;
  /** The domain by which a publisher that the record does not list is counted; empty where nobody can tell whose it is. */
  readonly site?: string;
  /** Whose feed passed it on, where that is neither the publisher's nor an aggregator's. */
  readonly by?: string;
  /** Key of the item that first told the same text: both are one voice. */
  readonly copyOf?: string;
  readonly stance: string;
  readonly kind: SourceKind;
  readonly published: Instant | null;
  readonly joinedAt: Instant;
  /** Why it was joined, as stable words. */
  readonly reason: string;
};

export type SourceKind = 'official' | 'press' | 'analysis' | 'rumour';

/** What the story matcher needs of an open story: its members' traits. */
export type StoryTraits = {
  readonly id: string;
  readonly openedAt: Instant;
  readonly grownAt: Instant;
  readonly providers: readonly string[];
  readonly events: readonly EventType[];
  readonly fingerprints: readonly Fingerprint[];
};

/** A question to the archive; what is absent restricts nothing. */
export type StorySearch = {
  readonly since?: Instant;
  readonly provider?: string;
  readonly event?: EventType;
  /** What `searchTerms` makes of a question: each must stand in some item of the story; a final `*` means "begins so". */
  readonly terms?: readonly string[];
  /** Ids of own names that the asker may see: a story that names only other own names is left out. */
  readonly own: readonly string[];
  /** Whose eyes: what only feeds that this space does not hear tell is left out. Null: what all share. Absent: everything. */
  readonly space?: Space | null;
  readonly limit: number;
};
