import type { Statement } from '../../domain/statement.ts';
import type { Publisher, Reliability } from '../../domain/subject.ts';

/** Publishers by id. */
export type Publishers = ReadonlyMap<string, Publisher>;

/** How much a set of statements that say the same thing weighs. */
export type Weight = {
  /** An official source, or two independent origins of grade B or better: enough for an answer. */
  readonly strong: boolean;
  /** For comparing positions: 3 for an official origin, 1 for a good one, a quarter for any other. */
  readonly value: number;
  /** Independent origins, sorted. */
  readonly origins: readonly string[];
};

/** Credibility 4 and worse (doubtful, improbable, cannot be judged) never counts towards an answer. */
const CREDIBLE = 3;

const good = (grade: Reliability): boolean => grade === 'A' || grade === 'B';

/** The grade of a publisher; one that nobody has graded cannot be judged (F). */
export function gradeOf(publisher: string, publishers: Publishers): Reliability {
  return publishers.get(publisher)?.reliability ?? 'F';
}

/**
 * Whom a statement counts as: the publisher it quotes, else its own; publishers of one owner are one origin. "Selon le
 * JDN" therefore counts as the JDN, however many repeat it.
 */
export function originOf(statement: Statement, publishers: Publishers): string {
  const id = statement.source.origin ?? statement.source.publisher;
  return publishers.get(id)?.owner ?? id;
}

/** True for a statement that may speak for itself: credible, from (or quoting) a publisher of grade B or better. */
export function isSound(statement: Statement, publishers: Publishers): boolean {
  if (statement.false || statement.credibility > CREDIBLE || statement.source.kind === 'rumour') return false;
  return good(gradeOf(statement.source.origin ?? statement.source.publisher, publishers));
}

/** True for a sound statement of an official source. */
export function isOfficial(statement: Statement, publishers: Publishers): boolean {
  return statement.source.kind === 'official' && isSound(statement, publishers);
}

/** What an origin is worth: an official one, a sound one, any other. */
const OFFICIAL = 3;
const SOUND = 1;
const ANY = 0.25;

/** Weighs statements that assert one thing. Those marked false weigh nothing. */
export function weigh(statements: readonly Statement[], publishers: Publishers): Weight {
  const best = new Map<string, number>();
  for (const statement of statements) {
    if (statement.false) continue;
    const origin = originOf(statement, publishers);
    const value = isOfficial(statement, publishers) ? OFFICIAL : isSound(statement, publishers) ? SOUND : ANY;
    best.set(origin, Math.max(best.get(origin) ?? 0, value));
  }
  const values = [...best.values()];
  const strong = values.some((value) => value >= OFFICIAL) || values.filter((value) => value >= SOUND).length >= 2;
  return { strong, value: values.reduce((sum, value) => sum + value, 0), origins: [...best.keys()].sort() };
}
