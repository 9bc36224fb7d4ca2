import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyv } from 'keyv';
import { createFeedClient } from '../../feeds/fetch.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import { askerOn } from '../../src/bot/asking.ts';
import { intakeOn } from '../../src/bot/intake.ts';
import { USER_AGENT } from '../../src/bot/parts.ts';
import { canonical, dayInWords, loadReleased, recordOn } from '../../src/bot/released.ts';
import type { Caller } from '../../src/command.ts';
import { buildOrder } from '../../src/delivery/cards.ts';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { healthCard, summaryCard } from '../../src/delivery/notice-view.ts';
import { DEMO_FEEDS, DEMO_MOMENTS } from '../../src/demo/articles.ts';
import { startDemoServer } from '../../src/demo/server.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { PlatformId } from '../../src/domain/subscription.ts';
import type { View } from '../../src/domain/view.ts';
import { silentLog } from '../../src/log.ts';
import { messagesOf } from '../../src/messages/index.ts';
import type { Outgoing, Platform } from '../../src/ports/platform.ts';
import type { Clock } from '../../src/ports.ts';
import { keyvStorage } from '../../src/store/keyv.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { pollDue } from '../../src/watch/poller.ts';

/** One thing to look at. `only`: seen by the asker alone. */
export type Scene = { readonly name: string; readonly view: View; readonly at: Instant; readonly only: boolean };

/** The day on which the questions are asked: the answers of the pictures stay what they are. */
const ASKED: Instant = '2026-11-22T09:41:00.000Z';

type Act = { readonly at: Instant; readonly act: Outgoing['act'] };

/** What a channel of `platform` was sent during the demonstration's fortnight, and answers to questions asked there. */
export async function scenesOf(platform: PlatformId, lang: Lang): Promise<readonly Scene[]> {
  const m = messagesOf(lang);
  const [start = ASKED] = DEMO_MOMENTS;
  let now: Instant = start;
  const clock: Clock = { now: () => now };
  const folder = await mkdtemp(join(tmpdir(), 'vigie-gallery-'));
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
    const caller: Caller = {
      platform,
      lang,
      user: { id: 'U1', mayManage: true },
      channel: { platform, space: 'T1', channel: 'C1' },
    };
    const acts: Act[] = [];
    const dispatcher = createDispatcher({
      store,
      platforms: [recording(platform, (act) => acts.push({ at: now, act }))],
      build: (delivery, at) => buildOrder(delivery, { store, names: record }, at),
      clock,
      log: silentLog,
      settings: { gapMs: 0 },
    });
    const intake = intakeOn(store, record, silentLog);
    const entries = DEMO_FEEDS.map(({ id, publisher, title, lang: spoken, kind }) => ({
      id,
      url: server.url(id),
      title,
      publisher,
      lang: spoken,
      kind,
      note: null,
    }));
    await store.feeds.sync(entries, now);

    const scenes: Scene[] = [];
    const ask = async (name: string, line: string): Promise<void> => {
      const shown = await asker.line(line, caller);
      scenes.push({ name, view: shown.view, at: now, only: shown.private });
    };
    await ask('watch', m.commands['watch']?.name ?? 'watch');
    for (const moment of DEMO_MOMENTS) {
      now = moment;
      await pollDue({
        feeds: store.feeds,
        read: (feed, way) => readFeed(feed, { client, parser }, now, way),
        intake,
        clock,
        force: true,
      });
      await dispatcher.drain();
    }
    scenes.push(...cardsOf(acts));

    const items = await store.items.list({ limit: 100 });
    const filtered = items.find((item) => item.reason === 'not_relevant');
    if (filtered) await ask('why-not', `why ${filtered.key}`);
    const stories = await store.stories.list({ limit: 20 });
    const told = stories.find((story) => story.corroboration === 'confirmed');
    if (told) await ask('why', `why story:${told.id}`);
    if (told) await ask('story', `story ${told.id}`);
    await ask('watching', 'watching');
    await ask('mute', 'mute provider:s3ns for:7d');
    await ask('news', 'news');

    const feed = await store.feeds.get('fil-cloud');
    if (feed) {
      const real = { ...feed, title: 'LeMagIT', url: 'https://www.lemagit.fr/rss/ContentSyndication.xml' };
      const failing = { ...real, code: 'http_forbidden', lastOkAt: '2026-11-20T07:00:00.000Z' } as const;
      scenes.push({ name: 'feed-failing', view: healthCard(failing, 'failing', m), at: now, only: false });
      const moved = { ...real, movedTo: 'https://www.lemagit.fr/rss/nouveau-fil-du-cloud.xml' };
      scenes.push({ name: 'feed-moved', view: healthCard(moved, 'moved', m), at: now, only: false });
    }
    const summed = await Promise.all(
      stories.map(async (story) => ({ story, link: (await store.stories.members(story.id))[0]?.link ?? null })),
    );
    scenes.push({ name: 'summary', view: summaryCard(summed, record, m), at: now, only: false });

    now = ASKED;
    await ask('offer-bleu', 'offer bleu');
    await ask('offer-bleu-sources', nextLine(scenes.at(-1)?.view));
    await ask('offer-s3ns', 'offer s3ns');
    await ask('offer-premi3ns', 'offer s3ns/premi3ns');
    await ask('offer-as-of', 'offer bleu as-of:2022-06-30');
    await ask('offer-known-on', 'offer bleu known-on:2026-01-15');
    await ask('offer-numergy', 'offer numergy');
    await ask('offers', 'offers');
    await ask('timeline', 'timeline bleu');
    await ask('timeline-s3ns', 'timeline s3ns');
    await ask('compare', 'compare bleu s3ns');
    await ask('promises', 'promises');
    await ask('promises-bleu', 'promises bleu');
    await ask('expiring', 'expiring');
    await ask('search', 'search "Google" s3ns');
    await ask('evidence', 'evidence bleu');
    await ask('feeds-export', 'feeds export');
    await ask('unknown-name', 'offer blue cloud');
    await ask('unknown-command', 'ofre bleu');
    await ask('bad-day', 'offer bleu as-of:pâques-fleuries');
    await ask('status', 'status');
    await ask('help', 'help');
    await ask('help-watch', 'help watch');
    return scenes;
  } finally {
    await parser.close();
    await client.close();
    await server.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A platform that takes everything and keeps it. */
function recording(id: PlatformId, keep: (act: Outgoing['act']) => void): Platform {
  let posted = 0;
  return {
    id,
    start: async () => undefined,
    send: async ({ act }) => {
      keep(act);
      if (act.kind === 'edit') return { kind: 'sent', ref: act.ref };
      posted += 1;
      return { kind: 'sent', ref: { channel: 'C1', message: String(posted) } };
    },
    health: () => ({ platform: id, state: 'connected', code: null, since: ASKED }),
    stop: async () => undefined,
  };
}

/** Every card as it was posted, its last edit, and every reply, in the order of sending. */
function cardsOf(acts: readonly Act[]): Scene[] {
  return acts.map(({ at, act }, i) => ({
    name: `card-${String(i + 1).padStart(2, '0')}-${act.kind}-${act.view.tone}`,
    view: act.view,
    at,
    only: false,
  }));
}

/** What the "next" button of an answer asks. */
function nextLine(view: View | undefined): string {
  const buttons = view?.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : [])) ?? [];
  return buttons.find(({ line }) => line.startsWith('page '))?.line ?? 'help';
}
