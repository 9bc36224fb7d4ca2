import type { PromiseBoard } from '../domain/board.ts';
import type { AsOf } from '../domain/statement.ts';
import type { History } from './history.ts';

/** Every promise made by a day, with what had become of it; of one provider and its offers, or of all. */
export function answerBoard(world: AsOf, _provider: string | null, _history: History): PromiseBoard {
  return { ...world, promises: [], lines: [] };
}
