import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadDataset } from '../../src/record/load.ts';
import { releasedDataset } from '../../src/record/snapshot.ts';

const RELEASED = fileURLToPath(new URL('../../dataset', import.meta.url));

let room: string;
let folder: string;
let cache: string;

beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'vigie-snapshot-'));
  folder = join(room, 'dataset');
  cache = join(room, 'cache');
  await mkdir(join(folder, 'providers'), { recursive: true });
  await cp(join(RELEASED, 'publishers.yaml'), join(folder, 'publishers.yaml'));
  await cp(join(RELEASED, 'providers/s3ns.yaml'), join(folder, 'providers/s3ns.yaml'));
});

afterEach(() => rm(room, { recursive: true, force: true }));

const kept = async (): Promise<string[]> => readdir(cache).catch(() => []);

test('what was kept is the same as what the files say', async () => {
  const { subjects, publishers, tracked, statements } = await loadDataset(folder);
  const first = await releasedDataset(folder, cache);
  expect(await kept()).toHaveLength(1);
  const again = await releasedDataset(folder, cache);
  for (const read of [first, again]) {
    expect({ ...read }).toMatchObject({ subjects, publishers, tracked, statements, faults: [] });
  }
});

test('an edited file is seen at once, and one reading is kept', async () => {
  await releasedDataset(folder, cache);
  const file = join(folder, 'providers/s3ns.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^name: .*$/m, 'name: Another name'));
  const read = await releasedDataset(folder, cache);
  expect(read.subjects.find((s) => s.id === 's3ns')?.name).toBe('Another name');
  expect(await kept()).toHaveLength(1);
});

test('a file added or taken away is seen at once', async () => {
  await releasedDataset(folder, cache);
  await cp(join(RELEASED, 'providers/bleu.yaml'), join(folder, 'providers/bleu.yaml'));
  expect((await releasedDataset(folder, cache)).subjects.some((s) => s.id === 'bleu')).toBe(true);
  await rm(join(folder, 'providers/s3ns.yaml'));
  expect((await releasedDataset(folder, cache)).subjects.some((s) => s.id === 's3ns')).toBe(false);
});

test('faults are told at every start: nothing of a faulty dataset is kept', async () => {
  await writeFile(join(folder, 'providers/odd.yaml'), 'id: odd\nkind: nothing\n');
  for (const _ of [1, 2]) expect((await releasedDataset(folder, cache)).faults.length).toBeGreaterThan(0);
  expect(await kept()).toEqual([]);
});

test.each(['{"subjects": [', '{}', 'null', ''])('a kept reading that was damaged is made anew: %j', async (damaged) => {
  const first = await releasedDataset(folder, cache);
  const [name = ''] = await kept();
  await writeFile(join(cache, name), damaged);
  expect((await releasedDataset(folder, cache)).statements).toEqual(first.statements);
  expect((await releasedDataset(folder, cache)).statements).toEqual(first.statements);
});

test('where nothing can be kept, the files are read each time', async () => {
  await writeFile(cache, 'a file where the folder should be');
  expect((await releasedDataset(folder, cache)).statements.length).toBeGreaterThan(0);
  expect((await releasedDataset(folder, cache)).statements.length).toBeGreaterThan(0);
});
