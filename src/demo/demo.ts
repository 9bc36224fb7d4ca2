import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Keyv } from 'keyv';
import { createFeedClient } from '../../feeds/fetch.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import { askerOn } from '../bot/asking.ts';
import { intakeOn } from '../bot/intake.ts';
import { USER_AGENT } from '../bot/parts.ts';
import { canonical, dayInWords, loadReleased, recordOn } from '../bot/released.ts';
import { buildOrder } from '../delivery/cards.ts';
import { openDigests } from '../delivery/digest.ts';
import { createDispatcher } from '../delivery/dispatcher.ts';
import type { Lang } from '../domain/language.ts';
import type { Instant } from '../domain/period.ts';
import { oneLine } from '../domain/typography.ts';
import { silentLog } from '../log.ts';
import { messagesOf } from '../messages/index.ts';
import { renderTerminal } from '../platforms/terminal/render.ts';
import type { TerminalStyle } from '../platforms/terminal/style.ts';
import { createTerminal, terminalCaller } from '../platforms/terminal/terminal.ts';
import type { Outgoing, Platform } from '../ports/platform.ts';
import type { Clock, StoredItem } from '../ports.ts';
import { keyvStorage } from '../store/keyv.ts';
import { openSqlite } from '../store/sqlite.ts';
import { pollDue } from '../watch/poller.ts';
import { DEMO_FEEDS, DEMO_MOMENTS, DEMO_PACE_MS } from './articles.ts';
import { startDemoServer } from './server.ts';

export type DemoParts = {
  readonly lang: Lang;
  readonly output: Writable;
  /** A person's keyboard: the demonstration stays open for questions. Null: it ends by itself. */
  readonly input: Readable | null;
  readonly style: TerminalStyle;
  /** Milliseconds from any fixed point, for the closing line. */
  readonly monotonic: () => number;
};

/** Counts what goes out, so that the closing line tells what happened and not what should have. */
function counting(platform: Platform) {
  const counts = { cards: 0, edits: 0, sent: 0 };
  const send = async (outgoing: Outgoing) => {
    counts.sent += 1;
    if (outgoing.act.kind === 'post') counts.cards += 1;
    if (outgoing.act.kind === 'edit') counts.edits += 1;
    return platform.send(outgoing);
  };
  return { platform: { ...platform, send }, counts };
}

/**
 * Plays a fortnight of news: a server on this machine carries the feeds, everything after it is the bot's own. Time is
 * the articles'; nothing is kept: the folder goes when it ends, and one left by a killed run harms no other.
 */
export async function runDemo(parts: DemoParts): Promise<void> {
  const began = parts.monotonic();
  const m = messagesOf(parts.lang);
  const words = m.cli.demo;
  const commandWords = (name: string): string => m.commands[name]?.name ?? name;
  const say = (text: string): Promise<void> =>
    new Promise((done) => void parts.output.write(`${text}\n`, () => done()));
  const heading = (text: string): Promise<void> =>
    say(`\n── ${text} ${'─'.repeat(Math.max(2, parts.style.width - text.length - 4))}\n`);

  const [start = '2025-12-08T07:00:00.000Z'] = DEMO_MOMENTS;
  let now: Instant = start;
  const clock: Clock = { now: () => now };
  const folder = await mkdtemp(join(tmpdir(), 'vigie-demo-'));
  const server = await startDemoServer(clock.now);
  const store = await openSqlite({ folder });
  const client = createFeedClient({ allowPrivate: ['127.0.0.0/8'], userAgent: USER_AGENT, proxy: null });
  const parser = createFeedParser();
  try {
    const record = await recordOn(await loadReleased(), []);
    const keyv = new Keyv({ store: keyvStorage(store.cache, () => Date.parse(now)), namespace: 'asking' });
    const asker = askerOn({
      record,
      store: async () => store,
      keyv,
      clock,
      log: silentLog,
      readDay: dayInWords,
      canonical,
    });
    const quiet = createTerminal({
      asker,
      lang: parts.lang,
      output: parts.output,
      input: null,
      style: parts.style,
      clock,
    });
    const { platform, counts } = counting(quiet);
    const dispatcher = createDispatcher({
      store,
      platforms: [platform],
      build: (delivery, at) => buildOrder(delivery, { store, names: record }, at),
      clock,
      log: silentLog,
      settings: { gapMs: 0 },
    });
    const intake = intakeOn(store, record, silentLog);
    const entries = DEMO_FEEDS.map((f) => ({
      id: f.id,
      url: server.url(f.id),
      title: f.title,
      publisher: f.publisher,
      lang: f.lang,
      kind: f.kind,
      note: null,
    }));
    await store.feeds.sync(entries, now);
    await platform.start();

    const ask = async (line: string): Promise<void> => {
      await say(words.asked(`/${line}`));
      const shown = await asker.line(line, terminalCaller(parts.lang));
      await say(`${renderTerminal(shown.view, m, parts.style)}\n`);
    };
    const round = () =>
      pollDue({
        feeds: store.feeds,
        read: (feed, way) => readFeed(feed, { client, parser }, now, way),
        intake,
        clock,
        force: true,
      });

    await say(words.intro);
    await heading(words.watch);
    await ask(commandWords('watch'));
    await ask(
      `${commandWords('digest')} ${m.commands['digest']?.options['action']?.choices?.['schedule'] ?? 'schedule'}`,
    );
    await heading(m.common.instant(now));
    const first = await round();
    await say(words.silent(first.items.fresh));
    for (const moment of DEMO_MOMENTS.slice(1)) {
      const last = moment === DEMO_MOMENTS.at(-1);
      // Between what is told here the feeds are read as by a bot that is always on; most of it is "not modified".
      for (let at = Date.parse(now) + DEMO_PACE_MS; at < Date.parse(moment); at += DEMO_PACE_MS) {
        now = new Date(at).toISOString();
        await round();
        await openDigests(store, now);
        const waiting = await dispatcherHas(store, now);
        if (waiting) {
          await heading(m.common.instant(now));
          await dispatcher.drain();
        }
      }
      now = moment;
      await heading(last ? words.digest : m.common.instant(now));
      const before = counts.sent;
      await round();
      await openDigests(store, now);
      await dispatcher.drain();
      if (counts.sent === before) await say(words.nothing);
    }

    await heading(words.fates);
    await say(words.fatesIntro);
    const items = await store.items.list({ limit: 100 });
    for (const item of [...items].reverse()) await say(fateLine(item));
    await heading(words.whyNot);
    const filtered =
      items.find((item) => item.reason === 'not_relevant') ?? items.find((item) => item.fate === 'filtered');
    if (filtered) await ask(`${commandWords('why')} ${filtered.key}`);
    const card = items.find((item) => item.fate === 'alerted' && item.story !== null);
    if (card) await ask(`${commandWords('why')} story:${card.story}`);
    await heading(words.ask);
    now = new Date().toISOString();
    const asOf = m.commands['offer']?.options['asOf']?.name ?? 'as-of';
    const qualified = m.commands['offers']?.options['qualified']?.name ?? 'qualified';
    await ask(`${commandWords('offer')} bleu`);
    await ask(`${commandWords('offer')} bleu ${asOf}:2022-06-30`);
    await ask(`${commandWords('offer')} atos-aws ${asOf}:2022-11-01`);
    await ask(`${commandWords('timeline')} bleu`);
    await ask(`${commandWords('promises')} bleu`);
    await ask(`${commandWords('expiring')}`);
    await ask(`${commandWords('offers')} ${qualified}:${m.common.yes}`);
    await ask(`${commandWords('news')} numspot`);
    await ask(commandWords('status'));

    const seconds = ((parts.monotonic() - began) / 1000).toFixed(1);
    await say(
      words.done({
        seconds,
        items: items.length,
        cards: counts.cards,
        edits: counts.edits,
        unchanged: server.counts().unchanged,
        ...(await proof(store)),
      }),
    );
    if (parts.input === null) {
      await say(words.next);
    } else {
      await say(words.stay);
      await sit(createTerminalFor(asker, parts, clock));
    }
    await dispatcher.stop();
  } finally {
    await parser.close();
    await client.close();
    await server.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }

  function fateLine(item: StoredItem): string {
    const mark = item.fate === 'alerted' ? '●' : item.fate === 'joined' ? '↳' : item.fate === 'held' ? '?' : '·';
    return `  ${mark} ${m.common.fatesOne[item.fate]} · ${oneLine(item.title)}\n      ${m.common.fateReasons[item.reason]}`;
  }
}

/** True when something is due to go out. */
async function dispatcherHas(store: Awaited<ReturnType<typeof openSqlite>>, now: Instant): Promise<boolean> {
  const due = await store.outbox.nextDue();
  return due !== null && due <= now;
}

/** How many messages stand in the outbox unsent, and how many cards a story has too many: both must be 0. */
async function proof(
  store: Awaited<ReturnType<typeof openSqlite>>,
): Promise<{ readonly lost: number; readonly twice: number }> {
  const states = await store.outbox.countByState();
  const stories = await store.stories.list({ limit: 1_000 });
  const alerts = await Promise.all(stories.map((story) => store.alerts.ofStory(story.id)));
  return {
    lost: states.waiting + states.sending + states.dead + states.unsure,
    twice: alerts.reduce((n, a) => n + Math.max(0, a.length - 1), 0),
  };
}

type Seat = { readonly terminal: Platform; readonly left: Promise<void> };

function createTerminalFor(asker: Parameters<typeof createTerminal>[0]['asker'], parts: DemoParts, clock: Clock): Seat {
  const left = Promise.withResolvers<void>();
  const terminal = createTerminal({
    asker,
    lang: parts.lang,
    output: parts.output,
    input: parts.input,
    style: parts.style,
    clock,
    left: () => left.resolve(),
  });
  return { terminal, left: left.promise };
}

/** Answers questions until the person leaves. */
async function sit({ terminal, left }: Seat): Promise<void> {
  await terminal.start();
  await left;
  await terminal.stop();
}
