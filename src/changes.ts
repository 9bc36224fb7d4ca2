import type { DigestSchedule } from './domain/digest.ts';
import type { FeedEntry } from './domain/feed.ts';
import type { WantedFeed } from './domain/feed-look.ts';
import type { OwnName } from './domain/own.ts';
import type { Setting } from './domain/settings.ts';
import type { ChannelRef, Mute, Subscription } from './domain/subscription.ts';

/** A channel's settings before and after a change; null where it watches nothing. */
export type Settled = {
  readonly before: Subscription | null;
  readonly after: Subscription | null;
  readonly undo: string | null;
};

/** For whom a feed is taken out or put back. `everyone` is the operators'. */
export const FEED_REACHES = ['here', 'everyone'] as const;
export type FeedReach = (typeof FEED_REACHES)[number];

/** What commands may change: of what belongs to the asker. Each is one transaction. */
export type Changes = {
  /**
   * Makes the channel's settings into what `change` says of those it has (null: it watches nothing), all at once, so
   * that what somebody else changed in between is not lost. `undo` names the change; null where nothing changed.
   */
  readonly settle: (
    channel: ChannelRef,
    change: (before: Subscription | null) => Subscription | null,
  ) => Promise<Settled>;
  /** Takes a change of this channel's settings back; null when it has no such change. */
  readonly undo: (channel: ChannelRef, id: string) => Promise<(Settled & { readonly left: readonly Setting[] }) | null>;
  readonly mute: (mute: Mute) => Promise<void>;
  /** Decides on a message that was perhaps sent, or sends one again that was given up; false when none such is there. */
  readonly decide: (delivery: string, decision: 'again' | 'there') => Promise<boolean>;
  /** Tries a channel again at once that took no messages; true when it had been left alone. */
  readonly resume: (channel: ChannelRef) => Promise<boolean>;
  /** True when it was muted. */
  readonly unmute: (channel: ChannelRef, what: string) => Promise<boolean>;
  /** Tracks a name for its channel, or puts new settings in place of those it has; what is read from now on is searched for it. */
  readonly track: (name: OwnName) => Promise<void>;
  /** True when the channel tracked it. */
  readonly untrack: (channel: ChannelRef, id: string) => Promise<boolean>;
  /**
   * Adds the feeds that the asking space is not told of yet: for that space alone, as far as it has room for feeds of its
   * own (`over` counts those beyond it), or for all where an operator asks outside of any space. `by` is who wants them.
   * Their first reading is silent.
   */
  readonly addFeeds: (
    wanted: readonly WantedFeed[],
    by: string,
  ) => Promise<{ readonly added: readonly FeedEntry[]; readonly known: number; readonly over: number }>;
  /**
   * Ends what a feed brings: for the asking space (its own feed is read no longer, a shared one is left out), or, with
   * `everyone`, for all: one of the catalogue is stopped, one that was added leaves the list. True when something changed.
   */
  readonly takeOutFeed: (id: string, by: string, reach: FeedReach) => Promise<boolean>;
  /** The way back, for the asking space or for all; true when there was something to take back. */
  readonly putBackFeed: (id: string, reach: FeedReach) => Promise<boolean>;
  /** Sets when the channel gets its weekly digest; what was gathered so far stays. */
  readonly scheduleDigest: (
    channel: ChannelRef,
    times: Pick<DigestSchedule, 'weekday' | 'at' | 'zone'>,
  ) => Promise<DigestSchedule>;
  /** True when the channel had a digest. */
  readonly stopDigest: (channel: ChannelRef) => Promise<boolean>;
};
