import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { type Bot, createBot, type Sitting } from '../../src/bot.ts';
import type { Config, DiscordConfig, SlackConfig } from '../../src/config.ts';
import type { Log } from '../../src/log.ts';
import type { PlatformHealth } from '../../src/ports/platform.ts';
import { PATIENT } from '../patience.ts';
import { startFeedServer } from '../peers/feed-server.ts';

export type Article = {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly link?: string;
  /** Default: the moment of each reading, as some publishers date. */
  readonly at?: string;
};

/** Three feeds of invented publishers, so that no real one is made to say what it did not. */
export const FEEDS = {
  fil: { title: 'Le Fil Cloud', lang: 'fr', kind: 'press' },
  registre: { title: 'Registre des qualifications', lang: 'fr', kind: 'regulator' },
  lookout: { title: 'Cloud Lookout', lang: 'en', kind: 'press' },
} as const;
export type FeedName = keyof typeof FEEDS;

/** What the feeds hold before the bot first reads them: news that would be told, were it not old to everyone. */
const THERE_BEFORE: Article = {
  id: 'before-1',
  title: 'Cloud Temple obtient la qualification SecNumCloud 3.2 pour son offre IaaS',
  summary: 'L’ANSSI a qualifié l’offre de Cloud Temple selon le référentiel SecNumCloud 3.2.',
};

export type Logged = { readonly level: string; readonly message: string; readonly fields: Readonly<object> };

export type World = {
  readonly bot: Bot;
  readonly logged: readonly Logged[];
  /** The port that the bot listens on; throws before it does. */
  readonly port: () => number;
  /** Adds an article to a feed; the next round finds it. */
  readonly publish: (feed: FeedName, article: Article) => void;
  /** One round over all feeds. */
  readonly round: () => Promise<void>;
  /** Waits until a platform is in a state. */
  readonly reaches: (platform: string, state: PlatformHealth['state']) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An RSS feed of these articles, newest first. Text is escaped twice: what it spells is what a reader sees. */
export function rss(feed: { readonly title: string; readonly lang: string }, articles: readonly Article[]): string {
  const items = articles.toReversed().map(
    (article) => `<item><guid isPermaLink="false">${article.id}</guid>
<title>${escaped(escaped(article.title))}</title><link>${escaped(article.link ?? `https://news.example/${article.id}`)}</link>
<pubDate>${new Date(article.at ?? Date.now()).toUTCString()}</pubDate>
<description>${escaped(escaped(article.summary ?? ''))}</description></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${feed.title}</title>
<link>https://news.example/</link><language>${feed.lang}</language><description>News</description>
${items.join('\n')}</channel></rss>`;
}

/** A log that keeps every line, in the shape the bot wants. */
function recording(logged: Logged[], base: object = {}): Log {
  const say =
    (level: string) =>
    (message: string, fields: object = {}): void =>
      void logged.push({ level, message, fields: { ...base, ...fields } });
  return {
    trace: say('trace'),
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('fatal'),
    child: (fields) => recording(logged, { ...base, ...fields }),
  };
}

/**
 * The whole bot, started, on a feed server and SQLite in a folder of its own, with whatever platforms it is given; its
 * feeds have been read once when this returns.
 */
export async function startWorld(
  given: {
    readonly slack?: SlackConfig;
    readonly discord?: DiscordConfig;
    readonly http?: boolean;
    readonly publicUrl?: string;
    readonly sitting?: Sitting;
  } = {},
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-end-to-end-'));
  const server = await startFeedServer();
  const articles: Record<FeedName, Article[]> = { fil: [THERE_BEFORE], registre: [], lookout: [] };
  const names = Object.keys(FEEDS) as FeedName[];
  for (const name of names) server.route(`/${name}.xml`, () => ({ body: rss(FEEDS[name], articles[name]) }));
  const catalogue = join(folder, 'feeds.yaml');
  await writeFile(
    catalogue,
    `feeds:\n${names
      .map((name) => {
        const { title, lang, kind } = FEEDS[name];
        return `  - {id: ${name}, url: "${server.url}/${name}.xml", title: ${title}, publisher: ${title}, lang: ${lang}, kind: ${kind}}`;
      })
      .join('\n')}\n`,
  );
  const config: Config = {
    slack: given.slack ?? null,
    discord: given.discord ?? null,
    http: { port: given.http === true ? 0 : null, publicUrl: given.publicUrl ?? null },
    store: { kind: 'sqlite', folder },
    feeds: { catalogue, allowPrivate: ['127.0.0.0/8'], pollSeconds: null },
    retention: { days: 400, budgetMb: 2_048 },
    lang: 'fr',
    zone: 'Europe/Paris',
    operators: { slack: [], discord: [] },
    spaces: null,
    logLevel: 'info',
    proxy: { url: null, except: [], caFile: null },
  };
  const logged: Logged[] = [];
  const bot = await createBot({
    config,
    clock: { now: () => new Date().toISOString() },
    log: recording(logged),
    egress: { dispatcher: undefined, proxyFor: () => null },
    sitting: given.sitting ?? null,
  });
  await bot.start();
  // The first reading begins by itself and is the silent one.
  await vi.waitFor(async () => {
    const feeds = await bot.store.feeds.list();
    expect(feeds.filter((feed) => feed.lastOkAt !== null)).toHaveLength(names.length);
  }, PATIENT);
  const stateOf = (platform: string) => bot.platforms.find((one) => one.id === platform)?.health().state;
  return {
    bot,
    logged,
    port: () => {
      const line = logged.find(({ message }) => message === 'listening');
      const port = line && 'port' in line.fields ? line.fields.port : null;
      if (typeof port !== 'number') throw new Error('the bot does not listen');
      return port;
    },
    publish: (feed, article) => void articles[feed].push(article),
    round: async () => void (await bot.poll(true)),
    reaches: (platform, state) => vi.waitFor(() => expect(stateOf(platform)).toBe(state), PATIENT),
    stop: async () => {
      await bot.stop();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every piece of text in a message of any platform, one to a line: what a person reads, markup included. */
export function wordsOf(message: unknown): string {
  if (typeof message === 'string') return message;
  if (Array.isArray(message)) return message.map(wordsOf).join('\n');
  if (typeof message === 'object' && message !== null) return Object.values(message).map(wordsOf).join('\n');
  return '';
}

/** The news of the tests: a first telling, and an official one of the same event. */
export const FIRST: Article = {
  id: 'first-1',
  title: 'S3NS décroche enfin la qualification SecNumCloud',
  summary:
    'La filiale de Thales obtient la qualification SecNumCloud 3.2 de l’ANSSI pour PREMI3NS, son cloud de confiance fondé sur Google Cloud.',
};
export const OFFICIAL: Article = {
  id: 'official-1',
  title: 'S3NS : l’offre PREMI3NS obtient la qualification SecNumCloud 3.2',
  summary: 'L’ANSSI a qualifié le service PREMI3NS de la société S3NS selon le référentiel SecNumCloud 3.2.',
};
export const OUTAGE: Article = {
  id: 'outage-1',
  title: 'Outscale : panne de deux heures dans une région cloud',
  summary:
    'Outscale a subi ce matin une panne de deux heures dans une région de son cloud public ; le service est rétabli.',
};
export const MORE_OUTAGE: Article = {
  id: 'outage-2',
  title: 'OVHcloud : panne majeure dans un centre de données de Gravelines',
  summary: 'OVHcloud a subi une panne majeure ce matin à Gravelines ; des milliers de sites sont touchés.',
};
/** Everything that would act on a platform, spelled out in a title. */
export const HOSTILE: Article = {
  id: 'hostile-1',
  title:
    'Scaleway : panne <!channel> @everyone <@U0VIGIE> [gagnez](http://evil.example/win) <http://evil.example/x|clic> **gras** `code`',
  summary: 'Scaleway a subi une panne ce matin dans sa région de Paris. <script>alert(1)</script> @here <!here>',
};
