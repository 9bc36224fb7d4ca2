import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../feeds/catalogue.ts';
import { readOpml, writeOpml } from '../../feeds/opml.ts';
import { NOW } from './samples.ts';

const OWN = readFileSync(new URL('../../feeds/catalogue.yaml', import.meta.url), 'utf8');

function feedsOf(text: string) {
  const result = loadCatalogue('c', text);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.feeds;
}

test('the catalogue loads, and the great titles and offices are in it', () => {
  const feeds = feedsOf(OWN);
  const publishers = new Set(feeds.map((feed) => feed.publisher));
  for (const id of ['lemondeinformatique', 'lemagit', 'jdn', 'anssi', 'cnil', 'ovhcloud', 'the-register']) {
    expect(publishers).toContain(id);
  }
  expect(feeds.every((feed) => feed.url.startsWith('https://'))).toBe(true);
});

test('goes to OPML and comes back whole', () => {
  const feeds = feedsOf(OWN);
  expect(feedsOf(writeOpml(feeds, { title: 'Vigie', now: NOW }))).toEqual(feeds);
});

test('reads the OPML of any reader: folders, missing words, doubled addresses', () => {
  const text = `<?xml version="1.0"?><opml version="1.0"><body><outline text="Presse"><outline text="Next &amp; co" xmlUrl="https://next.example/feed"/>
    <outline text="Encore" xmlUrl="https://next.example/feed"/></outline><outline title="Next &amp; co" xmlUrl="https://b.example/rss" language="fr-FR"/></body></opml>`;
  expect(feedsOf(text)).toMatchObject([
    { id: 'next-co', title: 'Next & co', url: 'https://next.example/feed', kind: 'press', lang: null },
    { id: 'next-co-2', url: 'https://b.example/rss', lang: 'fr' },
  ]);
  expect(readOpml('<html>')).toMatchObject({ ok: false });
});

const entry = (more = ''): string =>
  `  - id: a\n    url: https://a.example/feed\n    title: A\n    publisher: a\n    kind: press\n${more}`;

test.each([
  ['feeds: [', 'unreadable', 1],
  ['other: 1', 'no_feeds', 1],
  ['feeds: []', 'no_feeds', 1],
  [`feeds:\n${entry()}  - just text\n`, 'bad_entry', 7],
  [`feeds:\n${entry('    langue: fr\n')}`, 'unknown_field', 7],
  [`feeds:\n${entry('    lang: french\n')}`, 'bad_value', 7],
  [`feeds:\n${entry().replace('press', 'newspaper')}`, 'bad_value', 6],
  [`feeds:\n${entry().replace('https', 'ftp')}`, 'bad_value', 3],
  [`feeds:\n${entry().replace('    title: A\n', '')}`, 'missing', 2],
  [`feeds:\n${entry()}${entry().replace('https://a', 'https://b')}`, 'duplicate', 7],
  [`feeds:\n${entry()}${entry().replace('id: a', 'id: b')}`, 'duplicate', 8],
])('a fault says what and where: %j', (text, code, line) => {
  const result = loadCatalogue('my.yaml', text);
  expect(result).toMatchObject({ ok: false, faults: [{ file: 'my.yaml', code, line }] });
});

test('all faults come at once, with what would be right', () => {
  const result = loadCatalogue('my.yaml', 'feeds:\n  - id: A B\n    url: nope\n    kind: radio\n');
  if (result.ok) throw new Error('accepted');
  expect(result.faults.map(({ place }) => place)).toEqual([
    'feeds[0].id',
    'feeds[0].url',
    'feeds[0].kind',
    'feeds[0].title',
    'feeds[0].publisher',
  ]);
  expect(result.faults[2]?.allowed).toContain('regulator');
});

test('an OPML catalogue with an address that is none says which', () => {
  const result = loadCatalogue('f.opml', '<opml><body><outline text="Mauvais" xmlUrl="gopher://x"/></body></opml>');
  expect(result).toMatchObject({ ok: false, faults: [{ code: 'bad_value', place: 'outline "Mauvais" xmlUrl' }] });
});

test('OPML is read however deep its folders nest, up to a depth that nobody has', () => {
  const nested = (depth: number): string =>
    `<opml><body>${'<outline text="dossier">'.repeat(depth)}<outline text="A" xmlUrl="https://a.example/feed"/>${'</outline>'.repeat(depth)}</body></opml>`;
  for (const depth of [0, 40, 400])
    expect(readOpml(nested(depth))).toMatchObject({ ok: true, feeds: [{ title: 'A' }] });
  expect(readOpml(nested(100_000))).toEqual({ ok: false, code: 'too_deep' });
});

test('OPML of any spelling: names in capitals, CDATA, comments, entities, a byte order mark, an early end', () => {
  const text = `\ufeff<?xml version="1.0"?><!DOCTYPE opml><!-- <outline xmlUrl="https://no.example"/> --><OPML><BODY>
    <Outline TEXT="L&#233;a &amp; co" xmlurl='https://a.example/feed?x=1&amp;y=2'/><outline xmlUrl="" text="rien"/>`;
  expect(readOpml(text)).toMatchObject({
    ok: true,
    feeds: [{ title: 'Léa & co', url: 'https://a.example/feed?x=1&y=2' }],
    skipped: ['rien'],
  });
  for (const other of ['', 'text', '<rss><outline xmlUrl="https://a.example/"/></rss>', '<!-- nothing -->'])
    expect(readOpml(other)).toEqual({ ok: false, code: 'not_opml' });
});

test('a list of a hundred thousand feeds is refused with the number that may be', () => {
  const outlines = Array.from({ length: 100_000 }, (_, i) => `<outline text="${i}" xmlUrl="https://a.example/${i}"/>`);
  const text = `<opml><body>${outlines.join('')}</body></opml>`;
  expect(readOpml(text)).toEqual({ ok: false, code: 'too_many' });
  expect(loadCatalogue('f.opml', text)).toMatchObject({ ok: false, faults: [{ code: 'too_many', allowed: ['5000'] }] });
});

test('a YAML catalogue that is nested without end, or full of aliases, is told on its line', () => {
  expect(loadCatalogue('c.yaml', `feeds:\n  ${'['.repeat(50_000)}`)).toMatchObject({
    ok: false,
    faults: [{ code: 'too_deep', line: 2 }],
  });
  const bomb = `a: &a [x, x]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}\nfeeds: [*b19]\n`;
  expect(loadCatalogue('c.yaml', bomb)).toMatchObject({ ok: false, faults: [{ code: 'bad_entry' }] });
});
