import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addFeeds } from '../../src/bot/feed-changes.ts';
import { seenBy } from '../../src/bot/seen.ts';
import type { Caller } from '../../src/command.ts';
import { buildOrder } from '../../src/delivery/cards.ts';
import { MOST_OWN_FEEDS } from '../../src/domain/space.ts';
import { openScene, type Scene, textOf } from '../asking/scene.ts';
import { corroborate, names, publishers } from '../pipeline/world.ts';
import { engines, openTestStore } from '../store/harness.ts';
import { alert, entry, member, NOON, story, subscription, traits } from '../store/samples.ts';
import { faultOf, linesOf } from './scene.ts';

const NOW = '2026-11-22T09:00:00.000Z';
const in_ = (space: string, over: Partial<Caller['user']> = {}): Caller => ({
  platform: 'slack',
  lang: 'en',
  user: { id: 'U1', mayManage: true, ...over },
  channel: { platform: 'slack', space, channel: 'C1' },
});
const wanted = (url: string) => ({ url, title: url, lang: null, publisher: null, kind: null, note: null });

describe.each(engines())('feeds of spaces on %s', (engine) => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene({ engine });
    await scene.store.feeds.sync([entry('lmi'), entry('jdn')], NOW);
  });
  afterEach(() => scene.close());
  const ask = (line: string, caller: Caller) => scene.asker.line(line, caller);
  const record = { publishers: [] } as never;

  test('one manager leaves a shared feed out for the own space; it goes on for all others', async () => {
    const sure = await ask('feeds remove lmi', in_('TB'));
    expect(textOf(sure)).toContain('All share it: it is left out here');
    expect(linesOf(sure)).toEqual(['feeds remove lmi confirm:yes']);
    await ask('feeds remove lmi confirm:yes', in_('TB'));
    expect((await scene.store.feeds.due('2027-01-01', 10)).map(({ id }) => id)).toEqual(['jdn', 'lmi']);
    expect((await ask('feeds', in_('TA'))).data).toMatchObject({ total: 2, stopped: 0 });
    const there = await ask('feeds stopped', in_('TB'));
    expect(there.data).toMatchObject({ total: 2, stopped: 1, shown: 1 });
    expect(textOf(there)).toContain('left out here since 22 November 2026');
    expect((await ask('feeds export', in_('TB'))).data).toMatchObject({ feeds: 1 });
    expect((await ask('feeds remove lmi', in_('TB'))).data).toMatchObject({ removed: false });
    expect((await ask('feeds add https://lmi.example/feed', in_('TB'))).data).toMatchObject({ back: true });
    expect((await ask('feeds', in_('TB'))).data).toMatchObject({ total: 2, stopped: 0 });
  });

  test('operators take out for all, and put back; managers cannot start again what was stopped for all', async () => {
    const operator = in_('TA', { operator: true });
    const sure = await ask('feeds remove lmi', operator);
    expect(linesOf(sure)).toEqual(['feeds remove lmi confirm:yes', 'feeds remove lmi for:everyone']);
    expect(faultOf(await ask('feeds remove lmi for:everyone confirm:yes', in_('TB')))).toBe('operators_only');
    await ask('feeds remove lmi for:everyone confirm:yes', operator);
    expect((await scene.store.feeds.due('2027-01-01', 10)).map(({ id }) => id)).toEqual(['jdn']);
    expect(faultOf(await ask('feeds add https://lmi.example/feed', in_('TB')))).toBe('operators_only');
    expect((await ask('feeds add https://lmi.example/feed', operator)).data).toMatchObject({ back: true });
    expect((await scene.store.feeds.due('2027-01-01', 10)).map(({ id }) => id)).toEqual(['jdn', 'lmi']);
  });

  test('the same address in two spaces is two feeds, each taken out by its own; room is counted for each', async () => {
    const { store } = scene;
    const add = (space: string | null, count: number) =>
      addFeeds(
        Array.from({ length: count }, (_, n) => wanted(`https://n.example/${n}`)),
        'U',
        { store, record, now: NOW, space },
      );
    expect(await add('slack:TA', 2)).toMatchObject({ added: [{}, {}], known: 0, over: 0 });
    expect(await add('slack:TB', MOST_OWN_FEEDS + 3)).toMatchObject({ known: 0, over: 3 });
    expect(await add('slack:TA', 2)).toMatchObject({ added: [], known: 2, over: 0 });
    const mine = (await ask('feeds added', in_('TA'))).data as { feeds: { id: string }[] };
    expect(mine.feeds).toHaveLength(2);
    const id = mine.feeds[0]?.id ?? '';
    // By its id a feed of others is not found, whatever is asked.
    for (const line of [`feeds remove ${id} confirm:yes`, `feeds check ${id}`, `feeds remove ${id} for:everyone`])
      expect(faultOf(await ask(line, in_('TB', { operator: true }))), line).toBe('no_feed');
    expect((await ask(`feeds remove ${id} confirm:yes`, in_('TA'))).data).toMatchObject({ removed: true });
    expect((await ask('feeds', in_('TA'))).data).toMatchObject({ total: 3 });
    expect((await ask('feeds', in_('TB'))).data).toMatchObject({ total: 2 + MOST_OWN_FEEDS });
    // What is added for all is everybody's, and no space's room.
    await addFeeds([wanted('https://all.example/rss')], 'cli', { store, record, now: NOW });
    expect((await ask('feeds', in_('TA'))).data).toMatchObject({ total: 4 });
  });
});

test('a channel of a space that is not served is answered in one sentence and told nothing', async () => {
  const { store, close } = await openTestStore('sqlite');
  const channel = { platform: 'slack', space: 'T1', channel: 'C1' } as const;
  const told = story('s1', { providers: ['bleu'] });
  await store.stories.add(told, member('k1'), traits(told));
  await store.subscriptions.put(subscription({ channel, providers: 'all' }));
  await store.alerts.ensure(alert('a1', { channel }));
  await store.outbox.add({ id: 'c1', channel, order: { kind: 'card', alert: 'a1' }, dueAt: NOON, createdAt: NOON });
  const [row] = await store.outbox.list({ states: ['waiting'], limit: 1 });
  if (!row) throw new Error('no row');
  const judging = { corroborate, publishers };
  for (const [served, kind] of [
    ['slack:T1', 'send'],
    ['slack:T2', 'skip'],
  ] as const) {
    const seen = seenBy(store, 'slack:T1', judging, new Set([served]));
    expect((await buildOrder(row, { store: seen, names }, NOON)).kind).toBe(kind);
  }
  await close();

  const scene = await openScene({ served: new Set(['slack:TA']) });
  expect(faultOf(await scene.asker.line('offer bleu', in_('TB')))).toBe('not_served');
  expect(faultOf(await scene.asker.call('offer', { subject: 'bleu' }, in_('TB')))).toBe('not_served');
  expect(await scene.asker.form('watch', in_('TB'))).toBeNull();
  expect(await scene.asker.suggest('offer', 'subject', 'b', in_('TB'))).toEqual([]);
  expect(faultOf(await scene.asker.line('offer bleu', { ...in_('TA'), channel: null }))).toBe('not_served');
  expect(faultOf(await scene.asker.line('offer bleu', in_('TA')))).toBeNull();
  // Whoever sits at the terminal runs it.
  expect(faultOf(await scene.ask('offer bleu'))).toBeNull();
  await scene.close();
});
