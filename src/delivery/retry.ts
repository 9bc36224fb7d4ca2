import { hash } from 'node:crypto';
import { CHANNEL_WIDE, type Delivery, PLATFORM_WIDE, type SendCode, type SendOutcome } from '../domain/alert.ts';

/** What is done with a row after an attempt that did not arrive. */
export type Next =
  | { readonly kind: 'again'; readonly afterMs: number; readonly ambiguous: boolean }
  /** Looked for in vain: once more after so long, and then it may be repeated. */
  | { readonly kind: 'look_again'; readonly afterMs: number }
  /** The channel takes nothing: it is left alone, and the row waits until it does. */
  | { readonly kind: 'channel_closed'; readonly code: SendCode }
  /** There is no card any more under which, or in which, it could stand. */
  | { readonly kind: 'card_gone' }
  | { readonly kind: 'settled'; readonly state: 'unsure' | 'dead'; readonly code: SendCode };

export type RetrySettings = {
  /** How long a row is tried that its platform neither takes nor refuses, in milliseconds. */
  readonly keepMs: number;
  /** Faults of the platform's own, one after the other, after which a row is given up. */
  readonly errorTries: number;
  /** How long a platform may still be at a request of which no answer came, in milliseconds. */
  readonly doubtMs: number;
  /** Between two looks for a message that was not found, in milliseconds. */
  readonly lookMs: number;
};

type Rhythm = { readonly firstMs: number; readonly factor: number; readonly capMs: number };

/** A platform that is away comes back: ask often. One that breaks on a row will again: ask less and less. */
const AWAY: Rhythm = { firstMs: 2_000, factor: 2, capMs: 300_000 };
const FAULT: Rhythm = { firstMs: 5_000, factor: 3, capMs: 3_600_000 };

/** A channel that a person closed is opened by one: soon, or hardly ever. */
const PROBE = { firstMs: 600_000, capMs: 6 * 3_600_000 };

/** At least so many attempts before age alone gives a row up. */
const TRIES_BEFORE_AGE = 8;

/**
 * Decides what follows an attempt: when to try again, or that a person must look. `faults` counts the platform's own
 * faults on this row in a row, this one included; `ageMs` is the age of the row. A doubt once raised stays until the
 * platform has looked. Pure, jitter included (from the row's id).
 */
export function afterAttempt(
  delivery: Pick<Delivery, 'id' | 'attempts' | 'ambiguous'>,
  outcome: Exclude<SendOutcome, { kind: 'sent' }>,
  counts: { readonly faults: number; readonly ageMs: number },
  settings: RetrySettings,
): Next {
  const { code } = outcome;
  if (outcome.kind === 'absent') return { kind: 'look_again', afterMs: settings.lookMs };
  if (outcome.kind === 'dead' && !PLATFORM_WIDE.includes(code)) return refused(code);
  const doubt = outcome.kind === 'ambiguous' || delivery.ambiguous;
  // The platform was told of the doubt and cannot look.
  if (code === 'perhaps_sent') return { kind: 'settled', state: 'unsure', code };
  if (isGivenUp(code, delivery, counts, settings)) {
    return doubt
      ? { kind: 'settled', state: 'unsure', code: 'perhaps_sent' }
      : { kind: 'settled', state: 'dead', code };
  }
  const asked = outcome.kind === 'retry' ? outcome.afterMs : undefined;
  const waitMs =
    asked ?? (code === 'platform_error' ? backoff(FAULT, counts.faults) : backoff(AWAY, delivery.attempts));
  const afterMs = spread(doubt ? Math.max(waitMs, settings.doubtMs) : waitMs, `${delivery.id}${delivery.attempts}`);
  return { kind: 'again', afterMs, ambiguous: doubt };
}

/** What follows from a refusal that holds until a person acts. */
function refused(code: SendCode): Next {
  if (CHANNEL_WIDE.includes(code)) return { kind: 'channel_closed', code };
  return code === 'message_gone' ? { kind: 'card_gone' } : { kind: 'settled', state: 'dead', code };
}

function isGivenUp(
  code: SendCode,
  { attempts }: Pick<Delivery, 'attempts'>,
  { faults, ageMs }: { readonly faults: number; readonly ageMs: number },
  { errorTries, keepMs }: RetrySettings,
): boolean {
  // What keeps a whole platform away is no fault of the row, however long it lasts.
  if (PLATFORM_WIDE.includes(code)) return false;
  if (code === 'platform_error' && faults >= errorTries) return true;
  return ageMs > keepMs && attempts >= TRIES_BEFORE_AGE;
}

/** How long a channel that took nothing is left alone: for as long as it is closed already, between two bounds. */
export function closedMs(sinceMs: number): number {
  return Math.min(Math.max(sinceMs, PROBE.firstMs), PROBE.capMs);
}

/** The wait before attempt `nth + 1`, without jitter. */
export function backoff({ firstMs, factor, capMs }: Rhythm, nth: number): number {
  return Math.min(capMs, firstMs * factor ** Math.max(0, Math.min(nth, 30) - 1));
}

/** How long a whole platform is left alone after it could not be reached `nth` times in a row. */
export function pauseMs(platform: string, nth: number): number {
  return spread(backoff({ firstMs: 1_000, factor: 2, capMs: 60_000 }, nth), `${platform}${nth}`);
}

/** Up to a fifth longer, never shorter, always the same for the same seed. */
function spread(ms: number, seed: string): number {
  const part = Number.parseInt(hash('sha256', seed, 'hex').slice(0, 8), 16) / 0xffffffff;
  return Math.ceil(ms * (1 + part / 5));
}
