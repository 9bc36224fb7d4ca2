import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports.ts';
import { engines, openTestStore, postgresAnswers, type TestPlace } from './harness.ts';
import {
  alert,
  at,
  channel,
  entry,
  item,
  member,
  NOON,
  reading,
  statement,
  story,
  subscription,
  traits,
} from './samples.ts';

if (!postgresAnswers) {
  test.skip('PostgreSQL does not answer at TEST_DATABASE_URL: the contract ran on SQLite only', () => undefined);
}

describe.each(engines())('the store on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(() => place.close());

  describe('feeds', () => {
    test('a catalogue entry is new once, then only its words change', async () => {
      await store.feeds.sync([entry('lmi'), entry('jdn')], NOON);
      const read = await store.feeds.get('lmi');
      expect(read).toEqual({
        ...entry('lmi'),
        validators: { etag: null, lastModified: null, bodyHash: null },
        dueAt: NOON,
        failures: 0,
        code: null,
        firstReadAt: null,
        lastOkAt: null,
        lastItemAt: null,
        movedTo: null,
        stopped: false,
        told: [],
      });
      if (!read) return;
      const polled = {
        ...read,
        validators: { etag: '"a"', lastModified: 'Sun, 22 Nov 2026 12:00:00 GMT', bodyHash: 'ff' },
        dueAt: at(30),
        failures: 2,
        code: 'timeout' as const,
        firstReadAt: NOON,
        told: ['failing'],
      };
      await store.feeds.save(polled);
      await store.feeds.sync([entry('lmi', { title: 'Le Monde Informatique', note: 'rouvert' })], at(5));
      expect(await store.feeds.get('lmi')).toEqual({ ...polled, title: 'Le Monde Informatique', note: 'rouvert' });
      expect((await store.feeds.list()).map((feed) => feed.id)).toEqual(['jdn', 'lmi']);
    });

    test('a new address is tried at once and forgets what was learnt of the old one', async () => {
      await store.feeds.sync([entry('lmi')], NOON);
      const read = await store.feeds.get('lmi');
      if (!read) throw new Error('lost');
      await store.feeds.save({
        ...read,
        stopped: true,
        code: 'http_gone',
        failures: 3,
        dueAt: at(600),
        firstReadAt: at(-9),
        validators: { etag: '"a"', lastModified: null, bodyHash: null },
        told: ['gone'],
      });
      await store.feeds.sync([entry('lmi', { url: 'https://lmi.example/neuf' })], at(10));
      expect(await store.feeds.get('lmi')).toMatchObject({
        url: 'https://lmi.example/neuf',
        stopped: false,
        code: null,
        failures: 0,
        dueAt: at(10),
        firstReadAt: at(-9),
        validators: { etag: null },
        told: [],
      });
    });

    test('due feeds come oldest first, stopped ones never', async () => {
      await store.feeds.sync([entry('a'), entry('b'), entry('c'), entry('d')], NOON);
      for (const [id, dueAt, stopped] of [
        ['a', at(2), false],
        ['b', at(1), false],
        ['c', at(0), true],
        ['d', at(9), false],
      ] as const) {
        const state = await store.feeds.get(id);
        if (state) await store.feeds.save({ ...state, dueAt, stopped });
      }
      expect((await store.feeds.due(at(2), 10)).map((feed) => feed.id)).toEqual(['b', 'a']);
      expect((await store.feeds.due(at(2), 1)).map((feed) => feed.id)).toEqual(['b']);
      expect(await store.feeds.due(at(0), 10)).toEqual([]);
    });
  });

  describe('feeds that people add or take out', () => {
    test('an own feed is due at once and outlives the catalogue; taken out it is gone from the list, and comes back anew', async () => {
      await store.feeds.add(entry('own-a'), 'u1', NOON);
      await store.feeds.sync([entry('lmi')], at(1));
      const added = await store.feeds.get('own-a');
      expect(added).toMatchObject({ ...entry('own-a'), dueAt: NOON, stopped: false, added: { by: 'u1', at: NOON } });
      if (!added) return;
      await store.feeds.save({ ...added, firstReadAt: at(1), lastOkAt: at(1), dueAt: at(60) });
      // Added again while it is read: nothing is forgotten.
      await store.feeds.add(entry('own-a', { title: 'Other' }), 'u2', at(2));
      expect(await store.feeds.get('own-a')).toMatchObject({
        title: 'Le fil own-a',
        firstReadAt: at(1),
        added: { by: 'u1' },
      });
      expect(await store.feeds.takeOut('own-a', 'u2', at(3))).toBe(true);
      expect(await store.feeds.takeOut('own-a', 'u2', at(4))).toBe(false);
      expect((await store.feeds.list()).map((feed) => feed.id)).toEqual(['lmi']);
      expect(await store.feeds.get('own-a')).toMatchObject({ stopped: true, out: { by: 'u2', at: at(3) } });
      await store.feeds.add(entry('own-a'), 'u3', at(5));
      const back = await store.feeds.get('own-a');
      expect(back).toMatchObject({ stopped: false, firstReadAt: null, dueAt: at(5), added: { by: 'u3', at: at(5) } });
      expect(back?.out).toBeUndefined();
    });

    test('a poll that was under way, a new sync and a new address leave a feed taken out', async () => {
      await store.feeds.sync([entry('lmi')], NOON);
      const before = await store.feeds.get('lmi');
      expect(await store.feeds.takeOut('lmi', 'u', at(1))).toBe(true);
      if (before) await store.feeds.save({ ...before, lastOkAt: at(2), dueAt: at(2) });
      await store.feeds.sync([entry('lmi', { url: 'https://lmi.example/neuf' })], at(3));
      expect(await store.feeds.due(at(600), 10)).toEqual([]);
      expect(await store.feeds.list()).toMatchObject([{ id: 'lmi', stopped: true, out: { by: 'u', at: at(1) } }]);
    });

    test('a stopped feed put back is due at once, and read as if for the first time', async () => {
      await store.feeds.sync([entry('lmi')], NOON);
      expect(await store.feeds.putBack('lmi', at(1))).toBe(false);
      const read = await store.feeds.get('lmi');
      const gone = { stopped: true, code: 'http_gone' as const, failures: 1, firstReadAt: NOON, told: ['gone'] };
      if (read) await store.feeds.save({ ...read, ...gone, dueAt: at(900) });
      expect(await store.feeds.putBack('lmi', at(2))).toBe(true);
      expect(await store.feeds.due(at(2), 10)).toMatchObject([
        { id: 'lmi', stopped: false, code: null, failures: 0, firstReadAt: null, told: [] },
      ]);
    });
  });

  describe('items', () => {
    test('an item comes back as it was given', async () => {
      const odd = item('k1', { id: 'guid\u0000-k1', title: 'a\u0000b \ud800 c 🇫🇷', link: null, reading: null });
      await store.items.add(odd);
      await store.items.add(item('k2'));
      expect(await store.items.get('k2')).toEqual(item('k2'));
      expect(await store.items.get('k1')).toEqual(odd);
      expect(await store.items.get('none')).toBeNull();
      const known = await store.items.known('lmi', ['guid\u0000-k1', 'guid-k2', 'guid-k3']);
      expect([...known.keys()]).toEqual(expect.arrayContaining(['guid\u0000-k1', 'guid-k2']));
      expect(known.size).toBe(2);
      expect((await store.items.known('jdn', ['guid-k2'])).size).toBe(0);
      expect((await store.items.known('lmi', [])).size).toBe(0);
    });

    test('thousands of ids can be asked at once', async () => {
      await store.items.add(item('k1'));
      const ids = Array.from({ length: 5_000 }, (_, i) => `guid-x${i}`);
      expect([...(await store.items.known('lmi', [...ids, 'guid-k1'])).keys()]).toEqual(['guid-k1']);
    });

    test('the same entry of one feed cannot be stored twice', async () => {
      await store.items.add(item('k1'));
      await expect(store.items.add(item('k9', { id: 'guid-k1' }))).rejects.toMatchObject({ code: 'conflict' });
      await store.items.add(item('k3', { id: 'guid-k1', feed: 'jdn' }));
      expect(await store.items.get('k9')).toBeNull();
    });

    test('a revised item has its new text and keeps its fate', async () => {
      await store.items.add(item('k1'));
      const { key, feed, seenAt, reading: said, fate, reason, story: of, ...text } = item('k1');
      await store.items.revise(key, {
        ...text,
        title: 'Corrigé',
        link: 'https://lmi.example/neuf',
        published: at(-600),
      });
      expect(await store.items.get('k1')).toEqual({
        ...item('k1'),
        title: 'Corrigé',
        link: 'https://lmi.example/neuf',
        published: at(-600),
      });
      expect(await store.items.byLink('https://lmi.example/k1')).toEqual([]);
      expect((await store.items.byLink('https://lmi.example/neuf')).map((found) => found.key)).toEqual(['k1']);
      await expect(store.items.revise('none', text)).rejects.toMatchObject({ code: 'not_found' });
      expect([feed, seenAt, said?.main, fate, reason, of]).toHaveLength(6);
    });

    test('a revised item that says something else is found by what it says now', async () => {
      await store.items.add(item('k1', { fate: 'held', reason: 'name_unsure' }));
      await store.stories.add(story('s1'), member('k1'), traits(story('s1')));
      const { key, feed: _feed, seenAt: _seenAt, ...text } = item('k1', { title: 'OVHcloud, cette fois' });
      const outcome = { reading: reading('ovhcloud'), fate: 'alerted', reason: 'new_story', story: 's1' } as const;
      await store.items.revise(key, text, outcome);
      expect(await store.items.get(key)).toEqual(item('k1', { title: 'OVHcloud, cette fois', ...outcome }));
      expect(await store.items.list({ provider: 's3ns', limit: 9 })).toEqual([]);
      expect((await store.items.list({ provider: 'ovhcloud', limit: 9 })).map((found) => found.key)).toEqual(['k1']);
      expect(await store.items.countByFate(NOON)).toMatchObject({ alerted: 1, held: 0 });
    });

    test('a link finds its items in every feed, first seen first', async () => {
      const link = 'https://lmi.example/un';
      await store.items.add(item('k2', { link, feed: 'jdn', seenAt: at(3) }));
      await store.items.add(item('k1', { link, seenAt: at(1) }));
      await store.items.add(item('k3'));
      expect((await store.items.byLink(link)).map((found) => found.key)).toEqual(['k1', 'k2']);
    });

    test('lists go newest first by date, and a date in the future counts as the day it was seen', async () => {
      await store.items.add(item('old', { published: '2026-10-01T08:00:00.000Z' }));
      await store.items.add(item('future', { published: '2031-01-01T00:00:00.000Z', seenAt: at(-30) }));
      await store.items.add(item('undated', { published: null, seenAt: at(0) }));
      await store.items.add(item('new', { published: at(-10) }));
      const keys = async (query: Parameters<Store['items']['list']>[0]) =>
        (await store.items.list(query)).map((found) => found.key);
      expect(await keys({ limit: 10 })).toEqual(['undated', 'new', 'future', 'old']);
      expect(await keys({ limit: 2 })).toEqual(['undated', 'new']);
      expect(await keys({ since: '2026-11-22', limit: 10 })).toEqual(['undated', 'new', 'future']);
    });

    test('a provider finds its own items and those of its offers', async () => {
      await store.items.add(item('k1', { reading: reading('s3ns/premi3ns', 'thales') }));
      await store.items.add(item('k2', { reading: reading('s3ns'), published: at(-5) }));
      await store.items.add(item('k3', { reading: reading('bleu') }));
      const keys = async (provider: string) =>
        (await store.items.list({ provider, since: '2026-11-01', limit: 9 })).map((found) => found.key);
      expect(await keys('s3ns')).toEqual(['k2', 'k1']);
      expect(await keys('s3ns/premi3ns')).toEqual(['k1']);
      expect(await keys('thales')).toEqual(['k1']);
      expect(await keys('ovhcloud')).toEqual([]);
    });

    test('fates are counted from a time on, none left out', async () => {
      await store.items.add(item('k1', { seenAt: at(-10) }));
      await store.items.add(item('k2', { fate: 'filtered', reason: 'not_relevant' }));
      await store.items.add(item('k3', { fate: 'filtered', reason: 'too_old' }));
      expect(await store.items.countByFate(NOON)).toEqual({
        alerted: 0,
        joined: 0,
        held: 0,
        filtered: 2,
        first_reading: 0,
      });
    });
  });

  describe('stories', () => {
    test('a story grows by one version at a time', async () => {
      const first = story('s1');
      await store.stories.add(first, member('k1'), traits(first));
      const grown = story('s1', {
        version: 2,
        grownAt: at(5),
        providers: ['s3ns/premi3ns'],
        corroboration: 'confirmed',
      });
      await store.stories.grow(grown, member('k2'), traits(grown));
      expect(await store.stories.get('s1')).toEqual(grown);
      expect((await store.stories.members('s1')).map((one) => one.item)).toEqual(['k1', 'k2']);
      for (const version of [1, 2, 4]) {
        const wrong = { ...grown, version, title: 'faux' };
        await expect(store.stories.grow(wrong, member('k3'), traits(wrong))).rejects.toMatchObject({
          code: 'conflict',
        });
      }
      expect(await store.stories.get('s1')).toEqual(grown);
      expect(await store.stories.members('s1')).toHaveLength(2);
      const list = async (provider: string) => (await store.stories.list({ provider, limit: 9 })).map((one) => one.id);
      expect([await list('bleu'), await list('s3ns'), await list('s3ns/premi3ns')]).toEqual([[], ['s1'], ['s1']]);
    });

    test('what was written since is known by numbers that rise, and counted by when it grew', async () => {
      const [one, two] = [story('s1', { grownAt: at(0) }), story('s2', { grownAt: at(10) })];
      expect(await store.stories.lastChange()).toBe(0);
      await store.stories.add(one, member('k1'), traits(one));
      const first = await store.stories.lastChange();
      await store.stories.add(two, member('k2'), traits(two));
      const ids = async (after: number) => (await store.stories.changedAfter(after)).map(({ id }) => id);
      expect([await ids(0), await ids(first)]).toEqual([['s1', 's2'], ['s2']]);
      const second = await store.stories.lastChange();
      const grown = { ...one, version: 2, grownAt: at(20) };
      await store.stories.grow(grown, null, traits(grown));
      expect([await ids(second), await ids(await store.stories.lastChange())]).toEqual([['s1'], []]);
      expect(await Promise.all([at(0), at(10), at(11), at(21)].map((since) => store.stories.count(since)))).toEqual([
        2, 2, 1, 0,
      ]);
      const between = async (before?: string) => (await store.stories.candidates(at(5), before)).map(({ id }) => id);
      expect([await between(), await between(at(15))]).toEqual([['s1', 's2'], ['s2']]);
    });

    test('an item that joins again is told anew in its old place', async () => {
      const first = story('s1');
      await store.stories.add(first, member('k1'), traits(first));
      const second = { ...first, version: 2 };
      await store.stories.grow(second, member('k2'), traits(second));
      const third = { ...first, version: 3 };
      await store.stories.grow(third, member('k1', { title: 'Corrigé' }), traits(third));
      expect((await store.stories.members('s1')).map((one) => one.title)).toEqual(['Corrigé', 'Article k2']);
      const fourth = { ...first, version: 4 };
      await store.stories.grow(fourth, null, traits(fourth));
      expect(await store.stories.members('s1')).toHaveLength(2);
    });

    test('candidates are the stories that grew since, lists go newest first', async () => {
      for (const [id, minutes] of [
        ['s1', 1],
        ['s2', 3],
        ['s3', 2],
      ] as const) {
        const one = story(id, { grownAt: at(minutes) });
        await store.stories.add(one, member(`k-${id}`), traits(one));
      }
      expect((await store.stories.candidates(at(2))).map((one) => one.id).sort()).toEqual(['s2', 's3']);
      expect((await store.stories.candidates(at(2)))[0]).toEqual(traits(story('s2', { grownAt: at(3) })));
      const ids = async (query: Parameters<Store['stories']['list']>[0]) =>
        (await store.stories.list(query)).map((one) => one.id);
      expect(await ids({ limit: 9 })).toEqual(['s2', 's3', 's1']);
      expect(await ids({ limit: 1 })).toEqual(['s2']);
      expect(await ids({ since: at(2), provider: 'bleu', limit: 9 })).toEqual(['s2', 's3']);
      expect(await store.stories.get('none')).toBeNull();
    });
  });

  describe('subscriptions', () => {
    test('a channel has one subscription', async () => {
      expect(await store.subscriptions.get(channel())).toBeNull();
      await store.subscriptions.put(subscription());
      await store.subscriptions.put(subscription({ providers: 'all', quiet: null }));
      await store.subscriptions.put(subscription({ channel: channel('C0:odd') }));
      expect(await store.subscriptions.get(channel())).toEqual(subscription({ providers: 'all', quiet: null }));
      expect((await store.subscriptions.all()).map((one) => one.channel.channel)).toEqual(['C0:odd', 'C1']);
      expect(await store.subscriptions.remove(channel())).toBe(true);
      expect(await store.subscriptions.remove(channel())).toBe(false);
      expect(await store.subscriptions.all()).toHaveLength(1);
    });

    test('a mute ends by itself, or sooner', async () => {
      await store.subscriptions.mute({ channel: channel(), what: 'provider:bleu', until: at(10) });
      await store.subscriptions.mute({ channel: channel(), what: 'all', until: at(5) });
      await store.subscriptions.mute({ channel: channel(), what: 'all', until: at(20) });
      expect(await store.subscriptions.mutes(channel(), at(9))).toEqual([
        { channel: channel(), what: 'all', until: at(20) },
        { channel: channel(), what: 'provider:bleu', until: at(10) },
      ]);
      expect((await store.subscriptions.mutes(channel(), at(10))).map((mute) => mute.what)).toEqual(['all']);
      expect(await store.subscriptions.mutes(channel('C2'), at(0))).toEqual([]);
      expect(await store.subscriptions.unmute(channel(), 'all')).toBe(true);
      expect(await store.subscriptions.unmute(channel(), 'all')).toBe(false);
    });
  });

  describe('alerts', () => {
    beforeEach(async () => {
      for (const id of ['s1', 's2']) await store.stories.add(story(id), member(`k-${id}`), traits(story(id)));
    });

    test('a story has one alert per channel, whoever comes first', async () => {
      expect(await store.alerts.ensure(alert('a1'))).toEqual({ alert: alert('a1'), created: true });
      expect(await store.alerts.ensure(alert('a2'))).toEqual({ alert: alert('a1'), created: false });
      await store.alerts.ensure(alert('a3', { channel: channel('C2') }));
      await store.alerts.ensure(alert('a4', { story: 's2', createdAt: at(5), cardAt: at(5) }));
      expect((await store.alerts.ofStory('s1')).map((one) => one.id)).toEqual(['a1', 'a3']);
      expect(await store.alerts.get('a2')).toBeNull();
      expect(await store.alerts.cardsMade(channel(), { from: NOON, until: at(9) })).toBe(2);
      expect(await store.alerts.cardsMade(channel(), { from: at(1), until: at(9) })).toBe(1);
      expect(await store.alerts.cardsMade(channel(), { from: NOON, until: at(4) })).toBe(1);
    });

    test('a card shows the newest version it was given', async () => {
      await store.alerts.ensure(alert('a1'));
      const ref = { channel: 'C1', message: '1763812800.0001' };
      await store.alerts.shown('a1', ref, 3);
      await store.alerts.shown('a1', ref, 2);
      expect(await store.alerts.get('a1')).toEqual(alert('a1', { ref, shown: 3 }));
      await expect(store.alerts.shown('none', ref, 1)).rejects.toMatchObject({ code: 'not_found' });
    });

    test('an alert needs its story', async () => {
      await expect(store.alerts.ensure(alert('a1', { story: 'none' }))).rejects.toMatchObject({
        code: 'broken_reference',
      });
      await store.transaction(async (rows) => {
        await rows.alerts.ensure(alert('a9', { story: 's9' }));
        await rows.stories.add(story('s9'), member('k9'), traits(story('s9')));
      });
      expect(await store.alerts.get('a9')).not.toBeNull();
    });
  });

  test('statements are added once and cannot be changed or removed', async () => {
    expect(await store.statements.add(statement('z'))).toBe(true);
    expect(await store.statements.add(statement('a'))).toBe(true);
    expect(await store.statements.add(statement('z'))).toBe(false);
    expect(await store.statements.all()).toEqual([statement('z'), statement('a')]);
  });

  test('an event id is first once', async () => {
    expect(await store.inbox.first('Ev1', NOON)).toBe(true);
    expect(await store.inbox.first('Ev1', at(900_000))).toBe(false);
    expect(await store.inbox.first('Ev2', NOON)).toBe(true);
    const racers = await Promise.all(Array.from({ length: 20 }, () => store.inbox.first('Ev3', NOON)));
    expect(racers.filter((won) => won)).toHaveLength(1);
  });

  test('cached values expire, are swept and are cleared by prefix', async () => {
    await store.cache.set('a::1', 'one', 1_000);
    await store.cache.set('a::2', 'two', null);
    await store.cache.set('b::1', 'three', 500);
    expect(await store.cache.get('a::1', 999)).toBe('one');
    expect(await store.cache.get('a::1', 1_000)).toBeUndefined();
    await store.cache.set('a::1', 'uno', 3_000);
    expect(await store.cache.get('a::1', 1_000)).toBe('uno');
    expect(await store.cache.sweep(2_000)).toBe(1);
    await store.cache.set('b::1', 'tre', null);
    await store.cache.clear('a::');
    expect(await store.cache.get('a::2', 0)).toBeUndefined();
    expect(await store.cache.delete('b::1')).toBe(true);
    expect(await store.cache.delete('b::1')).toBe(false);
  });

  describe('transactions', () => {
    test('all or nothing', async () => {
      await expect(
        store.transaction(async (rows) => {
          await rows.items.add(item('k1'));
          await rows.stories.add(story('s1'), member('k1'), traits(story('s1')));
          expect(await rows.items.get('k1')).not.toBeNull();
          throw new Error('stop');
        }),
      ).rejects.toThrow('stop');
      expect(await store.items.get('k1')).toBeNull();
      expect(await store.stories.get('s1')).toBeNull();
      expect(await store.transaction(async (rows) => rows.inbox.first('x', NOON))).toBe(true);
      expect(await store.inbox.first('x', NOON)).toBe(false);
    });

    test('the root store inside a transaction is refused at once, and works again after it', async () => {
      const outside = (work: () => Promise<unknown>) => store.transaction(async () => work());
      for (const work of [
        () => store.items.get('k1'),
        () => store.items.add(item('k1')),
        () => store.outbox.nextDue(),
        () => store.cache.get('k', 0),
        () => store.ping(),
        () => store.transaction(async () => 1),
      ]) {
        await expect(outside(work)).rejects.toMatchObject({ code: 'store_nested' });
      }
      expect(await store.ping()).toBe(true);
    });

    test('a failure that is passed over still undoes the transaction', async () => {
      await store.items.add(item('k1'));
      await expect(
        store.transaction(async (rows) => {
          await rows.inbox.first('x', NOON);
          await rows.items.add(item('k1')).catch(() => undefined);
        }),
      ).rejects.toMatchObject({ code: 'store_misuse' });
      expect(await store.inbox.first('x', NOON)).toBe(true);
    });

    test('a repository kept past its transaction is refused', async () => {
      const kept = await store.transaction(async (rows) => rows.inbox);
      await expect(kept.first('x', NOON)).rejects.toThrow();
      expect(await store.inbox.first('x', NOON)).toBe(true);
    });

    test('many at once wait for each other', async () => {
      const done = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          store.transaction(async (rows) => {
            await rows.inbox.first(`e${i}`, NOON);
            await rows.items.add(item(`k${i}`));
            return i;
          }),
        ),
      );
      expect(done).toHaveLength(50);
      expect((await store.items.list({ limit: 100 })).length).toBe(50);
    });
  });

  test('what is not a text, a number or null never reaches the database', async () => {
    const wrong = new Date(0) as unknown as string;
    await expect(store.inbox.first('x', wrong)).rejects.toMatchObject({ code: 'store_misuse' });
    await expect(store.items.list({ limit: Number.NaN })).rejects.toMatchObject({ code: 'store_misuse' });
    const missing = undefined as unknown as string;
    await expect(store.items.add(item('k1', { feed: missing }))).rejects.toMatchObject({ code: 'store_misuse' });
    await expect(store.items.add(item('k1', { feed: true as unknown as string }))).rejects.toMatchObject({
      code: 'store_misuse',
    });
    expect(await store.items.list({ limit: 9 })).toEqual([]);
  });

  test('everything is there after a restart, and a closed store says so', async () => {
    await store.items.add(item('k1'));
    await store.close();
    await store.close();
    expect(await store.ping()).toBe(false);
    await expect(store.items.get('k1')).rejects.toMatchObject({ code: 'store_closed' });
    await expect(store.transaction(async () => 1)).rejects.toMatchObject({ code: 'store_closed' });
    const again = await place.open();
    expect(await again.items.get('k1')).toEqual(item('k1'));
  });

  test('closing lets the transaction under way finish', async () => {
    const running = store.transaction(async (rows) => {
      for (let i = 0; i < 20; i += 1) await rows.inbox.first(`e${i}`, NOON);
    });
    await store.close();
    await running;
    const again = await place.open();
    expect(await again.inbox.first('e19', NOON)).toBe(false);
  });
});
