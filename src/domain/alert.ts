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

/** A row of the outbox. Rows of one channel are sent in the order of `seq`. */
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
  /** The platform may have taken it: look before repeating. */
  | { readonly kind: 'ambiguous'; readonly code: SendCode }
  /** Will never work: a person must act. */
  | { readonly kind: 'dead'; readonly code: SendCode };
