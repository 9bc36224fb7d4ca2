import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Keyv } from 'keyv';
import { type ScheduledTask, schedule } from 'node-cron';
import { createFeedParser } from '../feeds/parser.ts';
import { readFeed } from '../feeds/read.ts';
import { askerOn } from './bot/asking.ts';
import { chore } from './bot/chores.ts';
import { catalogueOf, feedClientOf, intakeOn, readerOn } from './bot/parts.ts';
import { canonical, dayInWords, loadReleased, recordOn } from './bot/released.ts';
import { seenBy } from './bot/seen.ts';
import type { Asker } from './command.ts';
import type { Config } from './config.ts';
import { buildOrder } from './delivery/cards.ts';
import { openDigests } from './delivery/digest.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { dayOf } from './domain/period.ts';
import { spaceOf } from './domain/space.ts';
import type { Egress } from './egress.ts';
import type { Log } from './log.ts';
import { createPainter } from './pictures/painter.ts';
import { createDiscord } from './platforms/discord/discord.ts';
import { createSlack } from './platforms/slack/platform.ts';
import { createTerminal } from './platforms/terminal/terminal.ts';
import type { Platform } from './ports/platform.ts';
import type { Clock, Store } from './ports.ts';
import { corroborationOf } from './reading/corroboration.ts';
import { exportRecord } from './record/export.ts';
import { keyvStorage } from './store/keyv.ts';
import { openStore } from './store/open.ts';
import { sweepDaily } from './store/retention.ts';
import { DEFAULT_POLL, type PollCounts, pollDue } from './watch/poll.ts';
import { createWeb, type Web } from './web/server.ts';

/** A person's terminal, where no chat platform is configured. */
export type Sitting = {
  readonly input: Readable | null;
  readonly output: Writable;
  readonly colour: boolean;
  readonly width: number;
  readonly left: () => void;
};

export type BotParts = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly egress: Pick<Egress, 'dispatcher' | 'proxyFor'>;
  readonly sitting: Sitting | null;
};

export type Bot = {
  readonly asker: Asker;
  readonly store: Store;
  readonly platforms: readonly Platform[];
  /** Connects, opens the port, begins to read and to send. */
  readonly start: () => Promise<void>;
  /** One round over the feeds that are due. */
  readonly poll: (force?: boolean) => Promise<PollCounts>;
  /** Reading stops first, then sending, then the platforms, then the store is closed. */
  readonly stop: () => Promise<void>;
};

/** How often what is due is looked up, in seconds. What is due stands in the store; a missed tick costs nothing. */
const TICK_SECONDS = 15;
const DIGESTS = '5 * * * * *';
const SWEEP = '17 * * * *';

/** Builds the bot from its parts: the only place where parts meet. Throws `StoreError` or `CatalogueFault`. */
export async function createBot(parts: BotParts): Promise<Bot> {
  const { config, clock, log } = parts;
  const store = await openStore(config.store);
  const released = await loadReleased();
  for (const fault of released.faults) log.warn('a fault in the dataset', { ...fault });
  const record = await recordOn(released, await store.statements.all());
  const catalogue = await catalogueOf(config.feeds);
  await store.feeds.sync(catalogue, clock.now());
  log.info('started', {
    store: store.engine,
    feeds: catalogue.length,
    statements: record.statements.length,
    language: config.lang,
  });

  const keyv = (namespace: string): Keyv => {
    const made = new Keyv({ store: keyvStorage(store.cache, () => Date.parse(clock.now())), namespace });
    made.on('error', (error: unknown) => log.warn('the cache failed', { error }));
    return made;
  };
  const served = config.spaces === null ? null : new Set(config.spaces);
  let nudge = (): void => undefined;
  const platforms: Platform[] = [];
  const client = await feedClientOf(config);
  const parser = createFeedParser();
  const asker = askerOn({
    record,
    store: async () => store,
    keyv: keyv('asking'),
    clock,
    log,
    readDay: dayInWords,
    canonical,
    platforms: () => platforms,
    nudge: () => nudge(),
    feedTools: async () => ({ client, parser }),
    served,
  });

  const judging = { corroborate: corroborationOf, publishers: record.publishers };
  const painter = createPainter();
  // Without a port nothing is served, whatever the address.
  const publicUrl = config.http.port === null ? null : config.http.publicUrl;
  const slack =
    config.slack === null
      ? null
      : createSlack({
          config: config.slack,
          asker,
          inbox: store.inbox,
          log: log.child({ platform: 'slack' }),
          clock,
          lang: config.lang,
          operators: config.operators.slack,
          cache: keyv('slack'),
          painter,
          publicUrl,
          proxy: parts.egress.proxyFor(config.slack.apiUrl ?? 'https://slack.com/api/'),
        });
  if (slack) platforms.push(slack);
  if (config.discord !== null) {
    const proxy = parts.egress.proxyFor(config.discord.apiUrl ?? 'https://discord.com/api');
    platforms.push(
      createDiscord({
        config: config.discord,
        asker,
        operators: config.operators.discord,
        log: log.child({ platform: 'discord' }),
        clock,
        painter,
        publicUrl,
        proxy,
        fallback: config.lang,
      }),
    );
  }
  if (platforms.length === 0 && parts.sitting !== null) {
    const { input, output, colour, width, left } = parts.sitting;
    const style = { colour, width };
    const files = join(config.store.kind === 'sqlite' ? config.store.folder : 'data', 'files');
    platforms.push(createTerminal({ asker, lang: config.lang, output, input, style, clock, left, files }));
  }

  const dispatcher = createDispatcher({
    store,
    platforms,
    build: (delivery) =>
      buildOrder(delivery, { store: seenBy(store, spaceOf(delivery.channel), judging, served), names: record }),
    clock,
    log,
  });
  nudge = () => dispatcher.nudge();

  const reader = readerOn(record);
  const intake = intakeOn(store, record, log, reader.read);
  const stopping = new AbortController();
  const known = new Map<string, string>();

  const poll = async (force = false): Promise<PollCounts> => {
    reader.learn(await store.ownNames.all());
    const counts = await pollDue({
      feeds: store.feeds,
      read: (feed, signal) => readFeed(feed, { client, parser }, clock.now(), signal),
      intake,
      clock,
      settings: { ...DEFAULT_POLL, rhythm: { ...DEFAULT_POLL.rhythm, pollSeconds: config.feeds.pollSeconds } },
      signal: stopping.signal,
      force,
    });
    tellRound(counts, known, log);
    dispatcher.nudge();
    return counts;
  };

  const reading = chore('a round over the feeds', log, stopping.signal, async () => void (await poll()));
  // The store says whose digest is owed, so that a missed minute costs a minute.
  const digesting = chore('opening the digests that are owed', log, stopping.signal, async () => {
    if ((await openDigests(store, clock.now())) > 0) dispatcher.nudge();
  });
  const sweeping = chore('the daily sweep', log, stopping.signal, async () => {
    await store.cache.sweep(Date.parse(clock.now()));
    const statements = [...record.statements, ...(await store.statements.all())];
    const cited = new Set(statements.flatMap(({ source }) => (source.url === null ? [] : [canonical(source.url)])));
    const order = { now: clock.now(), settings: config.retention, cited, signal: stopping.signal };
    const done = await sweepDaily(store, order);
    if (done?.over) log.warn('the store takes more room than DISK_BUDGET_MB', { ...done });
    else if (done) log.info('the archive was swept', { ...done });
  });

  const tasks: ScheduledTask[] = [];
  let web: Web | null = null;
  return {
    asker,
    store,
    platforms,
    poll,
    start: async () => {
      if (config.http.port !== null) {
        web = await createWeb({
          port: config.http.port,
          slack: slack?.requestListener ?? null,
          health: () => healthOf(store, platforms),
          api: {
            record: () => record,
            today: () => dayOf(clock.now()),
            lang: config.lang,
            publicUrl,
            painter,
            dataset: exportRecord,
            log: log.child({ room: 'web' }),
          },
        });
        log.info('listening', { port: web.port });
      }
      for (const platform of platforms) await platform.start();
      dispatcher.start();
      const every = Math.max(1, Math.min(TICK_SECONDS, config.feeds.pollSeconds ?? TICK_SECONDS));
      for (const [when, what] of [
        [`*/${every} * * * * *`, reading],
        [DIGESTS, digesting],
        [SWEEP, sweeping],
      ] as const) {
        tasks.push(schedule(when, what.run, { timezone: 'UTC', noOverlap: true }));
      }
      void reading.run();
      void digesting.run();
      void sweeping.run();
    },
    stop: async () => {
      for (const task of tasks) await task.destroy();
      stopping.abort();
      await Promise.all([reading, digesting, sweeping].map((one) => one.settled()));
      await dispatcher.stop();
      await Promise.all(platforms.map((platform) => platform.stop()));
      await web?.stop();
      await parser.close();
      await client.close();
      await store.close();
    },
  };
}

/** One line for a round that brought something; a feed that fails is told when it begins to and when its trouble changes. */
function tellRound(counts: PollCounts, known: Map<string, string>, log: Log): void {
  const { due, read, unchanged, failed, broken, items } = counts;
  if (items.fresh > 0 || items.revised > 0) {
    log.info('feeds read', { due, read, unchanged, failed, broken, fresh: items.fresh, revised: items.revised });
  }
  for (const { feed, code, detail } of counts.troubles) {
    if (known.get(feed) === code) continue;
    known.set(feed, code);
    log.warn('a feed could not be taken in', { feed, code, ...(detail === code ? {} : { detail }) });
  }
  if (failed + broken === 0 && read + unchanged === due && due > 0) known.clear();
}

/** How the bot stands, for probes: ready when the store answers and no platform is refused. */
async function healthOf(store: Store, platforms: readonly Platform[]) {
  const answers = await store.ping();
  const states = platforms.map((platform) => platform.health());
  return {
    ready: answers && states.every((s) => s.state !== 'refused' && s.state !== 'stopped'),
    facts: { store: answers, ...Object.fromEntries(states.map((s) => [s.platform, s.state])) },
  };
}
