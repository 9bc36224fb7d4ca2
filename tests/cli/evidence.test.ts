import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder, inside, run } from './child.ts';

let home: Awaited<ReturnType<typeof folder>>;
beforeAll(async () => {
  home = await folder();
});
afterAll(async () => {
  await home.remove();
});

const evidence = (...args: readonly string[]) => inside(['evidence', ...args]);
const FIXED = ['--known-on', '2026-01-15', '--today', '2026-11-22'];

test('prints the page; the same as a process of its own', async () => {
  const [here, alone] = await Promise.all([
    evidence('bleu', ...FIXED, '--lang', 'fr'),
    run(['evidence', 'bleu', ...FIXED, '--lang', 'fr']),
  ]);
  expect(here).toMatchObject({ code: 0, err: '' });
  expect(here.out.startsWith('# Preuve : Bleu'.replace(' :', '\u00a0:'))).toBe(true);
  expect(here.out).toContain('| Dossier établi le | 22 novembre 2026 (2026-11-22) |');
  expect(alone).toMatchObject({ code: 0, out: here.out });
});

test('writes exactly what it prints, tells the pack’s id, and leaves what is there alone', async () => {
  const file = join(home.path, 'pack.json');
  const printed = await evidence('bleu', ...FIXED, '--format', 'json');
  const id = (JSON.parse(printed.out) as { id: string }).id;
  const saved = await evidence('bleu', ...FIXED, '--out', file);
  expect(saved).toMatchObject({ code: 0, out: '' });
  expect(saved.err).toContain(id);
  expect(await readFile(file, 'utf8')).toBe(printed.out);

  await writeFile(file, 'mine');
  const refused = await evidence('bleu', ...FIXED, '--out', file);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('--force');
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect((await evidence('bleu', ...FIXED, '--out', file, '--force')).code).toBe(0);
  expect(await readFile(file, 'utf8')).toBe(printed.out);
});

test('the sheet keeps its byte-order mark and line ends', async () => {
  const file = join(home.path, 'pack.csv');
  expect((await evidence('s3ns', ...FIXED, '--out', file, '--lang', 'fr')).code).toBe(0);
  const bytes = await readFile(file);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.toString('utf8').endsWith('\r\n')).toBe(true);
  expect((await evidence('s3ns', ...FIXED, '--format', 'csv', '--lang', 'fr')).out).toBe(bytes.toString('utf8'));
});

test('the line that a pack prints asks for the same pack again', async () => {
  const first = await evidence('outscale', '--today', '2026-11-22');
  const line = /vigie -- (evidence .*)$/m.exec(first.out)?.[1]?.split(' ') ?? [];
  const again = await inside(line);
  const id = /VIGP-[0-9a-f]{16}/;
  expect(again.code).toBe(0);
  expect(id.exec(again.out)?.[0]).toBe(id.exec(first.out)?.[0]);
});

test('a folder that is not there is told as such', async () => {
  const { code, err } = await evidence('bleu', ...FIXED, '--out', join(home.path, 'no', 'pack.md'));
  expect(code).toBe(1);
  expect(err).toContain('cannot be written: ENOENT');
});

test('an unknown name: exit 1 with the nearest, nothing on stdout', async () => {
  const { code, out, err } = await evidence('blue', '--lang', 'en');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/“blue”.*\(bleu/);
});

test.each([
  [[], 'evidence "<offer>"'],
  [['bleu', '--as-of', 'soon'], '--as-of'],
  [['bleu', '--known-on', '2026-02-30'], '--known-on'],
  [['bleu', '--format', 'pdf'], 'md, csv, json'],
  [['bleu', '--lang', 'de'], 'fr, en'],
  [['bleu', '--nope'], '--nope'],
])('%j is wrong usage: exit 2', async (args, named) => {
  const { code, out, err } = await evidence(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(named);
});
