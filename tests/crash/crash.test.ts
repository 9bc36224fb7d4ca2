import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { type ChatServer, type Message, startChat } from './chat.ts';
import { prepare, run, STAGES } from './scenario.ts';

/**
 * Kills the pipeline and the dispatcher at moments at which something leaves the process, starts them again, and
 * compares what the channels and the store hold in the end with a run that nothing disturbed.
 *
 * The moments are found, not listed: see `preload.ts`. Ordinarily every request, every commit and every write of its
 * own is tried, and one in four of the writes inside a transaction, of which none can be seen before the commit.
 * `VIGIE_CRASH=full` tries every moment, and also those after each write.
 */

const FULL = process.env['VIGIE_CRASH'] === 'full';
const PRELOAD = new URL('preload.ts', import.meta.url).href;
const CHILD = new URL('child.ts', import.meta.url).pathname;
const AT_ONCE = 2;

let home: string;
let chat: ChatServer;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'vigie-crash-'));
  chat = await startChat(STAGES);
  await prepare(join(home, 'template'));
});
afterAll(async () => {
  await chat.close();
  await rm(home, { recursive: true, force: true });
});

type End = { readonly fates: Readonly<Record<string, string>>; readonly messages: readonly Message[] };

async function child(folder: string, server: string, killAt: number): Promise<{ signal: string | null; out: string }> {
  const process_ = spawn(process.execPath, ['--import', PRELOAD, CHILD, folder, server], {
    env: {
      ...process.env,
      KILL_AT: String(killAt),
      KILL_AFTER: FULL ? '1' : '0',
      NODE_COMPILE_CACHE: join(home, 'compiled'),
      TZ: 'UTC',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<string | null>((resolve) => process_.on('close', (_, signal) => resolve(signal)));
  const out = await text(process_.stdout);
  return { signal: await ended, out };
}

/** What is there in the end: every item's fate, every message. */
async function endOf(folder: string, messages: readonly Message[]): Promise<End> {
  const store = await openSqlite({ folder });
  try {
    const items = await store.items.list({ limit: 1000 });
    const open = (await store.outbox.list({ states: ['waiting', 'sending', 'unsure', 'dead'], limit: 1000 })).length;
    if (open > 0) throw new Error(`${open} deliveries did not arrive`);
    const fates = items.map((item): [string, string] => [item.id, `${item.fate} ${item.reason} ${item.story}`]);
    return { fates: Object.fromEntries(fates.sort()), messages };
  } finally {
    await store.close();
  }
}

/** One world: killed at `killAt`, started again, and run to its end. */
async function trial(killAt: number): Promise<End> {
  const folder = join(home, `at-${killAt}`);
  await cp(join(home, 'template'), folder, { recursive: true });
  const { url, messages } = chat.world();
  const { signal } = await child(folder, url, killAt);
  if (signal !== 'SIGKILL') throw new Error(`moment ${killAt} did not come: ended with ${signal}`);
  await run(folder, url);
  const end = await endOf(folder, messages);
  await rm(folder, { recursive: true });
  return end;
}

/** Messages by channel in their order, without what differs between worlds. */
function channels(end: End): Record<string, string[]> {
  const threads = new Map(end.messages.map((message) => [message.id, message.delivery]));
  const found: Record<string, string[]> = {};
  for (const { channel, delivery, thread, text: shown } of end.messages) {
    found[channel] ??= [];
    found[channel].push(`${delivery} in ${thread === null ? 'channel' : threads.get(thread)}: ${shown}`);
  }
  return found;
}

/** The numbers of the moments to kill at. */
function chosen(moments: readonly string[]): number[] {
  let inside = 0;
  return moments.flatMap((what, i) => {
    if (/ begin\b/.test(what)) inside = 1;
    else if (/ (commit|rollback)$/.test(what)) inside = 0;
    else if (inside > 0) inside++;
    return FULL || inside === 0 || inside % 4 === 1 ? [i + 1] : [];
  });
}

test('killed at any moment and started again: nothing lost, nothing twice', { timeout: 600_000 }, async () => {
  const calm = chat.world();
  const folder = join(home, 'calm');
  await cp(join(home, 'template'), folder, { recursive: true });
  const { signal, out } = await child(folder, calm.url, 0);
  expect(signal).toBe(null);
  const moments = JSON.parse(out) as string[];
  const expected = await endOf(folder, calm.messages);
  expect(Object.keys(expected.fates)).toHaveLength(13);
  expect(expected.messages.length).toBeGreaterThan(15);
  const digests = expected.messages.filter((message) => message.text.includes('Digest of week'));
  expect(digests.map((message) => message.channel)).toEqual(['D1', 'C3', 'D1', 'C3']);

  const points = chosen(moments);
  const failures: string[] = [];
  let lost = 0;
  let twice = 0;
  const started = Date.now();
  const left = [...points];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let n = left.shift(); n !== undefined; n = left.shift()) {
        try {
          const end = await trial(n);
          const once = new Set(end.messages.map((message) => message.delivery));
          twice += end.messages.length - once.size;
          lost += expected.messages.filter((message) => !once.has(message.delivery)).length;
          lost += Object.keys(expected.fates).filter((id) => end.fates[id] !== expected.fates[id]).length;
          expect(end.fates).toEqual(expected.fates);
          expect(channels(end)).toEqual(channels(expected));
        } catch (error) {
          failures.push(
            `moment ${n} (${moments[n - 1]}): ${error instanceof Error ? error.message.slice(0, 600) : error}`,
          );
        }
      }
    }),
  );
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    `crash: ${moments.length} moments found, ${points.length} killed and restarted in ${seconds} s, lost ${lost}, twice ${twice}\n`,
  );
  expect(failures).toEqual([]);
  expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
});
