import { type OwnName, trackedOf } from '../domain/own.ts';
import type { Publisher, TrackedName } from '../domain/subject.ts';
import { createReader, type Reader } from '../reading/read.ts';

/** A reader that learns the names which channels track for themselves. */
export type LearningReader = {
  readonly read: Reader;
  /** Looks for these names too from now on; does nothing while they are those it knows. */
  readonly learn: (own: readonly OwnName[]) => void;
};

/** The reader on the record's names. */
export function learningReader({
  tracked,
  publishers,
}: {
  readonly tracked: readonly TrackedName[];
  readonly publishers: readonly Publisher[];
}): LearningReader {
  let reader = createReader({ tracked, publishers });
  let known = '[]';
  return {
    read: (item) => reader(item),
    learn: (own) => {
      const names = trackedOf(own);
      const written = JSON.stringify(names);
      if (written === known) return;
      known = written;
      reader = createReader({ tracked: [...tracked, ...names], publishers });
    },
  };
}
