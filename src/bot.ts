import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Keyv } from 'keyv';
import { createFeedParser } from '../feeds/parser.ts';
import { apiThread } from './bot/api.ts';
import { askerOn } from './bot/asking.ts';
import { chore, wakeAt } from './bot/chores.ts';
import { ingestOn } from './bot/ingest.ts';
import { type MotionWatch, watchMotion } from './bot/motion.ts';
import { catalogueOf, feedClientOf } from './bot/parts.ts';
import { pollerOn } from './bot/polling.ts';
import { canonical, dayInWords, loadReleased, recordOn } from './bot/released.ts';
import { seenBy } from './bot/seen.ts';
import { inTurns } from './bot/turns.ts';
import type { Asker } from './command.ts';
import type { Config } from './config.ts';
import { buildOrder } from './delivery/cards.ts';
import { openDigests } from './delivery/digest.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { dayOf } from './domain/period.ts';
import { spaceOf } from './domain/space.ts';
import type { Standing } from './domain/standstill.ts';
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
import type { PollCounts } from './watch/poll.ts';
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
  /** Reads the feeds that are due, or with `force` all, each once; settles when they are taken in. */
  readonly poll: (force?: boolean) => Promise<PollCounts>;
  /** Reading stops first, then sending, then the platforms, then the store is closed. */
  readonly stop: () => Promise<void>;
};

/** How often what is due is looked up, in seconds. What is due stands in the store; a missed tick costs nothing. */
const TICK_SECONDS = 3;
const DIGESTS = '5 * * * * *';
const SWEEP = '17 * * * *';
const MOTION = '*/30 * * * * *';

/** Builds the bot from its parts: the only place where parts meet. Throws `StoreError` or `CatalogueFault`. */
export async function createBot(parts: BotParts): Promise<Bot> {
  const { config, clock, log } = parts;
  const store = await openStore(config.store);
  const released = await loadReleased();
  for (const fault of released.faults) log.warn('a fault in the dataset', { ...fault });
  const approved = await store.statements.all();
  const record = await recordOn(released, approved);
  const catalogue = await catalogueOf(config.feeds, record.publishers);
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
  let web: Web | null = null;
  const answers = askerOn({
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
    standstill: () => motion.standstill(),
    served,
  });
  const lull = async (): Promise<void> => web?.lull();
  const asker = inTurns(answers, lull);

  const judging = { corroborate: corroborationOf, publishers: record.publishers };
  const painter = createPainter();
  // Without a port nothing is served, whatever the address.
  const publicUrl = config.http.port === null ? null : config.http.publicUrl;
  const answering = apiThread(approved, publicUrl);
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
          lull,
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

  const motion = watchMotion({ store, platforms, poller: () => poller, client, clock, log });
  const dispatcher = createDispatcher({
    store,
    platforms: platforms.map(motion.noting),
    build: (delivery, now) =>
      buildOrder(delivery, { store: seenBy(store, spaceOf(delivery.channel), judging, served), names: record }, now),
    clock,
    log,
    // Sending, then platforms and port: together they end within the time a stop has.
    settings: { graceMs: 3_500 },
  });
  nudge = () => dispatcher.nudge();

  const stopping = new AbortController();
  const ingest = ingestOn({ store, record, log, signal: stopping.signal });
  const poller = pollerOn({
    feeds: store.feeds,
    tools: { client, parser },
    intake: ingest.intake,
    clock,
    log,
    pollSeconds: config.feeds.pollSeconds,
    signal: stopping.signal,
    news: () => dispatcher.nudge(),
  });
  const learn = async (): Promise<void> => ingest.learn(await store.ownNames.all());
  const poll = async (force = false): Promise<PollCounts> => {
    await learn();
    return poller.run(force);
  };

  const reading = chore('looking up the feeds that are due', log, stopping.signal, async () => {
    await learn();
    await poller.wake();
  });
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
    if (done !== null && done.free > 0)
      log.warn('the store holds free room that a restart, or a backup and restore, gives back', { bytes: done.free });
  });

  const watching = chore('looking for what stands still', log, stopping.signal, motion.look);

  const wakings: (() => void)[] = [];
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
          trustedProxies: config.http.trustedProxies ?? [],
          health: () => healthOf(store, platforms, motion),
          api: {
            record: () => record,
            today: () => dayOf(clock.now()),
            lang: config.lang,
            publicUrl,
            painter: painter.later,
            dataset: exportRecord,
            makes: (order) => answering.run(order),
            log: log.child({ room: 'web' }),
          },
        });
        log.info('listening', { port: web.port });
      }
      for (const platform of platforms) await platform.start();
      dispatcher.start();
      const tick = Math.max(1, Math.min(TICK_SECONDS, config.feeds.pollSeconds ?? TICK_SECONDS));
      for (const [when, what] of [
        [`*/${tick} * * * * *`, reading],
        [DIGESTS, digesting],
        [SWEEP, sweeping],
        [MOTION, watching],
      ] as const) {
        wakings.push(wakeAt(when, what, log));
      }
      void reading.run();
      void digesting.run();
      void sweeping.run();
    },
    stop: async () => {
      for (const end of wakings) end();
      stopping.abort();
      await Promise.all([reading, digesting, sweeping, watching].map((one) => one.settled()));
      await poller.settled();
      await dispatcher.stop();
      await Promise.all([...platforms.map((platform) => platform.stop()), web?.stop()]);
      await painter.stop();
      await answering.stop();
      await parser.close();
      await client.close();
      await ingest.close();
      await store.close();
    },
  };
}

/** How the bot stands, for probes: ready when the store answers, no platform is refused, and nothing stands still. */
async function healthOf(store: Store, platforms: readonly Platform[], motion: MotionWatch) {
  const answers = await store.ping();
  const still = answers ? await motion.standstill() : [];
  const states = platforms.map((platform) => platform.health());
  const moves = (what: Standing): string => still.find((one) => one.what === what)?.why ?? 'ok';
  return {
    ready: answers && still.length === 0 && states.every((s) => s.state !== 'refused' && s.state !== 'stopped'),
    facts: {
      store: answers,
      reading: moves('reading'),
      delivery: moves('delivery'),
      ...Object.fromEntries(states.map((s) => [s.platform, s.state])),
    },
  };
}
