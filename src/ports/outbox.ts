import type { Delivery, DeliveryState, Order, SendCode } from '../domain/alert.ts';
import type { Instant } from '../domain/period.ts';
import type { ChannelRef, PlatformId } from '../domain/subscription.ts';

/** Which rows of the outbox are meant: all, those of a space, or those of a channel. */
export type OutboxScope = {
  readonly space?: Pick<ChannelRef, 'platform' | 'space'>;
  readonly channel?: ChannelRef;
};

/** A claim on a row, as it was given or last renewed. Whoever no longer has it settles nothing. */
export type Hold = Pick<Delivery, 'attempts' | 'leaseUntil'>;

export interface OutboxRepository {
  /** Appends a row; a row with this id already there is left alone (returns false). */
  add(row: {
    readonly id: string;
    readonly channel: ChannelRef;
    readonly order: Order;
    readonly dueAt: Instant;
    readonly createdAt: Instant;
  }): Promise<boolean>;
  /**
   * Takes due rows, the longest due first and at most one of each channel; marks them `sending`, raises `attempts` and
   * holds them until `leaseUntil`. A row behind an unsettled one of the same card is never taken; apart from that no
   * row waits for another. Channels in `busy`, and those that rest, are left; those that a row is taken of rest until
   * `restUntil`, where given, from the same statement on. A row whose holder died (lease over while `sending`) is
   * taken again, with `ambiguous` set.
   */
  claim(query: {
    readonly now: Instant;
    readonly leaseUntil: Instant;
    readonly restUntil?: Instant;
    readonly limit: number;
    readonly busy: readonly string[];
    readonly platforms: readonly PlatformId[];
  }): Promise<Delivery[]>;
  /** Lets a channel rest until then, whatever was said before. */
  rest(channel: ChannelRef, until: Instant): Promise<void>;
  /** Keeps a claimed row until then; false when it is no longer held under `hold`. */
  renew(id: string, hold: Hold, leaseUntil: Instant): Promise<boolean>;
  /**
   * Ends the row. With `hold` only while it is still held under it; returns whether that was so. A row that was sent
   * stays so.
   */
  settle(
    id: string,
    outcome: {
      readonly state: Extract<DeliveryState, 'sent' | 'unsure' | 'dead'>;
      readonly code: SendCode | null;
      readonly at: Instant;
    },
    hold?: Hold,
  ): Promise<boolean>;
  /** Back to waiting, not before `dueAt`. With `hold` as in `settle`. */
  postpone(
    id: string,
    to: { readonly dueAt: Instant; readonly code: SendCode | null; readonly ambiguous: boolean },
    hold?: Hold,
  ): Promise<boolean>;
  /** Gives a claimed row back untouched (a stop). */
  release(id: string): Promise<void>;
  /**
   * For a process that knows itself to be the only one: every row in `sending` was left by a dead one. They wait
   * again, in doubt, not before `dueAt`, and their channels rest no longer than `restUntil`. How many there were.
   */
  abandoned(until: { readonly dueAt: Instant; readonly restUntil: Instant }): Promise<number>;
  /**
   * After a clock that was ahead: rows, holds and rests that reach beyond `latest` end at `now`, since nothing is put
   * off for so long.
   */
  notBeyond(latest: Instant, now: Instant): Promise<void>;
  /** Sends a dead row again, due at `at` and with its attempts counted anew; false when it is not dead. */
  revive(id: string, at: Instant): Promise<boolean>;
  get(id: string): Promise<Delivery | null>;
  /** Newest first. */
  list(query: OutboxScope & { readonly states: readonly DeliveryState[]; readonly limit: number }): Promise<Delivery[]>;
  /** The rows of a card that wait, in their order. */
  waitingOf(alert: string): Promise<Delivery[]>;
  /**
   * When `claim` can next give something: the earliest instant at which a row that waits for no other falls due, the
   * rest of its channel ends, or a hold; null when there is none. With `after`, the earliest after it: what could be
   * taken by then is passed over, with its channel. Of these platforms only, where given.
   */
  nextDue(platforms?: readonly PlatformId[], after?: Instant): Promise<Instant | null>;
  countByState(scope?: OutboxScope): Promise<Record<DeliveryState, number>>;
}
