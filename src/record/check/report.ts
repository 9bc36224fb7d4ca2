import type { Statement } from '../../domain/statement.ts';
import type { Fault, FaultCode } from '../fault.ts';
import type { Loaded } from '../load.ts';

/** A fault at a path of keys in a file. */
export function faultAt(
  loaded: Loaded,
  file: string,
  path: readonly PropertyKey[],
  what: Pick<Fault, 'code' | 'problem' | 'remedy'>,
): Fault {
  return { file, line: loaded.lineOf(file, path), place: path.join('.'), ...what };
}

/** A fault of a statement, at the line where it is written. */
export type Report = (code: FaultCode, statement: Statement, problem: string, remedy: string) => Fault;

export function reporter(loaded: Loaded): Report {
  return (code, statement, problem, remedy) => {
    const place = loaded.places.get(statement.id) ?? { file: '', line: 1, place: statement.id };
    return { code, ...place, problem, remedy };
  };
}
