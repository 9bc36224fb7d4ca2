import type { Keyv } from 'keyv';
import { commands } from '../../commands/index.ts';
import type { FeedTools } from '../../feeds/read.ts';
import { createAsker } from '../asking/asker.ts';
import { AskError } from '../asking/faults.ts';
import { createKeep } from '../asking/keep.ts';
import type { Served } from '../asking/rights.ts';
import type { DayReader } from '../asking/values.ts';
import type { Asker } from '../command.ts';
import type { Standstill } from '../domain/standstill.ts';
import type { Log } from '../log.ts';
import type { Platform } from '../ports/platform.ts';
import type { Clock, Store } from '../ports.ts';
import type { DatasetRecord } from '../queries.ts';
import { isStoreError } from '../store/error.ts';
import { createChanges, createQueries } from './queries.ts';

/**
 * The asker on its real parts. `store` is opened when a question first needs it; a store that another process holds
 * is told as such, in the asker's language.
 */
export function askerOn(parts: {
  readonly record: DatasetRecord;
  readonly store: () => Promise<Store>;
  readonly keyv: Keyv;
  readonly clock: Clock;
  readonly log: Log;
  readonly readDay: DayReader;
  readonly canonical: (link: string) => string;
  readonly platforms?: () => readonly Platform[];
  readonly nudge?: () => void;
  /** What looks at addresses of feeds, opened when first needed; without it `/feeds` looks at none. */
  readonly feedTools?: () => Promise<FeedTools>;
  /** Where the store is, named to those who ask at the terminal. */
  readonly where?: string;
  /** What stands still; without it nothing is known to. */
  readonly standstill?: () => Promise<readonly Standstill[]>;
  /** The spaces that are served; absent or null when all are. */
  readonly served?: Served;
  /** For tests: how long an answer waits for an address, in milliseconds. */
  readonly answerMs?: number;
}): Asker {
  const store = async (): Promise<Store> => {
    try {
      return await parts.store();
    } catch (error) {
      if (isStoreError(error, 'store_locked')) throw new AskError({ code: 'store_busy' });
      throw error;
    }
  };
  return createAsker({
    commands,
    queries: createQueries({
      record: parts.record,
      store,
      platforms: parts.platforms ?? (() => []),
      canonical: parts.canonical,
      clock: parts.clock,
      feedTools: parts.feedTools,
      answerMs: parts.answerMs,
      standstill: parts.standstill,
    }),
    changes: createChanges({
      record: parts.record,
      store,
      clock: parts.clock,
      nudge: parts.nudge ?? (() => undefined),
    }),
    keep: (owner) => createKeep(parts.keyv, owner),
    served: parts.served ?? null,
    clock: parts.clock,
    readDay: parts.readDay,
    where: parts.where ?? '',
    troubled: ({ trouble, detail }) =>
      parts.log.warn('the store keeps an answer from being given', { trouble, detail }),
    broke: (id, error) => parts.log.error('an answer broke', { id, error }),
  });
}
