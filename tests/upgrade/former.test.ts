import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intakeOn } from '../../src/bot/intake.ts';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import { buildOrder } from '../../src/delivery/cards.ts';
import { openDigests } from '../../src/delivery/digest.ts';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Store } from '../../src/ports.ts';
import type { DatasetRecord } from '../../src/queries.ts';
import { silent } from '../pipeline/world.ts';
import { type Chat, openChat } from './chat.ts';
import { type FormerPlace, formerPlace, formers } from './former.ts';
import { ADDED, at, CATALOGUE, CHANNELS, type ChannelName, POLLS, read, SUBSCRIPTIONS } from './scene.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Nine o'clock in Paris, a week after the digests that the fixture holds. */
const NEXT_MONDAY = 7 * DAY - 6 * HOUR;

/** What names a row of each table. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  feed: ['id'],
  item: ['key'],
  item_provider: ['item', 'provider'],
  item_word: ['item', 'word'],
  story: ['id'],
  story_provider: ['story', 'provider'],
  story_event: ['story', 'event'],
  story_member: ['story', 'item'],
  subscription: ['channel'],
  mute: ['channel', 'what'],
  own_name: ['channel', 'id'],
  alert: ['id'],
  outbox: ['id'],
  digest_schedule: ['channel'],
  digest_run: ['channel', 'week'],
  digest_note: ['channel', 'story', 'was', 'week'],
  statement: ['id'],
  inbox: ['id'],
  cache: ['key'],
};

let record: DatasetRecord;

describe.each(formers())('a database of version $version on $engine', (former) => {
  let place: FormerPlace;
  beforeEach(async () => {
    place = await formerPlace(former);
    record ??= await recordOn(await loadReleased(), []);
  });
  afterEach(() => place.close());

  const namesOf = async (): Promise<Record<string, string[]>> => {
    const named: Record<string, string[]> = {};
    for (const [table, keys] of Object.entries(KEYS)) {
      const rows = await place.ask(`select ${keys.join(', ')} from ${table}`);
      named[table] = rows.map((row) => keys.map((key) => String(row[key])).join(' ')).sort();
    }
    return named;
  };

  test('every row is kept', async () => {
    const before = await namesOf();
    await place.open();
    expect(await namesOf()).toEqual(before);
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
  });

  test('what the rows mean is kept', async () => {
    const outbox = await place.ask('select id, state, attempts, ambiguous, code from outbox order by id');
    const stored = await place.ask('select key, item_id, fate, reason, story from item order by key');
    const cards = await place.ask('select id, story, ref_message, shown from alert order by id');
    const store = await place.open();
    for (const { id, state, attempts, ambiguous, code } of outbox) {
      const row = await store.outbox.get(String(id));
      expect(row).toMatchObject({ state, attempts: Number(attempts), ambiguous: Number(ambiguous) === 1, code });
    }
    const shown = new Map(POLLS.flatMap(({ items }) => items).map((item) => [item.id, item]));
    for (const { key, item_id: id, fate, reason, story } of stored) {
      const item = await store.items.get(String(key));
      const { title, link, published, summary } = shown.get(String(id)) ?? {};
      expect(item).toMatchObject({ id, fate, reason, story, title, link, published, summary });
      expect(item?.reading?.events.length).toBeGreaterThan(0);
    }
    for (const { id, story, ref_message: message, shown: version } of cards) {
      const alert = await store.alerts.get(String(id));
      expect(alert).toMatchObject({ story, shown: Number(version) });
      expect(alert?.ref?.message ?? null).toBe(message);
    }
    for (const subscription of SUBSCRIPTIONS) {
      expect(await store.subscriptions.get(subscription.channel)).toMatchObject(subscription);
    }
    expect(await store.subscriptions.mutes(CHANNELS.narrow, at(0))).toHaveLength(2);
    expect(await store.ownNames.of(CHANNELS.queued)).toMatchObject([{ id: 'own:nuage-vert', name: 'Nuage Vert' }]);
    expect(await store.statements.all()).toMatchObject([{ id: 'fixture-1', subject: 's3ns/premi3ns' }]);
    expect(await store.inbox.first('Ev0FIXTURE', at(0))).toBe(false);
    expect(await store.cache.get('asking::page', 0)).toBe('{"value":"kept"}');
    expect(await store.digests.lastRun(CHANNELS.weekly)).toMatchObject({ week: '2026-W49', until: at(-6 * HOUR) });
    expect(await store.digests.notes(CHANNELS.both, null)).toHaveLength(4);
  });

  test('feeds stand as they stood, and are read on', async () => {
    const store = await place.open();
    await store.feeds.sync(CATALOGUE, at(1));
    expect(await store.feeds.get('failing')).toMatchObject({ failures: 4, code: 'timeout', told: ['failing'] });
    expect(await store.feeds.get('gone')).toMatchObject({ stopped: true, code: 'http_gone', told: ['gone'] });
    expect(await store.feeds.get('out')).toMatchObject({ stopped: true });
    expect(await store.feeds.get('own-kept')).toMatchObject({
      ...ADDED[0],
      stopped: false,
      firstReadAt: at(-20 * DAY),
    });
    expect(await store.feeds.get('new')).toMatchObject({ firstReadAt: null });
    const { validators, firstReadAt } = read('fil', at(-10));
    expect(await store.feeds.get('fil')).toMatchObject({ validators, firstReadAt, lastOkAt: at(-10) });
    const due = (await store.feeds.due(at(11), 100)).map(({ id }) => id).filter((id) => id !== 'far');
    expect(due.sort()).toEqual(['failing', 'fil', 'lookout', 'new', 'own-kept', 'registre']);
  });

  test('what the feeds showed before is told to nobody again, and what is new is', async () => {
    const store = await place.open();
    const rows = async () => (await place.ask('select id from outbox')).length;
    const before = await rows();
    const intake = intakeOn(store, record, silent);
    for (const name of ['fil', 'registre', 'lookout']) {
      const items = POLLS.filter(({ feed }) => feed === name).flatMap(({ items }) => items.toReversed());
      const again = await intake(
        { feed: read(name, at(11)), items: items.reverse(), first: false, health: [] },
        at(11),
      );
      expect(again).toMatchObject({ fresh: 0, revised: 0 });
    }
    expect(await rows()).toBe(before);

    const news: Item = {
      id: 'after-1',
      title: 'Outscale : retour sur la panne de deux heures dans une région cloud',
      link: 'https://lookout.example/after-1',
      published: at(11),
      updated: null,
      summary:
        'Outscale a subi ce matin une panne de deux heures dans une région de son cloud public ; le service est rétabli.',
      content: '',
      author: null,
      lang: 'fr',
      categories: [],
    };
    const other = { ...news, id: 'after-2', link: 'https://lookout.example/after-2' };
    const launch = {
      ...other,
      title: 'NumSpot lance une offre de stockage',
      summary: 'NumSpot lance la disponibilité générale de son offre de stockage dans son cloud souverain.',
    };
    const poll = { feed: read('lookout', at(12)), items: [news, launch], first: false, health: [] };
    const counts = await intake(poll, at(12));
    // The first joins the story of before, the other opens one of its own.
    expect(counts.fates).toMatchObject({ joined: 1, alerted: 1 });
    expect(await rows()).toBeGreaterThan(before);
  });

  test('the outbox goes on: what waited comes once and in order, what was in flight is settled once', async () => {
    const chat = await standing(place);
    const store = await place.open();
    await goOn(store, chat, [3, 6, 20, HOUR, 2 * HOUR, 8 * HOUR]);

    // No delivery reached a chat twice, and no card stands twice in a channel.
    const deliveries = chat.messages.flatMap(({ delivery }) => (delivery === null ? [] : [delivery]));
    expect(deliveries.length).toBe(new Set(deliveries).size);
    for (const { channel } of SUBSCRIPTIONS) {
      const stories = chat.messages
        .filter((message) => message.channel === channel.channel && message.thread === null)
        .flatMap(({ text }) => /why story:[^"|]+/.exec(text)?.[0] ?? []);
      expect(stories).toEqual([...new Set(stories)]);
    }
    const states = await store.outbox.countByState();
    expect(states).toMatchObject({ waiting: 0, sending: 0, unsure: 1 });

    const TITLES = {
      outscale: 'Outscale : panne de deux heures',
      ovh: 'OVHcloud : panne majeure',
      scaleway: 'Scaleway lance une offre',
      own: 'Nuage Vert lance une offre',
    } as const;
    const told = (name: ChannelName): string[] =>
      chat.came(CHANNELS[name].channel).map(({ text, thread }) => {
        const [title] = Object.entries(TITLES).find(([, words]) => text.includes(words)) ?? ['other'];
        return thread === null ? title : `under ${thread.includes('card-of') ? 'a card of before' : 'a card'}`;
      });
    const cards = (name: ChannelName): string[] => told(name).filter((one) => one in TITLES);
    expect(cards('queued')).toEqual(['outscale', 'ovh', 'scaleway', 'own']);
    expect(told('queued').filter((one) => one === 'under a card of before')).toHaveLength(1);
    // Already there: the row is done, the card is brought up to date, nothing is posted again.
    for (const name of ['half', 'halfThere', 'doubt'] as const) {
      expect(cards(name)).toEqual(['ovh', 'scaleway']);
      expect(told(name).filter((one) => one.startsWith('under'))).toEqual(['under a card of before']);
      const [card] = chat.messages.filter(
        ({ channel, text }) => channel === CHANNELS[name].channel && text.includes(TITLES.outscale),
      );
      expect(card).toMatchObject({ before: true, text: expect.stringMatching(/confirmé|confirmed/) });
    }
    expect(cards('lost').sort()).toEqual(['outscale', 'ovh', 'scaleway']);
    expect(cards('retry').sort()).toEqual(['outscale', 'ovh', 'scaleway']);
    expect(cards('narrow')).toEqual(['outscale']);
    // A person decides.
    expect(chat.came(CHANNELS.unsure.channel)).toEqual([]);
    const [unsure] = await store.outbox.list({ states: ['unsure'], limit: 10 });
    expect(unsure).toMatchObject({ channel: CHANNELS.unsure, code: 'perhaps_sent' });
    // What a burst gathered is named once.
    const burst = chat.came(CHANNELS.burst.channel).map(({ text }) => text);
    for (const title of [TITLES.ovh, TITLES.scaleway]) {
      expect(burst.filter((text) => text.includes(title))).toHaveLength(1);
    }
    expect(burst.filter((text) => text.includes(TITLES.outscale))).toEqual([]);
    // The trouble of a feed, once wherever it had not been told.
    for (const { channel } of SUBSCRIPTIONS) {
      const health = chat.came(channel.channel).filter(({ text }) => text.includes('Le fil failing'));
      const before = [CHANNELS.unsure, CHANNELS.burst, CHANNELS.both].some((one) => one.channel === channel.channel);
      expect([channel.channel, health.length]).toEqual([channel.channel, before ? 0 : 1]);
    }
  });

  test('the digest that waited comes, and the next week has one of its own with what is new', async () => {
    const chat = await standing(place);
    const store = await place.open();
    await goOn(store, chat, [3, HOUR, 8 * HOUR]);
    const digests = (name: ChannelName): string[] =>
      chat
        .came(CHANNELS[name].channel)
        .map(({ text }) => text)
        .filter((text) => text.includes('Le Digest') || text.includes('2026-W') || /semaine \d+/.test(text));
    expect(digests('weekly')).toHaveLength(1);
    expect(digests('weekly')[0]).toContain('OVHcloud signe avec la ville de Lyon');
    expect(digests('both')).toEqual([]);

    for (const hours of [0, 1, 5, 24]) await goOn(store, chat, [NEXT_MONDAY + 1 + hours * HOUR]);
    for (const name of ['weekly', 'both'] as const) {
      const latest = digests(name);
      expect(latest).toHaveLength(name === 'weekly' ? 2 : 1);
      expect(latest.at(-1)).toContain('S3NS décroche enfin la qualification SecNumCloud');
      expect(latest.at(-1)).toContain('Outscale : panne de deux heures');
      expect(latest.at(-1)).not.toContain('ville de Lyon');
    }
  });
});

/** The chats as they stood: a message for every card that was shown, and those of which only the chat knows. */
async function standing(place: FormerPlace): Promise<Chat> {
  const alerts = await place.ask('select id, channel, story, ref_message from alert order by id');
  const flying = await place.ask(
    `select id, channel, body from outbox where state = 'sending' or state = 'waiting' and ambiguous = 1 order by seq`,
  );
  const last = (channel: unknown): string => String(channel).split(':').at(-1) ?? '';
  const shown = alerts.flatMap(({ id, channel, story, ref_message: ref }) =>
    ref === null
      ? []
      : [{ id: `card-of-${id}`, channel: last(channel), delivery: null, thread: null, text: `why story:${story}` }],
  );
  const arrived = flying.flatMap(({ id, channel, body }) => {
    if (last(channel) === CHANNELS.lost.channel) return [];
    const { alert } = JSON.parse(String(body)) as { alert: string };
    const story = alerts.find((one) => one['id'] === alert)?.['story'];
    const text = `Outscale : panne de deux heures (why story:${story}`;
    return [{ id: `card-of-${alert}`, channel: last(channel), delivery: String(id), thread: null, text }];
  });
  return openChat([...shown, ...arrived]);
}

/** The program's sending, from the fixture's moment on: at each of these minutes everything that is due. */
async function goOn(store: Store, chat: Chat, minutes: readonly number[]): Promise<void> {
  let now = at(minutes[0] ?? 0);
  const dispatcher = createDispatcher({
    store,
    platforms: chat.platforms,
    build: (delivery, when) => buildOrder(delivery, { store, names: record }, when),
    clock: { now: () => now },
    log: silent,
    settings: { gapMs: 0 },
  });
  for (const minute of minutes) {
    now = at(minute);
    await openDigests(store, now);
    await dispatcher.drain();
  }
  await dispatcher.stop();
}
