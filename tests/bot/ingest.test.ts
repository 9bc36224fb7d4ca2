import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ingest, ingestOn, piecesOf } from '../../src/bot/ingest.ts';
import { watchOn } from '../../src/bot/ingest-words.ts';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import type { Item } from '../../src/domain/item.ts';
import { itemKey } from '../../src/domain/outbox.ts';
import type { Intaking, Store } from '../../src/ports.ts';
import { channel, feed, item, NOW, rowWords, silent, subscription } from '../pipeline/world.ts';
import { fc } from '../property.ts';
import { engines, openTestStore } from '../store/harness.ts';

const record = await recordOn(await loadReleased(), []);

const begun: Worker[] = [];
const note = (worker: Worker): void => void begun.push(worker);

const NEWS = [
  item('a', 'S3NS obtient la qualification SecNumCloud pour PREMI3NS'),
  item('b', 'Recette du gratin dauphinois'),
  item('c', 'Bleu annonce l’ouverture commerciale de son offre'),
];

const polled = (items: readonly Item[], over: Partial<Intaking> = {}): Intaking => ({
  feed: feed('lmi'),
  items,
  first: false,
  health: [],
  ...over,
});

describe.each(engines())('the way in, in a thread, on %s', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  let ingest: Ingest | null = null;
  const stopping = new AbortController();
  beforeEach(async () => {
    ({ store, close } = await openTestStore(engine));
    await store.subscriptions.put(subscription('C1'));
    process.on('worker', note);
  });
  afterEach(async () => {
    process.off('worker', note);
    begun.length = 0;
    await ingest?.close();
    ingest = null;
    await close();
  });
  const begin = (over: Partial<Parameters<typeof ingestOn>[0]> = {}): Ingest => {
    ingest = ingestOn({ store, record, log: silent, signal: stopping.signal, ...over });
    return ingest;
  };
  /** The thread of the intake: the last one begun but for the writing one of SQLite. */
  const threadOf = (): Worker => {
    const thread = begun.find((one) => one.threadId > 0 && one !== begun[0]) ?? begun[0];
    if (!thread) throw new Error('no thread was begun');
    return thread;
  };
  const fateOf = async (id: string) => {
    const stored = await store.items.get(itemKey('lmi', id));
    return stored && `${stored.fate}: ${stored.reason}`;
  };

  test('what it reads, matches and writes is there when it answers', async () => {
    const { intake } = begin();
    expect(await intake(polled(NEWS), NOW)).toMatchObject({ seen: 3, fresh: 3 });
    expect(await Promise.all(['a', 'b'].map(fateOf))).toEqual(['alerted: new_story', 'filtered: no_tracked_name']);
    expect(await rowWords(store)).toContain('C1 card');
    expect(await intake(polled(NEWS), NOW)).toMatchObject({ seen: 3, fresh: 0, revised: 0 });
  });

  test('it looks for names that channels track for themselves, as soon as it is told', async () => {
    const { intake, learn } = begin();
    await intake(polled([item('a', 'Zorglub Stockage ouvre une région à Rennes')]), NOW);
    expect(await fateOf('a')).toBe('filtered: no_tracked_name');
    learn([
      {
        channel: channel('C1'),
        id: 'own:zorglub-stockage',
        name: 'Zorglub Stockage',
        context: [],
        risk: 'low',
        since: NOW,
      },
    ]);
    await intake(polled([item('b', 'Zorglub Stockage ouvre une région à Brest')]), NOW);
    expect((await store.items.get(itemKey('lmi', 'b')))?.reading?.providers.map(({ id }) => id)).toEqual([
      'own:zorglub-stockage',
    ]);
  });

  test('when its thread dies the poll under way rejects, and the next one begins another and goes on', async () => {
    const { intake } = begin();
    const many = Array.from({ length: 40 }, (_, i) => item(`n${i}`, `Bleu signe avec la ville numéro ${i}`));
    const first = intake(polled(many), NOW);
    const ended = expect(first).rejects.toThrow('the thread that reads the news');
    while (begun.length === 0) await pause(1);
    await threadOf().terminate();
    await ended;
    expect(await intake(polled(many), NOW)).toMatchObject({ seen: 40 });
    expect(await store.items.list({ limit: 100 })).toHaveLength(40);
  });

  test('an item whose reading does not end is stored unread, and its feed goes on', async () => {
    const { intake } = begin({ limits: { readMs: 1 } });
    const endless = item('poison', 'Bleu annonce', { content: 'Bleu, S3NS et OVHcloud annoncent. '.repeat(400_000) });
    const lines: string[] = [];
    for (let fate: string | null = null; fate === null; fate = await fateOf('poison')) {
      // Alone: where a thread begins anew with each try, the first item it reads takes longest, whichever it is.
      await intake(polled([endless]), NOW).catch((error: unknown) => lines.push(String(error)));
    }
    expect(lines.join()).toContain('the thread that reads the news');
    expect(await fateOf('poison')).toBe('filtered: unreadable');
    expect((await store.feeds.get('lmi'))?.validators.etag).toBe(`"${NOW}"`);
    expect(await begin().intake(polled([endless, ...NEWS]), NOW)).toMatchObject({ seen: 4, fresh: 3 });
  });

  test('a stop does not wait for a thread that is still beginning', async () => {
    const stop = new AbortController();
    const { intake } = begin({ signal: stop.signal });
    const first = intake(polled(NEWS), NOW);
    stop.abort(new Error('stopped'));
    await expect(first).rejects.toThrow();
    expect(await store.items.list({ limit: 1 })).toEqual([]);
    await expect(intake(polled(NEWS), NOW)).rejects.toThrow('stopped');
  });

  test('a stop ends it after the piece under way', async () => {
    const stop = new AbortController();
    const { intake } = begin({ signal: stop.signal });
    const many = Array.from({ length: 400 }, (_, i) => item(`n${i}`, `Bleu signe avec la ville numéro ${i}`));
    const first = intake(polled(many), NOW);
    const ended = expect(first).rejects.toThrow('stopped');
    while ((await store.items.list({ limit: 1 })).length === 0) await pause(5);
    stop.abort(new Error('stopped'));
    await ended;
    expect(await store.feeds.get('lmi')).toBeNull();
    await expect(intake(polled(many), NOW)).rejects.toThrow('stopped');
  });
});

test('items are handed over in pieces, in their order, each small but for what is large by itself', () => {
  const one = fc.integer({ min: 0, max: 300_000 }).map((size) => item('x', 'x', { content: 'x'.repeat(size) }));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), (items) => {
      const pieces = piecesOf(items);
      expect(pieces.flat()).toEqual(items);
      for (const piece of pieces) {
        const size = piece.reduce((sum, { content }) => sum + content.length, 0);
        expect(piece.length === 1 || size <= 128 * 1024).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test('another thread sees what is being read, whatever its key', () => {
  const key = fc.stringMatching(/^[0-9a-f]{16}$/);
  fc.assert(
    fc.property(key, (one) => {
      const mine = watchOn();
      const theirs = watchOn(mine.memory);
      expect(theirs.now()).toBeNull();
      expect(mine.over(one, () => theirs.now()?.key)).toBe(one);
      expect(() =>
        mine.over(one, () => {
          throw new Error('no');
        }),
      ).toThrow('no');
      expect(theirs.now()).toBeNull();
    }),
  );
});
