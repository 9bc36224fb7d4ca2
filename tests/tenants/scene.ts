import type { Asker, Shown } from '../../src/command.ts';
import { type Space, spaceOf } from '../../src/domain/space.ts';
import { type ChannelRef, channelKey } from '../../src/domain/subscription.ts';
import type { Block } from '../../src/domain/view.ts';
import type { Store } from '../../src/ports.ts';
import { NOW, openScene } from '../asking/scene.ts';
import { alert, entry, item, member, story, subscription, traits } from '../store/samples.ts';

/** What stands in everything that belongs to a tenant, and in what belongs to one of its channels. */
export const mark = (tenant: string): string => `ZQMARK${tenant.toUpperCase()}`;
export const channelMark = (tenant: string): string => `ZQCHAN${tenant.toUpperCase()}`;

/** What belongs to a tenant, by the names under which one might ask for it. */
export type Things = {
  readonly channel: ChannelRef;
  readonly space: Space | null;
  readonly feed: string;
  readonly story: string;
  readonly item: string;
  readonly alert: string;
  readonly link: string;
  readonly stuck: string;
  readonly dead: string;
};

export type Tenants = {
  readonly asker: Asker;
  readonly store: Store;
  /** Gives a channel feeds, news, names, settings and messages of its own. */
  readonly seed: (tenant: string, channel: ChannelRef) => Promise<Things>;
  readonly close: () => Promise<void>;
};

/** Gives a channel feeds, news, names, settings and messages of its own. */
export async function seedTenant(store: Store, tenant: string, channel: ChannelRef): Promise<Things> {
  const [words, own] = [mark(tenant), channelMark(tenant)];
  const space = spaceOf(channel);
  const id = `own-${tenant}`;
  const things: Things = {
    channel,
    space,
    feed: id,
    story: `s-${tenant}`,
    item: `k-${tenant}`,
    alert: `a-${tenant}`,
    link: `https://${tenant}.example/article`,
    stuck: `u-${tenant}`,
    dead: `d-${tenant}`,
  };
  await store.feeds.add(
    entry(id, { title: `${words} feed`, url: `https://${tenant}.example/${words}` }),
    'U',
    NOW,
    space,
  );
  const feed = await store.feeds.get(id);
  if (feed) await store.feeds.save({ ...feed, failures: 3, code: 'timeout' });
  const told = story(things.story, { title: `${words} story`, providers: ['bleu'], main: 'bleu' });
  const teller = member(things.item, {
    feed: id,
    title: `${words} article`,
    link: things.link,
    publisher: `${words} paper`,
  });
  await store.stories.add(told, teller, traits(told));
  await store.items.add(
    item(things.item, { feed: id, title: `${words} article`, link: things.link, story: things.story }),
  );
  await store.subscriptions.put(subscription({ channel, providers: 'all' }));
  await store.subscriptions.mute({ channel, what: 'provider:bleu', until: '2027-01-01T00:00:00.000Z' });
  await store.ownNames.put({
    channel,
    id: `own:${own.toLowerCase()}`,
    name: own,
    context: [],
    risk: 'low',
    since: NOW,
  });
  await store.alerts.ensure(alert(things.alert, { story: things.story, channel }));
  for (const [row, state, code] of [
    [things.stuck, 'unsure', 'perhaps_sent'],
    [things.dead, 'dead', 'channel_gone'],
  ] as const) {
    await store.outbox.add({
      id: row,
      channel,
      order: { kind: 'card', alert: things.alert },
      dueAt: NOW,
      createdAt: NOW,
    });
    await store.outbox.settle(row, { state, code, at: NOW });
  }
  return things;
}

/** The real asker on a store in which tenants have things of their own, beside feeds that all share. */
export async function openTenants(): Promise<Tenants> {
  const { asker, store, close } = await openScene();
  await store.feeds.sync(
    Array.from({ length: 14 }, (_, n) => entry(`common-${n}`, { title: `Common ${n}` })),
    NOW,
  );
  return { asker, store, seed: (tenant, channel) => seedTenant(store, tenant, channel), close };
}

/** Everything that people can change, as one text; with a tenant only what is its. */
export async function everything(store: Store, of: Things | null = null): Promise<string> {
  const mine = (channel: ChannelRef): boolean => of === null || channelKey(channel) === channelKey(of.channel);
  const channels = (await store.subscriptions.all()).filter(({ channel }) => mine(channel));
  const mutes = await Promise.all(channels.map(({ channel }) => store.subscriptions.mutes(channel, NOW)));
  const states = ['waiting', 'sending', 'sent', 'unsure', 'dead'] as const;
  const feeds = (await store.feeds.list()).filter(
    ({ space }) => of === null || space === undefined || space === of.space,
  );
  const left = of === null || of.space === null ? [] : [...(await store.spaces.leftOut(of.space))];
  return JSON.stringify({
    feeds,
    left,
    channels,
    mutes,
    names: (await store.ownNames.all()).filter(({ channel }) => mine(channel)),
    digests: (await store.digests.schedules()).filter(({ channel }) => mine(channel)),
    rows: (await store.outbox.list({ states, limit: 1_000 })).filter(({ channel }) => mine(channel)),
  });
}

/** The lines of all buttons of an answer. */
export function linesOf({ view }: Pick<Shown, 'view'>): string[] {
  return view.blocks.flatMap((block: Block) => (block.kind === 'buttons' ? block.buttons.map(({ line }) => line) : []));
}

/** The code of what stood against an answer; null when nothing did. */
export function faultOf({ ok, data }: Shown): string | null {
  if (ok || typeof data !== 'object' || data === null || !('error' in data)) return null;
  return String(data.error);
}
