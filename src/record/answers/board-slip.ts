import type { BoardPromise, Slip, TargetProof } from '../../domain/board.ts';
import { type Day, daysBetween } from '../../domain/period.ts';

/** How far a chain of promises slipped by a day: see `Slip`. `proof` is what shows the target reached, if it was. */
export function slipOf(chain: readonly BoardPromise[], proof: TargetProof | null, day: Day): Slip | null {
  const [first, newest] = [chain[0], chain.at(-1)];
  if (!first || !newest) return null;
  if (first.outcome === 'kept') return { days: 0, most: 0 };
  if (first.outcome === 'late' && first.days !== null)
    return { days: first.days, most: Math.max(first.days, daysBetween(first.due.to, proof?.since.to ?? first.due.to)) };
  const judged = newest.outcome === 'overdue' || newest.outcome === 'open' || newest.outcome === 'moved';
  if (!judged || first.outcome === 'unknown' || first.outcome === 'dropped') return null;
  const until = newest.outcome === 'overdue' && day > newest.due.to ? day : newest.due.to;
  const days = daysBetween(first.due.to, until);
  return days > 0 ? { days, most: null } : null;
}

function middle(sorted: readonly number[]): number | null {
  const half = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}

/** The median of slips in days, null of none; `atLeast` when what is not yet certain of them may make it greater. */
export function medianSlip(slips: readonly Slip[]): { readonly median: number | null; readonly atLeast: boolean } {
  const up = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  const median = middle(slips.map((slip) => slip.days).sort(up));
  const most = middle(slips.map((slip) => slip.most ?? Number.POSITIVE_INFINITY).sort(up));
  return { median, atLeast: median !== most };
}
