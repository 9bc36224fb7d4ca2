import type { Alert, Delivery, DeliveryState } from './domain/alert.ts';
import type { OffersAnswer } from './domain/answer.ts';
import type { PromiseBoard } from './domain/board.ts';
import type { DigestRun, DigestSchedule, Week } from './domain/digest.ts';
import type { EvidencePack } from './domain/evidence.ts';
import type { ExpiringAnswer } from './domain/expiry.ts';
import type { FeedState } from './domain/feed.ts';
import type { FeedLook, ListLook, Looked } from './domain/feed-look.ts';
import type { TimelineAnswer } from './domain/history.ts';
import type { Fate } from './domain/item.ts';
import type { Lang } from './domain/language.ts';
import type { OwnName } from './domain/own.ts';
import type { Day, Instant } from './domain/period.ts';
import type { StatementSearch, StatementsFound } from './domain/search.ts';
import type { Standing } from './domain/standing.ts';
import type { Standstill } from './domain/standstill.ts';
import type { AsOf, Statement } from './domain/statement.ts';
import type { Corroboration, Member, Story, StorySearch } from './domain/story.ts';
import type { Publisher, Subject, TrackedName } from './domain/subject.ts';
import type { ChannelRef, Mute, Subscription } from './domain/subscription.ts';
import type { View } from './domain/view.ts';
import type { PlatformHealth } from './ports/platform.ts';
import type { StoredItem } from './ports.ts';

/** What a name leads to: the subject meant, several that it may mean, or the nearest there are. */
export type Found =
  | { readonly kind: 'one'; readonly subject: Subject }
  | { readonly kind: 'several'; readonly subjects: readonly Subject[] }
  | { readonly kind: 'none'; readonly nearest: readonly Subject[] };

/** The dataset, answering. Pure: the same question has the same answer. */
export interface DatasetRecord {
  readonly subjects: readonly Subject[];
  readonly publishers: readonly Publisher[];
  /** What the reader looks for in the news. */
  readonly tracked: readonly TrackedName[];
  readonly statements: readonly Statement[];
  /** By id, name or alias; case, accents and separators forgiven. */
  find(text: string): Found;
  subject(id: string): Subject | null;
  publisher(id: string): Publisher | null;
  /** A provider's offers, or the one offer. Throws on an id that is no subject. */
  offers(id: string, world: AsOf): OffersAnswer;
  /** Where all offers stand, those that stand nowhere left out. */
  standings(world: AsOf): readonly Standing[];
  /** What happened to a subject (a provider: and to its offers), from `since` on. Throws on an id that is no subject. */
  timeline(id: string, world: AsOf, since: Day | null): TimelineAnswer;
  /** All promises, or those of a provider and its offers. Throws on an id that is no subject. */
  promises(world: AsOf, provider: string | null): PromiseBoard;
  /** Qualifications whose end lies within `days` of the day asked about, ended or was put off. */
  expiring(world: AsOf, days: number): ExpiringAnswer;
  /** Everything an answer on a subject rests on. Throws on an id that is no subject. */
  evidence(id: string, world: AsOf): EvidencePack;
  /** Full text over the statements, best first; accents and inflections forgiven. Throws on a subject that is none. */
  search(query: StatementSearch): StatementsFound;
  /** The day of the newest recorded statement: how fresh the record is. */
  readonly latest: Day;
}

export type Counts = {
  readonly feeds: {
    readonly total: number;
    readonly failing: number;
    readonly unread: number;
    readonly stopped: number;
  };
  readonly items: Readonly<Record<Fate, number>>;
  readonly stories: number;
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
};

/** How one member changed what a story counts as; `from` is null for the first. */
export type StoryStep = {
  readonly at: Instant;
  readonly from: Corroboration | null;
  readonly to: Corroboration;
  readonly member: Member;
};

/** A story with everything that is kept of it. */
export type WholeStory = {
  readonly story: Story;
  readonly members: readonly Member[];
  /** One step per member, in the order in which they joined. */
  readonly steps: readonly StoryStep[];
};

/** A digest as it is shown: the digest itself, then everything in detail. */
export type ShownDigest = { readonly pages: readonly [View, ...View[]]; readonly data: unknown };

/** How a channel's digest is set. */
export type DigestSettings = {
  readonly schedule: DigestSchedule | null;
  readonly lastRun: DigestRun | null;
  /** Stories that wait for the next one. */
  readonly waiting: number;
};

/** What commands may read: of what the asker may see. */
export type Queries = {
  readonly digestSettings: (channel: ChannelRef) => Promise<DigestSettings>;
  /**
   * The digest that a channel had in a week, or, without a week, what the next has so far; null when there is none or
   * the channel watches nothing.
   */
  readonly digest: (asked: {
    readonly channel: ChannelRef;
    readonly week: Week | null;
    readonly lang: Lang;
    readonly now: Instant;
  }) => Promise<ShownDigest | null>;
  readonly record: DatasetRecord;
  readonly subscription: (channel: ChannelRef) => Promise<Subscription | null>;
  readonly mutes: (channel: ChannelRef, now: Instant) => Promise<readonly Mute[]>;
  /** What all share and what is the space's own. */
  readonly feeds: () => Promise<readonly FeedState[]>;
  /** The feeds whose trouble is the asker's: an operator's are all there are. */
  readonly watchedFeeds: () => Promise<readonly FeedState[]>;
  /** What stands at an address, as seen now or minutes ago. Answers in under three seconds. */
  readonly feedAt: (address: string) => Promise<Looked<FeedLook>>;
  /** The feeds that a list (OPML) at an address names. Answers in under three seconds. */
  readonly feedsListedAt: (address: string) => Promise<Looked<ListLook>>;
  /** Every feed that the asker's space is told of, as OPML. */
  readonly opml: () => Promise<string>;
  /** An item by key, by its story's alert, or by link. */
  readonly item: (keyOrLink: string) => Promise<readonly StoredItem[]>;
  readonly story: (id: string) => Promise<WholeStory | null>;
  /** The archive, newest growth first. */
  readonly search: (query: StorySearch) => Promise<readonly Story[]>;
  /** The names that a channel tracks for itself. */
  readonly ownNames: (channel: ChannelRef) => Promise<readonly OwnName[]>;
  readonly stories: (query: {
    readonly since?: Instant;
    readonly provider?: string;
    readonly limit: number;
  }) => Promise<readonly Story[]>;
  /** Of the asking channel. */
  readonly alert: (id: string) => Promise<Alert | null>;
  readonly alertsOf: (story: string) => Promise<readonly Alert[]>;
  /** Of the space; an operator's are all there are. */
  readonly counts: (since: Instant) => Promise<Counts>;
  /** Messages on which the asker may decide: those of the channel; an operator's are all there are. */
  readonly stuck: () => Promise<readonly Delivery[]>;
  /** Channels that took no message when one was sent to them, and are left alone. */
  readonly paused: () => Promise<readonly Subscription[]>;
  readonly platforms: () => readonly PlatformHealth[];
  /** What does not move although it should. */
  readonly standstill: () => Promise<readonly Standstill[]>;
};
