import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FeedState } from '../../src/domain/feed.ts';
import type { Item, Readable } from '../../src/domain/item.ts';
import type { Publisher } from '../../src/domain/subject.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Intake, Store } from '../../src/ports.ts';
import { corroborationOf } from '../../src/reading/corroboration.ts';
import { hash32 } from '../../src/reading/fingerprint.ts';
import { publishersOf } from '../../src/reading/publishers.ts';
import { fc } from '../property.ts';
import { openTestStore } from '../store/harness.ts';
import { feed, item, matchStory, NOW, partsFor, read } from './world.ts';

/**
 * The law of confirmation: no story is confirmed without an official source or two independent origins, whatever feeds
 * echo, copy, quote, pass on or list it.
 */

const listed = (id: string, name: string, owner: string | null, over: Partial<Publisher> = {}): Publisher => ({
  id,
  name,
  owner,
  reliability: 'B',
  reason: 'press',
  aliases: [],
  hosts: [`www.${id}.example`],
  ...over,
});
const PUBLISHERS: readonly Publisher[] = [
  listed('alpha', 'Alpha Presse', 'Groupe Un'),
  listed('beta', 'Beta Informatique', 'Groupe Un'),
  listed('gamma', 'Le Gamma', null),
  listed('agence', 'Agence nationale', null, { kind: 'regulator' }),
  listed('google-news', 'Google Actualités', null, { kind: 'aggregator', hosts: ['news.google.com'] }),
];

/** Who writes in this world: its name, its site, and whom it counts as; the last two are on nobody's list. */
const AUTHORS = [
  { name: 'Alpha Presse', site: 'alpha.example', voice: 'one' },
  { name: 'Beta Informatique', site: 'beta.example', voice: 'one' },
  { name: 'Le Gamma', site: 'gamma.example', voice: 'gamma' },
  { name: 'Le Delta du Nuage', site: 'delta.example', voice: 'delta' },
  { name: 'Epsilon Cloud', site: 'epsilon.example', voice: 'epsilon' },
  { name: 'Agence nationale', site: 'agence.example', voice: 'official' },
] as const;

type Author = (typeof AUTHORS)[number];
type Told = { readonly feed: FeedState; readonly item: Item; readonly voice: string };

const WAYS = ['own', 'section', 'google', 'suffix', 'alert', 'letter', 'copy', 'quote', 'clueless'] as const;
const telling = fc.record({ author: fc.constantFrom(...AUTHORS), way: fc.constantFrom(...WAYS), n: fc.nat(99) });
type Telling = { readonly author: Author; readonly way: (typeof WAYS)[number]; readonly n: number };

/** A feed as an OPML file lists it: title, address and site, no word of whose it is. */
function opml(id: string, title: string, url: string, site?: string): FeedState {
  const entry = feed(id, NOW, { url, title, publisher: title, ...(site === undefined ? {} : { site }) });
  return publishersOf(PUBLISHERS).settled(entry);
}

function told({ author, way, n }: Telling, story: string, at: number): Told {
  const { name, site, voice } = author;
  const text = Array.from({ length: 20 }, (_, i) => `${name.replaceAll(' ', '')}${i}`).join(' ');
  const title = `bleu launch ${story} par ${site} numero ${n}`;
  const page = `https://www.${site}/${story.slice(1)}/${n}`;
  const later = { published: '2026-11-20T09:30:00.000Z' };
  const id = `${way}-${at}`;
  const google = opml('google', 'Recherche', 'https://news.google.com/rss/search?q=bleu');
  const made = (of: FeedState, as: string, link: string, over: Partial<Item> = {}): Told => ({
    feed: of,
    item: item(`${story}-${id}`, as, { link, ...over }),
    voice: way === 'own' || way === 'section' || voice !== 'official' ? voice : 'passed on',
  });
  switch (way) {
    case 'own':
      return made(opml(`own-${site}`, name, `https://www.${site}/rss`, `https://www.${site}/`), title, page, {
        summary: text,
      });
    case 'section':
      return made(opml(`sec-${site}`, `${name} : sécurité`, `https://rss.${site}/s`), title, `${page}/s`, {
        summary: text,
      });
    case 'google':
      return made(google, `${title} - ${name}`, `https://news.google.com/rss/articles/x${at}${story.slice(1)}`, {
        source: { name, url: `https://${site}` },
      });
    case 'suffix':
      return made(google, `${title} - ${name}`, `https://news.google.com/rss/articles/y${at}${story.slice(1)}`);
    case 'alert':
      return made(
        opml('alert', 'Alerte Google', 'https://www.google.com/alerts/feeds/1'),
        title,
        `https://www.google.com/url?rct=j&url=${encodeURIComponent(`${page}/a`)}`,
      );
    case 'letter':
      return made(opml('letter', 'La Lettre du Nuage', 'https://lettre.example/rss'), title, `${page}/l`);
    case 'copy':
      return made(
        opml('copier', 'Zeta Reprises', 'https://zeta.example/rss'),
        title,
        `https://zeta.example/${n}${story.slice(1)}`,
        {
          ...later,
          summary: text,
        },
      );
    case 'quote':
      return made(
        opml(`quoter${n % 3}`, `Citeur ${n % 3}`, `https://citeur${n % 3}.example/rss`),
        title,
        `https://citeur${n % 3}.example/${n}${story.slice(1)}`,
        { ...later, summary: `selon ${name} ; ${n} mots` },
      );
    case 'clueless':
      return {
        ...made(google, title, `https://news.google.com/rss/articles/z${at}${story.slice(1)}`),
        voice: 'nobody',
      };
  }
}

/** The toy reader with texts: whom an item quotes, and the runs of three words by which copies are seen. */
function reader(one: Readable) {
  const reading = read({ ...one, title: one.title.replace(/ - .*/, '') });
  const quoted = /selon ([^;]+) ;/.exec(one.summary)?.[1] ?? null;
  const words = `${one.title} ${one.summary}`.split(' ');
  const shingles = words.slice(2).map((word, i) => hash32(`${words[i]} ${words[i + 1]} ${word}`));
  const known = quoted === null ? null : publishersOf(PUBLISHERS).byName(quoted);
  return { ...reading, origin: known?.id ?? quoted, fingerprint: { ...reading.fingerprint, shingles } };
}

let store: Store;
let close: () => Promise<void>;
let intake: Intake;
beforeAll(async () => {
  ({ store, close } = await openTestStore('sqlite'));
  intake = createIntake({
    ...partsFor(store),
    read: reader,
    matchStory: (reading, readable, candidates) => {
      const match = matchStory(reading, readable, candidates);
      return match && { ...match, reason: 'same text' };
    },
    corroborate: corroborationOf,
    publishers: PUBLISHERS,
  });
});
afterAll(() => close());

/** Takes the tellings in, one poll each, and gives the story they all tell. */
async function storyOf(all: readonly Told[]) {
  for (const { feed: of, item: one } of all) await intake({ feed: of, items: [one], first: false, health: [] }, NOW);
  const [newest] = await store.stories
    .list({ limit: 1_000 })
    .then((stories) => stories.filter(({ title }) => title.includes(` ${all[0]?.item.title.split(' ')[2]} `)));
  if (newest === undefined) throw new Error('no story');
  return newest;
}

let stories = 0;
const nextStory = (): string => `#${++stories}`;

test('no story is confirmed without an official source or two independent origins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(telling, { minLength: 1, maxLength: 9 }), async (tellings) => {
      // What copies a text can be known for a copy only where the text itself is there.
      const originals = new Set(tellings.filter(({ way }) => way === 'own').map(({ author }) => author));
      const real = tellings.filter(({ way, author }) => way !== 'copy' || originals.has(author));
      fc.pre(real.length > 0);
      const name = nextStory();
      const all = real.map((one, at) => told(one, name, at));
      const { corroboration } = await storyOf(all);
      const voices = new Set(all.map(({ voice }) => voice).filter((voice) => voice !== 'nobody'));
      if (corroboration === 'confirmed') expect(voices.has('official') || voices.size >= 2).toBe(true);
      else expect(corroboration).toBe('reported');

      // What two papers tell in their own pages, or an authority in its own, is confirmed whoever echoes it.
      const own = new Set(all.filter((_, i) => real[i]?.way === 'own').map(({ voice }) => voice));
      const merged = real.some(({ way }) => way === 'letter');
      if (own.has('official') || (own.size >= 2 && !merged)) expect(corroboration).toBe('confirmed');
    }),
    { numRuns: 150 },
  );
});

test('ten echoes of one paper are one origin', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...AUTHORS.slice(0, 5)),
      fc.array(fc.record({ way: fc.constantFrom(...WAYS), n: fc.nat(99) }), { minLength: 10, maxLength: 10 }),
      async (author, echoes) => {
        const name = nextStory();
        const all = [{ way: 'own' as const, n: 0 }, ...echoes].map((one, at) => told({ author, ...one }, name, at));
        const story = await storyOf(all);
        expect(story.corroboration).toBe('reported');
        expect(story.origins).toHaveLength(1);
      },
    ),
    { numRuns: 50 },
  );
});
