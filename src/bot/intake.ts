import type { Log } from '../log.ts';
import { createIntake } from '../pipeline.ts';
import type { Intake, Store } from '../ports.ts';
import type { DatasetRecord } from '../queries.ts';
import { corroborationOf } from '../reading/corroboration.ts';
import { matchStory } from '../reading/stories.ts';
import { type LearningReader, learningReader } from './reader.ts';

/** The way in, on the real reader, in this thread. */
export function intakeOn(
  store: Store,
  record: DatasetRecord,
  log: Log,
  { read }: Pick<LearningReader, 'read'> = learningReader(record),
): Intake {
  const { publishers } = record;
  return createIntake({ store, read, matchStory, corroborate: corroborationOf, publishers, log });
}
