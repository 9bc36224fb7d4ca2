import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATASET_FOLDER } from '../../src/bot/released.ts';
import type { Statement } from '../../src/domain/statement.ts';
import { checkDataset } from '../../src/record/check.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord, type RecordParts } from '../../src/record/record.ts';
import { benchAnswers } from './answers.ts';
import { multiplied, writeDataset } from './dataset.ts';
import { keep, type Row, race, type Side } from './measure.ts';

/** Loading, checking and answering at the released size, ten and a hundred times it. */
export async function benchRecord(note: (line: string) => void): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-dataset-'));
  try {
    await writeDataset(folder, DATASET_FOLDER, 10);
    const one = await loadDataset(DATASET_FOLDER);
    const ten = await loadDataset(folder);
    const hundred = multiplied(ten, 10);
    for (const [size, parts] of [
      ['1x', one],
      ['10x', ten],
      ['100x', hundred],
    ] as const) {
      note(`${size}: ${parts.subjects.length} subjects, ${parts.statements.length} statements`);
    }
    return [
      ...(await benchLoading('1x', DATASET_FOLDER, one, { rounds: 7, warmMs: 200 })),
      ...(await benchChecking('1x', DATASET_FOLDER, one, { rounds: 5, warmMs: 0 })),
      ...(await benchLoading('10x', folder, ten, { rounds: 3, warmMs: 0 })),
      ...(await benchChecking('10x', folder, ten, { rounds: 3, warmMs: 0 })),
      ...(await benchMaking('100x', hundred)),
      ...(await benchAnswers(one, hundred)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const parse = (json: string): Side => ({
  name: 'JSON.parse of the same statements',
  run: async () => {
    keep((JSON.parse(json) as readonly Statement[]).length);
    return 1;
  },
});

function benchLoading(
  size: string,
  folder: string,
  parts: RecordParts,
  pace: { readonly rounds: number; readonly warmMs: number },
): Promise<Row[]> {
  const load: Side = {
    name: 'ours',
    run: async () => {
      keep(createRecord(await loadDataset(folder)).statements.length);
      return 1;
    },
  };
  const json = JSON.stringify(parts.statements);
  return race({ name: `load from YAML and make the record, ${size}`, per: 'record' }, [load, parse(json)], pace);
}

/** `dataset check`: everything read, and every fault looked for. */
function benchChecking(
  size: string,
  folder: string,
  parts: RecordParts,
  pace: { readonly rounds: number; readonly warmMs: number },
): Promise<Row[]> {
  const check: Side = {
    name: 'ours',
    run: async () => {
      keep((await checkDataset(folder)).length);
      return 1;
    },
  };
  const json = JSON.stringify(parts.statements);
  return race({ name: `load and validate, ${size}`, per: 'dataset' }, [check, parse(json)], pace);
}

/** What statements approved in chat cost at start: they come from the store and no YAML is read. */
function benchMaking(size: string, parts: RecordParts): Promise<Row[]> {
  const make: Side = {
    name: 'ours',
    run: async () => {
      keep(createRecord(parts).statements.length);
      return 1;
    },
  };
  const json = JSON.stringify(parts.statements);
  return race({ name: `make the record, ${size}`, per: 'record' }, [make, parse(json)], { rounds: 3, warmMs: 0 });
}
