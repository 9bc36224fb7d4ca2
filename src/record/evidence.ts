import type { EvidencePack } from '../domain/evidence.ts';
import type { AsOf } from '../domain/statement.ts';
import type { History } from './history.ts';

/** Everything an answer on a subject rests on, in a world. */
export function answerEvidence(id: string, world: AsOf, history: History): EvidencePack {
  const subject = history.subject(id);
  return { ...world, id: '', subject, offers: history.offers(id, world), exhibits: [] };
}
