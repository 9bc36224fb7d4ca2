import { expect, test } from 'vitest';
import type { FeedOutcome, FeedState } from '../../src/domain/feed.ts';
import type { Intake, Intaking } from '../../src/ports.ts';
import type { ReadOne } from '../../src/watch/poll.ts';
import { DEFAULT_POLL, pollDue } from '../../src/watch/poller.ts';
import { at, DAY, failed, feed, item, NOW, read, unchanged } from './feeds.ts';

const one = (id: string, more: Partial<FeedState> = {}): FeedState =>
  feed({ id, url: `https://${id}.example/feed`, ...more });

const counts = (seen: number) => ({
  seen,
  fresh: seen,
  revised: 0,
  fates: { alerted: seen, joined: 0, held: 0, filtered: 0, first_reading: 0 },
});

/** Feeds in memory, an intake that remembers, and a reader that answers by address. */
function bench(feeds: FeedState[], answer: (url: string) => FeedOutcome | Promise<FeedOutcome>) {
  const taken: Intaking[] = [];
  const saved: FeedState[] = [];
  const asked: Parameters<ReadOne>[0][] = [];
  const intake: Intake = async (intaking) => {
    taken.push(intaking);
    return counts(intaking.items.length);
  };
  const order: Parameters<typeof pollDue>[0] = {
    feeds: {
      due: async (now, limit) => feeds.filter((f) => !f.stopped && f.dueAt <= now).slice(0, limit),
      list: async () => feeds,
      get: async (id) => feeds.find((f) => f.id === id) ?? null,
      save: async (state) => {
        saved.push(state);
      },
    },
    read: async (request) => {
      asked.push(request);
      return answer(request.url);
    },
    intake,
    clock: { now: () => NOW },
  };
  return { order, taken, saved, asked };
}

test('each due feed is read and taken in once, with its next state', async () => {
  const feeds = [one('a'), one('b', { firstReadAt: null }), one('c'), one('later', { dueAt: at(DAY) })];
  const { order, taken, saved } = bench(feeds, (url) =>
    url.includes('//c.') ? failed() : url.includes('//a.') ? unchanged() : read([item('1'), item('2')]),
  );
  const result = await pollDue(order);
  expect(result).toMatchObject({
    due: 3,
    read: 1,
    unchanged: 1,
    failed: 1,
    broken: 0,
    stopped: 0,
    items: { seen: 2 },
    fates: { alerted: 2 },
  });
  expect(result.troubles).toEqual([{ feed: 'c', code: 'http_server_error', detail: 'HTTP 500' }]);
  expect(taken.map(({ feed: { id }, first }) => [id, first])).toEqual([['b', true]]);
  // Where there is nothing to take in, the state alone is written.
  expect(saved.map(({ id }) => id).sort()).toEqual(['a', 'c']);
  for (const next of [...taken.map((one) => one.feed), ...saved]) expect(next.dueAt > NOW).toBe(true);
  expect(taken.find(({ feed: { id } }) => id === 'b')?.feed.validators.etag).toBe('"new"');
});

test('a first reading that fails is not the first reading', async () => {
  const { order, taken, saved } = bench([one('a', { firstReadAt: null })], () => failed());
  await pollDue(order);
  expect(taken).toEqual([]);
  expect(saved).toMatchObject([{ id: 'a', firstReadAt: null, failures: 1 }]);
});

test('a throwing intake harms no other feed and the feed keeps its old validators', async () => {
  const { order, saved } = bench([one('a'), one('b'), one('c')], () => read([item('1')]));
  const told: string[] = [];
  const result = await pollDue({
    ...order,
    intake: async (intaking, now) => {
      if (intaking.feed.id === 'b') throw new Error('disk full');
      return order.intake(intaking, now);
    },
    onPolled: ({ trouble }) => {
      if (trouble) told.push(`${trouble.feed} ${trouble.code}`);
    },
  });
  expect(result).toMatchObject({
    read: 2,
    broken: 1,
    troubles: [{ feed: 'b', code: 'intake_failed', detail: 'disk full' }],
  });
  expect(told).toEqual(['b intake_failed']);
  expect(saved).toMatchObject([{ id: 'b', validators: { etag: '"old"' } }]);
  expect((saved[0]?.dueAt ?? '') > NOW).toBe(true);
});

test('a reader that throws and a store that cannot even postpone are counted and survived', async () => {
  const { order, taken } = bench([one('a'), one('b')], (url) => {
    if (url.includes('//a.')) throw new Error('bug');
    return read([item('1')]);
  });
  const broken = { ...order.feeds, save: async () => Promise.reject(new Error('read-only')) };
  expect(await pollDue({ ...order, feeds: broken })).toMatchObject({
    broken: 1,
    read: 1,
    troubles: [{ code: 'read_failed' }],
  });
  expect(taken.map(({ feed: { id } }) => id)).toEqual(['b']);
});

test('one host is asked one thing at a time, several hosts side by side up to the limit', async () => {
  const feeds = ['a', 'b', 'c', 'd'].flatMap((host) =>
    [1, 2, 3].map((n) => one(`${host}${n}`, { url: `https://${host}.example/${n}` })),
  );
  const busy = new Map<string, number>();
  let together = 0;
  let most = 0;
  const { order } = bench(feeds, async (url) => {
    const { host } = new URL(url);
    expect(busy.get(host) ?? 0).toBe(0);
    busy.set(host, 1);
    together += 1;
    most = Math.max(most, together);
    await new Promise((resolve) => setImmediate(resolve));
    together -= 1;
    busy.set(host, 0);
    return unchanged();
  });
  const result = await pollDue({ ...order, settings: { ...DEFAULT_POLL, places: 3 } });
  expect(result).toMatchObject({ due: 12, unchanged: 12, broken: 0 });
  expect(most).toBe(3);
});

test('force asks every feed that is not stopped', async () => {
  const { order, asked } = bench([one('a', { dueAt: at(DAY) }), one('b', { stopped: true })], () => unchanged());
  expect(await pollDue({ ...order, force: true })).toMatchObject({ due: 1, unchanged: 1 });
  expect(asked.map(({ url }) => url)).toEqual(['https://a.example/feed']);
});

test('a stop drops what is being fetched, begins nothing new, and leaves it all due', async () => {
  const stop = new AbortController();
  const { order, taken, saved } = bench(
    ['a', 'b', 'c'].map((id) => one(id)),
    () => unchanged(),
  );
  const result = await pollDue({
    ...order,
    signal: stop.signal,
    settings: { ...DEFAULT_POLL, places: 1 },
    read: (_feed, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        stop.abort();
      }),
  });
  expect(result).toMatchObject({ due: 3, stopped: 3, broken: 0, read: 0 });
  expect(taken).toEqual([]);
  expect(saved).toEqual([]);
});

test('a feed silent for long is read without conditions once a day, another with its validators', async () => {
  const silent = one('silent', { lastItemAt: at(-10 * DAY), lastOkAt: at(-DAY) });
  const { order, asked } = bench([silent, one('lively')], () => unchanged());
  await pollDue(order);
  const etags = Object.fromEntries(asked.map(({ url, validators }) => [new URL(url).hostname, validators.etag]));
  expect(etags).toEqual({ 'silent.example': null, 'lively.example': '"old"' });
});
