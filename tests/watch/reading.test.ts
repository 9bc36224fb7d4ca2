import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createFeedClient, type FeedClient } from '../../feeds/fetch.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import type { FeedState } from '../../src/domain/feed.ts';
import { pollDue } from '../../src/watch/poller.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { feed, NOW } from './feeds.ts';

const BODY = '<rss version="2.0"><channel><title>T</title><item><title>x</title><guid>1</guid></item></channel></rss>';
const counts = {
  seen: 1,
  fresh: 1,
  revised: 0,
  fates: { alerted: 1, joined: 0, held: 0, filtered: 0, first_reading: 0 },
};
const parser = createFeedParser();
let server: FeedServer;
let client: FeedClient;

beforeEach(async () => {
  server = await startFeedServer();
  client = createFeedClient({ allowPrivate: ['127.0.0.0/8'], userAgent: 'Vigie/test', proxy: null });
});
afterEach(async () => {
  await client.close();
  await server.close();
});
afterAll(() => parser.close());

/** A store of one feed whose intake fails when told to. */
function station(start: FeedState) {
  let state = start;
  const seen: string[] = [];
  let broken = false;
  const keep = async (next: FeedState): Promise<void> => {
    state = next;
  };
  return {
    seen,
    get state() {
      return state;
    },
    break: (is: boolean) => {
      broken = is;
    },
    poll: () =>
      pollDue({
        feeds: { due: async () => [state], list: async () => [state], get: async () => state, save: keep },
        read: (one, way) => readFeed(one, { client, parser }, NOW, way),
        intake: async ({ feed: next, items }) => {
          if (broken) throw new Error('disk full');
          state = next;
          seen.push(...items.map((item) => item.id));
          return counts;
        },
        clock: { now: () => NOW },
        force: true,
      }),
  };
}

test('what could not be stored is fetched whole again, what was stored is not', async () => {
  const url = server.route('/feed', { body: BODY, etag: '"1"' });
  const none = { etag: null, lastModified: null, bodyHash: null };
  const one = station(feed({ url, validators: none, firstReadAt: null, lastOkAt: null, lastItemAt: null }));
  one.break(true);
  expect(await one.poll()).toMatchObject({ broken: 1 });
  one.break(false);
  expect(await one.poll()).toMatchObject({ read: 1 });
  expect(await one.poll()).toMatchObject({ unchanged: 1 });
  expect(one.seen).toEqual(['1']);
  expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, '"1"']);
});

test('a feed that moved for good is asked at its new address after two polls have said so', async () => {
  const url = server.route('/old', { status: 301, location: '/new' });
  server.route('/new', { body: BODY, etag: '"1"' });
  const one = station(feed({ url }));
  for (let n = 0; n < 3; n += 1) await one.poll();
  expect(server.requests.map(({ path }) => path)).toEqual(['/old', '/new', '/old', '/new', '/new']);
  expect(one.state.told).toEqual([`moved:${server.url}/new`]);
});
