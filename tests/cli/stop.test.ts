import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { PATIENCE_MS, PATIENT } from '../patience.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { type Child, folder, plainEnv, ROOT, start } from './child.ts';

/** A stop takes 10 s at most. Milliseconds; on a busy machine the end of npm and its child is seen later than it is. */
const WITHIN = 10_000 + PATIENCE_MS;

let home: Awaited<ReturnType<typeof folder>>;
let feeds: FeedServer;
const children: Child[] = [];

const FEED = (title: string, id: string) =>
  `<rss version="2.0"><channel><title>Le Fil</title><language>fr</language><item><guid isPermaLink="false">${id}</guid>
<title>${title}</title><link>http://a.example/${id}</link></item></channel></rss>`;

beforeAll(async () => {
  home = await folder();
  feeds = await startFeedServer();
  feeds.route('/fil.xml', { body: FEED('Bleu franchit le jalon J1', 'n1') });
});

afterAll(async () => {
  for (const { process: child } of children) {
    if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
  }
  await feeds.close();
  await home.remove();
});

async function dataFolder(name: string, paths: readonly string[]): Promise<Record<string, string>> {
  const path = join(home.path, name);
  await mkdir(path);
  const lines = paths.map(
    (feed) =>
      `  - {id: ${feed}, url: "${feeds.url}/${feed}.xml", title: ${feed}, publisher: ${feed}, lang: fr, kind: press}`,
  );
  await writeFile(join(path, 'feeds.yaml'), `feeds:\n${lines.join('\n')}\n`);
  return {
    VIGIE_DATA: path,
    FEEDS_CATALOGUE: join(path, 'feeds.yaml'),
    FEEDS_ALLOW_PRIVATE: '127.0.0.0/8',
    LOG_LEVEL: 'info',
  };
}

/** `npm start` as a person types it: a process group of its own, as a terminal makes one. */
function npmStart(env: Readonly<Record<string, string>>): Child {
  const child = start('npm', ['start'], { cwd: ROOT, env: plainEnv(env), stdio: 'pipe', detached: true });
  children.push(child);
  return child;
}

const groupOf = ({ process: child }: Child): number => {
  if (child.pid === undefined) throw new Error('npm did not start');
  return -child.pid;
};

/** Whether any process of the group is left. */
function left(group: number): boolean {
  try {
    process.kill(group, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ends well: in time, without a word of failure, nobody left, and the store can be opened at once. */
async function endsWell(bot: Child, env: Readonly<Record<string, string>>): Promise<void> {
  const began = performance.now();
  const ended = await bot.ended;
  expect(performance.now() - began).toBeLessThan(WITHIN);
  expect(left(groupOf(bot))).toBe(false);
  expect(ended.err).toContain('"stopped"');
  expect(ended.err).not.toMatch(/"level":"?(error|50|60)|took too long|second signal/);
  // npm ends as its script does, or by the signal it was sent itself.
  expect([0, 'SIGTERM', 'SIGINT']).toContain(ended.signal ?? ended.code);
  const store = await openSqlite({ folder: env['VIGIE_DATA'] ?? '' });
  expect(await store.ping()).toBe(true);
  await store.close();
}

test.concurrent('SIGTERM to npm start stops the bot', async () => {
  const env = await dataFolder('term', ['fil']);
  const bot = npmStart(env);
  await bot.says('running on terminal');
  bot.process.kill('SIGTERM');
  await endsWell(bot, env);
});

test.concurrent('Ctrl-C, which reaches npm and the bot both and twice, stops the bot once', async () => {
  const env = await dataFolder('int', ['fil']);
  const bot = npmStart(env);
  await bot.says('running on terminal');
  process.kill(groupOf(bot), 'SIGINT');
  process.kill(groupOf(bot), 'SIGINT');
  await endsWell(bot, env);
});

test.concurrent('a feed that drags on and a message nobody answers do not hold up the stop, and nothing is lost', async () => {
  let posted = 0;
  // A Slack that takes the token and then, a message in hand, says nothing more.
  const slack = createServer((request, response) => {
    if (request.url?.endsWith('chat.postMessage')) {
      posted++;
      return;
    }
    const ok = {
      ok: true,
      url: 'https://x.example/',
      team: 'T',
      team_id: 'T1',
      user: 'vigie',
      user_id: 'U1',
      bot_id: 'B1',
    };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(ok));
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  let dragging = false;
  feeds.route('/news.xml', (nth) => ({
    body: nth === 1 ? FEED('Avant', 'a') : FEED('Outscale : panne dans une région cloud', 'b'),
  }));
  feeds.route('/slow.xml', () => {
    if (posted === 0) return { body: FEED('Rien', 'r') };
    dragging = true;
    return { silent: true };
  });
  const data = await dataFolder('busy', ['news', 'slow']);
  const env = {
    ...data,
    SLACK_BOT_TOKEN: 'xoxb-busy',
    SLACK_SIGNING_SECRET: 'busy-signing-secret',
    SLACK_API_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`,
    HTTP_PORT: '0',
    POLL_SECONDS: '1',
  };
  const channel = { platform: 'slack', space: 'T1', channel: 'C1' } as const;
  const before = await openSqlite({ folder: data['VIGIE_DATA'] ?? '' });
  await before.subscriptions.put({
    channel,
    providers: 'all',
    events: 'all',
    min: 'rumour',
    mode: 'instant',
    quiet: null,
    zone: 'UTC',
    lang: 'fr',
    since: '2026-01-01T00:00:00.000Z',
  });
  await before.close();
  try {
    const bot = npmStart(env);
    await bot.says('running on slack');
    await vi.waitFor(() => expect({ posted, dragging }).toEqual({ posted: 1, dragging: true }), PATIENT);
    bot.process.kill('SIGTERM');
    await endsWell(bot, env);
    const after = await openSqlite({ folder: data['VIGIE_DATA'] ?? '' });
    const rows = await after.outbox.list({ states: ['waiting', 'sending', 'unsure', 'sent', 'dead'], limit: 9 });
    await after.close();
    // Nobody heard whether Slack took the card: it is looked for before it is sent again.
    expect(rows).toMatchObject([{ order: { kind: 'card' }, ambiguous: true }]);
    expect(['waiting', 'unsure']).toContain(rows[0]?.state);
  } finally {
    slack.closeAllConnections();
    await new Promise((resolve) => slack.close(resolve));
  }
});
