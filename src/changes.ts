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

/** What commands may change. Each is one transaction. */
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
  /** Adds the feeds that are not read yet, for the whole installation; `by` is who wants them. Their first reading is silent. */
  readonly addFeeds: (
    wanted: readonly WantedFeed[],
    by: string,
  ) => Promise<{ readonly added: readonly FeedEntry[]; readonly known: number }>;
  /** Reads a feed no longer: one of the catalogue is stopped, one that was added here leaves the list. */
  readonly takeOutFeed: (id: string, by: string) => Promise<boolean>;
  /** Reads a stopped feed again; true when it was stopped. */
  readonly putBackFeed: (id: string) => Promise<boolean>;
  /** Sets when the channel gets its weekly digest; what was gathered so far stays. */
  readonly scheduleDigest: (
    channel: ChannelRef,
    times: Pick<DigestSchedule, 'weekday' | 'at' | 'zone'>,
  ) => Promise<DigestSchedule>;
  /** True when the channel had a digest. */
  readonly stopDigest: (channel: ChannelRef) => Promise<boolean>;
};
