import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FeedState } from '../../src/domain/feed.ts';
import { isDue } from '../../src/domain/feed.ts';
import { patienceOf } from '../../src/watch/lanes.ts';
import { createPoller, DEFAULT_POLL, type PollerParts } from '../../src/watch/poller.ts';
import { at, failed, feed, item, NOW, read, unchanged } from './feeds.ts';

const one = (id: string, more: Partial<FeedState> = {}): FeedState =>
  feed({ id, url: `https://${id}.example/feed`, ...more });
const many = (n: number, name: string, more: Partial<FeedState> = {}): FeedState[] =>
  Array.from({ length: n }, (_, i) => one(`${name}${i}`, more));
const UNREAD = { firstReadAt: null, lastOkAt: null, lastItemAt: null };
const SLOW = { failures: 1, code: 'timeout' } as const;

beforeEach(() => void vi.useFakeTimers({ now: Date.parse(NOW) }));
afterEach(() => void vi.useRealTimers());

/** Feeds in memory under a clock that only the test moves. Hosts named `dead…` never answer, the others after 50 ms. */
function world(feeds: FeedState[], more: Partial<PollerParts> = {}) {
  const stored = new Map(feeds.map((state) => [state.id, state]));
  const clock = { now: () => new Date().toISOString() };
  const asked = new Map<string, number>();
  let openNow = 0;
  let most = 0;
  const stop = new AbortController();
  const poller = createPoller({
    feeds: {
      due: async (now, limit, after) => {
        const due = [...stored.values()]
          .filter((f) => isDue(f, now))
          .sort((a, b) => (a.dueAt + a.id < b.dueAt + b.id ? -1 : 1));
        return due.filter((f) => !after || f.dueAt + f.id > after.dueAt + after.id).slice(0, limit);
      },
      list: async () => [...stored.values()],
      get: async (id) => stored.get(id) ?? null,
      save: async (state) => void stored.set(state.id, state),
    },
    read: async ({ url }, { deadlineMs = 0 }) => {
      const { hostname } = new URL(url);
      asked.set(hostname, Date.now() - Date.parse(NOW));
      openNow += 1;
      most = Math.max(most, openNow);
      const dead = hostname.startsWith('dead');
      await new Promise((resolve) => setTimeout(resolve, dead ? deadlineMs : 50));
      openNow -= 1;
      return dead ? failed({ code: 'timeout', status: null }) : unchanged();
    },
    intake: async () => Promise.reject(new Error('nothing is taken in here')),
    clock,
    signal: stop.signal,
    ...more,
  });
  return { poller, asked, stored, stop, most: () => most };
}

const lastAsked = (asked: ReadonlyMap<string, number>, name: string): number =>
  Math.max(...[...asked].filter(([host]) => host.startsWith(name)).map(([, ms]) => ms));

test.each([
  ['17 hosts that fell silent', many(17, 'dead')],
  ['40 hosts that fell silent', many(40, 'dead')],
  ['200 hosts that fell silent', many(200, 'dead')],
  ['200 silent hosts that were never read', many(200, 'dead', UNREAD)],
  ['200 hosts that were silent before', many(200, 'dead', SLOW)],
  [
    '500 silent hosts of all kinds',
    [...many(200, 'dead'), ...many(150, 'deadnew', UNREAD), ...many(150, 'deadold', SLOW)],
  ],
])('%s delay no living one', async (_name, dead) => {
  const living = many(60, 'good');
  // The silent ones fell due first: they are at the head of every list.
  const { poller, asked } = world([...dead.map((state) => ({ ...state, dueAt: at(-60_000) })), ...living]);
  await poller.wake();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([...asked.keys()].filter((host) => host.startsWith('good'))).toHaveLength(60);
  expect(lastAsked(asked, 'good')).toBeLessThan(10_000);
});

test('a feed that falls due while many wait in vain is asked at the next look', async () => {
  const dead = [...many(120, 'dead'), ...many(120, 'deadnew', UNREAD)];
  const { poller, asked } = world([...dead, ...many(20, 'good', { dueAt: at(20_000) })]);
  await poller.wake();
  await vi.advanceTimersByTimeAsync(20_000);
  await poller.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...asked.keys()].filter((host) => host.startsWith('good'))).toHaveLength(20);
});

test('hosts that were silent before come last and get less time, and the whole time now and then', async () => {
  const { poller, asked } = world([one('dead', { ...SLOW, dueAt: at(-60_000) }), one('new', UNREAD), one('good')], {
    settings: { ...DEFAULT_POLL, places: 1 },
  });
  await poller.wake();
  await vi.advanceTimersByTimeAsync(2_000);
  expect([...asked.keys()]).toEqual(['good.example', 'new.example', 'dead.example']);
  const patience = Array.from({ length: 9 }, (_, failures) =>
    patienceOf({ failures, code: failures === 0 ? null : 'timeout', lastOkAt: NOW }),
  );
  expect(patience).toEqual([30_000, 8_000, 4_000, 4_000, 30_000, 4_000, 4_000, 4_000, 30_000]);
  expect(patienceOf({ failures: 3, code: 'http_not_found', lastOkAt: NOW })).toBe(30_000);
});

test('what one feed of a host waited for in vain shortens the wait for its others', async () => {
  const host = Array.from({ length: 3 }, (_, n) => feed({ id: `d${n}`, url: `https://dead.example/${n}` }));
  const { poller, stored } = world(host);
  const run = poller.run();
  await vi.advanceTimersByTimeAsync(30_000 + 8_000 + 4_000);
  expect(await run).toMatchObject({ due: 3, failed: 3 });
  expect([...stored.values()].map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout']);
});

test('requests that wait are bounded, lane by lane', async () => {
  const { poller, most } = world([
    ...many(600, 'dead'),
    ...many(600, 'deadnew', UNREAD),
    ...many(600, 'deadold', SLOW),
  ]);
  await poller.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  const { known, unread, slow } = DEFAULT_POLL.shares;
  expect(most()).toBeLessThanOrEqual(known.open + unread.open + slow.open);
});

test('one host with more feeds than a page is no reason to miss the others', async () => {
  const crowd = Array.from({ length: 700 }, (_, n) =>
    feed({ id: `c${n}`, url: `https://dead.example/${n}`, dueAt: at(-60_000) }),
  );
  const { poller, asked } = world([...crowd, one('good')]);
  await poller.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.has('good.example')).toBe(true);
});

test('a feed stays under way until it is taken in, and is not asked again before', async () => {
  const taken = Promise.withResolvers<void>();
  let asks = 0;
  const { poller } = world([one('long')], {
    read: async () => {
      asks += 1;
      return read([item('1')]);
    },
    intake: async () => {
      await taken.promise;
      return {
        seen: 1,
        fresh: 1,
        revised: 0,
        fates: { alerted: 1, joined: 0, held: 0, filtered: 0, first_reading: 0 },
      };
    },
  });
  for (let n = 0; n < 5; n += 1) {
    await poller.wake();
    await vi.advanceTimersByTimeAsync(3_000);
  }
  expect(asks).toBe(1);
  expect(poller.facts()).toMatchObject({ underWay: 1, waiting: 0 });
  taken.resolve();
  await poller.settled();
  expect(poller.facts()).toMatchObject({ underWay: 0 });
});

test('bodies are opened a few at a time, and while too many wait nothing more is asked for', async () => {
  const held = Promise.withResolvers<void>();
  let opened = 0;
  let asks = 0;
  const { poller } = world(many(50, 'good'), {
    settings: { ...DEFAULT_POLL, taking: 3, backlog: 10 },
    read: async (_feed, way) => {
      asks += 1;
      await way.opening?.();
      opened += 1;
      await held.promise;
      return unchanged();
    },
  });
  await poller.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toBe(3);
  expect(asks).toBeLessThan(50);
  held.resolve();
  await poller.settled();
  expect(asks).toBe(50);
});

test('large bodies are read a few at a time; small ones do not wait for them', async () => {
  const held = Promise.withResolvers<void>();
  let large = 0;
  const { poller, stored } = world([...many(6, 'large'), ...many(6, 'small')], {
    read: async ({ url }, way) => {
      if (!url.includes('large')) return unchanged();
      await way.large?.();
      large += 1;
      await held.promise;
      return unchanged();
    },
  });
  await poller.wake();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(large).toBe(DEFAULT_POLL.large);
  expect([...stored.values()].filter(({ id, dueAt }) => id.startsWith('small') && dueAt > NOW)).toHaveLength(6);
  held.resolve();
  await poller.settled();
  expect(large).toBe(6);
});

test('a stop ends what waits at once and begins nothing more', async () => {
  const { poller, stop, asked } = world([...many(40, 'dead')], {
    read: (_feed, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  });
  const run = poller.run();
  await vi.advanceTimersByTimeAsync(100);
  stop.abort(new Error('stop'));
  expect(await run).toMatchObject({ due: 40, stopped: 40 });
  await poller.settled();
  await poller.wake();
  expect(asked.size).toBe(0);
});

test('a feed that somebody else asked after it was looked up is not asked again', async () => {
  const { poller, stored, asked } = world([one('good'), one('late')], { settings: { ...DEFAULT_POLL, places: 1 } });
  await poller.wake();
  stored.set('late', { ...one('late'), dueAt: at(600_000) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...asked.keys()]).toEqual(['good.example']);
});

test('a feed that was taken out after it was looked up is not asked', async () => {
  const { poller, stored, asked } = world([...many(2, 'deadnew', UNREAD), one('good'), one('late')], {
    settings: { ...DEFAULT_POLL, places: 1 },
  });
  await poller.wake();
  stored.set('late', { ...one('late'), stopped: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.has('late.example')).toBe(false);
});
