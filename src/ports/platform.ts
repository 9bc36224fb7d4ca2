import type { MessageRef, SendCode, SendOutcome } from '../domain/alert.ts';
import type { Lang } from '../domain/language.ts';
import type { Instant } from '../domain/period.ts';
import type { ChannelRef, PlatformId } from '../domain/subscription.ts';
import type { View } from '../domain/view.ts';

/** What a platform is asked to send. */
export type Outgoing = {
  readonly delivery: string;
  readonly channel: ChannelRef;
  readonly lang: Lang;
  readonly act:
    | { readonly kind: 'post'; readonly view: View }
    | { readonly kind: 'edit'; readonly ref: MessageRef; readonly view: View }
    /** Under the card: in its thread where the platform has threads. */
    | { readonly kind: 'reply'; readonly ref: MessageRef; readonly view: View };
  /** An earlier attempt may have got through: look before repeating, where the platform lets one look. */
  readonly ambiguous: boolean;
  /** It was looked for once already, seconds ago, and not found: when it is not found again, it may be repeated. */
  readonly lookedBefore?: boolean;
  /** Once aborted, no further request is begun for it: the attempt is about to be given up. */
  readonly late?: AbortSignal;
};

export type PlatformHealth = {
  readonly platform: PlatformId;
  readonly state: 'starting' | 'connected' | 'reconnecting' | 'stopped' | 'refused';
  /** For `refused` and `reconnecting`: what was wrong. */
  readonly code: SendCode | null;
  readonly since: Instant;
};

/** A chat platform as the bot sees it. */
export interface Platform {
  readonly id: PlatformId;
  /** Begins to connect and returns; keeps trying while the platform is unreachable, and says so in `health`. */
  start(): Promise<void>;
  /** One attempt. Never throws. */
  send(outgoing: Outgoing): Promise<SendOutcome>;
  health(): PlatformHealth;
  /** Answers what is under way, takes nothing new, closes connections. */
  stop(): Promise<void>;
}
