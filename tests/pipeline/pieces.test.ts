import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '../../src/domain/item.ts';
import { itemKey } from '../../src/domain/outbox.ts';
import { createIntake, type IntakeParts } from '../../src/pipeline.ts';
import type { Intake, Intaking, Store } from '../../src/ports.ts';
import { engines, openTestStore } from '../store/harness.ts';
import { DAY, feed, item, later, NOW, partsFor, read, rows, rowWords, silent, subscription } from './world.ts';

describe.each(engines())('a poll in pieces, on %s', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ store, close } = await openTestStore(engine));
    await store.subscriptions.put(subscription('C1'));
  });
  afterEach(() => close());

  /** An intake whose pieces hold one item each. */
  const piecewise = (over: Partial<IntakeParts> = {}): Intake =>
    createIntake({ ...partsFor(store), ...over, settings: { pieceMs: 0, ...over.settings } });
  const polled = (name: string, items: readonly Item[], over: Partial<Intaking> = {}, at = NOW): Intaking => ({
    feed: feed(name, at),
    items,
    first: false,
    health: [],
    ...over,
  });
  const fates = async (name: string, ids: readonly string[]) =>
    Promise.all(
      ids.map(async (id) => {
        const stored = await store.items.get(itemKey(name, id));
        return stored && `${stored.fate}: ${stored.reason}`;
      }),
    );
  const hour = (n: number): string => `2026-11-20T0${n}:00:00.000Z`;
  const numbered = (count: number): Item[] =>
    Array.from({ length: count }, (_, i) => item(`n${i}`, `bleu launch #${i}`, { published: hour(i) }));

  test('is what it is in one', async () => {
    const items = [
      item('a', 'bleu launch #1', { published: hour(1) }),
      item('b', 's3ns launch #2', { published: hour(2) }),
      item('c', 'bleu launch #1 again', { published: hour(3) }),
      item('d', 'none at all', { published: hour(4) }),
    ];
    const counts = await piecewise()(polled('lmi', items, { health: ['recovered'] }), NOW);
    expect(counts).toEqual({
      seen: 4,
      fresh: 4,
      revised: 0,
      fates: { alerted: 2, joined: 1, held: 0, filtered: 1, first_reading: 0 },
    });
    expect(await fates('lmi', ['a', 'b', 'c', 'd'])).toEqual([
      'alerted: new_story',
      'alerted: new_story',
      'joined: joined_story',
      'filtered: no_tracked_name',
    ]);
    expect(await rowWords(store)).toEqual(['C1 card', 'C1 card', 'C1 edit', 'C1 feed_health']);
    expect((await store.feeds.get('lmi'))?.validators.etag).toBe(`"${NOW}"`);
  });

  test.each([false, true])('cut off anywhere, the next one goes on from there (first reading: %s)', async (first) => {
    const items = numbered(5);
    const stopping = new AbortController();
    let seen = 0;
    const reading: IntakeParts['read'] = (readable) => {
      seen += 1;
      if (seen === 3) stopping.abort(new Error('stop'));
      return read(readable);
    };
    const stopped = piecewise({ read: reading, signal: stopping.signal });
    await expect(stopped(polled('lmi', items, { first }), NOW)).rejects.toThrow('stop');
    // What was written stands, and the feed is as if it had not been asked.
    expect((await fates('lmi', ['n0', 'n1', 'n2', 'n3'])).map((fate) => fate !== null)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await store.feeds.get('lmi')).toBeNull();
    const counts = await piecewise()(polled('lmi', items, { first }, later(NOW, 60_000)), later(NOW, 60_000));
    expect(counts).toMatchObject({ seen: 5, fresh: 2 });
    const expected = first ? 'first_reading: feed_first_reading' : 'alerted: new_story';
    expect(new Set(await fates('lmi', ['n0', 'n1', 'n2', 'n3', 'n4']))).toEqual(new Set([expected]));
    expect(await rowWords(store)).toEqual(first ? [] : Array.from({ length: 5 }, () => 'C1 card'));
    expect(await store.stories.count('2026-11-01T00:00:00.000Z')).toBe(5);
  });

  test('a long one does not keep a short one waiting', async () => {
    const intake = piecewise();
    const ended: string[] = [];
    await Promise.all([
      intake(polled('long', numbered(9)), NOW).then(() => ended.push('long')),
      intake(polled('short', [item('s', 's3ns launch #77')]), NOW).then(() => ended.push('short')),
    ]);
    expect(ended).toEqual(['short', 'long']);
  });

  test('beyond a number of news the older ones are kept in silence, findable, and a word says so once a day', async () => {
    const lines: unknown[] = [];
    const log = { ...silent, warn: (words: string, facts?: object) => void lines.push({ words, ...facts }) };
    const intake = piecewise({ log, settings: { newsPerPoll: 2 } });
    await intake(polled('lmi', numbered(5)), NOW);
    expect(await fates('lmi', ['n0', 'n1', 'n2', 'n3', 'n4'])).toEqual([
      'first_reading: beyond_cap',
      'first_reading: beyond_cap',
      'first_reading: beyond_cap',
      'alerted: new_story',
      'alerted: new_story',
    ]);
    expect(await store.stories.count('2026-11-01T00:00:00.000Z')).toBe(5);
    expect((await store.stories.search({ terms: ['launch'], own: [], limit: 10 })).length).toBe(5);
    const words = async () => (await rows(store)).filter(({ order }) => order.kind === 'feed_health');
    expect((await words()).map(({ order }) => order)).toEqual([
      { kind: 'feed_health', feed: 'lmi', event: 'flooded', flood: { items: 5, told: 2 } },
    ]);
    expect(lines).toEqual([expect.objectContaining({ feed: 'lmi', items: 5, told: 2 })]);
    // The same again is known; another flood on the same day is not told again, on the next it is.
    await intake(polled('lmi', numbered(5)), NOW);
    const more = (name: string) =>
      Array.from({ length: 3 }, (_, i) => item(`${name}${i}`, `s3ns launch #${name}${i}`, { published: hour(i) }));
    await intake(polled('lmi', more('m')), later(NOW, 60_000));
    expect(await words()).toHaveLength(1);
    await intake(polled('lmi', more('p')), later(NOW, DAY));
    expect(await words()).toHaveLength(2);
    expect(lines).toHaveLength(3);
    // What is told is told although an older telling of it was silent.
    await intake(polled('zdnet', [item('z', 'bleu launch #0')]), NOW);
    expect(await fates('zdnet', ['z'])).toEqual(['joined: joined_story']);
    expect((await rowWords(store)).filter((row) => row === 'C1 card')).toHaveLength(2 + 2 + 2 + 1);
  });

  test.each(['read', 'matchStory'] as const)(
    'an item over which %s fails is stored unread, and holds up nothing',
    async (which) => {
      const lines: unknown[] = [];
      const log = { ...silent, error: (words: string, facts?: object) => void lines.push({ words, ...facts }) };
      const parts = partsFor(store);
      const over = {
        read: (readable: Parameters<IntakeParts['read']>[0], key: string) => {
          if (which === 'read' && readable.title.includes('poison')) throw new TypeError('no');
          return parts.read(readable, key);
        },
        matchStory: (...given: Parameters<IntakeParts['matchStory']>) => {
          if (which === 'matchStory' && given[1].title.includes('poison')) throw new RangeError('no');
          return parts.matchStory(...given);
        },
      };
      const intake = piecewise({ ...over, log });
      const items = [item('a', 'bleu launch #1'), item('b', 'bleu poison #2'), item('c', 'bleu launch #3')];
      expect(await intake(polled('lmi', items), NOW)).toMatchObject({ fresh: 3 });
      expect(await fates('lmi', ['a', 'b', 'c'])).toEqual([
        'alerted: new_story',
        'filtered: unreadable',
        'alerted: new_story',
      ]);
      expect((await store.items.get(itemKey('lmi', 'b')))?.title).toBe('bleu poison #2');
      expect(lines).toEqual([expect.objectContaining({ feed: 'lmi', item: itemKey('lmi', 'b') })]);
      expect(await intake(polled('lmi', items), NOW)).toMatchObject({ fresh: 0, revised: 0 });
      // With another text it is an item like others.
      await intake(polled('lmi', [item('b', 'bleu mended #2')]), NOW);
      expect(await fates('lmi', ['b'])).toEqual(['alerted: new_story']);
    },
  );
});
