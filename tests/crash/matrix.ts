import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderKey } from '../../src/domain/outbox.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { type ChatServer, type Message, startChat, type World } from './chat.ts';
import { prepare, run, STAGES } from './scenario.ts';

/**
 * Kills the pipeline and the dispatcher at moments at which something leaves the process, starts them again, and
 * compares what the channels and the store hold in the end with a run that nothing disturbed.
 *
 * The moments are found, not listed: see `preload.ts`. Ordinarily every request, every commit and every write of its
 * own is tried, and one in four of the writes inside a transaction, of which none can be seen before the commit.
 * `VIGIE_CRASH=full` tries every moment, and also those after each write. A request that was on its way at a death is
 * tried twice: the chat carries it out at once, and two seconds later.
 *
 * The points are dealt out to `PARTS` parts of `SHARES` tests each, a file a part, so that they run side by side.
 */
export const PARTS = 4;
const SHARES = 8;

const FULL = process.env['VIGIE_CRASH'] === 'full';
const PRELOAD = new URL('preload.ts', import.meta.url).href;
const CHILD = new URL('child.ts', import.meta.url).pathname;
/** Longer than any start may take to send what was left. */
const FIRST_MS = 10_000;

type End = {
  readonly fates: Readonly<Record<string, string>>;
  readonly messages: readonly Message[];
  /** The story of the card that each delivery belongs to; its own id for the others. */
  readonly cards: Readonly<Record<string, string>>;
};

/** Where to kill, and whether the request that was on its way then is carried out late. */
type Point = { readonly moment: number; readonly what: string; readonly late: number | null };

/** Registers the tests of one part. */
export function crashTests(part: number): void {
  let home: string;
  let server: ChatServer;
  let expected: End;
  let moments: readonly string[];
  let points: readonly Point[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'vigie-crash-'));
    server = await startChat(STAGES);
    await prepare(join(home, 'template'));
    const calm = server.world();
    const folder = join(home, 'calm');
    await cp(join(home, 'template'), folder, { recursive: true });
    const { signal, out } = await child(home, folder, calm.url, 0);
    if (signal !== null) throw new Error(`the undisturbed run ended with ${signal}`);
    moments = JSON.parse(out) as string[];
    expected = await endOf(folder, calm.messages);
    points = chosen(moments);
  }, 600_000);
  afterAll(async () => {
    await server.close();
    await rm(home, { recursive: true, force: true });
  });

  if (part === 0) {
    test('a run that nothing disturbs is worth disturbing', () => {
      expect(Object.keys(expected.fates)).toHaveLength(13);
      expect(expected.messages.length).toBeGreaterThan(15);
      const digests = expected.messages.filter((message) => message.text.includes('Digest of week'));
      expect(digests.map((message) => message.channel)).toEqual(['D1', 'C3', 'D1', 'C3']);
      expect(points.filter(({ late }) => late !== null).length).toBeGreaterThan(10);
      process.stdout.write(`crash: ${moments.length} moments found, ${points.length} points to kill at\n`);
    });
  }

  test.for(Array.from({ length: SHARES }, (_, share) => share))(
    'killed and started again: nothing lost, nothing twice, share %i',
    { timeout: 600_000 },
    async (share) => {
      const mine = points.filter((_, i) => i % (PARTS * SHARES) === part * SHARES + share);
      let slowest = 0;
      for (const point of mine) {
        const where = `moment ${point.moment} (${point.what}${point.late === null ? '' : ', carried out late'})`;
        const { end, firstMs } = await trial({ home, server }, point);
        expect(end.fates, where).toEqual(expected.fates);
        expect(told(end), where).toEqual(told(expected));
        slowest = Math.max(slowest, firstMs ?? 0);
      }
      process.stdout.write(
        `crash: part ${part}.${share}: ${mine.length} killed and restarted, first message after at most ${slowest / 1000} s\n`,
      );
      expect(slowest).toBeLessThan(FIRST_MS);
    },
  );
}

async function child(
  home: string,
  folder: string,
  server: string,
  killAt: number,
): Promise<{ signal: string | null; out: string }> {
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
    const rows = await store.outbox.list({ states: ['waiting', 'sending', 'unsure', 'dead', 'sent'], limit: 1000 });
    const open = rows.filter(({ state }) => state !== 'sent').length;
    if (open > 0) throw new Error(`${open} deliveries did not arrive`);
    const fates = items.map((item): [string, string] => [item.id, `${item.fate} ${item.reason} ${item.story}`]);
    const cards = rows.map((row): [string, string] => [row.id, orderKey(row)]);
    return { fates: Object.fromEntries(fates.sort()), messages, cards: Object.fromEntries(cards) };
  } finally {
    await store.close();
  }
}

/** One world: killed at a point, started again, and run to its end. */
async function trial(
  { home, server }: { readonly home: string; readonly server: ChatServer },
  point: Point,
): Promise<{ readonly end: End; readonly firstMs: number | null }> {
  const folder = join(home, `at-${point.moment}-${point.late}`);
  await cp(join(home, 'template'), folder, { recursive: true });
  const world: World = server.world();
  if (point.late !== null) world.late(point.late);
  const { signal } = await child(home, folder, world.url, point.moment);
  if (signal !== 'SIGKILL') throw new Error(`moment ${point.moment} did not come: ended with ${signal}`);
  await server.alone();
  const firstMs = await run(folder, world.url, world.pass);
  const end = await endOf(folder, world.messages);
  await rm(folder, { recursive: true });
  return { end, firstMs };
}

/** What each channel was told of each card, in its order, without what differs between worlds. */
function told({ messages, cards }: End): Record<string, string[]> {
  const threads = new Map(messages.map((message) => [message.id, message.delivery]));
  const found: Record<string, string[]> = {};
  for (const { channel, delivery, thread, text: shown } of messages) {
    const key = `${channel} ${cards[delivery]}`;
    found[key] ??= [];
    found[key].push(`${delivery} in ${thread === null ? 'channel' : threads.get(thread)}: ${shown}`);
  }
  return found;
}

/** Where to kill. A request is on its way once its body is sent; the posts and edits among them are counted. */
function chosen(moments: readonly string[]): Point[] {
  let inside = 0;
  let acts = 0;
  return moments.flatMap((what, i): Point[] => {
    if (/ begin\b/.test(what)) inside = 1;
    else if (/ (commit|rollback)$/.test(what)) inside = 0;
    else if (inside > 0) inside++;
    const at = { moment: i + 1, what };
    if (what === 'undici:request:bodySent') {
      const late = acts++;
      return [
        { ...at, late: null },
        { ...at, late },
      ];
    }
    return FULL || inside === 0 || inside % 4 === 1 ? [{ ...at, late: null }] : [];
  });
}
