import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '../../src/domain/item.ts';
import { itemKey } from '../../src/domain/outbox.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Intake, Intaking, Store } from '../../src/ports.ts';
import { engines, openTestStore, type TestPlace } from '../store/harness.ts';
import { channel, DAY, feed, HOUR, item, later, MINUTE, NOW, partsFor, rows, rowWords, subscription } from './world.ts';

describe.each(engines())('the way in, on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  let close: () => Promise<void>;
  let intake: Intake;

  beforeEach(async () => {
    ({ store, place, close } = await openTestStore(engine));
    intake = createIntake(partsFor(store));
  });
  afterEach(() => close());

  const poll = (name: string, items: readonly Item[], over: Partial<Intaking> = {}, at = NOW) =>
    intake({ feed: feed(name, at), items, first: false, health: [], ...over }, at);
  const fateOf = async (name: string, id: string) => {
    const stored = await store.items.get(itemKey(name, id));
    return stored && `${stored.fate}: ${stored.reason}`;
  };

  test('every item gets exactly one fate, with its reason', async () => {
    await store.subscriptions.put(subscription('C1'));
    const counts = await poll('lmi', [
      item('a', 'bleu launch #1'),
      item('b', 'bleu launch #1 again'),
      item('c', '?bleu launch #2'),
      item('d', '-bleu launch #3'),
      item('e', 'none at all'),
      item('f', 'bleu launch #4', { published: '2026-11-12T09:00:00.000Z' }),
      item('g', 's3ns launch #5', { published: null }),
      item('b', 'bleu launch #1 again'),
    ]);
    expect(counts).toEqual({
      seen: 7,
      fresh: 7,
      revised: 0,
      fates: { alerted: 2, joined: 1, held: 1, filtered: 3, first_reading: 0 },
    });
    expect(
      Object.fromEntries(await Promise.all([...'abcdefg'].map(async (id) => [id, await fateOf('lmi', id)]))),
    ).toEqual({
      // The feed lists its newest first, so the last of equals is the oldest.
      a: 'joined: joined_story',
      b: 'alerted: new_story',
      c: 'held: name_unsure',
      d: 'filtered: not_relevant',
      e: 'filtered: no_tracked_name',
      f: 'filtered: too_old',
      g: 'alerted: new_story',
    });
    expect((await store.feeds.get('lmi'))?.validators.etag).toBe(`"${NOW}"`);
  });

  test('one card per story and channel, whatever feeds tell it; growth is an edit, a rise a step', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    expect(await rowWords(store)).toEqual(['C1 card', 'C2 card']);

    await poll('lemonde', [item('b', 'bleu launch #1 says lmi')]);
    expect((await rowWords(store)).slice(2)).toEqual(['C1 edit', 'C2 edit']);

    await poll('zdnet', [item('c', 'bleu launch #1')]);
    expect((await rowWords(store)).slice(4)).toEqual(['C1 edit', 'C1 step', 'C2 edit', 'C2 step']);
    const [story] = await store.stories.list({ limit: 10 });
    expect(story).toMatchObject({ corroboration: 'reported', version: 3 });
    expect((await rows(store)).at(-1)?.order).toMatchObject({
      kind: 'step',
      from: 'rumour',
      to: 'reported',
      version: 3,
    });

    const official = feed('bleu-press', NOW, { kind: 'vendor' });
    await poll('bleu-press', [item('d', 'bleu denied #1')], { feed: official });
    expect((await rows(store)).at(-1)?.order).toMatchObject({ kind: 'step', from: 'reported', to: 'denied' });
    expect((await rowWords(store)).filter((row) => row.endsWith('card'))).toHaveLength(2);
  });

  test('a settled story is called as the one who settled it calls it, and is a rumour no longer', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1 rumour')]);
    const official = feed('bleu-press', NOW, { kind: 'vendor' });
    await poll('bleu-press', [item('b', 'bleu launch #1 now official')], { feed: official });
    const [story] = await store.stories.list({ limit: 10 });
    expect(story).toMatchObject({
      title: 'bleu launch #1 now official',
      corroboration: 'confirmed',
      events: ['commercial_launch'],
    });
  });

  test('several tellings in one poll make one edit', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await poll('lemonde', [item('b', 'bleu launch #1'), item('c', 'bleu launch #1 more'), item('d', 'bleu #1 last')]);
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 edit', 'C1 step']);
  });

  test('taking the same poll in again changes nothing', async () => {
    await store.subscriptions.put(subscription('C1'));
    const items = [item('a', 'bleu launch #1'), item('b', '?s3ns #2')];
    await poll('lmi', items);
    const before = await rows(store);
    const again = await poll('lmi', items, {}, later(NOW, MINUTE));
    expect(again).toMatchObject({ seen: 2, fresh: 0, revised: 0 });
    expect(await rows(store)).toEqual(before);
    expect(await store.stories.list({ limit: 9 })).toHaveLength(1);
  });

  test('the first reading is silent, but what it brought is recognised later', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1'), item('b', 'bleu launch #2')]);
    const known = (await rows(store)).length;
    const counts = await poll(
      'zdnet',
      [
        item('x', 'bleu launch #1'),
        item('y', 's3ns launch #3', { published: '2026-03-01T00:00:00.000Z' }),
        item('z', '?bleu'),
      ],
      { first: true },
    );
    expect(counts.fates).toMatchObject({ first_reading: 3, alerted: 0, joined: 0, held: 0, filtered: 0 });
    // A card that is there grows without a word; nobody gets a new one.
    expect((await rowWords(store)).slice(known)).toEqual(['C1 edit']);
    const old = (await store.stories.list({ provider: 's3ns', limit: 9 }))[0];
    expect(old?.openedAt).toBe('2026-03-01T00:00:00.000Z');

    await poll('lmi', [item('c', 'bleu launch #1 says zdnet')]);
    expect((await store.items.get(itemKey('lmi', 'c')))?.story).toBe(
      (await store.items.get(itemKey('zdnet', 'x')))?.story,
    );
  });

  test('a story known from a silent reading only is told once a live feed brings it', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('zdnet', [item('x', 'bleu launch #1', { link: 'https://zdnet.example/x' })], { first: true });
    expect(await rows(store)).toEqual([]);
    await poll('lmi', [item('a', 'bleu launch #1')]);
    expect(await rowWords(store)).toEqual(['C1 card']);
    expect(await fateOf('lmi', 'a')).toBe('joined: joined_story');
  });

  test('the same page through two feeds is one article of one story', async () => {
    await store.subscriptions.put(subscription('C1'));
    const link = 'https://lemonde.example/bleu';
    await poll('lemonde', [item('a', 'bleu launch #1', { link })]);
    await poll('lemonde-cloud', [item('b', 'bleu headline of another feed', { link })]);
    expect(await fateOf('lemonde-cloud', 'b')).toBe('joined: same_article');
    const [story] = await store.stories.list({ limit: 9 });
    expect(await store.stories.members(story?.id ?? '')).toHaveLength(1);
    expect(await rowWords(store)).toEqual(['C1 card']);
  });

  test('the same page, silent in one feed and live in another, is told', async () => {
    await store.subscriptions.put(subscription('C1'));
    const link = 'https://lemonde.example/bleu';
    await poll('lemonde', [item('a', 'bleu launch #1', { link })], { first: true });
    await poll('lemonde-cloud', [item('b', 'bleu launch #1', { link })]);
    expect(await rowWords(store)).toEqual(['C1 card']);
  });

  test('an article that an aggregator passes on counts as its publisher', async () => {
    await poll('agg', [item('a', 'bleu launch #1', { link: 'https://www.lemonde.example/x' })], {
      feed: feed('agg', NOW, { kind: 'aggregator' }),
    });
    const [story] = await store.stories.list({ limit: 9 });
    expect(story?.origins).toEqual(['lemonde']);
  });

  test('a changed title edits the card and is never sent again', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    const counts = await poll('lmi', [item('a', 'bleu launch #1 corrected', { updated: NOW })], {}, later(NOW, HOUR));
    expect(counts).toMatchObject({ fresh: 0, revised: 1 });
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 edit']);
    const [story] = await store.stories.list({ limit: 9 });
    expect(story).toMatchObject({ title: 'bleu launch #1 corrected', version: 2 });
    expect((await store.stories.members(story?.id ?? '')).map((member) => member.title)).toEqual([
      'bleu launch #1 corrected',
    ]);
    expect(await fateOf('lmi', 'a')).toBe('alerted: new_story');
  });

  test('an item held or left out, whose new text is clear, is taken in like a new one, once', async () => {
    await store.subscriptions.put(subscription('C1'));
    const summary =
      'The text stays as it was while the title over it is made clear by its editors, word by word, in the end.';
    await poll('lmi', [
      item('a', '?bleu launch #1', { summary }),
      item('b', 'none launch #2', { summary }),
      item('c', '-bleu launch #3', { summary }),
    ]);
    expect(await rows(store)).toEqual([]);
    const clear = [
      item('a', 'bleu launch #1', { summary }),
      item('b', 's3ns launch #1', { summary }),
      item('c', 'ovhcloud launch #3', { summary }),
    ];
    const at = later(NOW, HOUR);
    expect(await poll('lmi', clear, {}, at)).toMatchObject({ fresh: 0, revised: 3 });
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 card']);
    expect(await Promise.all(['a', 'b', 'c'].map((id) => fateOf('lmi', id)))).toEqual([
      'joined: joined_story',
      'alerted: new_story',
      'alerted: new_story',
    ]);
    // What it now says is what lists and questions find.
    const [found] = await store.items.list({ provider: 'ovhcloud', limit: 9 });
    expect(found).toMatchObject({ title: 'ovhcloud launch #3', reading: { relevant: true } });
    expect((await store.items.get(itemKey('lmi', 'a')))?.seenAt).toBe(NOW);

    expect(await poll('lmi', clear, {}, later(at, HOUR))).toMatchObject({ revised: 0 });
    await poll('lmi', [item('a', 'bleu launch #1 again', { summary })], {}, later(at, HOUR));
    expect((await rowWords(store)).filter((row) => row.endsWith('card'))).toHaveLength(2);
  });

  test('a new text that is less clear, too old or of a silent reading tells nobody', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [
      item('a', 'none launch at all'),
      item('b', 'bleu launch #2', { published: '2026-11-01T00:00:00.000Z' }),
      item('c', '?bleu'),
    ]);
    await poll('zdnet', [item('d', '?bleu launch #4')], { first: true });
    await poll('lmi', [
      item('a', '?bleu launch at all'),
      item('b', 'bleu launch #2 corrected', { published: '2026-11-01T00:00:00.000Z' }),
    ]);
    await poll('zdnet', [item('d', 'bleu launch #4')]);
    expect(await Promise.all(['a', 'b', 'c'].map((id) => fateOf('lmi', id)))).toEqual([
      'held: name_unsure',
      'filtered: too_old',
      'held: name_unsure',
    ]);
    expect(await fateOf('zdnet', 'd')).toBe('first_reading: feed_first_reading');
    expect((await store.items.get(itemKey('zdnet', 'd')))?.reading?.relevant).toBe(true);
    expect(await rows(store)).toEqual([]);
  });

  test('another date, minute or comment count of what was shown tells nobody anything', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    await poll('lmi', [item('a', 'bleu launch #1', { published: '2026-11-20T09:30:00.000Z', content: '12 comments' })]);
    await poll('lmi', [item('a', 'bleu launch #1', { published: '2026-11-19T09:30:00.000Z' })]);
    expect(await rowWords(store)).toEqual(['C1 card']);
  });

  test('a correction that turns into a denial is a step', async () => {
    await store.subscriptions.put(subscription('C1'));
    const official = feed('bleu-press', NOW, { kind: 'vendor' });
    await poll('bleu-press', [item('a', 'bleu launch #1')], { feed: official });
    await poll('bleu-press', [item('a', 'bleu denied #1')], { feed: official });
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 edit', 'C1 step']);
  });

  test('what a channel asked for: providers, events, mode', async () => {
    await store.subscriptions.put(subscription('C-bleu', { providers: ['bleu'] }));
    await store.subscriptions.put(subscription('C-s3ns', { providers: ['s3ns'] }));
    await store.subscriptions.put(subscription('C-outage', { events: ['incident_or_outage'] }));
    await store.subscriptions.put(subscription('C-digest', { mode: 'digest' }));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    expect(await rowWords(store)).toEqual(['C-bleu card']);
    await poll('lmi', [item('b', 's3ns outage #2')]);
    expect((await rowWords(store)).slice(1)).toEqual(['C-outage card', 'C-s3ns card']);
  });

  test('a story that only now is firm enough is told then', async () => {
    await store.subscriptions.put(subscription('C-firm', { min: 'confirmed' }));
    await store.subscriptions.put(subscription('C-report', { min: 'reported' }));
    await poll('lmi', [item('a', 'bleu rumour #1')]);
    expect(await rows(store)).toEqual([]);
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    expect(await rowWords(store)).toEqual(['C-report card']);
    await poll('bleu-press', [item('c', 'bleu launch #1')], { feed: feed('bleu-press', NOW, { kind: 'vendor' }) });
    expect((await rowWords(store)).slice(1)).toEqual(['C-firm card', 'C-report edit', 'C-report step']);
  });

  test.each([['provider:bleu'], ['all'], ['event:commercial_launch']])(
    'a mute of %s keeps silent until it ends',
    async (what) => {
      await store.subscriptions.put(subscription('C1'));
      await store.subscriptions.mute({ channel: channel('C1'), what, until: later(NOW, DAY) });
      await poll('lmi', [item('a', 'bleu launch #1')]);
      expect(await rows(store)).toEqual([]);
      const after = later(NOW, DAY + MINUTE);
      await poll('lemonde', [item('b', 'bleu launch #1')], {}, after);
      expect(await rowWords(store)).toEqual(['C1 card']);
    },
  );

  test('a muted story still shows its growth on its card, without a word under it', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    const [story] = await store.stories.list({ limit: 9 });
    await store.subscriptions.mute({ channel: channel('C1'), what: `story:${story?.id}`, until: later(NOW, DAY) });
    await poll('lemonde', [item('b', 'bleu launch #1')]);
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 edit']);
  });

  test('a muted provider named in passing does not hide the one that is watched', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.mute({ channel: channel('C1'), what: 'provider:bleu', until: later(NOW, DAY) });
    await poll('lmi', [item('a', 'bleu,s3ns launch #1')]);
    expect(await rowWords(store)).toEqual(['C1 card']);
  });

  test('a burst ends in one summary, other channels untouched', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2', { providers: ['s3ns'] }));
    const many = Array.from({ length: 20 }, (_, i) => item(`i${i}`, `bleu launch #${i}`));
    const counts = await poll('lmi', many);
    expect(counts.fates.alerted).toBe(20);
    expect(await rowWords(store)).toEqual([...Array.from({ length: 12 }, () => 'C1 card'), 'C1 held', 'C1 summary']);

    // More of the burst goes into the same summary; what is still known of the first hour counts.
    await poll('lemonde', [item('x', 'bleu launch #100'), item('y', 's3ns launch #101')], {}, later(NOW, 5 * MINUTE));
    expect((await rowWords(store)).slice(14)).toEqual(['C2 card']);
    const summary = (await rows(store))[13];
    expect(summary?.dueAt).toBe(later(NOW, 15 * MINUTE));

    // After an hour cards come one by one again.
    await poll('zdnet', [item('z', 'bleu launch #200')], {}, later(NOW, 2 * HOUR));
    expect((await rowWords(store)).slice(15)).toEqual(['C1 card']);
  });

  test('a summary that was taken up already is followed by another', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll(
      'lmi',
      Array.from({ length: 13 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    for (const row of (await rows(store)).slice(0, 13)) {
      await store.outbox.settle(row.id, { state: 'sent', code: null, at: NOW });
    }
    const due = later(NOW, 16 * MINUTE);
    const [taken] = await store.outbox.claim({
      now: due,
      leaseUntil: later(due, HOUR),
      limit: 9,
      busy: [],
      platforms: ['slack'],
    });
    expect(taken?.order.kind).toBe('summary');
    await poll('lemonde', [item('x', 'bleu launch #100')], {}, due);
    expect((await rowWords(store)).slice(12)).toEqual(['C1 held', 'C1 summary', 'C1 held', 'C1 summary']);
  });

  test('a story held back in a burst gets its card once it is firmer', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll(
      'lmi',
      Array.from({ length: 13 }, (_, i) => item(`i${i}`, `bleu launch #${i}`)),
    );
    const held = await store.stories.list({ limit: 99 });
    const known = await rowWords(store);
    expect(held).toHaveLength(13);
    // The newest in the feed comes last, hence over the limit.
    await poll('lemonde', [item('x', 'bleu launch #0 says lmi')], {}, later(NOW, MINUTE));
    expect(await rowWords(store)).toEqual(known);
    await poll('lemonde', [item('y', 'bleu launch #0')], {}, later(NOW, MINUTE));
    expect((await rowWords(store)).slice(known.length)).toEqual(['C1 card']);
  });

  test('what happens to a feed is told in every channel that watches, once', async () => {
    await store.subscriptions.put(subscription('C1'));
    await store.subscriptions.put(subscription('C2', { mode: 'digest' }));
    await poll('lmi', [], {
      health: ['failing'],
      feed: feed('lmi', NOW, { told: ['failing'], code: 'http_forbidden' }),
    });
    await poll('lmi', [], { feed: feed('lmi', NOW, { told: ['failing'], code: 'http_forbidden' }) });
    expect(await rowWords(store)).toEqual(['C1 feed_health', 'C2 feed_health']);
    expect((await store.feeds.get('lmi'))?.told).toEqual(['failing']);
  });

  test('what came out while the feed could not be read is news, however long that was', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [], {}, '2026-11-01T10:00:00.000Z');
    await poll('lmi', [
      item('a', 'bleu launch #1', { published: '2026-11-03T10:00:00.000Z' }),
      item('b', 'bleu launch #2', { published: '2026-10-30T10:00:00.000Z' }),
    ]);
    expect(await fateOf('lmi', 'a')).toBe('alerted: new_story');
    expect(await fateOf('lmi', 'b')).toBe('filtered: too_old');
  });

  test('two polls at once tell one story once', async () => {
    await store.subscriptions.put(subscription('C1'));
    await Promise.all([
      poll('lmi', [item('a', 'bleu launch #1')]),
      poll('lemonde', [item('b', 'bleu launch #1')]),
      poll('zdnet', [item('c', 'bleu launch #1')]),
    ]);
    expect(await store.stories.list({ limit: 9 })).toHaveLength(1);
    expect((await rowWords(store)).filter((row) => row.endsWith('card'))).toHaveLength(1);
  });

  test.runIf(engine === 'postgres')('two processes that meet one event at once open one story', async () => {
    await store.subscriptions.put(subscription('C1'));
    const other = await place.open();
    const intakes = [intake, createIntake(partsFor(other))];
    for (let round = 0; round < 12; round++) {
      await Promise.all(
        intakes.map((one, n) =>
          one(
            {
              feed: feed(`feed${n}`),
              items: [item(`r${round}`, `bleu launch #${round}`, { link: `https://f${n}.example/${round}` })],
              first: false,
              health: [],
            },
            NOW,
          ),
        ),
      );
    }
    expect(await store.stories.list({ limit: 99 })).toHaveLength(12);
    expect((await rowWords(store)).filter((row) => row.endsWith('card'))).toHaveLength(12);
  });

  test('when another writer was faster, everything is taken in again on top of it', async () => {
    await store.subscriptions.put(subscription('C1'));
    await poll('lmi', [item('a', 'bleu launch #1')]);
    let refused = 0;
    const racing: Store = {
      ...store,
      transaction: (work) =>
        store.transaction((repositories) =>
          work({
            ...repositories,
            stories: {
              ...repositories.stories,
              grow: async (...given) => {
                refused++;
                if (refused === 1) throw Object.assign(new Error('conflict: moved on'), { code: 'conflict' });
                await repositories.stories.grow(...given);
              },
            },
          }),
        ),
    };
    const counts = await createIntake(partsFor(racing))(
      { feed: feed('lemonde'), items: [item('b', 'bleu launch #1')], first: false, health: [] },
      NOW,
    );
    expect(refused).toBe(2);
    expect(counts.fates.joined).toBe(1);
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 edit', 'C1 step']);
  });

  test('a poll that cannot be stored leaves nothing behind and the next one works', async () => {
    await store.subscriptions.put(subscription('C1'));
    const broken: Store = {
      ...store,
      transaction: (work) =>
        store.transaction((repositories) =>
          work({
            ...repositories,
            feeds: { ...repositories.feeds, save: async () => Promise.reject(new Error('disk full')) },
          }),
        ),
    };
    const failing = createIntake(partsFor(broken));
    const intaking = { feed: feed('lmi'), items: [item('a', 'bleu launch #1')], first: false, health: [] } as const;
    await expect(failing(intaking, NOW)).rejects.toThrow('disk full');
    expect(await rows(store)).toEqual([]);
    expect(await store.items.list({ limit: 9 })).toEqual([]);
    await poll('lmi', intaking.items);
    expect(await rowWords(store)).toEqual(['C1 card']);
  });
});
