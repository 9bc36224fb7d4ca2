import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadReleased, recordOn } from '../../../src/bot/released.ts';
import { DATABASE_FILE } from '../../../src/store/sqlite.ts';
import type { Row } from '../measure.ts';
import type { Ask, ChatsReport } from './chats.ts';
import type { ClientsReport } from './clients.ts';
import type { LoopReport } from './delay.ts';
import type { FeedsReport } from './feeds.ts';
import { figureLines, type Measured } from './figure.ts';
import { DISCORD, SLACK } from './places.ts';
import { prepare } from './prepare.ts';
import type { ProbeReport } from './probe.ts';
import { FULL, NEWS_EVERY, type Scale, SHORT } from './scale.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const BOT = here('../../../bin/vigie.js');

/** The bot has so long to stand before the first feeds fall due, in ms. */
const BEFORE_MS = 15_000;
/** Into the middle of what the big feeds cost. */
const COMMANDS_AFTER_MS = 8_000;
const CLIENTS_AFTER_MS = 3_000;
/** A bot that does not end by itself in this time is ended. */
const STOP_MS = 60_000;

type Part = { readonly child: ChildProcess; readonly port: number };

/** A part of the storm that tells when it stands. */
async function part(file: string, env: Readonly<Record<string, string>> = {}, args: string[] = []): Promise<Part> {
  const child = fork(here(file), [], { env: { ...process.env, ...env }, execArgv: args });
  const [{ port = 0 }] = (await once(child, 'message')) as [{ port?: number }];
  return { child, port };
}

/** Tells a part to come to its end, and takes what it brings back. */
async function reportOf<T>({ child }: Part, word: unknown = 'end'): Promise<T> {
  const said = once(child, 'message') as Promise<[T]>;
  if (word !== null) child.send(word as object);
  return (await said)[0];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * Everything that may befall one bot, all at once: the real process, with publishers, chats and clients in processes of
 * their own, an idle process beside it, and the measure of both loops never reset. Gives notes, not ratios.
 */
export async function benchStorm(note: (line: string) => void, short: boolean): Promise<Row[]> {
  const scale = short ? SHORT : FULL;
  const folder = await mkdtemp(join(tmpdir(), 'vigie-storm-'));
  const children: ChildProcess[] = [];
  try {
    for (const line of figureLines(await storm(scale, folder, children))) note(line);
    note(`the bot's log: ${join(folder, 'bot.log')}`);
    return [];
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await rm(join(folder, DATABASE_FILE), { force: true });
  }
}

async function storm(scale: Scale, folder: string, children: ChildProcess[]): Promise<Measured> {
  const released = await recordOn(await loadReleased(), []);
  const names = released.tracked
    .filter(({ scope }) => scope === 'company')
    .flatMap((tracked) => tracked.names.slice(0, 1).map(({ text }) => text));
  const offers = released.subjects.filter(({ kind }) => kind === 'offer').map(({ id }) => id);

  const started = async (file: string, env = {}, args: string[] = []): Promise<Part> => {
    const made = await part(file, env, args);
    children.push(made.child);
    return made;
  };
  const publishers = await publishersOf(scale, names, children);
  const [chats, clients, probe] = [await started('chats.ts'), await started('clients.ts'), await started('probe.ts')];
  const delay = ['--import', here('delay.ts')];
  const idle = await started('idle.ts', { STORM_REPORT: join(folder, 'idle.json') }, delay);
  const begins = Date.now() + BEFORE_MS;
  const catalogue = await prepare(folder, scale, { port: publishers.port, begins });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const bot = fork(BOT, ['run'], {
    execArgv: delay,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      ...{ STORM_REPORT: join(folder, 'bot.json'), VIGIE_DATA: folder, FEEDS_CATALOGUE: catalogue },
      ...{ FEEDS_ALLOW_PRIVATE: '127.0.0.0/8', HTTP_PORT: String(port), NODE_ENV: 'production' },
      ...{ SLACK_BOT_TOKEN: SLACK.token, SLACK_SIGNING_SECRET: SLACK.secret },
      SLACK_API_URL: `http://127.0.0.1:${chats.port}/slack/api/`,
      ...{ DISCORD_TOKEN: DISCORD.token, DISCORD_APP_ID: DISCORD.app },
      DISCORD_API_URL: `http://127.0.0.1:${chats.port}/discord/api`,
    },
  });
  children.push(bot);
  const log = createWriteStream(join(folder, 'bot.log'));
  bot.stdout?.pipe(log);
  bot.stderr?.pipe(log);
  const ended = new Promise<string>((resolve) => {
    bot.on('exit', (code, signal) => resolve(String(signal ?? code)));
  });
  await ready(url, ended);
  bot.kill('SIGUSR2');
  probe.child.send(url);

  await rest(Math.max(0, begins + CLIENTS_AFTER_MS - Date.now()));
  clients.child.send({ url, clients: scale.clients, ms: scale.clientsMs });
  const asking = reportOf<ClientsReport>(clients, null);
  await rest(Math.max(0, begins + COMMANDS_AFTER_MS - Date.now()));
  chats.child.send({ slackUrl: `${url}/slack/events`, ...commandsOf(scale, offers) });
  const answered = once(chats.child, 'message');
  await rest(Math.max(0, begins + scale.windowMs - Date.now()));
  await settled(folder, scale, begins);
  const clientsReport = await asking;
  const probeReport = await reportOf<ProbeReport>(probe);
  await answered;
  bot.kill('SIGTERM');
  const axe = setTimeout(() => bot.kill('SIGKILL'), STOP_MS);
  const end = await ended;
  clearTimeout(axe);
  const chatsReport = await reportOf<ChatsReport>(chats);
  idle.child.kill('SIGTERM');
  await once(idle.child, 'exit');
  const { stored, distinct } = itemsIn(folder);
  return {
    ...{ scale, begins, seconds: (Date.now() - begins) / 1_000, ended: end, stored, distinct },
    bot: await loopReport(join(folder, 'bot.json')),
    idle: await loopReport(join(folder, 'idle.json')),
    feeds: await reportOf<FeedsReport>(publishers),
    ...{ chats: chatsReport, clients: clientsReport, probe: probeReport },
  };
}

/** The publishers make their feeds before they listen. */
async function publishersOf(scale: Scale, names: readonly string[], children: ChildProcess[]): Promise<Part> {
  const child = fork(here('feeds.ts'), [], { execArgv: [] });
  children.push(child);
  child.send({ scale, names });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

async function ready(url: string, ended: Promise<string>): Promise<void> {
  let over: string | null = null;
  void ended.then((how) => {
    over = how;
  });
  for (;;) {
    if (over !== null) throw new Error(`the bot ended with ${over} before it was ready`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await rest(50);
  }
}

/** As many `/timeline` as other commands, of different offers, half on either platform. */
function commandsOf({ commands }: Scale, offers: readonly string[]) {
  const others = ['status', 'feeds', 'help', 'offer', 'watching'] as const;
  const all = Array.from({ length: 2 * commands }, (_, n): Ask => {
    const offer = offers[n % offers.length] ?? '';
    if (n % 2 === 0) return { command: 'timeline', options: { offer } };
    const command = others[((n - 1) / 2) % others.length] ?? 'help';
    return { command, options: command === 'offer' ? { offer } : {} };
  });
  // Pairs of one of each kind go to either platform in turn.
  const onSlack = (_: Ask, n: number): boolean => n % 4 < 2;
  return { slack: all.filter(onSlack), discord: all.filter((ask, n) => !onSlack(ask, n)) };
}

/** Waits until everything is stored that was published, or patience ends. */
async function settled(folder: string, scale: Scale, begins: number): Promise<void> {
  const wanted = scale.burst + scale.heavy + Math.ceil(scale.feeds / NEWS_EVERY);
  const until = begins + scale.windowMs + scale.patienceMs;
  // The feed that is due last has its ten seconds.
  await rest(10_000);
  while (Date.now() < until && itemsIn(folder).stored < wanted) await rest(2_000);
}

function itemsIn(folder: string): { readonly stored: number; readonly distinct: number } {
  const file = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true, timeout: 5_000 });
  try {
    const row = file.prepare('select count(*) as stored, count(distinct item_id) as own from item').get();
    return { stored: Number(row?.['stored']), distinct: Number(row?.['own']) };
  } finally {
    file.close();
  }
}

async function loopReport(file: string): Promise<LoopReport> {
  const nothing = { p50: Number.NaN, p99: Number.NaN, p999: Number.NaN, max: Number.NaN };
  return await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as LoopReport,
    // It had to be ended, and wrote nothing.
    () => ({ life: nothing, storm: nothing, peakMb: Number.NaN, cpuSeconds: Number.NaN }),
  );
}
