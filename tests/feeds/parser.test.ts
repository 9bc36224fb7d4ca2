import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { openBody } from '../../feeds/open.ts';
import { createFeedParser, type FeedParser } from '../../feeds/parser.ts';
import { inPieces, together } from '../../feeds/pieces.ts';
import { bytesOf, NOW, rss } from './samples.ts';

const toClose: FeedParser[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});
const parserWith = (budget?: Parameters<typeof createFeedParser>[0]): FeedParser => {
  const made = createFeedParser(budget);
  toClose.push(made);
  return made;
};

const wanted = { kind: 'feed', now: NOW, known: null, discover: false } as const;
const body = (text: string, coding: string | null = null) => ({
  bytes: new Uint8Array(coding === 'gzip' ? gzipSync(text) : bytesOf(text)),
  coding,
  contentType: null,
  url: 'https://news.example.org/feed',
});
const entries = (n: number, size: number): string =>
  rss(
    Array.from(
      { length: n },
      (_, i) => `<item><title>t${i}</title><guid>${i}</guid><description>${'x'.repeat(size)}</description></item>`,
    ).join(''),
  );

test('what comes back in pieces is what was opened, each piece of a size that holds nobody up', async () => {
  for (const text of [entries(0, 0), entries(3, 10), entries(2_000, 300), entries(20, 100_000)]) {
    const opened = await openBody(body(text), wanted);
    const { opened: head, pieces } = inPieces(opened);
    expect(together(head, pieces.flat())).toEqual(opened);
    for (const piece of pieces) {
      if (piece.length > 1) expect(JSON.stringify(piece).length).toBeLessThan(512 * 1024);
    }
    expect(JSON.stringify(head).length).toBeLessThan(4_096);
  }
});

test('a body is opened in the worker as it would be here', async () => {
  const text = entries(1_200, 400);
  const parser = parserWith();
  expect(await parser.open(body(text, 'gzip'), wanted)).toEqual(await openBody(body(text), wanted));
  const bodyHash = createHash('sha256').update(text).digest('hex');
  expect(await parser.open(body(text, 'gzip'), { ...wanted, known: bodyHash })).toEqual({ kind: 'same', bodyHash });
});

test('what a page announces is found in the worker', async () => {
  const page = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>';
  expect(await parserWith().open(body(page), { ...wanted, discover: true })).toMatchObject({
    kind: 'feed',
    parsed: { ok: false, code: 'html_page' },
    announced: [{ url: 'https://news.example.org/rss' }],
  });
});

test('the feeds of a list come back, and a text that is none says so', async () => {
  const outlines = Array.from({ length: 3_000 }, (_, n) => `<outline text="t${n}" xmlUrl="https://f${n}.example/"/>`);
  const opml = `<opml version="2.0"><head/><body>${outlines.join('')}</body></opml>`;
  const parser = parserWith();
  const list = await parser.list(body(opml));
  expect(list.ok && list.feeds.length).toBe(3_000);
  expect(await parser.list(body('nothing of the kind'))).toMatchObject({ ok: false });
});

test('large documents are opened one at a time, and the others do not wait for them', async () => {
  const parser = parserWith({ timeMs: 60_000, memoryMb: 384 });
  // Both workers are there.
  await Promise.all([1, 2].map(() => parser.open(body(entries(1, 10)), wanted)));
  const heavy = entries(20_000, 400);
  const order: string[] = [];
  const note = async (name: string, work: Promise<unknown>): Promise<void> => {
    await work;
    order.push(name);
  };
  await Promise.all([
    note('large', parser.open(body(heavy), wanted)),
    note('large', parser.open(body(heavy), wanted)),
    ...Array.from({ length: 5 }, () => note('small', parser.open(body(entries(1, 10)), wanted))),
  ]);
  // At worst the first large one was done before a small one began; the second never stood before them.
  expect(order.at(-1)).toBe('large');
});

test('a parser that is closed ends what it is about, and what waits', async () => {
  const parser = createFeedParser();
  const works = Array.from({ length: 6 }, () => parser.open(body(entries(5_000, 200)), wanted));
  await parser.close();
  for (const one of await Promise.all(works)) expect(one).toMatchObject({ kind: 'failed', code: 'parse_timeout' });
  expect(await parser.open(body(entries(1, 1)), wanted)).toMatchObject({ kind: 'failed', code: 'parse_timeout' });
});
