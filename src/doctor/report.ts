import type { Messages } from '../messages/index.ts';
import { type Finding, tell } from './finding.ts';

/** The findings as lines for a terminal, each with what to do under it, and a closing verdict. */
export function reportLines(findings: readonly Finding[], messages: Messages): readonly string[] {
  const { operator } = messages;
  const width = Math.max(...Object.values(operator.levels).map((word) => word.length));
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
  const lines = findings.flatMap((one) => {
    const { what, todo } = tell(operator.findings, one);
    const head = `${operator.levels[one.level].padEnd(width)}  ${what.replaceAll('\n', `\n${' '.repeat(width)}  `)}`;
    return todo === null ? [head] : [head, `${' '.repeat(width)}  → ${todo}`];
  });
  return [...lines, '', operator.verdict(count('fault'), count('warn'))];
}

/** A finding as an error line: what is wrong, and under it what to do. */
export function findingText(one: Finding, { operator }: Messages): string {
  const { what, todo } = tell(operator.findings, one);
  return todo === null ? what : `${what}\n  → ${todo}`;
}

/** True when nothing stands in the way of running: the exit code of `doctor`. */
export function canRun(findings: readonly Finding[]): boolean {
  return findings.every((one) => one.level !== 'fault');
}
