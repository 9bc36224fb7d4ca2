import type { ExpiringAnswer } from '../domain/expiry.ts';
import type { AsOf } from '../domain/statement.ts';
import type { History } from './history.ts';

/** Qualifications that end within `days` of the day asked about, those that ended, and renewals seen. */
export function answerExpiring(world: AsOf, days: number, _history: History): ExpiringAnswer {
  return { ...world, within: days, ending: [], ended: [], renewed: [] };
}
