import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');

/** file -> what it imports and may not. */
const FORBIDDEN: readonly (readonly [string, string])[] = [
  ['commands/x.ts', '../src/store/store.ts'],
  ['commands/x.ts', '../src/platforms/slack/slack.ts'],
  ['commands/x.ts', '../feeds/fetch.ts'],
  ['commands/x.ts', '../src/record/record.ts'],
  ['commands/x.ts', 'node:https'],
  ['commands/x.ts', '../src/ports.ts'],
  ['commands/parts/x.ts', '../../src/store/store.ts'],
  ['commands/parts/offer/x.ts', '../../../src/store/store.ts'],
  ['src/exports/evidence/x.ts', '../../record/record.ts'],
  ['src/record/answers/x.ts', '../../store/store.ts'],
  ['feeds/http/x.ts', '../../src/store/store.ts'],
  ['src/platforms/slack/draw/x.ts', '../../discord/discord.ts'],
  ['feeds/x.ts', '../src/store/store.ts'],
  ['feeds/x.ts', '../src/watch/poll.ts'],
  ['feeds/x.ts', '../src/platforms/discord/discord.ts'],
  ['feeds/x.ts', '../src/reading/read.ts'],
  ['feeds/x.ts', '../commands/offer.ts'],
  ['src/reading/x.ts', '../store/store.ts'],
  ['src/reading/x.ts', '../record/record.ts'],
  ['src/reading/x.ts', 'undici'],
  ['src/record/x.ts', '../reading/read.ts'],
  ['src/record/x.ts', '../store/store.ts'],
  ['src/record/form/x.ts', '../../store/store.ts'],
  ['src/watch/x.ts', '../store/store.ts'],
  ['src/watch/x.ts', '../platforms/slack/slack.ts'],
  ['src/watch/x.ts', '../delivery/dispatcher.ts'],
  ['src/store/x.ts', '../pipeline.ts'],
  ['src/store/x.ts', '../messages/index.ts'],
  ['src/store/sqlite/x.ts', '../../pipeline.ts'],
  ['src/store/x.ts', '../delivery/dispatcher.ts'],
  ['src/pipeline.ts', './store/store.ts'],
  ['src/pipeline.ts', '../feeds/fetch.ts'],
  ['src/pipeline/x.ts', '../platforms/slack/slack.ts'],
  ['src/delivery/x.ts', '../store/store.ts'],
  ['src/delivery/x.ts', '../platforms/slack/slack.ts'],
  ['src/review/x.ts', '../watch/poll.ts'],
  ['src/asking/x.ts', '../store/store.ts'],
  ['src/asking/x.ts', '../../commands/index.ts'],
  ['src/platforms/slack/x.ts', '../discord/discord.ts'],
  ['src/platforms/slack/x.ts', '../../store/store.ts'],
  ['src/platforms/slack/x.ts', '../../../feeds/fetch.ts'],
  ['src/platforms/slack/x.ts', 'discord.js'],
  ['src/platforms/discord/x.ts', '../slack/slack.ts'],
  ['src/platforms/discord/x.ts', '@slack/bolt'],
  ['src/platforms/terminal/x.ts', '../../queries.ts'],
  ['src/platforms/terminal/x.ts', 'discord.js'],
  ['src/web/x.ts', '../store/store.ts'],
  ['src/web/x.ts', '../platforms/slack/slack.ts'],
  ['src/web/api/x.ts', '../../record/record.ts'],
  ['src/exports/x.ts', '../record/record.ts'],
  ['src/exports/x.ts', '../store/store.ts'],
  ['src/pictures/x.ts', '../messages/index.ts'],
  ['src/pictures/x.ts', '../queries.ts'],
  ['src/doctor/x.ts', '../store/store.ts'],
  ['src/messages/en/x.ts', '../../record/record.ts'],
  ['src/domain/x.ts', '../ports.ts'],
  ['src/domain/x.ts', '../messages/index.ts'],
  ['src/domain/x.ts', 'zod'],
  ['src/domain/x.ts', 'node:fs'],
  ['src/ports.ts', './store/store.ts'],
  ['src/command.ts', './platforms/slack/slack.ts'],
  ['src/bot.ts', 'discord.js'],
  ['src/bot.ts', 'kysely'],
];

/** file -> what it imports and may. */
const ALLOWED: readonly (readonly [string, string])[] = [
  ['commands/y.ts', '../src/command.ts'],
  ['commands/y.ts', '../src/queries.ts'],
  ['commands/y.ts', '../src/domain/view.ts'],
  ['commands/y.ts', '../src/messages/index.ts'],
  ['feeds/y.ts', '../src/domain/item.ts'],
  ['commands/parts/y.ts', '../offer.ts'],
  ['commands/parts/offer/y.ts', '../names.ts'],
  ['commands/parts/offer/y.ts', '../../../src/domain/view.ts'],
  ['src/exports/evidence/y.ts', '../../messages/index.ts'],
  ['src/record/answers/y.ts', '../weighing/weights.ts'],
  ['commands/parts/y.ts', '../../src/domain/view.ts'],
  ['feeds/y.ts', './decode.ts'],
  ['feeds/http/y.ts', '../../src/domain/item.ts'],
  ['feeds/y.ts', 'undici'],
  ['src/reading/y.ts', '../domain/item.ts'],
  ['src/record/form/y.ts', '../load.ts'],
  ['src/record/form/y.ts', '../../domain/period.ts'],
  ['src/watch/y.ts', '../../feeds/fetch.ts'],
  ['src/watch/y.ts', '../ports.ts'],
  ['src/store/y.ts', '../ports.ts'],
  ['src/store/sqlite/y.ts', '../error.ts'],
  ['src/store/y.ts', 'kysely'],
  ['src/pipeline/y.ts', '../reading/read.ts'],
  ['src/delivery/y.ts', '../messages/index.ts'],
  ['src/platforms/slack/y.ts', '@slack/bolt'],
  ['src/platforms/slack/y.ts', '../../command.ts'],
  ['src/platforms/discord/y.ts', 'discord.js'],
  ['src/web/y.ts', '../queries.ts'],
  ['src/web/y.ts', '../exports/offer.ts'],
  ['commands/y.ts', '../src/exports/offer.ts'],
  ['src/exports/y.ts', '../messages/index.ts'],
  ['src/pictures/y.ts', '../domain/picture.ts'],
  ['src/pictures/y.ts', 'echarts'],
  ['src/domain/y.ts', './period.ts'],
  ['src/bot/y.ts', '../store/store.ts'],
];

type Verdict = { readonly code: number; readonly text: string };

function lint(folder: string, ...paths: readonly string[]): Promise<Verdict> {
  const rules = [
    '--only=style/noRestrictedImports',
    '--only=suspicious/noImportCycles',
    '--only=performance/noBarrelFile',
  ];
  const flags = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--colors=off', ...rules];
  return new Promise((settle) => {
    execFile(process.execPath, [biome, ...flags, ...paths], { cwd: folder, maxBuffer: 1e8 }, (error, out, err) =>
      settle({ code: error === null ? 0 : Number(error.code), text: out + err }),
    );
  });
}

let folder: string;
let planted: Verdict;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-house-'));
  await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  // One import a line, so that a finding's line tells which one was seen.
  const files = new Map<string, string[]>();
  for (const [file, target] of [...FORBIDDEN, ...ALLOWED]) files.set(file, [...(files.get(file) ?? []), target]);
  for (const [file, targets] of files) {
    const lines = targets.map((target, index) => `import { a as a${index} } from '${target}';`);
    const uses = targets.map((_, index) => `a${index}`).join(', ');
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${lines.join('\n')}\nexport const all = [${uses}];\n`);
  }
  await writeFile(
    join(folder, 'src/watch/log-value.ts'),
    "import { createLog } from '../log.ts';\nexport const b = createLog;\n",
  );
  await writeFile(
    join(folder, 'src/watch/log-type.ts'),
    "import type { Log } from '../log.ts';\nexport type B = Log;\n",
  );
  await writeFile(
    join(folder, 'src/domain/one.ts'),
    "import { two } from './two.ts';\nexport const one = () => two;\n",
  );
  await writeFile(
    join(folder, 'src/domain/two.ts'),
    "import { one } from './one.ts';\nexport const two = () => one;\n",
  );
  await writeFile(join(folder, 'src/store/index.ts'), "export * from './y.ts';\n");
  planted = await lint(folder, 'src', 'commands', 'feeds');
});

afterAll(() => rm(folder, { recursive: true }));

/** True when lint found something at the line of `file` that imports `target`. */
function found(file: string, target: string, rule = 'noRestrictedImports'): boolean {
  const line =
    [...FORBIDDEN, ...ALLOWED].filter(([name]) => name === file).findIndex(([, name]) => name === target) + 1;
  return planted.text.split('\n').some((text) => text.startsWith(`${file}:${line}:`) && text.includes(rule));
}

test.each(FORBIDDEN)('%s may not import %s', (file, target) => {
  expect(found(file, target)).toBe(true);
});

test.each(ALLOWED)('%s may import %s', (file, target) => {
  expect(found(file, target)).toBe(false);
});

test('rooms take the type of the log and not the log', () => {
  expect(planted.text).toMatch(/^src\/watch\/log-value\.ts:1:.*noRestrictedImports/m);
  expect(planted.text).not.toContain('src/watch/log-type.ts');
});

test('a cycle and a barrel are seen', () => {
  expect(planted.text).toMatch(/^src\/domain\/one\.ts:1:.*noImportCycles/m);
  expect(planted.text).toMatch(/^src\/store\/index\.ts:1:.*noBarrelFile/m);
});

test('the project keeps its own rules', async () => {
  const { code, text } = await lint(root, 'src', 'commands', 'feeds');
  expect(text).toContain('Checked');
  expect({ code, text: code === 0 ? '' : text }).toEqual({ code: 0, text: '' });
});
