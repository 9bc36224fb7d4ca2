import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-gate-'));
  for (const name of ['.ci', 'tools']) await mkdir(join(folder, name));
  await copyFile(join(root, '.ci/run'), join(folder, '.ci/run'));
  // Stands in for npm: notes what it is asked for, and fails at the step named in FAIL_AT.
  const npm = `#!/bin/sh\necho "npm $*" >> '${folder}/asked'\n[ "npm $*" != "$FAIL_AT" ] || exit 7\n`;
  await writeFile(join(folder, 'tools/npm'), npm);
  await chmod(join(folder, 'tools/npm'), 0o755);
});

afterEach(() => rm(folder, { recursive: true }));

function gate(failAt = '') {
  return new Promise<{ code: number | null; last: string }>((settle) => {
    const env = {
      PATH: `${join(folder, 'tools')}:${dirname(process.execPath)}:/usr/bin:/bin`,
      FAIL_AT: failAt,
      // A port where nothing listens: the gate must neither wait for it nor start another.
      TEST_DATABASE_URL: 'postgres://postgres@127.0.0.1:1/test',
    };
    const child = spawn('bash', [join(folder, '.ci/run')], { env, cwd: tmpdir() });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.resume();
    child.on('close', (code) => settle({ code, last: out.trim().split('\n').at(-1) ?? '' }));
  });
}

const asked = async () => (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');

test('the gate installs, checks, tests and shows the demo, in this order, and can be run again', async () => {
  const steps = ['npm ci', 'npm run check', 'npm test', 'npm run demo'];
  for (const _ of [1, 2]) {
    const { code, last } = await gate();
    expect(code).toBe(0);
    expect(last).toMatch(/^Vigie: everything passed; PostgreSQL skipped/);
  }
  expect(await asked()).toEqual([...steps, ...steps]);
});

test.each(['npm ci', 'npm run check', 'npm test', 'npm run demo'])(
  'a failing "%s" ends the gate and is named',
  async (step) => {
    const { code, last } = await gate(step);
    expect(code).toBe(7);
    expect(last).toContain(`FAILED at "${step}"`);
    expect((await asked()).at(-1)).toBe(step);
  },
);
