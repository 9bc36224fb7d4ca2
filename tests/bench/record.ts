import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyv } from 'keyv';
import { askerOn } from '../../src/bot/asking.ts';
import { canonical, DATASET_FOLDER, dayInWords } from '../../src/bot/released.ts';
import type { Asker, Caller } from '../../src/command.ts';
import type { Statement } from '../../src/domain/statement.ts';
import { silentLog } from '../../src/log.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord, type RecordParts } from '../../src/record/record.ts';
import { multiplied, writeDataset } from './dataset.ts';
import { keep, quantile, type Row, race, readTimer, rowOf, type Side } from './measure.ts';

/** Questions asked at a stretch at one size; the subjects asked about are the released ones at every size. */
const QUESTIONS = 150;
const FILTERS = 20;
const ROUNDS = 7;

const caller: Caller = { platform: 'terminal', lang: 'fr', user: { id: 'u', mayManage: true }, channel: null };

/** Loading and answering at the released size, ten and a hundred times it. */
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
      ...(await benchLoading('10x', folder, ten, { rounds: 3, warmMs: 0 })),
      ...(await benchMaking('100x', hundred)),
      ...(await benchAnswers(one, ten, hundred)),
      ...(await benchMisspelt(one, hundred)),
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

/** Times of single questions, a sample a round: the median and the slowest of a hundred. */
type Times = { readonly p50: number[]; readonly p99: number[] };

const emptyTimes = (): Times => ({ p50: [], p99: [] });

async function benchAnswers(...sizes: readonly [RecordParts, RecordParts, RecordParts]): Promise<Row[]> {
  const askers = sizes.map(askerOf);
  const names = sizes[0].subjects.filter((s) => s.kind !== 'regulation').map((s) => s.name);
  const ids = sizes[0].subjects.filter((s) => s.kind !== 'regulation').map((s) => s.id);
  const answers = sizes.map(emptyTimes);
  const filters = sizes.map(emptyTimes);
  for (let round = -1; round < ROUNDS; round++) {
    for (let nth = 0; nth < sizes.length; nth++) {
      const at = (nth + Math.max(round, 0)) % sizes.length;
      const asker = askers[at];
      const parts = sizes[at];
      if (!asker || !parts) continue;
      const asked = await timesOf(QUESTIONS, async (n) => {
        const shown = await asker.line(`offer "${names[n % names.length]}"`, caller);
        keep(shown.view.blocks.length);
        return shown.ok;
      });
      const filtered = await timesOf(FILTERS, async (n) => {
        const id = ids[n % ids.length] ?? '';
        const told = parts.statements.filter((s) => s.subject === id || s.subject.startsWith(`${id}/`));
        keep(told.length);
        return true;
      });
      // The first round warms up.
      if (round < 0) continue;
      add(answers[at], asked);
      add(filters[at], filtered);
    }
  }
  const of = (list: readonly Times[], at: number): Times => list[at] ?? emptyTimes();
  const per = '/offer';
  const timer = 'cpu';
  return [
    rowOf(
      { name: 'answer at 1x, median', per, timer },
      of(answers, 0).p50,
      'linear filter of the statements',
      of(filters, 0).p50,
    ),
    rowOf(
      { name: 'answer at 100x, median', per, timer },
      of(answers, 2).p50,
      'linear filter of the statements',
      of(filters, 2).p50,
    ),
    rowOf({ name: 'answer at 10x, median', per, timer }, of(answers, 1).p50, 'ours at 1x, median', of(answers, 0).p50),
    rowOf({ name: 'answer at 100x, median', per, timer }, of(answers, 2).p50, 'ours at 1x, median', of(answers, 0).p50),
    rowOf({ name: 'answer at 10x, p99', per, timer }, of(answers, 1).p99, 'ours at 1x, p99', of(answers, 0).p99),
    rowOf({ name: 'answer at 100x, p99', per, timer }, of(answers, 2).p99, 'ours at 1x, p99', of(answers, 0).p99),
  ];
}

/** A name that fits none is compared with all there are. */
function benchMisspelt(one: RecordParts, hundred: RecordParts): Promise<Row[]> {
  const [few, many] = [askerOf(one), askerOf(hundred)];
  const ask = (name: string, asker: Asker): Side => ({
    name,
    run: async () => {
      const { ok, view } = await asker.line('offer "Ovhclodu"', caller);
      if (ok) throw new Error('the misspelt name was found');
      keep(view.blocks.length);
      return 1;
    },
  });
  const what = { name: 'answer to a misspelt name at 100x', per: '/offer' };
  return race(what, [ask('ours', many), ask('ours at 1x', few)], { rounds: 5 });
}

function add(times: Times | undefined, sample: readonly number[]): void {
  times?.p50.push(quantile(sample, 0.5));
  times?.p99.push(quantile(sample, 0.99));
}

async function timesOf(count: number, ask: (n: number) => Promise<boolean>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const from = readTimer('cpu');
    const answered = await ask(n);
    times.push(readTimer('cpu') - from);
    if (!answered) throw new Error(`question ${n} was not answered`);
  }
  return times;
}

function askerOf(parts: RecordParts): Asker {
  return askerOn({
    record: createRecord(parts),
    store: () => Promise.reject(new Error('a question on an offer needs no store')),
    keyv: new Keyv(),
    clock: { now: () => '2026-11-22T09:00:00.000Z' },
    log: silentLog,
    readDay: dayInWords,
    canonical,
  });
}
