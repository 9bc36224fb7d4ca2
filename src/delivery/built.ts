import type { SendCode } from '../domain/alert.ts';
import type { Lang } from '../domain/language.ts';
import type { Outgoing } from '../ports/platform.ts';

/** What a row of the outbox turned into when it was looked at: a message, or the finding that none is needed. */
export type Built =
  | {
      readonly kind: 'send';
      readonly act: Outgoing['act'];
      readonly lang: Lang;
      /** The alert whose card this is and the story version it shows; null for messages that are nobody's card. */
      readonly shows: { readonly alert: string; readonly version: number } | null;
    }
  | { readonly kind: 'skip'; readonly state: 'sent' | 'dead'; readonly code: SendCode | null };
