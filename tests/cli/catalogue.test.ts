import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { folder, inside } from './child.ts';

// A catalogue that cannot be used: `doctor` and `run` say the same, in a few lines, by words and not by codes.
vi.setConfig({ testTimeout: 120_000 });

let home: Awaited<ReturnType<typeof folder>>;
beforeEach(async () => {
  home = await folder();
});
afterEach(() => home.remove());

const BAD = Array.from(
  { length: 5_000 },
  (_, i) => `  - id: f${i}\n    url: nope\n    title: T\n    publisher: p\n    kind: press\n`,
);

test.each([
  ['that is missing', null, 'there is no such file'],
  ['that is a folder', 'folder', 'a folder stands there'],
  ['that is empty', '\n', 'nothing stands in it'],
  ['of nonsense', 'lorem ipsum\n', 'it holds no list of feeds'],
  ['nested without end', `feeds: ${'['.repeat(50_000)}`, 'line 1: it is nested too deep'],
  ['of 5,000 bad entries', `feeds:\n${BAD.join('')}`, 'line 3: feeds[0].url: this value cannot be'],
] as const)('a catalogue %s', async (_name, content, words) => {
  const path = join(home.path, 'feeds.yaml');
  if (content === 'folder') await mkdir(path);
  else if (content !== null) await writeFile(path, content);
  const env = { VIGIE_DATA: join(home.path, 'data'), FEEDS_CATALOGUE: path, LOG_LEVEL: 'silent' };
  const [looked, run] = [await inside(['doctor'], env), await inside(['run'], env)];
  expect([looked.code, run.code]).toEqual([1, 1]);
  expect(run.err).toContain(words);
  expect(run.err).toContain('empty FEEDS_CATALOGUE');
  const told = run.err
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
  expect(looked.out.split('\n').map((line) => line.replace(/^fault/, '').trim())).toEqual(expect.arrayContaining(told));
  expect(told.length).toBeLessThan(15);
  if (content !== null && content.length > 100_000) expect(run.err).toContain('and 4990 more');
});

test.each([
  [['feed', 'import'], 'there is no such file'],
  [['read'], 'there is no such file'],
  [['poll', '--once', '--opml'], 'there is no such file'],
])('%j of a file that is not there says so', async (args, words) => {
  const { code, err } = await inside([...args, join(home.path, 'nothing.opml')], {
    VIGIE_DATA: join(home.path, 'data'),
  });
  expect({ code, told: err.includes(words) }).toEqual({ code: 1, told: true });
});

test('an import of a hundred thousand feeds is refused, and nothing is added', async () => {
  const path = join(home.path, 'many.opml');
  const outlines = Array.from({ length: 100_000 }, (_, i) => `<outline text="${i}" xmlUrl="https://a.example/${i}"/>`);
  await writeFile(path, `<opml><body>${outlines.join('')}</body></opml>`);
  const { code, out, err } = await inside(['feed', 'import', path], { VIGIE_DATA: join(home.path, 'data') });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('more than 5,000 feeds');
});
