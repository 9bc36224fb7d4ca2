import diagnostics from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import sqlite from 'node:sqlite';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

/**
 * Loaded before the program under trial, in each of its threads. Finds by itself every moment at which something leaves
 * the process: before and after each statement that writes, when a request is made, when it is on its way, when its answer
 * begins and when that has ended. Kills the process at the moment numbered `KILL_AT`; without one, prints all moments at
 * the end.
 *
 * After one write and before the next nothing else leaves, so that both are one state of the world: unless
 * `KILL_AFTER` is set, only the moments before are counted, and the last of all.
 */

/** Moments counted at most, and the letters kept of each. */
const MOST = 50_000;
const LETTERS = 64;

type Shared = { readonly killAt: number; readonly after: boolean; readonly memory: SharedArrayBuffer };

// Threads are given no environment, but what the main one lays down here.
if (isMainThread) {
  setEnvironmentData('crash', {
    killAt: Number(process.env['KILL_AT'] ?? 0),
    after: process.env['KILL_AFTER'] === '1',
    memory: new SharedArrayBuffer(4 + MOST * LETTERS),
  } satisfies Shared);
}
const { killAt, after, memory } = getEnvironmentData('crash') as unknown as Shared;
const count = new Int32Array(memory, 0, 1);

const wordsOf = (n: number): Buffer => Buffer.from(memory, 4 + (n - 1) * LETTERS, LETTERS);

function moment(what: string): void {
  const n = Atomics.add(count, 0, 1) + 1;
  if (n > MOST) throw new Error('more moments than there is room for');
  wordsOf(n).write(what);
  // The signal is its own: the process does not come back from the call.
  if (n === killAt) process.kill(process.pid, 'SIGKILL');
}

const WRITES = /^\s*(insert|update|delete|replace|begin|commit|rollback|create|alter|drop)\b/i;

function watched<T>(sql: string, work: () => T): T {
  if (!WRITES.test(sql)) return work();
  const what = sql.trim().slice(0, 32).replace(/\s+/g, ' ');
  moment(`before ${what}`);
  const result = work();
  if (after) moment(`after ${what}`);
  return result;
}

type Method = (this: { sourceSQL: string }, ...given: unknown[]) => unknown;

const statement = sqlite.StatementSync.prototype as unknown as Record<string, Method>;
for (const name of ['run', 'all', 'get', 'iterate']) {
  const original = statement[name];
  if (!original) throw new Error(`StatementSync has no ${name}`);
  statement[name] = function (...given) {
    return watched(this.sourceSQL, () => original.apply(this, given));
  };
}
const database = sqlite.DatabaseSync.prototype as unknown as { exec: (this: unknown, sql: string) => void };
const exec = database.exec;
database.exec = function (sql) {
  watched(sql, () => exec.call(this, sql));
};

for (const channel of [
  'undici:request:create',
  'undici:request:bodySent',
  'undici:request:headers',
  'undici:request:trailers',
  'http.client.request.start',
  'http.client.response.finish',
]) {
  diagnostics.subscribe(channel, () => moment(channel));
}

if (isMainThread) {
  process.on('exit', () => {
    moment('the end');
    const said = (_: unknown, i: number): string =>
      wordsOf(i + 1)
        .toString()
        .replace(/\0+$/, '');
    if (killAt === 0) writeSync(1, `${JSON.stringify(Array.from({ length: Atomics.load(count, 0) }, said))}\n`);
  });
}
