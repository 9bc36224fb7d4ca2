import type { Since } from '../../domain/answer.ts';
import type { Days, Precision } from '../../domain/period.ts';
import type { Statement } from '../../domain/statement.ts';
import { certainFrom } from '../form/dates.ts';
import { byWorth } from './citations.ts';
import { gradeOf, isOfficial, type Publishers, weigh } from './weights.ts';
import { startOf } from './worlds.ts';

const WIDTHS: readonly Precision[] = ['day', 'month', 'quarter', 'half', 'year'];

export const overlap = (a: Days, b: Days): boolean => a.from <= b.to && b.from <= a.to;

/** The statements whose start may be the same as this one's. */
export function agreeing<S extends Statement>(one: S, all: readonly S[]): S[] {
  return all.filter((other) => overlap(startOf(one), startOf(other)));
}

/**
 * The statement that dates a start best: among credible ones (not a rumour, credibility 3 or better, a publisher of grade
 * C or better) the most precise, then an official one, then the most worthy.
 */
export function bestDated<S extends Statement>(statements: readonly S[], publishers: Publishers): S | null {
  const doubtful = (s: S): number =>
    s.source.kind === 'rumour' || s.credibility > 3 || gradeOf(s.source.origin ?? s.source.publisher, publishers) > 'C'
      ? 1
      : 0;
  const unofficial = (s: S): number => (isOfficial(s, publishers) ? 0 : 1);
  const sorted = [...statements].sort(
    (a, b) =>
      doubtful(a) - doubtful(b) ||
      WIDTHS.indexOf(a.valid.precision) - WIDTHS.indexOf(b.valid.precision) ||
      unofficial(a) - unofficial(b) ||
      (a.valid.from < b.valid.from ? -1 : a.valid.from > b.valid.from ? 1 : 0) ||
      byWorth(a, b),
  );
  return sorted[0] ?? null;
}

/**
 * The statement that dates when a state began, among all that assert this state. The earliest start that is strong by
 * itself wins; where no start is, but the statements together are, the start with most weight, then the earliest: an
 * origin that saw the state later bears out the one that says when it began. Null when all together are weak.
 * The result does not depend on the day asked about, so a state once begun never begins anew.
 */
export function strongStart<S extends Statement>(statements: readonly S[], publishers: Publishers): S | null {
  const told = statements.filter((statement) => !statement.false);
  if (!weigh(told, publishers).strong) return null;
  const starts = told
    .map((statement) => {
      const group = agreeing(statement, told);
      const weight = weigh(group, publishers);
      return { dated: bestDated(group, publishers) ?? statement, weight };
    })
    .sort((a, b) =>
      a.dated.valid.from < b.dated.valid.from
        ? -1
        : a.dated.valid.from > b.dated.valid.from
          ? 1
          : byWorth(a.dated, b.dated),
    );
  const strong = starts.find((start) => start.weight.strong);
  if (strong) return strong.dated;
  const most = Math.max(...starts.map((start) => start.weight.value));
  return starts.find((start) => start.weight.value === most)?.dated ?? null;
}

/** A statement's start as an answer gives it. */
export function sinceOf(statement: Statement): Since {
  return { from: statement.valid.from, to: certainFrom(statement.valid), precision: statement.valid.precision };
}
