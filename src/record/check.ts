import { claimFaults } from './check/claims.ts';
import { dateFaults } from './check/dates.ts';
import { nameFaults } from './check/names.ts';
import { reporter } from './check/report.ts';
import { hostFaults, sourceFaults } from './check/sources.ts';
import type { Fault } from './fault.ts';
import { type Loaded, loadDataset } from './load.ts';

/** Everything wrong with a loaded dataset, by file and line. */
export function faultsOf(loaded: Loaded): Fault[] {
  const publishers = new Map(loaded.publishers.map((publisher) => [publisher.id, publisher]));
  const report = reporter(loaded);
  const faults = [
    ...loaded.faults,
    ...sourceFaults(loaded),
    ...hostFaults(loaded),
    ...dateFaults(loaded, report),
    ...claimFaults(loaded, publishers, report),
    ...nameFaults(loaded, report),
  ];
  // An entry of several sources makes a statement of each: what is wrong with it is told once.
  const once = new Map(faults.map((fault) => [`${fault.file}:${fault.line}: ${fault.place}: ${fault.problem}`, fault]));
  return [...once.values()].sort((a, b) => (a.file !== b.file ? (a.file < b.file ? -1 : 1) : a.line - b.line));
}

/** Reads the dataset folder and tells everything that is wrong with it; an empty list means that all is well. */
export async function checkDataset(folder: string): Promise<readonly Fault[]> {
  return faultsOf(await loadDataset(folder));
}
