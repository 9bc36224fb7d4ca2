import type { BoardPromise, BoardTarget, PromiseBoard } from '../domain/board.ts';
import type { Lang } from '../domain/language.ts';
import { promiseData, since, sourceData, targetWord } from './offer.ts';

const boardPromise = (p: BoardPromise, lang: Lang) => ({
  id: p.id,
  subject: p.subject,
  provider: p.provider,
  ...promiseData(p, lang),
});

function targetData(t: BoardTarget) {
  return {
    subject: t.subject,
    provider: t.provider,
    ladder: t.target.ladder,
    ...(t.target.ladder === 'qualification' ? { scheme: t.target.scheme } : {}),
    target: targetWord(t.target),
    promises: t.promises.map((p) => p.id),
    floors: t.floors.map((p) => p.id),
    outcome: t.outcome,
    outcomeNow: t.outcomeNow,
    slip: t.slip,
    proof:
      t.proof === null
        ? null
        : { shows: t.proof.shows, since: since(t.proof.since), source: sourceData(t.proof.source) },
  };
}

/**
 * The board of promises as programs read it: each promise by its id, the targets as chains of those ids, a line per
 * provider. Days are ISO; `slip.days` is the least and `slip.most` the most that a target slipped, in days, `most` null
 * while it is not reached; `floors` are promises that only rule a time out.
 */
export function boardData(board: PromiseBoard, lang: Lang) {
  return {
    subject: board.subject,
    promises: board.promises.map((p) => boardPromise(p, lang)),
    targets: board.targets.map(targetData),
    lines: board.lines,
    weaker: board.weaker,
    asOf: board.asOf,
    knownOn: board.knownOn,
    recordedOn: board.recordedOn,
  };
}
