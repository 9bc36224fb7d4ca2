import type { MessagePort } from 'node:worker_threads';
import type { Alert, FeedHealthEvent, MessageRef } from './domain/alert.ts';
import type { DigestNote, DigestRun, DigestSchedule, Week } from './domain/digest.ts';
import type { FeedEntry, FeedState } from './domain/feed.ts';
import type { Fate, FateReason, Item, Reading } from './domain/item.ts';
import type { Marks } from './domain/marks.ts';
import type { OwnName } from './domain/own.ts';
import type { Day, Instant } from './domain/period.ts';
import type { RetentionSettings } from './domain/retention.ts';
import type { SettingsChange } from './domain/settings.ts';
import type { Space } from './domain/space.ts';
import type { Statement } from './domain/statement.ts';
import type { Member, Story, StorySearch, StoryTraits } from './domain/story.ts';
import type { ChannelRef, Mute, Subscription } from './domain/subscription.ts';
import type { OutboxRepository } from './ports/outbox.ts';
import type { SpaceRepository } from './ports/spaces.ts';

/** The time, handed in so that nothing reads a clock by itself. */
export type Clock = { readonly now: () => Instant };

/** An item as stored: whose it is, what it says, what became of it. */
export type StoredItem = Item & {
  /** `<feed id>#<item id>` hashed to 16 hex characters: what people and buttons name it by. */
  readonly key: string;
  readonly feed: string;
  readonly seenAt: Instant;
  readonly reading: Reading | null;
  readonly fate: Fate;
  readonly reason: FateReason;
  readonly story: string | null;
  /** The archive let go of `content`: what the feed still shows cannot be compared with it any more. */
  readonly trimmed?: true;
};

export interface FeedRepository {
  /** Adds catalogue entries that are new (due at once), updates the words of those that are known. */
  sync(entries: readonly FeedEntry[], now: Instant): Promise<void>;
  /**
   * The feeds that are to be read (`isDue`), the longest due first; with `after`, those behind this one in that order.
   * Feeds that a wrong clock had put off come with the first page.
   */
  due(now: Instant, limit: number, after?: { readonly dueAt: Instant; readonly id: string }): Promise<FeedState[]>;
  get(id: string): Promise<FeedState | null>;
  /** All feeds but those that were added here and taken out again. */
  list(): Promise<FeedState[]>;
  /** Writes how the last poll went. Who added a feed or took it out stays as it is. */
  save(state: FeedState): Promise<void>;
  /**
   * Adds a feed that the catalogue does not list, due at once; one that was taken out comes back, with its first reading
   * before it. With a space it is read for that space alone.
   */
  add(entry: FeedEntry, by: string, now: Instant, space?: Space | null): Promise<void>;
  /** Reads a feed no longer; true unless it was out already. Its items stay. */
  takeOut(id: string, by: string, now: Instant): Promise<boolean>;
  /** Reads a feed that is stopped again, due at once and as if for the first time; true when it was stopped. */
  putBack(id: string, now: Instant): Promise<boolean>;
  /** Reads every feed that is read in full and as if for the first time, due at once; how many. How they fare is kept. */
  afresh(now: Instant): Promise<number>;
}

export type MarkedItem = { readonly item: StoredItem; readonly marks: readonly string[] };

/** What an item says, and what became of it. */
export type ItemOutcome = Pick<StoredItem, 'reading' | 'fate' | 'reason' | 'story'>;

export interface ItemRepository {
  /** Those of `ids` that this feed has already given, with what is stored of them. */
  known(feed: string, ids: readonly string[]): Promise<Map<string, StoredItem>>;
  /** Items that carry some of these marks, of each mark the `most` that were stored last, with those they carry. */
  marked(marks: readonly string[], most: number): Promise<MarkedItem[]>;
  /** What an item goes by from now on; marks of other kinds stay. */
  remark(changes: readonly { readonly key: string; readonly marks: Marks }[]): Promise<void>;
  add(item: StoredItem): Promise<void>;
  /** Replaces the text of an item its publisher changed; with `outcome`, also what it now says and what becomes of it. */
  revise(key: string, item: Item, outcome?: ItemOutcome): Promise<void>;
  get(key: string): Promise<StoredItem | null>;
  /** Items with this canonical link, in any feed: the last 50, oldest first. */
  byLink(link: string): Promise<StoredItem[]>;
  /** Newest first. */
  list(query: { readonly since?: Day; readonly provider?: string; readonly limit: number }): Promise<StoredItem[]>;
  countByFate(since: Instant): Promise<Record<Fate, number>>;
}

export interface StoryRepository {
  add(story: Story, member: Member, traits: StoryTraits): Promise<void>;
  /** Writes the grown story; throws `conflict` when its version is not exactly one above the stored one. */
  grow(story: Story, member: Member | null, traits: StoryTraits): Promise<void>;
  get(id: string): Promise<Story | null>;
  members(id: string): Promise<Member[]>;
  /** Stories that grew since, and before an instant where one is given, as the matcher needs them. */
  candidates(since: Instant, before?: Instant): Promise<StoryTraits[]>;
  /** The number of the last change of any story: each that is added or grows has a higher one. */
  lastChange(): Promise<number>;
  /** What changed after that number, by whatever process, as the matcher needs it. */
  changedAfter(change: number): Promise<StoryTraits[]>;
  /** How many grew since. */
  count(since: Instant): Promise<number>;
  list(query: { readonly since?: Instant; readonly provider?: string; readonly limit: number }): Promise<Story[]>;
  /** The archive: stories that answer to all that is asked, newest growth first. */
  search(query: StorySearch): Promise<Story[]>;
}

/** Names that channels track for themselves. */
export interface OwnNameRepository {
  /** Adds the name, or puts it in place of the one with its id in this channel. */
  put(name: OwnName): Promise<void>;
  /** True when there was one. */
  remove(channel: ChannelRef, id: string): Promise<boolean>;
  /** A channel's names, by name. */
  of(channel: ChannelRef): Promise<OwnName[]>;
  all(): Promise<OwnName[]>;
}

export interface SubscriptionRepository {
  put(subscription: Subscription): Promise<void>;
  get(channel: ChannelRef): Promise<Subscription | null>;
  /** True when there was one. */
  remove(channel: ChannelRef): Promise<boolean>;
  all(): Promise<Subscription[]>;
  mute(mute: Mute): Promise<void>;
  unmute(channel: ChannelRef, what: string): Promise<boolean>;
  mutes(channel: ChannelRef, now: Instant): Promise<Mute[]>;
  /** Remembers a change of a channel's settings; of each channel the newest are kept. */
  remember(change: SettingsChange): Promise<void>;
  change(id: string): Promise<SettingsChange | null>;
}

export interface AlertRepository {
  /** Adds the alert unless (story, channel) already has one; returns the one that stands. */
  ensure(alert: Alert): Promise<{ readonly alert: Alert; readonly created: boolean }>;
  get(id: string): Promise<Alert | null>;
  ofStory(story: string): Promise<Alert[]>;
  /** The card is posted, or shows a newer version. */
  shown(id: string, ref: MessageRef, version: number): Promise<void>;
  /** A card is made for a story that was told in a summary only. */
  carded(id: string, at: Instant): Promise<void>;
  /** The card is gone: it is not changed any more, and what is new is told beside it. */
  gone(id: string, at: Instant): Promise<void>;
  /** How many cards were made for a channel between the two instants. */
  cardsMade(channel: ChannelRef, between: { readonly from: Instant; readonly until: Instant }): Promise<number>;
  /** Alerts of a channel, made between the two instants, that have no card; oldest first. */
  heldBack(channel: ChannelRef, between: { readonly from: Instant; readonly until: Instant }): Promise<Alert[]>;
}

export interface StatementRepository {
  /** Adds; the same content twice is one. Returns whether it was new. Statements cannot be changed or removed. */
  add(statement: Statement): Promise<boolean>;
  all(): Promise<Statement[]>;
}

/** Weekly digests. */
export interface DigestRepository {
  /** Puts the schedule in place of the one its channel has. */
  put(schedule: DigestSchedule): Promise<void>;
  schedule(channel: ChannelRef): Promise<DigestSchedule | null>;
  schedules(): Promise<DigestSchedule[]>;
  /** Ends the channel's digest and lets go of what waits for it; true when there was one. Past runs stay. */
  remove(channel: ChannelRef): Promise<boolean>;
  /** The run of the latest week; of those whose window ended by an instant, where one is given. */
  lastRun(channel: ChannelRef, endedBy?: Instant): Promise<DigestRun | null>;
  run(channel: ChannelRef, week: Week): Promise<DigestRun | null>;
  /** Opens the run and gives it every note that waits in its channel; false when the week had its run already. */
  open(run: DigestRun): Promise<boolean>;
  /** Notes a story for the channel's next digest; false when it waits there already, and is left as it is. */
  note(note: Omit<DigestNote, 'week'>): Promise<boolean>;
  /** What the digest of a week tells, or, with null, what waits for the next; in the order of noting. */
  notes(channel: ChannelRef, week: Week | null): Promise<DigestNote[]>;
  /** Every note of a story, in all channels. */
  notesOf(story: string): Promise<DigestNote[]>;
  /** Lets go of notes that were told and whose story the archive has let go of; how many. */
  forget(): Promise<number>;
}

export interface InboxRepository {
  /** True the first time an event id is seen, false ever after. */
  first(id: string, now: Instant): Promise<boolean>;
}

/** Everything that is stored, in domain words. Inside a transaction only the transaction's own repositories may be used. */
export type Repositories = {
  readonly feeds: FeedRepository;
  readonly items: ItemRepository;
  readonly stories: StoryRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly alerts: AlertRepository;
  readonly outbox: OutboxRepository;
  readonly statements: StatementRepository;
  readonly inbox: InboxRepository;
  readonly ownNames: OwnNameRepository;
  readonly digests: DigestRepository;
  readonly spaces: SpaceRepository;
};

/** What Keyv's storage adapter stands on: values that may be lost and expire by themselves. */
export interface CacheRows {
  get(key: string, now: number): Promise<string | undefined>;
  set(key: string, value: string, expires: number | null): Promise<void>;
  delete(key: string): Promise<boolean>;
  clear(prefix: string): Promise<void>;
  sweep(now: number): Promise<number>;
}

/** What the archive is to let go of. */
export type SweepOrder = {
  readonly now: Instant;
  readonly settings: RetentionSettings;
  /** Canonical links of what the record's statements cite: their items stay for ever. */
  readonly cited: ReadonlySet<string>;
  /** Ends the sweep after the batch under way; what is left is done by the next. */
  readonly signal?: AbortSignal;
};

/** What a sweep let go of, in rows, and what is left. */
export type SweepReport = {
  /** Items and stories whose matching traits were emptied. */
  readonly fingerprints: number;
  /** Items whose article text was dropped, for want of room. */
  readonly contents: number;
  readonly items: number;
  readonly stories: number;
  readonly alerts: number;
  readonly deliveries: number;
  readonly inbox: number;
  readonly mutes: number;
  /** What the rows take now. */
  readonly bytes: number;
  /** What the file holds beyond that and could not be given back to the disk. */
  readonly free: number;
  /** True when that is more than the budget although nothing more may go. */
  readonly over: boolean;
};

/** What only one process may do at a time: to look for something and make it where it is not there. */
export type AloneName = 'intake' | 'settings';

/**
 * What another thread needs to join a store: to be handed over as it is, with its door among what is transferred
 *. On SQLite it leads to the one connection that writes.
 */
export type StoreTicket =
  | { readonly engine: 'sqlite'; readonly place: string; readonly door: MessagePort }
  | { readonly engine: 'postgres'; readonly place: string; readonly door: null };

export interface Store extends Repositories {
  readonly engine: 'sqlite' | 'postgres';
  readonly cache: CacheRows;
  /** Lets go of what the archive need not keep, in short transactions between which others get their turn. */
  sweep(order: SweepOrder): Promise<SweepReport>;
  /**
   * All or nothing. `work` must use only the repositories it is given and await nothing else. It may be run again
   * when it lost against another transaction, so it must not leave traces outside of the store.
   */
  transaction<T>(
    work: (repositories: Repositories) => Promise<T>,
    /** Waits until no other process is in a transaction of the same name. */
    options?: { readonly alone: AloneName },
  ): Promise<T>;
  /** True while the database answers. */
  ping(): Promise<boolean>;
  /** Lets one other thread work on this store, until this one is closed. */
  share(): StoreTicket;
  close(): Promise<void>;
}

/** A feed's poll, ready to be written: the feed's next state, its items, and what its health has to tell. */
export type Intaking = {
  readonly feed: FeedState;
  readonly items: readonly Item[];
  /** The first reading of a feed is stored and alerts nobody. */
  readonly first: boolean;
  readonly health: readonly FeedHealthEvent[];
};

export type IntakeCounts = {
  readonly seen: number;
  readonly fresh: number;
  readonly revised: number;
  readonly fates: Readonly<Record<Fate, number>>;
};

/**
 * Writes one poll: items, readings, stories, alerts and outbox rows in pieces, each whole, and with the last of them the
 * feed's state. Where it is cut off, the next poll goes on from what is written.
 */
export type Intake = (intaking: Intaking, now: Instant) => Promise<IntakeCounts>;
