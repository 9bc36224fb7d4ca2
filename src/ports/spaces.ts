import type { DeliveryState } from '../domain/alert.ts';
import type { Fate } from '../domain/item.ts';
import type { Instant } from '../domain/period.ts';
import type { FeedAudience, Space } from '../domain/space.ts';

/** What a space has of all that is stored. */
export type SpaceTally = {
  /** Items seen since an instant in the feeds that the space sees, by what became of them. */
  readonly items: Readonly<Record<Fate, number>>;
  /** Stories that grew since then and that some item of those feeds tells. */
  readonly stories: number;
  /** Messages to the channels of the space. */
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
};

/** Whose is what: feeds of one space alone, and feeds that a space leaves out for itself. */
export interface SpaceRepository {
  /** The items that tell a story, with their feeds, in the order in which they were seen. */
  tellers(
    story: string,
  ): Promise<readonly { readonly item: string; readonly feed: string; readonly seenAt: Instant }[]>;
  /** Those of the feeds that are not for everybody, and for whom they are. */
  audiences(feeds: readonly string[]): Promise<ReadonlyMap<string, FeedAudience>>;
  /** True once some feed is not for everybody. */
  narrowed(): Promise<boolean>;
  /** Those of the stories of which a space does not hear every member. */
  partlyHidden(stories: readonly string[], space: Space | null): Promise<ReadonlySet<string>>;
  /** Leaves a feed out for a space; false when it was left out already. */
  leaveOut(space: Space, feed: string, by: string, now: Instant): Promise<boolean>;
  /** Takes it in again; true when it was left out. */
  takeIn(space: Space, feed: string): Promise<boolean>;
  /** The feeds that a space leaves out, and since when. */
  leftOut(space: Space): Promise<ReadonlyMap<string, Instant>>;
  /** What a space has; with null only what all share. */
  tally(space: Space | null, since: Instant): Promise<SpaceTally>;
}
