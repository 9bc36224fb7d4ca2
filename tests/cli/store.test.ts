import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { messagesOf } from '../../src/messages/index.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { folder, inside } from './child.ts';

// What every verb says of a store that it cannot use: the sentence that `doctor` has, exit 1, no stack.
vi.setConfig({ testTimeout: 120_000 });

let home: Awaited<ReturnType<typeof folder>>;
let data: string;
beforeEach(async () => {
  home = await folder();
  data = join(home.path, 'data');
  await mkdir(data);
});
afterEach(() => home.remove());

const damaged = async (): Promise<void> => {
  await (await openSqlite({ folder: data })).close();
  const file = await open(join(data, 'vigie.db'), 'r+');
  await file.write(Buffer.alloc(4096, 'x'), 0, 4096, 0);
  await file.close();
};
const newer = async (): Promise<void> => {
  await (await openSqlite({ folder: data })).close();
  const file = new DatabaseSync(join(data, 'vigie.db'));
  file.exec("insert into vigie_schema (version, name) values (999, 'of another day')");
  file.close();
};
const fileForFolder = async (): Promise<void> => {
  data = join(home.path, 'not-a-folder');
  await writeFile(data, 'text');
};
const words = messagesOf('en').store;

const VERBS: readonly (readonly string[])[] = [
  ['ask', '/status'],
  ['ask', '/why story:x'],
  ['ask', '/news'],
  ['ask', '/watching'],
  ['items'],
  ['poll', '--once'],
  ['feed', 'export'],
  ['run'],
  ['doctor'],
];

describe.each([
  ['damaged', damaged, 'store_corrupt'],
  ['of a newer version', newer, 'store_newer'],
  ['a file in place of its folder', fileForFolder, 'store_not_folder'],
] as const)('a store that is %s', (_name, make, code) => {
  test('is told alike by every verb', async () => {
    await make();
    const { what, todo } = words[code](data, '…');
    const begin = what.slice(0, what.indexOf(data) + data.length);
    for (const args of code === 'store_not_folder' ? VERBS : [...VERBS, ['backup', join(home.path, 'copy.db')]]) {
      const { code: exit, out, err } = await inside(args, { VIGIE_DATA: data, LOG_LEVEL: 'silent' });
      const said = `${out}${err}`;
      expect({
        args,
        exit,
        told: said.includes(begin),
        todo: said.includes(todo),
        stack: /^\s+at /m.test(said),
      }).toEqual({ args, exit: 1, told: true, todo: true, stack: false });
    }
  });
});

test.runIf(process.getuid?.() !== 0)('a folder that may not be written is told as such', async () => {
  await chmod(data, 0o500);
  const { code, out } = await inside(['ask', '/status'], { VIGIE_DATA: data });
  await chmod(data, 0o700);
  expect({ code, out: out.includes(words.store_read_only('', '').todo) }).toEqual({ code: 1, out: true });
});

test('a copy that cannot be put where it should go names the place, not the store', async () => {
  await (await openSqlite({ folder: data })).close();
  const { code, err } = await inside(['backup', join(home.path, 'nowhere', 'copy.db')], { VIGIE_DATA: data });
  expect(code).toBe(1);
  expect(err).toContain('nowhere');
  expect(err).not.toContain('There is no database');
});
