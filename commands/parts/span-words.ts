import type { Days } from '../../src/domain/period.ts';
import type { Messages } from '../../src/messages/index.ts';
import { spanWords as words } from '../../src/messages/span-words.ts';

/** An interval of days in the widest words that say it exactly: `2025`, `the first half of 2026`, else its two ends. */
export function spanWords(days: Days, m: Messages, between = m.common.between): string {
  return words(days, m, between);
}
