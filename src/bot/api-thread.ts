import { workerData } from 'node:worker_threads';
import type { Statement } from '../domain/statement.ts';
import { exportRecord } from '../record/export.ts';
import { createMaking, type Made } from '../web/api/making.ts';
import { serve } from '../worker.ts';
import { loadReleased, recordOn } from './released.ts';

// The thread that answers the web port, on a record of its own: no visitor's question takes the time of chat's.

/** What the thread is started with: the statements approved since the release, and the address before all paths. */
export type ApiThreadData = { readonly approved: readonly Statement[]; readonly base: string };

const { approved, base } = workerData as ApiThreadData;
const record = await recordOn(await loadReleased(), approved);

serve(createMaking({ record: () => record, base, dataset: exportRecord }), (made: Made) =>
  'kept' in made ? [made.kept.body.buffer] : [],
);
