import type { Delivery, SendOutcome } from '../domain/alert.ts';
import type { Instant } from '../domain/period.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Store } from '../ports.ts';
import type { Built } from './built.ts';

export type AttemptSettings = {
  /** How long one attempt may take, in milliseconds. A claimed row is held for `LEASE_REST_MS` longer. */
  readonly attemptMs: number;
};

/** A lease outlasts the longest attempt by so much. */
const LEASE_REST_MS = 5_000;
/** The longest that one request of a platform takes: none is begun when less of an attempt is left. */
const REQUEST_MS = 15_000;

/** How long a row is held. */
export function leaseMs({ attemptMs }: AttemptSettings): number {
  return attemptMs + LEASE_REST_MS;
}

/**
 * One attempt to send a row, with an end to it: what is not answered by then may have arrived. While it is under way
 * the row's lease is renewed; a row that could not be kept, because another took it over, is not sent (null). The row
 * comes back as it is then held.
 */
export async function attempt(
  platform: Platform,
  row: Delivery,
  { act, lang }: Pick<Extract<Built, { kind: 'send' }>, 'act' | 'lang'>,
  parts: {
    readonly store: Store;
    readonly clock: Clock;
    readonly log: Log;
    readonly settings: AttemptSettings;
    readonly lookedBefore: boolean;
  },
): Promise<{ readonly outcome: SendOutcome | null; readonly held: Delivery }> {
  const { store, clock, log, settings } = parts;
  let held = row;

  const until = (): Instant => new Date(Date.parse(clock.now()) + leaseMs(settings)).toISOString();
  const leftMs = (): number => Date.parse(held.leaseUntil ?? '') - Date.parse(clock.now());

  /** False when the row is another's, or cannot be known not to be. */
  const keep = async (): Promise<boolean> => {
    const leaseUntil = until();
    try {
      const kept = await store.transaction(async ({ outbox }) => {
        if (!(await outbox.renew(row.id, held, leaseUntil))) return false;
        await outbox.rest(row.channel, leaseUntil);
        return true;
      });
      if (kept) held = { ...held, leaseUntil };
      return kept;
    } catch (error) {
      log.warn('the hold on a delivery could not be renewed', { err: error, delivery: row.id });
      return false;
    }
  };

  if (leftMs() < settings.attemptMs && !(await keep())) return { outcome: null, held };
  const late = new AbortController();
  const bells: NodeJS.Timeout[] = [];
  let renewing: Promise<unknown> = Promise.resolve();
  const given = new Promise<SendOutcome>((resolve) => {
    bells.push(
      setTimeout(() => late.abort(), Math.max(0, settings.attemptMs - REQUEST_MS)),
      setTimeout(() => resolve({ kind: 'ambiguous', code: 'timeout' }), settings.attemptMs),
      setInterval(() => {
        renewing = renewing.then(keep);
      }, leaseMs(settings) / 3),
    );
  });
  const { id: delivery, channel, ambiguous } = row;
  const { lookedBefore } = parts;
  const sent = platform
    .send({ delivery, channel, lang, act, ambiguous, lookedBefore, late: late.signal })
    .catch((error: unknown): SendOutcome => {
      log.error('a platform threw while sending', { err: error, delivery: row.id });
      return { kind: 'ambiguous', code: 'platform_error' };
    });
  const outcome = await Promise.race([sent, given]);
  for (const bell of bells) clearTimeout(bell);
  await renewing;
  return { outcome, held };
}
