import type { Log } from '../log.ts';
import { createIntake } from '../pipeline.ts';
import type { Intake, Store } from '../ports.ts';
import type { DatasetRecord } from '../queries.ts';
import { corroborationOf } from '../reading/corroboration.ts';
import { matchStory } from '../reading/stories.ts';
import { learningReader } from './reader.ts';

/** The way in, on the real reader, in this thread. */
export function intakeOn(store: Store, record: DatasetRecord, log: Log): Intake {
  const { publishers } = record;
  const { read } = learningReader(record);
  return createIntake({ store, read, matchStory, corroborate: corroborationOf, publishers, log });
}
