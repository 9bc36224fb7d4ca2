import type { TimelineAnswer } from '../domain/history.ts';
import type { Day } from '../domain/period.ts';
import type { AsOf } from '../domain/statement.ts';
import type { History } from './history.ts';

/** What happened to a subject, and to its offers where it is a provider, in a world, from `since` on; oldest first. */
export function answerTimeline(id: string, world: AsOf, since: Day | null, _history: History): TimelineAnswer {
  return { ...world, subject: id, since, entries: [], stretches: [], promises: [] };
}
