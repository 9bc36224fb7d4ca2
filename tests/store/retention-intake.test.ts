import { expect, test } from 'vitest';
import { createIntake } from '../../src/pipeline.ts';
import {
  corroborate,
  DAY,
  feed,
  item,
  later,
  matchStory,
  NOW,
  publishers,
  read,
  silent,
  subscription,
} from '../pipeline/world.ts';
import { engines, openTestStore } from './harness.ts';

test.each(engines())('what the archive let go of is no news when its feed shows it again (%s)', async (engine) => {
  const { store, close } = await openTestStore(engine);
  const intake = createIntake({ store, read, matchStory, corroborate, publishers, log: silent });
  const long = later(NOW, -450 * DAY);
  const old = [
    item('told', 'bleu launch #1', { published: later(long, -3_600_000) }),
    item('undated', 's3ns launch #2', { published: null }),
  ];
  await store.subscriptions.put(subscription('C1'));
  await intake({ feed: feed('a', long), items: old, first: false, health: [] }, long);
  const sent = await store.outbox.list({ states: ['waiting'], limit: 10 });
  expect(sent).toHaveLength(2);
  for (const row of sent) await store.outbox.settle(row.id, { state: 'sent', code: null, at: long });
  const since = Array.from({ length: 200 }, (_, i) => item(`n${i}`, `none #n${i}`));
  await intake({ feed: feed('a'), items: since, first: false, health: [] }, NOW);

  const settings = { days: 400, budgetMb: 2_048 };
  const report = await store.sweep({ now: NOW, settings, cited: new Set() });
  expect(report).toMatchObject({ items: 1, stories: 1, alerts: 1, deliveries: 2 });

  // A feed that lists everything it ever had shows both again.
  const again = await intake({ feed: feed('a'), items: [...old, ...since], first: false, health: [] }, NOW);
  expect(again).toMatchObject({ fresh: 1, fates: { filtered: 1, alerted: 0, joined: 0 } });
  expect(await store.outbox.list({ states: ['waiting', 'sending'], limit: 10 })).toEqual([]);
  // And the story that stays can still be corrected.
  const [, undated] = old;
  if (!undated) throw new Error('no item');
  await intake(
    { feed: feed('a'), items: [{ ...undated, title: 's3ns launch #2 more' }], first: false, health: [] },
    NOW,
  );
  await close();
});
