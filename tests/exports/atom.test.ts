import { parseAtomFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { expect, test } from 'vitest';
import type { Statement } from '../../src/domain/statement.ts';
import { changesAtom } from '../../src/exports/atom.ts';
import { latestChanges } from '../../src/exports/changes.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import { fc } from '../property.ts';
import { PARTS, RELEASED, told } from '../record/dataset.ts';

const PLACES = {
  self: 'https://vigie.example.org/changes.atom?lang=en',
  subject: (id: string) => `https://vigie.example.org/api/v1/offers/${id}`,
};

const recordOf = (statements: readonly Statement[]) => createRecord({ ...PARTS, tracked: [], statements });

function feedOf(statements: readonly Statement[], subject: string | null = null) {
  return changesAtom(recordOf(statements), subject, 'en', messagesOf('en'), PLACES);
}

const note = (topic: string, more: Partial<Omit<Statement, 'id' | 'body'>> = {}) =>
  told({ body: { field: 'note', topic }, text: { fr: `Note ${topic}.`, en: `Note ${topic}.` }, ...more });

test('the released record gives a feed that two readers read alike', async () => {
  const record = createRecord(await loadDataset(RELEASED));
  for (const lang of ['fr', 'en'] as const) {
    const text = changesAtom(record, null, lang, messagesOf(lang), PLACES);
    const feed = parseAtomFeed(text);
    expect(feed.entries?.length).toBe(50);
    expect(feed.id).toBe(`tag:vigie,2026:changes/${lang}`);
    expect(feed.updated).toBe(`${record.latest}T00:00:00.000Z`);
    expect(feed.links).toEqual([{ href: PLACES.self, rel: 'self', type: 'application/atom+xml' }]);
    const other = await new RssParser().parseString(text);
    expect(other.items.map((item) => item.title)).toEqual(feed.entries?.map((entry) => entry.title?.value));
    expect(other.items.map((item) => item['id'])).toEqual(feed.entries?.map((entry) => entry.id));
    const ids = feed.entries?.map((entry) => entry.id) ?? [];
    expect(new Set(ids).size).toBe(50);
    for (const entry of feed.entries ?? []) {
      expect(entry.id).toMatch(/^tag:vigie,2026:statement\/[0-9a-f]{16}$/);
      expect(entry.updated).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00\.000Z$/);
      expect(entry.links?.[0]).toMatchObject({ rel: 'alternate', href: expect.stringMatching(/^https?:/) });
      expect(entry.content?.value).toContain(messagesOf(lang).web.changes.source);
    }
  }
});

test('the newest recorded come first, fifty of them, of one day what became public last', () => {
  const many = Array.from({ length: 60 }, (_one, i) =>
    note(`n${i}`, { recorded: `2026-${String(1 + (i % 12)).padStart(2, '0')}-15` }),
  );
  const entries = parseAtomFeed(feedOf(many)).entries ?? [];
  expect(entries.length).toBe(50);
  const days = entries.map((entry) => entry.updated ?? '');
  expect(days).toEqual(days.toSorted().toReversed());
  expect(days[0]).toBe('2026-12-15T00:00:00.000Z');
  const old = note('old', { public: { from: '2020-01-01', to: '2026-11-01' } });
  const recent = note('recent', { public: { from: '2026-10-01', to: '2026-10-01' } });
  const titles = (parseAtomFeed(feedOf([old, recent])).entries ?? []).map((entry) => entry.title?.value);
  expect(titles[0]).toContain('recent');
});

test('the order does not depend on the order of the statements', () => {
  const many = Array.from({ length: 20 }, (_one, i) => note(`n${i}`));
  expect(feedOf(many)).toBe(feedOf(many.toReversed()));
});

test('an entry tells when it is true, since when it is public, who says it and what it weighs', () => {
  const official = told({
    body: { field: 'commercial', status: 'launched' },
    text: { fr: 'En vente.', en: 'On sale.' },
    valid: { from: '2024-03-01', to: null, precision: 'month' },
  });
  const [entry] = parseAtomFeed(feedOf([official])).entries ?? [];
  expect(entry?.title?.value).toBe('Acme Cloud · On sale.');
  const content = entry?.content?.value ?? '';
  expect(entry?.content?.type).toBe('html');
  for (const part of [
    '<p>On sale.</p>',
    'March 2024',
    '1 January 2024',
    'https://example.org/',
    'official',
    'Recorded',
  ]) {
    expect(content).toContain(part);
  }
  expect(content).toContain(messagesOf('en').evidence.weights.strong);
});

test('who reads titles only sees what is no established fact', () => {
  const weak = told({
    body: { field: 'owner', owner: 'X', share: null },
    source: { publisher: 'nobody', url: null, kind: 'rumour', origin: null },
    credibility: 5,
  });
  const wrong = told({ body: { field: 'owner', owner: 'Y', share: null }, false: true });
  const titles = (parseAtomFeed(feedOf([weak, wrong])).entries ?? []).map((entry) => entry.title?.value ?? '');
  const { weights } = messagesOf('en').evidence;
  expect(titles.filter((title) => title.endsWith(`(${weights.footnote})`)).length).toBe(1);
  expect(titles.filter((title) => title.endsWith(`(${weights.false})`)).length).toBe(1);
});

test('a provider’s feed has its offers’ statements and no other', async () => {
  const record = createRecord(await loadDataset(RELEASED));
  const about = latestChanges(record, 's3ns', 1_000).map((change) => change.statement);
  expect(about.length).toBe(
    record.statements.filter((s) => s.subject === 's3ns' || s.subject.startsWith('s3ns/')).length,
  );
  expect(about.some((s) => s.subject === 's3ns/premi3ns')).toBe(true);
  expect(
    latestChanges(record, 's3ns/premi3ns', 1_000).every(({ statement }) => statement.subject === 's3ns/premi3ns'),
  ).toBe(true);
  expect(() => latestChanges(record, 'nobody', 1)).toThrow('no subject: nobody');
});

test('a feed of nothing is a feed', () => {
  const feed = parseAtomFeed(feedOf([], 'acme'));
  expect(feed.title?.value).toContain('Acme');
  expect(feed.entries ?? []).toEqual([]);
});

test('no text acts as markup, and none breaks the feed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.webUrl(), (words, url) => {
      const text = `<script>alert(1)</script> ]]> &amp; ${words}`;
      const feed = parseAtomFeed(
        feedOf([
          told({
            body: { field: 'note', topic: 'x' },
            text: { fr: text, en: text },
            source: { publisher: `<b>${words}`, url, kind: 'press', origin: `"${words}` },
          }),
        ]),
      );
      const [entry] = feed.entries ?? [];
      expect(entry?.content?.value).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp;');
      expect(entry?.content?.value).not.toMatch(/<(?!\/?(?:p|ul|li|a)\b)/);
      expect(entry?.title?.value).toContain('<script>');
    }),
    { numRuns: 100 },
  );
});

test('only web addresses become links', () => {
  const [entry] =
    parseAtomFeed(
      feedOf([
        note('x', { source: { publisher: 'ministry', url: 'javascript:alert(1)', kind: 'press', origin: null } }),
      ]),
    ).entries ?? [];
  expect(entry?.links?.map((link) => link.href)).toEqual(['https://vigie.example.org/api/v1/offers/acme/cloud']);
  expect(entry?.content?.value).not.toContain('javascript:');
});
