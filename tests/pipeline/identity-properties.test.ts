import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../../src/domain/item.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';
import { fc } from '../property.ts';
import { openTestStore } from '../store/harness.ts';
import { feed, HOUR, item, later, NOW, partsFor, read, rowWords, subscription } from './world.ts';

/** Article number `n` as its publisher wrote it: no word of it stands in another one. */
const written = (site: string, n: number, bare: boolean): Item =>
  item(`guid-${n}`, `Titre${n} sujet${n} verbe${n} objet${n}`, {
    link: `https://${site}.example/actu/${n}.html`,
    published: `2026-11-${String(14 + (n % 6)).padStart(2, '0')}T08:00:00.000Z`,
    summary: bare ? '' : Array.from({ length: 24 }, (_, i) => `mot${n}x${i}`).join(' '),
  });

/** What a publisher may do to an entry that it shows again. */
const tampering = fc.record({
  guid: fc.constantFrom('kept', 'https', 'random', 'of-all', 'none'),
  link: fc.constantFrom('kept', 'https', 'host', 'query', 'random', 'section', 'amp', 'none'),
  date: fc.constantFrom('kept', 'minute', 'day', 'none'),
  twice: fc.boolean(),
  noise: fc.nat(999_999),
});
type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

function shown(from: Item, { guid, link, date, noise }: Tampering): Item {
  const { host, pathname } = new URL(from.link ?? '');
  const links: Readonly<Record<Tampering['link'], string | null>> = {
    kept: from.link,
    https: `http://www.${host}${pathname}`,
    host: `https://presse-${host}${pathname}`,
    query: `${from.link}?r=${noise}`,
    random: `https://${host}/go/${noise}`,
    section: `https://${host}/cloud/`,
    amp: `${from.link}?amp=1`,
    none: null,
  };
  const at = links[link];
  const ids: Readonly<Record<Tampering['guid'], string>> = {
    kept: from.id,
    https: `https://${host}/?p=${from.id}`,
    random: `r${noise}`,
    'of-all': 'the-feed',
    // Without a guid the id is made of the link, or of what is left.
    none: at ?? `hash:${from.title}`,
  };
  const dates: Readonly<Record<Tampering['date'], string | null>> = {
    kept: from.published,
    minute: later(from.published ?? NOW, 60_000 * (noise % 50)),
    day: later(from.published ?? NOW, HOUR * (noise % 72)),
    none: null,
  };
  return { ...from, id: ids[guid], link: at, published: dates[date] };
}

const polls = fc.array(
  fc.record({
    /** Which of the articles are shown, in which order; a high number is one that is new. */
    shows: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 7 }),
    how: fc.array(tampering, { minLength: 10, maxLength: 10 }),
  }),
  { minLength: 2, maxLength: 5 },
);

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTestStore('sqlite'));
  await store.subscriptions.put(subscription('C1'));
});
afterAll(() => close());

/** What has grown so far: articles, their stories and the tellings of them, and what channels are owed. */
async function grown() {
  const stories = await store.stories.list({ limit: 100_000 });
  const cards = await rowWords(store);
  return {
    items: (await store.items.list({ limit: 100_000 })).length,
    stories: stories.length,
    versions: stories.reduce((sum, story) => sum + story.version, 0),
    cards: cards.filter((row) => row === 'C1 card').length,
    others: cards.filter((row) => row !== 'C1 card').length,
  };
}

test('whatever a publisher does to what it showed, nobody is told again, nothing grows, and nothing new is lost', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(polls, fc.boolean(), fc.boolean(), async (rounds, bare, first) => {
      const site = `lmi${run++}`;
      const intake = createIntake({
        ...partsFor(store),
        read: (one) => read({ ...one, title: 'bleu launch' }),
        settings: { cardsPerHour: 1_000_000 },
      });
      const before = await grown();
      const seen = new Set<number>();
      let silent = 0;
      for (const [n, { shows, how }] of rounds.entries()) {
        const items = shows.flatMap((which) => {
          const as = how[which];
          // A link that was never shown is the one thing that a card is edited for when it comes.
          const unlinked = as?.link === 'none' && !seen.has(which);
          const entry = as && !unlinked ? shown(written(site, which, bare), as) : written(site, which, bare);
          return as?.twice ? [entry, entry] : [entry];
        });
        for (const which of shows) seen.add(which);
        const at = later(NOW, n * HOUR);
        await intake({ feed: feed(site, at), items, first: first && n === 0, health: [] }, at);
        if (first && n === 0) silent = seen.size;
        expect(await grown()).toEqual({
          items: before.items + seen.size,
          stories: before.stories + seen.size,
          versions: before.versions + seen.size,
          cards: before.cards + seen.size - silent,
          others: before.others,
        });
      }
    }),
    { numRuns: 100, endOnFailure: true },
  );
});
