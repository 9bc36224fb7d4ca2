import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIN_CORROBORATIONS, type MinCorroboration } from '../../src/domain/subscription.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';
import { corroborationOf } from '../../src/reading/corroboration.ts';
import { openTestStore } from '../store/harness.ts';
import { feed, HOUR, item, later, NOW, partsFor, rows, subscription } from './world.ts';

/** What channels hear of one event, told by ever more and other voices, with the released rule of who establishes what. */

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, close } = await openTestStore('sqlite'));
  for (const min of MIN_CORROBORATIONS) await store.subscriptions.put(subscription(min, { min }));
});
afterEach(() => close());

let hours = 0;
async function tell(publisher: string, title: string, kind: 'press' | 'vendor' = 'press'): Promise<void> {
  hours++;
  const now = later(NOW, hours * HOUR);
  const intake = createIntake({ ...partsFor(store), corroborate: corroborationOf });
  const items = [
    item(`${publisher}-${hours}`, title, { published: now, link: `https://${publisher}.example/${hours}` }),
  ];
  await intake(
    {
      feed: feed(publisher, now, { kind, url: `https://${publisher}.example/feed.xml` }),
      items,
      first: false,
      health: [],
    },
    now,
  );
}

/** Which channels, by the least that each asked for, have a card. */
async function heard(): Promise<string[]> {
  const cards = (await rows(store)).filter(({ order }) => order.kind === 'card');
  return cards.map(({ channel }) => channel.channel);
}
const steps = async (least: MinCorroboration): Promise<string[]> =>
  (await rows(store)).flatMap(({ order, channel }) =>
    order.kind === 'step' && channel.channel === least ? [`${order.from} to ${order.to}`] : [],
  );

test('a second voice makes a rumour a report, however many more never make it a fact', async () => {
  await tell('alpha', 'bleu launch #1 rumour');
  expect(await heard()).toEqual(['rumour']);
  await tell('beta', 'bleu launch #1 rumour');
  expect(await heard()).toEqual(['rumour', 'reported']);
  expect(await steps('rumour')).toEqual(['rumour to reported']);
  for (const name of ['gamma', 'delta', 'epsilon']) await tell(name, 'bleu launch #1 rumour');
  expect(await heard()).toEqual(['rumour', 'reported']);
});

test('one report is heard by who wants reports, a second one confirms', async () => {
  await tell('alpha', 'bleu launch #1');
  expect((await heard()).sort()).toEqual(['reported', 'rumour']);
  await tell('beta', 'bleu launch #1');
  expect((await heard()).sort()).toEqual(['confirmed', 'reported', 'rumour']);
});

test('who wants only what is confirmed is not told a denial of what it never heard', async () => {
  await tell('alpha', 'bleu launch #1 rumour');
  await tell('bleu-press', 'bleu denied #1', 'vendor');
  expect((await heard()).sort()).toEqual(['reported', 'rumour']);
  expect(await steps('rumour')).toEqual(['rumour to denied']);
});

test('a denial that is withdrawn is a step only once it is confirmed', async () => {
  await tell('alpha', 'bleu launch #1 rumour');
  await tell('bleu-press', 'bleu denied #1', 'vendor');
  await tell('beta', 'bleu launch #1');
  expect(await steps('rumour')).toEqual(['rumour to denied']);
  await tell('bleu-press', 'bleu launch #1', 'vendor');
  expect(await steps('rumour')).toEqual(['rumour to denied', 'denied to confirmed']);
  expect((await heard()).sort()).toEqual(['confirmed', 'reported', 'rumour']);
});
