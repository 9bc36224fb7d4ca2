import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { View } from '../../../src/domain/view.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { keepFiles } from '../../../src/platforms/terminal/keep.ts';
import { renderTerminal } from '../../../src/platforms/terminal/render.ts';
import { createTerminal } from '../../../src/platforms/terminal/terminal.ts';
import { FILES, filesView, pictureView } from '../../peers/carrying.ts';
import { brokenPainter, PNG_MAGIC, pixelPainter } from '../../peers/painter.ts';
import { echoAsker } from '../slack/asker.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-keep-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const drawn = async (view: View, at: string | null, painter = pixelPainter() as Parameters<typeof keepFiles>[2]) => {
  const kept = at === null ? undefined : await keepFiles(view, at, painter);
  return renderTerminal(view, messagesOf('en'), { colour: false, width: 200 }, kept);
};

test('files and pictures are written into the folder, which is made, and their paths are told', async () => {
  const inner = join(folder, 'a', 'b');
  const seen = await drawn({ ...filesView(), blocks: [...pictureView().blocks, ...filesView().blocks] }, inner);
  for (const { name, text } of FILES) {
    expect(await readFile(join(inner, name), 'utf8')).toBe(text);
    expect(seen).toContain(`written to ${join(inner, name)}`);
  }
  const picture = join(inner, 'bleu-chronologie.png');
  expect((await readFile(picture)).subarray(0, 8)).toEqual(PNG_MAGIC);
  expect(seen).toContain(`Picture written to ${picture}`);
  expect(seen).not.toContain('--save');
});

test('another file of that name stays as it is; the same content is written once', async () => {
  await writeFile(join(folder, FILES[0]?.name ?? ''), 'mine');
  await drawn(filesView(), folder);
  const seen = await drawn(filesView(), folder);
  expect((await readdir(folder)).sort()).toEqual([
    'preuve-bleu-2026-11-22-2.md',
    'preuve-bleu-2026-11-22.csv',
    'preuve-bleu-2026-11-22.json',
    'preuve-bleu-2026-11-22.md',
  ]);
  expect(await readFile(join(folder, 'preuve-bleu-2026-11-22.md'), 'utf8')).toBe('mine');
  expect(seen).toContain(join(folder, 'preuve-bleu-2026-11-22-2.md'));
});

test('a name from outside leads nowhere else', async () => {
  await drawn(filesView(FILES.map((file) => ({ ...file, name: '../../outside.md' }))), join(folder, 'in'));
  expect((await readdir(folder, { recursive: true })).sort()).toEqual([
    'in',
    'in/outside-2.md',
    'in/outside-3.md',
    'in/outside.md',
  ]);
});

test('what cannot be written or drawn says why, the rest is written', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await drawn(filesView(), join(folder, 'file'))).toContain('(EEXIST)');
  const seen = await drawn(
    { ...filesView(), blocks: [...pictureView().blocks, ...filesView().blocks] },
    folder,
    brokenPainter,
  );
  expect(seen).toContain('The picture could not be written to');
  expect(seen).toContain('(no fonts)');
  expect(await readdir(folder)).toHaveLength(4);
});

test('without a folder each file is named, with how to have it', async () => {
  const seen = await drawn(filesView(), null);
  for (const { label, name } of FILES) expect(seen).toContain(`• ${label} · ${name}`);
  expect(seen).toContain('ask "…" --save FOLDER');
});

test('a terminal where somebody sits writes files into its own folder and tells where', async () => {
  const asker = echoAsker();
  asker.on('/evidence', async () => ({ view: filesView(), data: null, private: false, ok: true }));
  const [input, output] = [new PassThrough(), new PassThrough()];
  const terminal = createTerminal({
    asker,
    lang: 'en',
    output,
    input,
    style: { colour: false, width: 200 },
    clock: { now: () => '2026-11-22T09:00:00.000Z' },
    files: join(folder, 'files'),
  });
  await terminal.start();
  input.write('/evidence bleu\n');
  let seen = '';
  output.on('data', (chunk) => {
    seen += String(chunk);
  });
  await expect.poll(() => seen).toContain(`written to ${join(folder, 'files', FILES[0]?.name ?? '')}`);
  await terminal.stop();
  expect(await readdir(join(folder, 'files'))).toHaveLength(3);
});
