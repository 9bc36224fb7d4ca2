import type { CommercialAnswer } from '../domain/answer.ts';
import type { Messages } from './index.ts';

/** Since when an offer stands where it stands: `since January 2024`, `by 2019 at the latest`; empty where nothing tells. */
export function sinceWords({ since, sinceKind }: Pick<CommercialAnswer, 'since' | 'sinceKind'>, m: Messages): string[] {
  if (since === null) return [];
  const when = m.common.calendar(since.from, since.precision);
  return [sinceKind === 'seen' ? m.offer.seenBy(when) : m.offer.since(when)];
}
