import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PNG_MAGIC } from '../peers/painter.ts';
import { folder, inside } from './child.ts';

let home: Awaited<ReturnType<typeof folder>>;
beforeAll(async () => {
  home = await folder();
});
afterAll(async () => {
  await home.remove();
});

const ask = (line: string, ...more: readonly string[]) =>
  inside(['ask', line, '--today', '2026-11-22', '--lang', 'en', ...more], { VIGIE_DATA: join(home.path, 'data') });

test('--save writes an answer’s files and tells where; with --json stdout stays JSON', async () => {
  const to = join(home.path, 'pack');
  const { code, out } = await ask('/evidence bleu', '--save', to);
  expect(code).toBe(0);
  const names = (await readdir(to)).sort();
  expect(names).toEqual(['csv', 'json', 'md'].map((ending) => `evidence-bleu-2026-11-22.${ending}`));
  for (const name of names) expect(out.replace(/\s+(?:┃\s+)?/g, ' ')).toContain(`written to ${join(to, name)}`);
  const json = await ask('/evidence bleu', '--json', '--save', to);
  const { view } = JSON.parse(json.out) as {
    view: { blocks: { kind: string; files?: { name: string; text: string }[] }[] };
  };
  for (const file of view.blocks.find(({ kind }) => kind === 'files')?.files ?? [])
    expect(await readFile(join(to, file.name), 'utf8')).toBe(file.text);
  expect(await readdir(to)).toHaveLength(3);
});

test('--save writes a picture as PNG; without it the timeline is drawn in characters', async () => {
  const to = join(home.path, 'picture');
  const { code, out } = await ask('/timeline bleu', '--save', to);
  expect(code).toBe(0);
  expect(out).toContain('▼');
  expect(out).toMatch(/█|▓/);
  const [name = ''] = await readdir(to);
  expect((await readFile(join(to, name))).subarray(0, 8)).toEqual(PNG_MAGIC);
});

test('a folder that cannot be made ends with 1 and says why', async () => {
  await writeFile(join(home.path, 'file'), '');
  const { code, out } = await ask('/evidence bleu', '--save', join(home.path, 'file'));
  expect(code).toBe(1);
  expect(out).toContain('could not be written');
  expect((await ask('/evidence bleu', '--save', '')).code).toBe(2);
});
