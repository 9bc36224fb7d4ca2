import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIntake } from '../../src/pipeline.ts';
import { DATABASE_FILE, openSqlite } from '../../src/store/sqlite.ts';
import { until } from '../delivery/way-out.ts';
import { feed, item, partsFor, subscription } from '../pipeline/world.ts';

/**
 * By the real clock: a process is killed while a chat holds a post of its, another is started, and the time is taken
 * until the first message. The chat carries the post out two seconds after the connection died, or never.
 */

const CHILD = new URL('late-child.ts', import.meta.url).pathname;
const LATE_MS = 2_000;

type Post = { readonly channel: string; readonly delivery: string; readonly at: number };
type Body = { readonly channel: string; readonly delivery: string };

let folder: string;
let close: () => Promise<void>;
let url: string;
/** Posts that the chat has carried out. */
let posts: Post[];
/** What becomes of a post while it is true: it is held, and carried out late or never. */
let holding: 'late' | 'never' | null;
let held: Body[];
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-first-'));
  posts = [];
  held = [];
  holding = null;
  const carryOut = ({ channel, delivery }: Body): string => {
    posts.push({ channel, delivery, at: Date.now() });
    return `m${posts.length}`;
  };
  const hold = (body: Body, answer: ServerResponse, how: 'late' | 'never'): void => {
    held.push(body);
    answer.on('close', () => {
      if (how === 'late') setTimeout(() => carryOut(body), LATE_MS);
    });
  };
  const server = createServer((asked, answer) => {
    void (async () => {
      const body = (await json(asked)) as Body;
      const found = posts.findIndex((post) => post.delivery === body.delivery);
      if (asked.url?.endsWith('/find')) answer.end(JSON.stringify({ message: found < 0 ? null : `m${found + 1}` }));
      else if (holding !== null) hold(body, answer, holding);
      else answer.end(JSON.stringify({ message: asked.url?.endsWith('/edit') ? 'm' : carryOut(body) }));
    })().catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await close();
  await rm(folder, { recursive: true, force: true });
});

/** `up` is when it began to send. */
function start(): { readonly child: ChildProcess; readonly up: Promise<number> } {
  const child = spawn(process.execPath, [CHILD, folder, url], {
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, up: new Promise((resolve) => child.stdout.once('data', () => resolve(Date.now()))) };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function fill(channels: readonly string[], stories: number): Promise<void> {
  const store = await openSqlite({ folder });
  for (const name of channels) await store.subscriptions.put(subscription(name));
  const now = new Date().toISOString();
  const items = Array.from({ length: stories }, (_, i) => item(`i${i}`, `bleu launch #${i}`, { published: now }));
  await createIntake(partsFor(store))({ feed: feed('lmi', now), items, first: false, health: [] }, now);
  await store.close();
}

/** Rows of the outbox that are not sent, as another program sees the database. */
function unsent(): number {
  const file = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true });
  try {
    return Number(file.prepare("select count(*) as n from outbox where state <> 'sent'").get()?.['n']);
  } finally {
    file.close();
  }
}

test.for<['late' | 'never', number]>([
  ['late', 1],
  ['never', 1],
  ['late', 3],
])(
  'killed while a chat takes posts that it carries out %s, %i stories a channel: nobody waits for the dead, each comes once',
  { timeout: 180_000 },
  async ([how, stories]) => {
    await fill(['C1', 'C2'], stories);
    holding = how;
    const first = start();
    await until(() => held.length === 2);
    await killed(first.child);
    holding = null;
    const second = start();
    const began = await second.up;
    await until(() => posts.length === 2 * stories && unsent() === 0);
    const wasHeld = (post: Post) => held.some((one) => one.delivery === post.delivery);
    const after = (list: readonly Post[], pick: (...ms: number[]) => number) =>
      (pick(...list.map(({ at }) => at)) - began) / 1000;
    const fresh = posts.filter((post) => !wasHeld(post));
    const words = [
      `crash: posts carried out ${how}, ${stories} a channel: after the start,`,
      ...(fresh.length > 0 ? [`the first message that nobody doubted ${after(fresh, Math.min)} s,`] : []),
      `the last of those in doubt ${after(posts.filter(wasHeld), Math.max)} s`,
    ];
    process.stdout.write(`${words.join(' ')}\n`);
    expect(new Set(posts.map((post) => post.delivery)).size).toBe(posts.length);
    // Long before the hold of the dead process would have been over, which is what these waited for once.
    expect(after(posts, Math.max)).toBeLessThan(45);
  },
);
