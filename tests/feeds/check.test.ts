import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { checkFeed } from '../../feeds/check.ts';
import { discoverFeeds } from '../../feeds/discover.ts';
import { createFeedClient, type FeedClient } from '../../feeds/fetch.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { parseFeedBytes, readFeed } from '../../feeds/read.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { bytesOf, NOW, rss } from './samples.ts';

const BODY = rss(
  '<item><title>x</title><guid>1</guid><link>https://n.example/1</link><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item>',
);
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

const check = (url: string) => checkFeed(url, { client, parser }, NOW);

test('a feed’s own address', async () => {
  const url = server.route('/feed', { body: BODY, etag: '"1"' });
  expect(await check(url)).toMatchObject({
    url,
    code: null,
    feed: { title: 'T', entries: 1, newest: '2026-11-21T10:00:00.000Z', format: 'rss' },
    warnings: ['not_https'],
  });
});

test('a page that announces its feeds: articles before comments, relative to its base', async () => {
  const page = server.route('/blog/', {
    type: 'text/html',
    body: `<html><head><base href="/x/"><link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
      <link rel="alternate" type="application/json" href="/wp-json/feed"><link rel="alternate" hreflang="en" href="/en">
      <link rel="alternate" type="application/rss+xml" title="Articles" href="articles.xml"></head></html>`,
  });
  const feed = server.route('/x/articles.xml', { body: BODY });
  expect(await check(page)).toMatchObject({
    url: feed,
    others: [{ url: `${server.url}/x/comments/feed`, title: 'Comments' }],
    tried: [{ code: 'html_page' }, { code: null }],
  });
});

test('a page that announces nothing: the usual places', async () => {
  const page = server.route('/', { type: 'text/html', body: '<html><body>Bonjour</body></html>' });
  const feed = server.route('/rss.xml', { body: BODY });
  expect(await check(page)).toMatchObject({ url: feed, code: null });
});

test('nothing to be found says what was tried and why not', async () => {
  const page = server.route('/', { type: 'text/html', body: '<html></html>' });
  const result = await check(page);
  expect(result).toMatchObject({ url: null, code: 'html_page', feed: null });
  expect(result.tried.length).toBeGreaterThan(5);
  expect(await check(`${server.url}/none`)).toMatchObject({ url: null, code: 'http_not_found' });
});

test('oddities are told', async () => {
  const body = rss(
    '<item><title>Orange & co</title><pubDate>Fri, 01 Jan 2038 00:00:00 GMT</pubDate></item><item><title>y</title></item>',
  );
  server.route('/new', { body });
  const { warnings } = await check(server.route('/old', { status: 301, location: '/new' }));
  expect(new Set(warnings)).toEqual(
    new Set([
      'not_well_formed',
      'undated',
      'future_dates',
      'without_links',
      'without_ids',
      'not_conditional',
      'moved',
      'not_https',
    ]),
  );
});

test('links of the body count when their address speaks of a feed', () => {
  const html = '<body><a href="/a-propos">x</a><a href="/flux/rss">RSS</a><a href="/feedback">y</a></body>';
  expect(discoverFeeds(html, 'https://n.example/')).toEqual([{ url: 'https://n.example/flux/rss', title: null }]);
});

test('reading gives items with validators, then nothing new; ttl counts as freshness', async () => {
  const url = server.route('/feed', {
    body: rss('<item><title>x</title></item>', '<title>T</title><ttl>30</ttl>'),
    etag: '"1"',
  });
  const first = await readFeed({ url, validators: null }, { client, parser }, NOW);
  if (first.kind !== 'read') throw new Error(first.kind);
  expect(first).toMatchObject({ title: 'T', freshMs: 1_800_000, validators: { etag: '"1"' } });
  expect(await readFeed({ url, validators: first.validators }, { client, parser }, NOW)).toMatchObject({
    kind: 'unchanged',
  });
});

test('a body that is no feed fails and brings no validators', async () => {
  const url = server.route('/feed', { body: '<html></html>', etag: '"1"' });
  const outcome = await readFeed({ url, validators: null }, { client, parser }, NOW);
  expect(outcome).toMatchObject({ kind: 'failed', code: 'html_page' });
  expect(outcome).not.toHaveProperty('validators');
});

test('bytes from a file are parsed like those from outside', async () => {
  expect(await parseFeedBytes(bytesOf(BODY), { url: null, contentType: null, now: NOW })).toMatchObject({
    ok: true,
    title: 'T',
  });
  expect(await parseFeedBytes(bytesOf('x'), { url: null, contentType: null, now: NOW })).toMatchObject({
    ok: false,
    code: 'not_a_feed',
  });
});
