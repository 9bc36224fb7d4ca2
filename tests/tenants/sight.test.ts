import { describe, expect, test } from 'vitest';
import { seenBy } from '../../src/bot/seen.ts';
import { type ChannelRef, channelKey } from '../../src/domain/subscription.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Repositories, Store } from '../../src/ports.ts';
import { corroborate, feed, item, later, NOW, partsFor, publishers, subscription } from '../pipeline/world.ts';
import { fc } from '../property.ts';
import { engines, openTestStore } from '../store/harness.ts';
import { entry } from '../store/samples.ts';

/** Feeds that all share, and those of two spaces; one space leaves a shared one out. */
const FEEDS = {
  lmi: { space: null, kind: 'press' },
  anssi: { space: null, kind: 'regulator' },
  north: { space: 'slack:TA', kind: 'press' },
  south: { space: 'slack:TB', kind: 'press' },
  east: { space: 'slack:TB', kind: 'vendor' },
} as const;
type Name = keyof typeof FEEDS;
const NAMES = Object.keys(FEEDS) as Name[];
const CHANNELS: Readonly<Record<'A' | 'B', ChannelRef>> = {
  A: { platform: 'slack', space: 'TA', channel: 'C1' },
  B: { platform: 'slack', space: 'TB', channel: 'C1' },
};
const HEARD: Readonly<Record<'A' | 'B', readonly Name[]>> = {
  A: ['lmi', 'north'],
  B: ['lmi', 'anssi', 'south', 'east'],
};

/** An article: whose feed, about which event, how it is told, and whether at an address that others have too. */
type Article = {
  readonly feed: Name;
  readonly event: number;
  readonly who: 'bleu' | 's3ns';
  readonly how: '' | 'rumour' | 'denied';
  readonly page: number | null;
};

const articles = fc.array(
  fc.record<Article>({
    feed: fc.constantFrom(...NAMES),
    event: fc.integer({ min: 1, max: 4 }),
    who: fc.constantFrom('bleu', 's3ns'),
    how: fc.constantFrom('', 'rumour', 'denied'),
    page: fc.option(fc.integer({ min: 1, max: 2 }), { freq: 2 }),
  }),
  { minLength: 6, maxLength: 18 },
);

/** Takes the articles of some feeds in, each at its own minute. */
async function takeIn(store: Store, all: readonly Article[], heard: readonly Name[]): Promise<void> {
  const intake = createIntake(partsFor(store));
  for (const [n, article] of all.entries()) {
    if (!heard.includes(article.feed)) continue;
    const at = later(NOW, n * 60_000);
    const told = `${article.who} launch #${article.event} ${article.how}`.trim();
    const link =
      article.page === null ? `https://n.example/${n}` : `https://n.example/p${article.event}-${article.page}`;
    const items = [item(`i${n}`, `${told} (${n})`, { link, published: at })];
    const { kind } = FEEDS[article.feed];
    await intake({ feed: feed(article.feed, at, { kind }), items, first: false, health: [] }, at);
  }
}

/** What a store has to say of stories: everything but their names. */
async function storiesOf(store: Repositories): Promise<string[]> {
  const all = await store.stories.list({ limit: 100 });
  const told = await Promise.all(
    all.map(async ({ id, title, providers, events, claims, corroboration, origins, main }) => {
      const members = (await store.stories.members(id)).map((member) => `${member.feed}: ${member.title}`);
      const said = claims.map((claim) => `${claim.provider} ${claim.value}`);
      return JSON.stringify({ title, providers, main, events, said, corroboration, origins, members });
    }),
  );
  return told.sort();
}

/** The cards and steps that were written for a channel, by the event that they tell. */
async function rowsOf(store: Store, channel: ChannelRef): Promise<string[]> {
  const rows = await store.outbox.list({ states: ['waiting'], limit: 1_000 });
  const told: string[] = [];
  for (const { channel: to, order } of rows) {
    if (channelKey(to) !== channelKey(channel) || (order.kind !== 'card' && order.kind !== 'step')) continue;
    const alert = await store.alerts.get(order.alert);
    const title = (await store.stories.get(alert?.story ?? ''))?.title ?? '';
    const event = /#\d/.exec(title)?.[0] ?? title;
    told.push(order.kind === 'card' ? `${event} card` : `${event} ${order.from} to ${order.to}`);
  }
  return told.sort();
}

async function watched(engine: 'sqlite' | 'postgres') {
  const opened = await openTestStore(engine);
  const { store } = opened;
  for (const name of NAMES) {
    const { space, kind } = FEEDS[name];
    if (space === null) await store.feeds.sync([entry(name, { kind })], NOW);
    else await store.feeds.add(entry(name, { kind }), 'U1', NOW, space);
  }
  for (const channel of Object.values(CHANNELS)) await store.subscriptions.put(subscription('C1', { channel }));
  return opened;
}

const judging = { corroborate, publishers };

describe.each(engines())('what a space sees, on %s', (engine) => {
  test('is what it would see if only the feeds it hears existed, and so is what its channels are told', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(articles, async (all) => {
        const real = await watched(engine);
        await real.store.spaces.leaveOut('slack:TA', 'anssi', 'U1', NOW);
        await takeIn(real.store, all, NAMES);
        for (const space of ['A', 'B'] as const) {
          const alone = await watched(engine);
          await takeIn(alone.store, all, HEARD[space]);
          const seen = seenBy(real.store, `slack:T${space}`, judging);
          expect(await storiesOf(seen)).toEqual(await storiesOf(alone.store));
          expect(await rowsOf(real.store, CHANNELS[space])).toEqual(await rowsOf(alone.store, CHANNELS[space]));
          await alone.close();
        }
        await real.close();
      }),
      { numRuns: engine === 'sqlite' ? 12 : 3 },
    );
  });

  test('what one space alone reads is nobody else’s: no story, item, feed, search or health message', async () => {
    const { store, close } = await watched(engine);
    const intake = createIntake(partsFor(store));
    const items = [item('x', 'bleu launch #7', { summary: 'motmarqué', link: 'https://n.example/x' })];
    await intake({ feed: feed('north', NOW), items, first: false, health: ['failing'] }, NOW);
    const rows = await store.outbox.list({ states: ['waiting'], limit: 10 });
    expect(rows.map((row) => `${row.channel.space} ${row.order.kind}`).sort()).toEqual(['TA card', 'TA feed_health']);
    const [story] = await store.stories.list({ limit: 1 });
    const [key] = (await store.items.list({ limit: 1 })).map((one) => one.key);
    for (const [space, mine] of [
      ['slack:TA', 1],
      ['slack:TB', 0],
      [null, 0],
    ] as const) {
      const seen = seenBy(store, space, judging);
      expect(await seen.stories.list({ limit: 5 })).toHaveLength(mine);
      expect(await seen.stories.search({ terms: ['motmarqu'], own: [], limit: 5 })).toHaveLength(mine);
      expect(await seen.stories.members(story?.id ?? '')).toHaveLength(mine);
      expect((await seen.stories.get(story?.id ?? '')) === null).toBe(mine === 0);
      expect((await seen.items.get(key ?? '')) === null).toBe(mine === 0);
      expect(await seen.items.byLink('https://n.example/x')).toHaveLength(mine);
      expect((await seen.feeds.get('north')) === null).toBe(mine === 0);
      expect((await seen.feeds.list()).filter(({ id }) => id === 'north')).toHaveLength(mine);
      expect((await seen.items.countByFate('2026-01-01')).alerted).toBe(mine);
      expect((await store.spaces.tally(space, '2026-01-01')).stories).toBe(mine);
    }
    await close();
  });
});
