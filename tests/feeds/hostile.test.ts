import { afterAll, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../feeds/http/body.ts';
import { createFeedParser } from '../../feeds/parser.ts';
import { bytesOf, NOW, rss } from './samples.ts';

const parser = createFeedParser({ timeMs: 5_000, memoryMb: 192 });
afterAll(() => parser.close());

const hints = { url: 'https://news.example.org/feed', contentType: null, now: NOW };
const parse = (text: string) => parser.parse(bytesOf(text), hints);

/** Nested ten levels, each ten times the one below. */
function laughs(): string {
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
  return `<!DOCTYPE rss [<!ENTITY l0 "ha">${levels.join('')}]>${rss('<item><title>&l9;</title><guid>1</guid></item>')}`;
}

test.each([
  [
    'a body that rss-parser needs minutes for',
    rss(`<item><guid>1</guid><description><![CDATA[${'a<p '.repeat(50_000)}]]></description></item>`),
  ],
  [
    'half a million < in CDATA',
    rss(`<item><guid>1</guid><description><![CDATA[${'<'.repeat(500_000)}]]></description></item>`),
  ],
  ['a million &', rss(`<item><guid>1</guid><title>${'&'.repeat(1_000_000)}</title></item>`)],
  ['nested entities', laughs()],
  [
    'one large entity many times',
    `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(400)}">]>${rss(`<item><guid>1</guid><title>${'&a;'.repeat(20_000)}</title></item>`)}`,
  ],
  [
    'an entity that names a file',
    `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>${rss('<item><guid>1</guid><title>&a;</title></item>')}`,
  ],
  [
    '100,000 nested tags of HTML',
    rss(`<item><guid>1</guid><description><![CDATA[${'<div>'.repeat(100_000)}x]]></description></item>`),
  ],
  [
    '100,000 attributes',
    rss(`<item ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(' ')}><guid>1</guid></item>`),
  ],
])('reads in time and keeps small: %s', async (_name, text) => {
  const result = await parse(text);
  if (!result.ok) throw new Error(`${result.code} ${result.detail}`);
  expect(result.items.map((item) => item.id)).toEqual(['1']);
  const [item] = result.items;
  expect(item?.title.length).toBeLessThanOrEqual(1_000);
  expect(item?.content.length).toBeLessThanOrEqual(200_000);
  expect(JSON.stringify(item)).not.toContain('root:');
});

test('a body over the cap is refused before the worker sees it', async () => {
  expect(await parser.parse(new Uint8Array(MAX_BODY_BYTES + 1), hints)).toMatchObject({ ok: false, code: 'too_large' });
});

test('a document that needs more memory or time than its budget is stopped, and the next one is read', async () => {
  const small = createFeedParser({ timeMs: 20_000, memoryMb: 24 });
  const hasty = createFeedParser({ timeMs: 1, memoryMb: 192 });
  const many = rss(
    Array.from({ length: 100_000 }, (_, n) => `<item><title>t${n}</title><guid>${n}</guid></item>`).join(''),
  );
  const simple = rss('<item><title>x</title><guid>1</guid></item>');
  expect(await small.parse(bytesOf(many), hints)).toMatchObject({ ok: false, code: 'parse_memory' });
  expect(await small.parse(bytesOf(simple), hints)).toMatchObject({ ok: true });
  expect(await hasty.parse(bytesOf(many), hints)).toMatchObject({ ok: false, code: 'parse_timeout' });
  await Promise.all([small.close(), hasty.close()]);
});

test('documents given at the same time are read one after the other, each with its own answer', async () => {
  const results = await Promise.all([1, 2, 3].map((n) => parse(rss(`<item><title>t${n}</title></item>`))));
  expect(results.map((result) => result.ok && result.items[0]?.title)).toEqual(['t1', 't2', 't3']);
});

test('the bytes given stay the caller’s unless they are handed over', async () => {
  const bytes = bytesOf(rss('<item><title>x</title></item>'));
  await parser.parse(bytes, hints);
  expect(bytes.byteLength).toBeGreaterThan(0);
});
