import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSheet } from '../../src/record/form/sheet.ts';

// Files of the dataset that no parser should be given, or that would unfold without end.

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-sheet-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const faultOf = async (text: string) => {
  await writeFile(join(folder, 'a.yaml'), text);
  return (await readSheet(folder, 'a.yaml')).faults[0];
};

test.each([
  ['brackets', `id: a\nname: ${'['.repeat(50_000)}`, 2],
  ['dashes', `id: a\n\n${'- '.repeat(50_000)}`, 3],
  ['keys', Array.from({ length: 5_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 65],
])('%s without end are too deep, with the line', async (_name, text, line) => {
  expect(await faultOf(text)).toMatchObject({ code: 'bad_yaml', line, problem: expect.stringContaining('too deep') });
});

test('aliases that would unfold without end are told to be written out', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `b${i + 1}: &b${i + 1} [*b${i}, *b${i}, *b${i}]`);
  const fault = await faultOf(`b0: &b0 [x, x]\n${rows.join('\n')}\n`);
  expect(fault).toMatchObject({ code: 'bad_yaml', remedy: 'Write the values out instead of aliases.' });
});

test('a file of a gigabyte is refused without being read', async () => {
  await writeFile(join(folder, 'a.yaml'), '');
  await truncate(join(folder, 'a.yaml'), 1_073_741_824);
  const { faults } = await readSheet(folder, 'a.yaml');
  expect(faults[0]).toMatchObject({ code: 'unreadable_file', problem: expect.stringContaining('too large') });
});
