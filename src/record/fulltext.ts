import type { StatementHit, StatementSearch } from '../domain/evidence.ts';
import type { History } from './history.ts';

/** Makes the full-text search over the statements. */
export function createFullText(_history: History): (query: StatementSearch) => readonly StatementHit[] {
  return () => [];
}
