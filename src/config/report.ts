import { isPassing } from '../config.ts';
import type { Messages } from '../messages/index.ts';
import type { ConfigFault } from './faults.ts';

/** What is wrong with the configuration, as lines for a terminal: every variable with what to write instead. */
export function faultLines(faults: readonly ConfigFault[], messages: Messages): readonly string[] {
  const { operator } = messages;
  const wrong = faults.filter((fault) => !isPassing(fault.code));
  const lines = faults.map((fault) => `- ${operator.faults[fault.code](fault)}`);
  return [operator.faultsTitle(wrong.length), ...lines, operator.faultsHint];
}

/** Variables that are set, look meant for Vigie, and are not read; no line when there is none. */
export function warningLines(warnings: readonly ConfigFault[], messages: Messages): readonly string[] {
  if (warnings.length === 0) return [];
  const { operator } = messages;
  return [operator.warningsTitle, ...warnings.map((fault) => `- ${operator.faults[fault.code](fault)}`)];
}
