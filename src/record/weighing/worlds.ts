import type { Day, Days } from '../../domain/period.ts';
import type { AsOf, Statement, StatementBody } from '../../domain/statement.ts';
import { certainFrom } from '../form/dates.ts';

/** A statement whose body is of one field. */
export type Of<F extends StatementBody['field']> = Statement & { readonly body: Extract<StatementBody, { field: F }> };

/**
 * The statements that may be used in a world: with `knownOn`, those that had surely become public by that day; with
 * `recordedOn`, those taken in by that day. What a statement says of a later time stays in: whether it holds on
 * `asOf` is for each answer to judge.
 */
export function inWorld(statements: readonly Statement[], world: AsOf): Statement[] {
  return statements.filter(
    (statement) =>
      (world.knownOn === null || statement.public.to <= world.knownOn) &&
      (world.recordedOn === null || statement.recorded <= world.recordedOn),
  );
}

/** The statements of one field. */
export function ofField<F extends StatementBody['field']>(statements: readonly Statement[], field: F): Of<F>[] {
  return statements.filter((statement): statement is Of<F> => statement.body.field === field);
}

/**
 * The day from which it is certain that what a statement says has begun: the last day of the span in which it may have
 * begun ("in June": 30 June), or the day by which it was public where that is earlier, since what a text tells as a
 * fact had begun when the text came out. What is told ahead of its time begins in its own time.
 */
export function begunBy(statement: Statement): Day {
  const last = certainFrom(statement.valid);
  const known = statement.public.to;
  return known >= statement.valid.from && known < last ? known : last;
}

/** True once it is certain that what the statement says has begun. */
export function hasBegun(statement: Statement, day: Day): boolean {
  return begunBy(statement) <= day;
}

/** True while what the statement says holds: surely begun, and not past its last day. */
export function holds(statement: Statement, day: Day): boolean {
  return hasBegun(statement, day) && (statement.valid.to === null || day <= statement.valid.to);
}

/** The days on one of which it began. */
export function startOf(statement: Statement): Days {
  return { from: statement.valid.from, to: begunBy(statement) };
}

/**
 * The day that "now" means for an answer: the latest day the world knows of, which is the day of the restriction in a
 * restricted world and otherwise the day of the newest recorded statement; never before the day asked about.
 */
export function presentOf(world: AsOf, latest: Day): Day {
  const limits = [world.knownOn, world.recordedOn].filter((day): day is Day => day !== null);
  const known = limits.length > 0 ? limits.reduce((a, b) => (a < b ? a : b)) : latest;
  return known > world.asOf ? known : world.asOf;
}
