import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { SendCode, SendOutcome } from '../../domain/alert.ts';

/** What went wrong with a request, before anyone decides what follows from it. */
export type Failure = {
  readonly code: SendCode;
  /** Whether it was surely refused, surely not taken, or may have been taken. */
  readonly fate: 'refused' | 'not_taken' | 'unknown';
  readonly afterMs?: number;
  /** Discord's own number, 0 when it gave none. */
  readonly number: number;
  readonly detail: string;
};

/** How long a refused token is left alone: an operator is putting it right. */
const TOKEN_WAIT_MS = 60_000;

/** Shortest wait after a rate limit that does not say how long. */
const MIN_WAIT_MS = 1_000;

/** Failures of the network that happen before a byte of the request is written. */
const BEFORE_WRITE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Discord's numbers that say where the fault lies, whatever the HTTP status. */
const NUMBERS: Readonly<Record<number, SendCode>> = {
  10003: 'channel_gone',
  10004: 'channel_gone',
  10008: 'message_gone',
  50001: 'no_access',
  50013: 'forbidden',
  50024: 'forbidden',
  50083: 'forbidden',
  160005: 'forbidden',
};

/** Reads any error that a request can throw. */
export function failureOf(error: unknown): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof RateLimitError) {
    const wait = Math.max(error.retryAfter, error.sublimitTimeout, MIN_WAIT_MS);
    return { code: 'rate_limited', fate: 'not_taken', afterMs: Math.ceil(wait), number: 0, detail: error.route };
  }
  if (error instanceof DiscordAPIError) {
    const number = typeof error.code === 'number' ? error.code : 0;
    return { code: codeOf(error.status, number), fate: 'refused', number, detail };
  }
  // Behind a 5xx the message may have been taken all the same.
  if (error instanceof HTTPError) return { code: 'platform_error', fate: 'unknown', number: 0, detail };
  const errors = error instanceof AggregateError ? error.errors : [error];
  if (errors.length > 0 && errors.every((each) => BEFORE_WRITE.has(systemCode(each))))
    return { code: 'unreachable', fate: 'not_taken', number: 0, detail };
  const timeout = error instanceof Error && (error.name === 'AbortError' || /TIMEOUT/.test(systemCode(error)));
  return { code: timeout ? 'timeout' : 'unreachable', fate: 'unknown', number: 0, detail };
}

/** Node's or undici's code of an error, looking through its causes. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
}

function codeOf(status: number, number: number): SendCode {
  if (status === 401) return 'token_revoked';
  const known = NUMBERS[number];
  if (known !== undefined) return known;
  if (status === 403) return 'forbidden';
  if (status === 404) return 'channel_gone';
  return 'bad_payload';
}

/**
 * What follows from a failure for a delivery. A request that Discord makes idempotent by itself (an edit) is simply
 * repeated where a new message has to be called ambiguous.
 */
export function outcomeOf(failure: Failure, idempotent: boolean): SendOutcome {
  const { code, fate, afterMs } = failure;
  if (code === 'token_revoked') return { kind: 'retry', code, afterMs: TOKEN_WAIT_MS };
  if (fate === 'refused') return { kind: 'dead', code };
  if (fate === 'unknown' && !idempotent) return { kind: 'ambiguous', code };
  return { kind: 'retry', code, ...(afterMs === undefined ? {} : { afterMs }) };
}
