import { expect, test } from 'vitest';
import type { Lang } from '../../src/domain/language.ts';
import type { ChannelRef } from '../../src/domain/subscription.ts';
import { CHANNEL, NOW, openScene, textOf } from '../asking/scene.ts';
import { subscription } from '../store/samples.ts';

const row = (id: string, channel: ChannelRef = CHANNEL) => ({
  id,
  channel,
  order: { kind: 'card', alert: `a-${id}` } as const,
  dueAt: NOW,
  createdAt: NOW,
});

test.for<[Lang, string, string]>([
  ['en', 'No message has arrived here since 22 November 2026', 'invite it with /invite'],
  ['fr', 'Aucun message n’arrive ici depuis le 22 novembre 2026', 'invitez-le avec /invite'],
])('a channel that takes no messages says so in %s, with what to do', async ([lang, since, remedy]) => {
  const scene = await openScene();
  const paused = { code: 'not_in_channel', since: NOW } as const;
  await scene.store.subscriptions.put(subscription({ channel: CHANNEL, paused }));
  const shown = textOf(await scene.ask('/watching', lang));
  expect(shown).toContain(since);
  expect(shown).toContain(remedy);
  await scene.ask('/watch', lang);
  expect(textOf(await scene.ask('/watching', lang))).not.toContain(since);
  await scene.close();
});

test('the state of the lookout names what was not delivered, to an operator in all spaces, and sends it again', async () => {
  const scene = await openScene();
  const { outbox, subscriptions } = scene.store;
  const elsewhere = { ...CHANNEL, space: 'other', channel: 'theirs' };
  const closed = { ...CHANNEL, channel: 'closed' };
  await subscriptions.put(subscription({ channel: closed, paused: { code: 'channel_archived', since: NOW } }));
  await subscriptions.put(subscription({ channel: elsewhere, paused: { code: 'channel_archived', since: NOW } }));
  for (const one of [row('mine'), row('theirs', elsewhere), row('left')]) await outbox.add(one);
  await outbox.settle('mine', { state: 'dead', code: 'bad_payload', at: NOW });
  await outbox.settle('theirs', { state: 'dead', code: 'bad_payload', at: NOW });
  await outbox.settle('left', { state: 'dead', code: 'nothing_to_show', at: NOW });
  const shown = textOf(await scene.ask('/status'));
  expect(shown).toContain('No message arrives in closed since 22 November 2026');
  expect(shown).toContain('the channel is archived; take it out of the archive');
  expect(shown).toContain('Not delivered in test · mine · the platform refused the message');
  expect(shown).toContain('delivery mine decision:again');
  expect(shown).toContain('Not delivered in theirs');
  expect(shown).not.toContain('left');
  expect((await scene.ask('/delivery mine decision:again')).ok).toBe(true);
  expect(await outbox.get('mine')).toMatchObject({ state: 'waiting', attempts: 0 });
  expect((await scene.ask('/delivery mine decision:again')).ok).toBe(false);
  await scene.close();
});
