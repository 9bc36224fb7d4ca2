import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Row, race, type Side } from './measure.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/vigie.js', import.meta.url));

function whole(name: string, args: readonly string[]): Side {
  return {
    name,
    run: () =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
        child.on('error', reject);
        child.on('exit', (code) => (code === 0 ? resolve(1) : reject(new Error(`${name} ended with ${code}`))));
      }),
  };
}

/** One question from a cold start, the whole process, against a process that does nothing. */
export function benchStartUp(): Promise<Row[]> {
  return race(
    { name: 'vigie ask "/offer bleu" --json', per: 'process' },
    [whole('ours', [LAUNCHER, 'ask', '/offer bleu', '--json']), whole('node -e 0', ['-e', '0'])],
    { timer: 'wall', rounds: 5, capMs: 5_000, sliceMs: 0, warmMs: 1 },
  );
}
