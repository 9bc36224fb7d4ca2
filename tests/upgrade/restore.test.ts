import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOrder } from '../../src/delivery/cards.ts';
import { openDigests } from '../../src/delivery/digest.ts';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { passBy } from '../../src/delivery/restored.ts';
import { impliedSchedule } from '../../src/domain/digest.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';
import { backupSqlite, restoreSqlite } from '../../src/store/backup.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import {
  channel,
  DAY,
  feed,
  HOUR,
  item,
  later,
  MINUTE,
  NOW,
  names,
  partsFor,
  silent,
  subscription,
} from '../pipeline/world.ts';
import { type Chat, openChat } from './chat.ts';

let root: string;
let folder: string;
let file: string;
let chat: Chat;
let now: Instant;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vigie-restored-'));
  folder = join(root, 'data');
  file = join(root, 'copy.db');
  chat = openChat([]);
  now = NOW;
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A round over the one feed, as a bot makes it: silent when the feed counts as never read. */
async function poll(store: Store, shown: readonly Item[]): Promise<void> {
  const before = await store.feeds.get('alpha');
  const first = before === null || before.firstReadAt === null;
  const after = feed('alpha', now, { firstReadAt: before?.firstReadAt ?? now });
  await createIntake(partsFor(store))({ feed: after, items: shown, first, health: [] }, now);
}

async function send(store: Store): Promise<void> {
  const dispatcher = createDispatcher({
    store,
    platforms: chat.platforms,
    build: (delivery, when) => buildOrder(delivery, { store, names }, when),
    clock: { now: () => now },
    log: silent,
    settings: { gapMs: 0 },
  });
  await openDigests(store, now);
  await dispatcher.drain();
  await dispatcher.stop();
}

const restore = () =>
  restoreSqlite({
    folder,
    file,
    amend: async (store) => {
      await passBy(store, now);
    },
  });

const news = (n: number, published: Instant): Item => item(`n${n}`, `bleu launch #${n}`, { published });
const cardsOf = (name = 'C1'): string[] =>
  chat.messages
    .filter((message) => message.channel === name && message.thread === null)
    .map(({ text }) => /launch #\d+/.exec(text)?.[0] ?? 'digest');

test('a restore sends nothing again that went out after the backup, and goes on with what comes then', async () => {
  let store = await openSqlite({ folder });
  await store.subscriptions.put(subscription('C1'));
  const told = [news(1, later(NOW, -MINUTE))];
  await poll(store, [news(0, later(NOW, -DAY))]);
  now = later(NOW, MINUTE);
  await poll(store, told);
  await send(store);
  now = later(NOW, 2 * MINUTE);
  told.push(news(2, now));
  await poll(store, told);
  // The second card is on its way when the backup is made; it arrives, and a third story is told.
  await backupSqlite({ folder, file });
  await send(store);
  now = later(NOW, 3 * HOUR);
  told.push(news(3, now));
  await poll(store, told);
  await send(store);
  await store.close();
  expect(cardsOf()).toEqual(['launch #1', 'launch #2', 'launch #3']);

  now = later(NOW, 4 * HOUR);
  await restore();
  store = await openSqlite({ folder });
  // What came out while the store was away is not told either: nobody knows who told it.
  told.push(news(4, later(NOW, 3.5 * HOUR)));
  await send(store);
  await poll(store, told);
  await send(store);
  now = later(NOW, 5 * HOUR);
  await poll(store, told);
  await send(store);
  expect(cardsOf()).toEqual(['launch #1', 'launch #2', 'launch #3']);
  expect(await store.outbox.countByState()).toMatchObject({ waiting: 0, sending: 0, unsure: 0, dead: 0 });
  // It is there to be asked for.
  const kept = (await store.items.list({ limit: 10 })).filter(({ id }) => id === 'n3' || id === 'n4');
  expect(kept.map(({ fate }) => fate)).toEqual(['first_reading', 'first_reading']);

  told.push(news(5, now));
  await poll(store, told);
  await send(store);
  expect(cardsOf()).toEqual(['launch #1', 'launch #2', 'launch #3', 'launch #5']);
  await store.close();
});

test('what was on its way a day ago is shown as perhaps sent; a card that never arrived today is', async () => {
  let store = await openSqlite({ folder });
  await store.subscriptions.put(subscription('C1'));
  await poll(store, []);
  await poll(store, [news(1, NOW)]);
  now = later(NOW, 11 * HOUR);
  await poll(store, [news(1, NOW), news(2, now)]);
  await store.close();
  await backupSqlite({ folder, file });

  now = later(NOW, 13 * HOUR);
  await restore();
  store = await openSqlite({ folder });
  await send(store);
  expect(cardsOf()).toEqual(['launch #2']);
  const [held, ...others] = await store.outbox.list({ states: ['unsure', 'dead', 'waiting'], limit: 10 });
  expect(others).toEqual([]);
  expect(held).toMatchObject({ state: 'unsure', code: 'perhaps_sent', order: { kind: 'card' } });
  await store.close();
});

test('a card does not go back to how its story stood in the backup', async () => {
  let store = await openSqlite({ folder });
  await store.subscriptions.put(subscription('C1'));
  for (const name of ['beta', 'gamma']) await store.feeds.save(feed(name));
  const intake = (name: string, items: readonly Item[], first = false) =>
    createIntake(partsFor(store))({ feed: feed(name, now), items, first, health: [] }, now);
  await intake('alpha', [item('a', 'bleu launch #1')]);
  await send(store);
  await intake('beta', [item('b', 'bleu launch #1')]);
  await backupSqlite({ folder, file });
  await send(store);
  now = later(NOW, HOUR);
  await intake('gamma', [item('c', 'bleu denied #1')]);
  await send(store);
  await store.close();
  const [card] = chat.messages;
  // Apart from when the store says that it grew.
  const seen = () => card?.text.replace(/updated [^"]+/, '');
  const shown = seen();
  expect(shown).toContain('bleu denied');

  now = later(NOW, 2 * HOUR);
  await restore();
  store = await openSqlite({ folder });
  await send(store);
  expect(seen()).toBe(shown);
  // Read again, in silence; then the card is drawn, as the story stands.
  for (const [name, id, title] of [
    ['alpha', 'a', 'bleu launch #1'],
    ['beta', 'b', 'bleu launch #1'],
    ['gamma', 'c', 'bleu denied #1'],
  ] as const) {
    await intake(name, [item(id, title)], true);
  }
  now = later(NOW, 3 * HOUR);
  await send(store);
  expect(seen()).toBe(shown);
  expect(await store.outbox.countByState()).toMatchObject({ waiting: 0, sending: 0 });
  await store.close();
});

test('a digest that went out after the backup does not come again', async () => {
  // A Monday, before and after nine o'clock in Paris.
  const [eve, monday] = ['2026-11-23T07:00:00.000Z', '2026-11-23T08:05:00.000Z'];
  let store = await openSqlite({ folder });
  const digestOnly = subscription('C1', { mode: 'digest', since: NOW });
  await store.subscriptions.put(digestOnly);
  await store.digests.put(impliedSchedule(digestOnly, NOW));
  await poll(store, []);
  await poll(store, [news(1, NOW)]);
  now = eve;
  await send(store);
  await backupSqlite({ folder, file });
  now = monday;
  await send(store);
  await store.close();
  expect(chat.messages).toHaveLength(1);

  now = later(monday, HOUR);
  await restore();
  store = await openSqlite({ folder });
  for (const hours of [0, 1, 24]) {
    now = later(monday, hours * HOUR);
    await poll(store, [news(1, NOW)]);
    await send(store);
  }
  expect(chat.messages).toHaveLength(1);
  const [held] = await store.outbox.list({ states: ['unsure'], limit: 10 });
  expect(held).toMatchObject({
    order: { kind: 'digest', week: '2026-W48' },
    code: 'perhaps_sent',
    channel: channel('C1'),
  });
  await store.close();
});

test('a failed amendment leaves the store as it was', async () => {
  const store = await openSqlite({ folder });
  await store.subscriptions.put(subscription('C1'));
  await backupSqlite({ folder, file });
  await store.subscriptions.put(subscription('C2'));
  await store.close();
  const broken = restoreSqlite({
    folder,
    file,
    amend: async () => {
      throw new Error('no');
    },
  });
  await expect(broken).rejects.toThrow('no');
  const again = await openSqlite({ folder });
  expect(await again.subscriptions.all()).toHaveLength(2);
  await again.close();
});
