import { hash } from 'node:crypto';
import type { Delivery, SendCode, SendOutcome } from '../domain/alert.ts';

/** What is done with a row after an attempt that did not arrive. */
export type Next =
  | { readonly kind: 'again'; readonly afterMs: number; readonly ambiguous: boolean }
  | { readonly kind: 'settled'; readonly state: 'unsure' | 'dead'; readonly code: SendCode };

export type RetrySettings = {
  /** How long a row is tried while its platform cannot be reached, in milliseconds. */
  readonly keepMs: number;
  /** Faults of the platform's own, one after the other, after which a row is given up. */
  readonly errorTries: number;
};

type Rhythm = { readonly firstMs: number; readonly factor: number; readonly capMs: number };

/** A platform that is away comes back: ask often. One that breaks on a row holds up its channel: ask less and less. */
const AWAY: Rhythm = { firstMs: 2_000, factor: 2, capMs: 300_000 };
const FAULT: Rhythm = { firstMs: 5_000, factor: 3, capMs: 3_600_000 };

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
  if (outcome.kind === 'dead') return { kind: 'settled', state: 'dead', code: outcome.code };
  const { code } = outcome;
  const doubt = outcome.kind === 'ambiguous' || delivery.ambiguous;
  const givenUp = doubt ? 'unsure' : 'dead';
  // The platform was told of the doubt and cannot look.
  if (code === 'perhaps_sent') return { kind: 'settled', state: 'unsure', code };
  if (code === 'platform_error' && counts.faults >= settings.errorTries) {
    return { kind: 'settled', state: givenUp, code: doubt ? 'perhaps_sent' : code };
  }
  if (counts.ageMs > settings.keepMs && delivery.attempts >= TRIES_BEFORE_AGE) {
    return { kind: 'settled', state: givenUp, code: doubt ? 'perhaps_sent' : code };
  }
  const asked = outcome.kind === 'retry' ? outcome.afterMs : undefined;
  const nth = code === 'platform_error' ? counts.faults : delivery.attempts;
  const waitMs = asked ?? backoff(code === 'platform_error' ? FAULT : AWAY, nth);
  return { kind: 'again', afterMs: spread(waitMs, `${delivery.id}${delivery.attempts}`), ambiguous: doubt };
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
