import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadCatalogue } from '../../feeds/catalogue.ts';
import { parseBytes } from '../../feeds/parse.ts';
import type { FeedState } from '../../src/domain/feed.ts';
import type { Publisher } from '../../src/domain/subject.ts';
import { siteOf, targetOf } from '../../src/reading/carriers.ts';
import { publishersOf } from '../../src/reading/publishers.ts';
import { feed, item, NOW } from '../pipeline/world.ts';

/** The released list of publishers. */
const file = readFileSync(new URL('../../dataset/publishers.yaml', import.meta.url), 'utf8');
const PUBLISHERS: readonly Publisher[] = Object.entries(
  (parse(file) as { publishers: Record<string, Omit<Publisher, 'id'>> }).publishers,
).map(([id, one]) => ({ ...one, id, aliases: one.aliases ?? [], hosts: one.hosts ?? [] }));
const known = publishersOf(PUBLISHERS);

const opml = (attributes: string) => {
  const loaded = loadCatalogue('f.opml', `<opml version="2.0"><body><outline type="rss" ${attributes}/></body></opml>`);
  const [entry] = loaded.ok ? loaded.feeds : [];
  if (entry === undefined) throw new Error('refused');
  return known.settled(entry);
};
const state = (entry: ReturnType<typeof opml>, over: Partial<FeedState> = {}): FeedState =>
  feed(entry.id, NOW, { ...entry, ...over });

test.each([
  ['text="Le Monde Informatique" xmlUrl="https://proxy.example/lmi" htmlUrl="https://www.lemondeinformatique.fr/"', 'lemondeinformatique', 'press'],
  ['text="Toute l’actualité" xmlUrl="https://www.lemondeinformatique.fr/rss/rss.xml"', 'lemondeinformatique', 'press'],
  ['text="Le Monde Informatique" xmlUrl="https://proxy.example/lmi"', 'lemondeinformatique', 'press'],
  ['text="LMI" xmlUrl="https://proxy.example/lmi"', 'lemondeinformatique', 'press'],
  ['text="Alertes" xmlUrl="https://www.cert.ssi.gouv.fr/alerte/feed/"', 'anssi', 'regulator'],
  ['text="ANSSI" xmlUrl="https://proxy.example/anssi"', 'anssi', 'regulator'],
  ['text="ANSSI" xmlUrl="https://proxy.example/x" htmlUrl="https://cyber.gouv.fr/"', 'anssi', 'regulator'],
  ['text="Blog OVHcloud" xmlUrl="https://blog.ovhcloud.com/feed/"', 'ovhcloud', 'vendor'],
  ['text="SecNumCloud" xmlUrl="https://news.google.com/rss/search?q=SecNumCloud"', 'google-news', 'aggregator'],
  // A common word is no company's word: it takes the company's address.
  ['text="Orange" xmlUrl="https://actu.orange.example/rss"', 'orange', 'press'],
  // An address says more than a title.
  ['text="ANSSI" xmlUrl="https://www.silicon.fr/feed"', 'silicon', 'press'],
  ['text="ANSSI" xmlUrl="https://news.google.com/rss/search?q=ANSSI"', 'google-news', 'aggregator'],
])('a list of feeds: %s', (attributes, publisher, kind) => {
  const at = state(opml(attributes));
  expect(known.byId(at.publisher)?.id ?? known.byName(at.publisher)?.id).toBe(publisher);
  expect(at.kind).toBe(kind);
  if (kind !== 'aggregator') expect(known.of(at, item('a', 't', { link: null }))).toMatchObject({ publisher, kind });
}); // biome-ignore format: a table

test('an unlisted feed keeps its title as its name, and is counted by its registered domain', () => {
  const at = state(opml('text="Nuages &amp; Co" xmlUrl="https://rss.nuages.example/a.xml"'));
  expect(known.of(at, item('a', 't', { link: 'https://www.nuages.example/1' }))).toEqual({
    publisher: 'Nuages & Co',
    site: 'nuages.example',
    by: null,
    kind: 'press',
  });
  expect(siteOf('https://jane.github.io/feed')).toBe('jane.github.io');
  expect(siteOf('https://a.co.uk/feed')).toBe('a.co.uk');
  expect(siteOf('http://127.0.0.1:8080/feed')).toBeNull();
});

test('a feed that was added in chat is whose its address is, whatever it calls itself', () => {
  const added = { added: { by: 'U1', at: NOW } };
  const fake = feed('own-x', NOW, { ...added, url: 'https://evil.example/rss', title: 'ANSSI', publisher: 'ANSSI', kind: 'regulator' });
  expect(known.of(fake, item('a', 't', { link: null }))).toMatchObject({ publisher: 'ANSSI (evil.example)', kind: 'press' });
  const id = { ...fake, publisher: 'anssi' };
  expect(known.of(id, item('a', 't', { link: null }))).toMatchObject({ publisher: 'ANSSI (evil.example)', kind: 'press' });
  const lister = { ...fake, kind: 'aggregator' as const };
  expect(known.of(lister, item('a', 't', { link: 'https://www.lemagit.fr/1' }))).toMatchObject({
    publisher: 'lemagit',
    by: 'ANSSI (evil.example)',
    kind: 'press',
  });
  const real = feed('own-y', NOW, { ...added, url: 'https://cyber.gouv.fr/feed', title: 'x', publisher: 'anssi' });
  expect(known.of(real, item('a', 't', { link: null }))).toMatchObject({ publisher: 'anssi', kind: 'regulator' });
}); // biome-ignore format: long lines

test('what leads to another known publisher’s page is that one’s word, passed on, and never official', () => {
  const letter = feed('letter', NOW, { url: 'https://lettre.example/rss', publisher: 'La Lettre', title: 'La Lettre' });
  expect(known.of(letter, item('a', 't', { link: 'https://www.silicon.fr/a.html' }))).toEqual({
    publisher: 'silicon',
    site: null,
    by: 'La Lettre',
    kind: 'press',
  });
  expect(known.of(letter, item('a', 't', { link: 'https://cyber.gouv.fr/a' }))).toMatchObject({ publisher: 'anssi', kind: 'press' });
}); // biome-ignore format: long lines

test.each([
  ['https://www.google.com/url?rct=j&sa=t&url=https://www.silicon.fr/a.html&ct=ga', 'https://www.silicon.fr/a.html'],
  ['http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fwww.silicon.fr%2fa.html&c=1', 'https://www.silicon.fr/a.html'],
  [`https://news.google.com/rss/articles/${Buffer.from('\x08\x13"\x1dhttps://www.silicon.fr/a.html\xd2\x01\x00', 'latin1').toString('base64url')}?oc=5`, 'https://www.silicon.fr/a.html'],
  ['https://r.search.yahoo.com/_ylt=A/RU=https%3a%2f%2fwww.silicon.fr%2fa.html/RK=2/RS=x', 'https://www.silicon.fr/a.html'],
  ['https://news.google.com/rss/articles/CBMiAU_yqLNopaque?oc=5', 'https://news.google.com/rss/articles/CBMiAU_yqLNopaque?oc=5'],
  ['https://www.silicon.fr/share?url=https://evil.example/', 'https://www.silicon.fr/share?url=https://evil.example/'],
])('%s leads to %s', (link, target) => {
  expect(targetOf(link)).toBe(target);
}); // biome-ignore format: a table

const rss = (entry: string): Uint8Array =>
  new TextEncoder().encode(
    `<rss version="2.0" xmlns:News="https://www.bing.com/news/search"><channel><title>T</title>${entry}</channel></rss>`,
  );

test.each([
  ['Google News', 'https://news.google.com/rss/search?q=x', '<item><title>Bleu qualifié - Silicon.fr</title><link>https://news.google.com/rss/articles/A?oc=5</link><source url="https://www.silicon.fr">Silicon.fr</source></item>', 'silicon'],
  ['Google News without a source', 'https://news.google.com/rss/search?q=x', '<item><title>Bleu qualifié - Silicon.fr</title><link>https://news.google.com/rss/articles/A?oc=5</link></item>', 'silicon'],
  ['Google News, an unlisted paper', 'https://news.google.com/rss/search?q=x', '<item><title>Bleu qualifié - Nuages Hebdo</title><link>https://news.google.com/rss/articles/A?oc=5</link><source url="https://nuages.example">Nuages Hebdo</source></item>', 'Nuages Hebdo'],
  ['Bing News', 'https://www.bing.com/news/search?q=x&amp;format=rss', '<item><title>Bleu qualifié</title><link>http://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fwww.silicon.fr%2fa.html</link><News:Source>Silicon</News:Source></item>', 'silicon'],
  ['Yahoo', 'https://fr.news.yahoo.com/rss', '<item><title>Bleu qualifié</title><link>https://fr.news.yahoo.com/a.html</link><source url="https://www.silicon.fr/">Silicon.fr</source></item>', 'silicon'],
  ['Google Alerts', 'https://www.google.com/alerts/feeds/1/2', '<item><title>Bleu qualifié</title><link>https://www.google.com/url?url=https://www.silicon.fr/a.html</link></item>', 'silicon'],
  ['Google Alerts of Spain', 'https://www.google.es/alerts/feeds/1/2', '<item><title>Bleu qualifié</title><link>https://www.google.es/url?url=https://www.silicon.fr/a.html</link></item>', 'silicon'],
  ['Google Alerts of Brazil', 'https://www.google.com.br/alerts/feeds/1/2', '<item><title>Bleu qualifié</title><link>https://www.google.com.br/url?url=https://www.silicon.fr/a.html</link></item>', 'silicon'],
  ['Bing News of a country', 'https://cn.bing.com/news/search?q=x&amp;format=rss', '<item><title>Bleu qualifié</title><link>http://cn.bing.com/news/apiclick.aspx?url=https%3a%2f%2fwww.silicon.fr%2fa.html</link></item>', 'silicon'],
  ['Bing News, by way of MSN', 'https://www.bing.com/news/search?q=x&amp;format=rss', '<item><title>Bleu qualifié</title><link>http://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fwww.msn.com%2ffr-fr%2fa</link><News:Source>Silicon.fr on MSN</News:Source></item>', 'silicon'],
  ['Google News, carried on', 'https://feeds.feedburner.com/veille', '<item><title>Bleu qualifié - Silicon.fr</title><link>https://news.google.com/rss/articles/A?oc=5</link><source url="https://www.silicon.fr">Silicon.fr</source></item>', 'silicon'],
  ['Google News, carried on by a paper’s host', 'https://veille.example/rss', '<item><title>Bleu qualifié - Nuages Hebdo</title><link>https://news.google.com/rss/articles/A?oc=5</link></item>', 'Nuages Hebdo'],
])('%s lends an item the publisher it carries', async (_, url, entry, publisher) => {
  const parsed = await parseBytes(rss(entry), { url, contentType: null, now: NOW });
  const [raw] = parsed.ok ? parsed.items : [];
  if (raw === undefined) throw new Error('no item');
  const at = state(opml(`text="Veille" xmlUrl="${url}"`));
  const written = known.asWritten(at, raw);
  expect(written.title).toBe('Bleu qualifié');
  expect(known.of(at, written)).toMatchObject({ publisher, by: null, kind: 'press' });
}); // biome-ignore format: a table

test('without any clue an aggregator’s item is nobody’s, under the aggregator’s own name', () => {
  const at = state(opml('text="Veille" xmlUrl="https://www.msn.com/rss"'));
  expect(known.of(at, item('a', 't', { link: 'https://www.msn.com/a' }))).toMatchObject({ publisher: 'Veille', site: '' });
  const msn = item('a', 't', { link: 'https://news.google.com/a', source: { name: 'MSN', url: 'https://www.msn.com/' } });
  expect(known.of(at, msn)).toMatchObject({ publisher: 'Veille', site: '' });
}); // biome-ignore format: long lines

test('a dash in a paper’s own title takes nothing from it', () => {
  const paper = state(opml('text="Silicon" xmlUrl="https://www.silicon.fr/feed"'));
  const said = item('a', 'Bleu - LeMagIT', { link: 'https://www.silicon.fr/a' });
  expect(known.asWritten(paper, said)).toEqual(said);
  const yahoo = state(opml('text="Yahoo" xmlUrl="https://fr.news.yahoo.com/rss"'));
  const long = item('a', 'Cloud souverain - une première en France');
  expect(known.asWritten(yahoo, long).title).toBe(long.title);
});
