import type { Week } from './digest.ts';
import type { Instant } from './period.ts';
import type { Corroboration } from './story.ts';
import type { ChannelRef } from './subscription.ts';

/** Where a message stands on its platform. */
export type MessageRef = { readonly channel: string; readonly message: string };

/** A story told in a channel: one card, edited as the story grows. Unique by (story, channel). */
export type Alert = {
  readonly id: string;
  readonly story: string;
  readonly channel: ChannelRef;
  readonly createdAt: Instant;
  /** The card, once it is posted. */
  readonly ref: MessageRef | null;
  /** The story version the card shows, 0 before it is posted. */
  readonly shown: number;
  /** When its card was made; null while the story was told in a summary only. */
  readonly cardAt: Instant | null;
  /** When the card was found gone: a person deleted it, or the platform lets nobody change it any more. */
  readonly goneAt: Instant | null;
};

/** What a delivery asks for. The View is built when it is sent, with the newest facts. */
export type Order =
  | { readonly kind: 'card'; readonly alert: string }
  | { readonly kind: 'edit'; readonly alert: string; readonly version: number }
  | {
      readonly kind: 'step';
      readonly alert: string;
      readonly version: number;
      readonly from: Corroboration;
      readonly to: Corroboration;
    }
  | { readonly kind: 'summary'; readonly stories: readonly string[] }
  /** The channel had its cards of the hour: what comes on top is told together at `until`. */
  | { readonly kind: 'held'; readonly cards: number; readonly until: Instant }
  /** The channel takes messages again, after it took none since then. */
  | { readonly kind: 'back'; readonly since: Instant }
  /** The weekly digest of a channel: the run says what it tells of. */
  | { readonly kind: 'digest'; readonly week: Week }
  | {
      readonly kind: 'feed_health';
      readonly feed: string;
      readonly event: FeedHealthEvent;
      /** Of `flooded` alone. */
      readonly flood?: Flood;
    };

export type FeedHealthEvent = 'failing' | 'gone' | 'moved' | 'mute' | 'recovered' | 'flooded';

/** How many items a feed brought at once as news, and of how many people are told. */
export type Flood = { readonly items: number; readonly told: number };

export const DELIVERY_STATES = ['waiting', 'sending', 'sent', 'unsure', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a delivery did not (yet) arrive. Words are chosen late, from the code. */
export const SEND_CODES = [
  'unreachable',
  'timeout',
  'rate_limited',
  'platform_error',
  'channel_gone',
  'channel_archived',
  'no_access',
  'not_in_channel',
  'forbidden',
  'message_gone',
  'bad_payload',
  'token_revoked',
  'not_configured',
  'perhaps_sent',
  'nothing_to_show',
] as const;
export type SendCode = (typeof SEND_CODES)[number];

/** Codes that concern the whole platform: nothing else of it is tried meanwhile, and no message is given up for them. */
export const PLATFORM_WIDE: readonly SendCode[] = ['unreachable', 'token_revoked', 'not_configured'];

/** Codes that concern a whole channel: it takes no message at all until a person has put something right there. */
export const CHANNEL_WIDE: readonly SendCode[] = [
  'channel_gone',
  'channel_archived',
  'no_access',
  'not_in_channel',
  'forbidden',
];

/** A row of the outbox. Rows of one card are sent in the order of `seq`; no other row waits for another. */
export type Delivery = {
  /** At most 25 characters, which is what a Discord nonce holds. */
  readonly id: string;
  readonly seq: number;
  readonly channel: ChannelRef;
  readonly order: Order;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Not before this instant. */
  readonly dueAt: Instant;
  /** Until when the present holder may send it; null when nobody holds it. */
  readonly leaseUntil: Instant | null;
  /** True once an attempt may have reached the platform without our hearing of it. */
  readonly ambiguous: boolean;
  readonly code: SendCode | null;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
};

/** What came of one attempt to send. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly ref: MessageRef }
  /** Surely not taken by the platform: try again, not before `afterMs`. */
  | { readonly kind: 'retry'; readonly code: SendCode; readonly afterMs?: number }
  /** Looked for, and not found: the platform may still be at it, so that a second look must come before a repetition. */
  | { readonly kind: 'absent'; readonly code: SendCode }
  /** The platform may have taken it: look before repeating. */
  | { readonly kind: 'ambiguous'; readonly code: SendCode }
  /** Will not work as things stand: a person must act. */
  | { readonly kind: 'dead'; readonly code: SendCode };
