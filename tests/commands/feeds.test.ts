import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFeedClient, type FeedClient } from '../../feeds/fetch.ts';
import { readOpml } from '../../feeds/opml.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { readFeed } from '../../feeds/read.ts';
import { intakeOn } from '../../src/bot/intake.ts';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import type { Shown } from '../../src/command.ts';
import type { FeedEntry } from '../../src/domain/feed.ts';
import type { Button } from '../../src/domain/view.ts';
import { silentLog } from '../../src/log.ts';
import { pollDue } from '../../src/watch/poller.ts';
import { NOW, openScene, type Scene, textOf } from '../asking/scene.ts';
import { type FeedServer, startFeedServer } from '../peers/feed-server.ts';
import { engines } from '../store/harness.ts';

const buttonsOf = (shown: Shown): Button[] =>
  shown.view.blocks.flatMap((b) => (b.kind === 'buttons' ? [...b.buttons] : []));
const lineOf = (shown: Shown, n = 0): string => buttonsOf(shown)[n]?.line ?? '';

const item = (n: number): string =>
  `<item><title>News ${n}</title><guid>${n}</guid><link>https://n.example/${n}</link><pubDate>Fri, ${10 + n} Nov 2026 10:00:00 GMT</pubDate></item>`;
const rssOf = (title: string, count = 4): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>https://n.example/</link><description>d</description>${Array.from({ length: count }, (_, i) => item(i + 1)).join('')}</channel></rss>`;

const entry = (id: string, more: Partial<FeedEntry> = {}): FeedEntry => ({
  id,
  url: `https://${id}.example/feed`,
  title: `Feed ${id}`,
  publisher: id,
  lang: 'fr',
  kind: 'press',
  note: null,
  ...more,
});

const parser = createFeedParser();
let server: FeedServer;
let client: FeedClient;
let scene: Scene;

beforeEach(async () => {
  server = await startFeedServer();
  client = createFeedClient({ allowPrivate: ['127.0.0.0/8'], userAgent: 'Vigie/test', proxy: null });
});
afterEach(async () => {
  await scene.close();
  await client.close();
  await server.close();
});
afterAll(() => parser.close());

type Options = Parameters<typeof openScene>[0];
const open = async (options: Options = {}): Promise<Scene> => {
  // Patience for slow machines: only one test is about an address that takes too long.
  scene = await openScene({ feedTools: { client, parser }, answerMs: 60_000, ...options });
  return scene;
};

describe.each(engines())('feeds on %s', (engine) => {
  test('a site’s feed is found, shown, confirmed, kept, read silently, and taken out again', async () => {
    const { ask, store } = await open({ engine });
    const url = server.route('/rss.xml', { body: rssOf('Le Bulletin') });
    const site = server.route('/', {
      type: 'text/html',
      body: '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>',
    });
    const asked = await ask(`/feeds add ${site}`);
    expect(asked.data).toMatchObject({
      url,
      title: 'Le Bulletin',
      entries: 4,
      warnings: ['not_conditional', 'not_https'],
    });
    expect(textOf(asked)).toContain('News 4 · 14 November 2026');
    expect(textOf(asked)).not.toContain('News 1 ');
    expect(textOf(asked)).toContain('it is not reached by https');
    expect(await store.feeds.list()).toEqual([]);

    const added = await ask(lineOf(asked));
    expect(added.data).toMatchObject({ url, added: true, title: 'Le Bulletin', publisher: 'Le Bulletin' });
    expect(textOf(added)).toContain('first reading is silent');
    const [feed] = await store.feeds.list();
    expect(feed).toMatchObject({ url, kind: 'press', dueAt: NOW, firstReadAt: null, added: { by: 'u', at: NOW } });

    const counts = await pollDue({
      feeds: store.feeds,
      read: (one, way) => readFeed(one, { client, parser }, NOW, way),
      intake: intakeOn(store, await recordOn(await loadReleased(), []), silentLog),
      clock: { now: () => NOW },
    });
    expect(counts.fates).toMatchObject({ first_reading: 4, alerted: 0 });
    expect(textOf(await ask(lineOf(added)))).toContain('read on 22 November 2026, 09:00 UTC');

    // A catalogue that knows nothing of it changes nothing.
    await store.feeds.sync([entry('lmi')], NOW);
    expect((await store.feeds.list()).map((one) => one.url)).toContain(url);
    expect((await ask(`/feeds add ${site}`)).data).toMatchObject({ added: false, feed: feed?.id });

    const sure = await ask('/flux retirer "le bulletin"', 'fr');
    expect(textOf(sure)).toContain('Ne plus lire « Le Bulletin » ?');
    expect(await store.feeds.list()).toHaveLength(2);
    await ask(lineOf(sure), 'fr');
    expect((await store.feeds.list()).map((one) => one.id)).toEqual(['lmi']);
    expect(await store.feeds.due(NOW, 10)).toMatchObject([{ id: 'lmi' }]);
    expect(await store.items.list({ limit: 10 })).toHaveLength(4);

    // A reading that was under way when it was removed does not bring it back.
    if (feed) await store.feeds.save({ ...feed, dueAt: NOW });
    expect((await store.feeds.list()).map((one) => one.id)).toEqual(['lmi']);

    await ask(`/feeds add ${url} confirm:yes`);
    expect((await store.feeds.list()).find((one) => one.id === feed?.id)).toMatchObject({
      firstReadAt: null,
      stopped: false,
    });
  });

  test('a feed of the catalogue is stopped, stays so, and starts again by its address', async () => {
    const { ask, store } = await open({ engine });
    await store.feeds.sync([entry('lmi'), entry('jdn')], NOW);
    await ask(lineOf(await ask('/feeds remove lmi')));
    await store.feeds.sync([entry('lmi', { title: 'Renamed' }), entry('jdn')], NOW);
    expect((await store.feeds.due(NOW, 10)).map((one) => one.id)).toEqual(['jdn']);
    const listed = await ask('/feeds stopped');
    expect(listed.data).toMatchObject({ total: 2, stopped: 1, shown: 1 });
    expect(textOf(listed)).toContain('taken out here on 22 November 2026');
    expect((await ask('/feeds remove lmi')).data).toMatchObject({ removed: false });
    expect((await ask('/flux ajouter https://lmi.example/feed/', 'fr')).data).toMatchObject({ back: true });
    expect((await store.feeds.due(NOW, 10)).map((one) => one.id)).toEqual(['jdn', 'lmi']);
  });

  test('a list of feeds is counted, confirmed and added once', async () => {
    const { ask, store } = await open({ engine });
    await store.feeds.sync([entry('lmi')], NOW);
    const outline = (title: string, url: string) => `<outline type="rss" text="${title}" xmlUrl="${url}"/>`;
    const list = server.route('/all.opml', {
      type: 'text/x-opml',
      body: `<opml version="2.0"><head/><body>${outline('LMI', 'http://www.lmi.example/feed/')}${outline('ANSSI', 'https://www.cert.ssi.gouv.fr/feed/')}${outline('B', 'https://b.example/rss')}</body></opml>`,
    });
    const asked = await ask(`/flux importer ${list}`, 'fr');
    expect(asked.data).toMatchObject({ feeds: 3, new: 2, skipped: 0 });
    expect(textOf(asked)).toContain('La liste nomme 3 flux : 2 nouveaux ici.');
    const done = await ask(lineOf(asked), 'fr');
    expect(textOf(done)).toContain('2 flux sont lus désormais');
    expect((await store.feeds.list()).map((one) => one.title).sort()).toEqual(['ANSSI', 'B', 'Feed lmi']);
    expect(textOf(await ask(`/feeds import ${list}`))).toContain('Every feed of this list is read already.');

    const answer = await ask('/feeds export');
    const exported = answer.data as { name: string; opml: string };
    expect(exported.name).toMatch(/^vigie-feeds-\d{4}-\d{2}-\d{2}\.opml$/);
    expect(answer.view.blocks).toContainEqual({
      kind: 'files',
      files: [expect.objectContaining({ name: exported.name, type: 'text/x-opml', text: exported.opml })],
    });
    const read = readOpml(exported.opml);
    expect(read.ok && read.feeds.map((one) => one.url).sort()).toEqual([
      'https://b.example/rss',
      'https://lmi.example/feed',
      'https://www.cert.ssi.gouv.fr/feed/',
    ]);
  });

  test('an own feed that the catalogue comes to list is read once', async () => {
    const { store } = await open({ engine });
    await store.feeds.add(entry('own-x', { url: 'https://lmi.example/feed' }), 'u', NOW);
    await store.feeds.sync([entry('lmi')], NOW);
    expect((await store.feeds.list()).map((one) => one.id)).toEqual(['lmi']);
  });
});

test('the list tells each feed’s state in words, pages, and is narrowed by state and by words in both languages', async () => {
  const { ask, store } = await open();
  const all = Array.from({ length: 11 }, (_, i) => entry(`f${String(i).padStart(2, '0')}`));
  await store.feeds.sync([...all, entry('lmi', { title: 'Le Monde Informatique' })], NOW);
  const state = await store.feeds.get('lmi');
  if (state) {
    const lastOkAt = '2026-11-19T08:00:00.000Z';
    const next = '2026-11-22T10:00:00.000Z';
    await store.feeds.save({
      ...state,
      failures: 3,
      code: 'http_forbidden',
      firstReadAt: lastOkAt,
      lastOkAt,
      dueAt: next,
    });
  }
  const listed = await ask('/flux', 'fr');
  expect(listed.data).toMatchObject({ total: 12, failing: 1, unread: 11, stopped: 0, shown: 12 });
  const text = textOf(listed);
  expect(text).toContain('nouvel essai le 22 novembre 2026 à 10:00 UTC');
  expect(text).toContain('1 en panne, 11 pas encore lus');
  expect(text.indexOf('Le Monde Informatique')).toBeLessThan(text.indexOf('Feed f00'));
  expect(text).toContain('lu pour la dernière fois le 19 novembre 2026 à 08:00 UTC · son serveur');
  expect(text).not.toContain('Feed f09');
  const next = buttonsOf(listed).find((button) => button.line.startsWith('page'));
  expect(textOf(await ask(next?.line ?? '', 'fr'))).toContain('Feed f10');

  for (const line of [
    '/feeds failing',
    '/flux en panne',
    '/feeds list state:failing',
    '/feeds list monde informatique',
  ])
    expect((await ask(line)).data).toMatchObject({ shown: 1, feeds: [{ id: 'lmi', code: 'http_forbidden' }] });
  expect((await ask('/feeds list zzz')).data).toMatchObject({ error: 'no_feed' });
});

test('no feed at all is a list too, and goes out as one', async () => {
  const { ask } = await open();
  expect(textOf(await ask('/feeds'))).toContain('No feed is in the list.');
  const exported = await ask('/flux exporter', 'fr');
  expect(exported.ok).toBe(true);
  expect(exported.data).toMatchObject({ feeds: 0, opml: expect.stringContaining('<body/>') });
});

test('a page with several feeds lets one choose', async () => {
  const { ask } = await open();
  const page = server.route('/', {
    type: 'text/html',
    body: `<link rel="alternate" type="application/rss+xml" title="Cloud" href="/a.xml">
      <link rel="alternate" type="application/rss+xml" title="Security" href="/b.xml">`,
  });
  server.route('/a.xml', { body: rssOf('Cloud') });
  server.route('/b.xml', { body: rssOf('Security', 2) });
  const shown = await ask(`/feeds add ${page}`);
  expect(buttonsOf(shown).map((button) => button.label)).toEqual(['Cloud', 'Security']);
  expect((await ask(lineOf(shown, 1))).data).toMatchObject({ title: 'Security', entries: 2 });
});

test('what is wrong with an address is said in words', async () => {
  const { ask, store } = await open();
  const gone = await ask(`/feeds check ${server.url}/nothing`);
  expect(gone.data).toMatchObject({ error: 'http_not_found' });
  expect(textOf(gone)).toContain('(404)');
  const page = server.route('/page', { type: 'text/html', body: '<html>hello</html>' });
  expect(textOf(await ask(`/flux ajouter ${page}`, 'fr'))).toContain('La page ne nomme aucun flux');
  expect(textOf(await ask(`/feeds import ${page}`))).toContain('no OPML list');
  expect((await ask('/feeds add mailto:x@y.example')).data).toMatchObject({ error: 'bad_url' });
  expect((await ask('/feeds add')).data).toMatchObject({ error: 'missing' });
  expect((await ask('/feeds remove nobody')).data).toMatchObject({ error: 'no_feed' });
  expect(await store.feeds.list()).toEqual([]);
});

test('an address alone is checked: what is right, what is odd, whether it is in the list', async () => {
  const { ask } = await open();
  const url = server.route('/rss.xml', { body: rssOf('Bulletin'), etag: '"1"' });
  const shown = await ask(`/flux ${url}`, 'fr');
  expect(shown.data).toMatchObject({ url, listed: null, warnings: ['not_https'] });
  expect(textOf(shown)).toContain('C’est un flux qui peut être lu. Il n’est pas dans la liste.');
  expect((await ask(lineOf(shown))).data).toMatchObject({ title: 'Bulletin' });
});

test('addresses of private networks are refused, with the reason', async () => {
  const guarded = createFeedClient({ allowPrivate: [], userAgent: 'Vigie/test', proxy: null });
  const { ask } = await open({ feedTools: { client: guarded, parser } });
  server.route('/rss.xml', { body: rssOf('Inside') });
  for (const line of [
    `/feeds add ${server.url}/rss.xml`,
    `/feeds check ${server.url}/rss.xml`,
    `/feeds import ${server.url}/rss.xml`,
  ]) {
    const shown = await ask(line);
    expect(shown.data).toMatchObject({ error: 'blocked_address' });
    expect(textOf(shown)).toContain('private network');
  }
  expect(server.requests).toEqual([]);
  await guarded.close();
});

test('a slow address is looked at on; asked again, what was found is told', async () => {
  let answer = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const url = server.route('/slow.xml', {
    handle: async (_request, response) => {
      await waiting;
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rssOf('Slow'));
    },
  });
  const { ask } = await open({ answerMs: 50 });
  const shown = await ask(`/feeds add ${url}`);
  expect(shown.ok).toBe(true);
  expect(shown.data).toMatchObject({ looking: true });
  answer();
  await expect.poll(async () => (await ask(lineOf(shown))).data).toMatchObject({ title: 'Slow' });
  expect(server.requests).toHaveLength(1);
});

test('who may not manage may list and check, and change nothing', async () => {
  const { ask, store } = await open({ mayManage: false });
  await store.feeds.sync([entry('lmi')], NOW);
  const url = server.route('/rss.xml', { body: rssOf('Bulletin') });
  for (const line of [`/feeds add ${url}`, '/feeds remove lmi confirm:yes', `/feeds import ${url}`])
    expect((await ask(line)).data).toMatchObject({ error: 'not_allowed' });
  expect((await ask('/feeds')).data).toMatchObject({ total: 1, stopped: 0 });
  expect((await ask(`/feeds check ${url}`)).data).toMatchObject({ url });
});

test('a near name is offered, and the button does what was meant', async () => {
  const { ask, store } = await open();
  await store.feeds.sync([entry('lmi', { title: 'Le Monde Informatique' })], NOW);
  const shown = await ask('/feeds remove le monde informatik');
  expect(shown.data).toMatchObject({ error: 'no_feed', nearest: ['lmi'] });
  expect((await ask(lineOf(shown))).data).toMatchObject({ feed: 'lmi', own: false });
  expect(await scene.asker.suggest('feeds', 'address', 'monde', scene.caller)).toEqual([
    { value: 'lmi', label: 'Le Monde Informatique' },
  ]);
});
