import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Makes a new Node pass itself off as an old one, for the process it is given to and not for its children. */
const OLD = [
  '--import',
  `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })")}`,
];
const MAIN = `
  import { installStop } from '${root}src/stop.ts';
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  console.log(JSON.stringify({ node: process.versions.node.split('.')[0], zone: process.env.TZ, hours: new Date(0).getHours(), args: process.argv.slice(2) }));
  if (process.argv[2] === 'fail') process.exit(3);
  if (process.argv[2] === 'wait') {
    const alive = setInterval(() => undefined, 1000);
    installStop({ log }, async () => { clearInterval(alive); console.log('stopped'); });
    console.log('waiting');
  }
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-launcher-'));
  for (const name of ['bin', 'src']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await copyFile(join(root, 'bin/vigie.js'), join(folder, 'bin/vigie.js'));
  await chmod(join(folder, 'bin/vigie.js'), 0o755);
  await writeFile(join(folder, 'src/main.ts'), MAIN);
});

afterEach(() => rm(folder, { recursive: true }));

/** What `npm ci` would have installed: the pinned runtime (here this one) under its package's name. */
async function installPinned(): Promise<void> {
  const bin = join(
    folder,
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    'bin',
  );
  await mkdir(bin, { recursive: true });
  await symlink(process.execPath, join(bin, process.platform === 'win32' ? 'node.exe' : 'node'));
}

function launch(
  nodeFlags: readonly string[],
  args: readonly string[],
  onLine?: (line: string, kill: (signal: NodeJS.Signals) => void) => void,
) {
  return new Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>((settle) => {
    const env = { ...process.env, TZ: 'America/New_York' };
    const child = spawn(process.execPath, [...nodeFlags, join(folder, 'bin/vigie.js'), ...args], { env });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      for (const line of String(chunk).trim().split('\n')) onLine?.(line, (signal) => void child.kill(signal));
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code, signal) => settle({ code, signal, out, err }));
  });
}

test('under the right Node it runs the program itself, in UTC', async () => {
  await installPinned();
  const { code, out, err } = await launch([], ['ask', 'offer bleu']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toEqual({
    node: process.versions.node.split('.')[0],
    zone: 'UTC',
    hours: 0,
    args: ['ask', 'offer bleu'],
  });
});

test('under an old Node it hands over to the pinned one, with arguments, zone and exit code', async () => {
  await installPinned();
  const { code, out } = await launch(OLD, ['fail', 'two words']);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ zone: 'UTC', hours: 0, args: ['fail', 'two words'] });
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s to the launcher reaches the program that was handed to', async (name) => {
  await installPinned();
  const { code, signal, out } = await launch(OLD, ['wait'], (line, kill) => line === 'waiting' && kill(name));
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(out.trim().endsWith('stopped')).toBe(true);
});

test('under an old Node without the pinned one it says in a sentence what to do', async () => {
  const { code, out, err } = await launch(OLD, ['run']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^vigie: this is Node 20\.20\.2, and Node 26 or newer is needed\. Run "npm ci" .*\n$/);
});

test('without its packages it says what to do', async () => {
  const { code, out, err } = await launch([], ['run']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^vigie: its packages are not installed\. Run "npm ci" .*\n$/);
});
