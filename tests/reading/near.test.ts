import { expect, test } from 'vitest';
import type { Fingerprint, Reading } from '../../src/domain/item.ts';
import type { StoryTraits } from '../../src/domain/story.ts';
import { createStoryIndex, type StoryIndex } from '../../src/reading/near.ts';
import { growTraits, matchStory, traitsOf } from '../../src/reading/stories.ts';
import { fc } from '../property.ts';

const DAY = '2026-11-20T09:00:00.000Z';
const after = (days: number): string => new Date(Date.parse(DAY) + days * 86_400_000).toISOString();

/** Fingerprints of a small world, in which items often share something: half of a text, a title, a partner, a figure. */
const some = (values: readonly string[], max: number) => fc.subarray([...values], { maxLength: max });
const fingerprint: fc.Arbitrary<Fingerprint> = fc
  .record({
    shingles: fc.oneof(
      fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 20 }).map((from) => Array.from({ length: 24 }, (_, i) => from + i)),
    ),
    providers: some(['bleu', 's3ns', 'ovhcloud', 'thales'], 3),
    main: fc.boolean(),
    names: some(['thales', 'capgemini', 'lyon', 'rennes', 'bleu'], 3),
    topics: some(['fire', 'court', 'region'], 2),
    events: some(['announcement', 'partnership', 'qualification_granted', 'incident_or_outage', 'other', 'rumour'], 2),
    stance: fc.constantFrom('confirmed', 'planned', 'rumour', 'denied'),
    matters: some(['launch', 'deal', 'capital', 'incident', 'qualification/SecNumCloud/label', 'end'], 2),
    qualified: some(['SecNumCloud granted'], 1),
    figures: some(['12', '2026-11', '300'], 2),
    words: fc.uniqueArray(fc.constantFrom(...'abcdefghij'.split('').map((c) => `${c}mot`)), { maxLength: 8 }),
  })
  .map((w) => ({
    shingles: w.shingles,
    concepts: [
      ...(w.main && w.providers[0] !== undefined ? [`m:${w.providers[0]}`] : []),
      ...w.providers.map((p) => `p:${p}`),
      ...w.events.map((e, i) => `${i === 0 ? 'E' : 'e'}:${e}`),
      `s:${w.stance}`,
      ...w.matters.map((m) => `o:${m}`),
      ...w.topics.map((t) => `t:${t}`),
      ...w.names.map((n) => `n:${n}`),
      ...w.qualified.map((q) => `q:${q}`),
    ],
    figures: w.figures,
    words: w.words,
  }));

function readingWith(print: Fingerprint): Reading {
  return {
    decision: 'accept',
    relevant: true,
    providers: [],
    main: null,
    events: ['other'],
    stance: 'confirmed',
    claims: [],
    lang: 'fr',
    origin: null,
    reasons: [],
    fingerprint: print,
  };
}

const latestFirst = (a: StoryTraits, b: StoryTraits): number => {
  if (a.grownAt !== b.grownAt) return a.grownAt > b.grownAt ? -1 : 1;
  return a.id > b.id ? -1 : 1;
};

/** The archive lets go of the first story, or another process tells it anew. */
function change(all: Map<string, StoryTraits>, index: StoryIndex, n: number): void {
  const [id] = all.keys();
  if (id === undefined) return;
  if (n % 2 === 0) {
    all.delete(id);
    index.remove(id);
    return;
  }
  const again = JSON.parse(JSON.stringify(all.get(id))) as StoryTraits;
  all.set(id, again);
  index.put(again);
}

test('matching against what the index gives is matching against all stories', () => {
  const item = fc.record({ print: fingerprint, day: fc.integer({ min: 0, max: 24 }), lose: fc.boolean() });
  let joined = 0;
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 60 }), (items) => {
      const index = createStoryIndex();
      const all = new Map<string, StoryTraits>();
      for (const [i, { print, day, lose }] of items.entries()) {
        const reading = readingWith(print);
        const now = after(day);
        const expected = matchStory(reading, { published: now }, [...all.values()].sort(latestFirst), now);
        expect(matchStory(reading, { published: now }, index.near(print), now)).toEqual(expected);
        if (expected) joined += 1;
        const held = expected ? all.get(expected.story) : undefined;
        const traits = held ? growTraits(held, reading, now) : traitsOf(`s${i}`, reading, now);
        all.set(traits.id, traits);
        index.put(traits);
        if (lose) change(all, index, i);
      }
    }),
    { numRuns: 300 },
  );
  expect(joined).toBeGreaterThan(500);
});

test('stories of other subjects are not looked at, however many there are', () => {
  const index = createStoryIndex();
  const print = (n: number, subject: string): Fingerprint => ({
    shingles: Array.from({ length: 60 }, (_, i) => n * 1_000 + i),
    concepts: [`m:${subject}`, `p:${subject}`, `n:partner${n}`, 'E:announcement', 's:confirmed'],
    figures: [`${n}`],
    words: [subject, `mot${n}`, 'cloud', 'souverain', 'annonce'],
  });
  for (let n = 0; n < 3_000; n++) index.put(traitsOf(`s${n}`, readingWith(print(n, `p${n % 300}`)), DAY));
  expect(index.near(print(9_999, 'p7'))).toHaveLength(10);
  expect(index.near(print(9_999, 'nobody'))).toHaveLength(0);
});

test('of texts that share a phrase only those are near that share half of it', () => {
  const index = createStoryIndex();
  const boilerplate = [1, 2, 3];
  const text = (n: number): Fingerprint => ({
    shingles: [...boilerplate, ...Array.from({ length: 20 }, (_, i) => n * 100 + i)],
    concepts: [],
    figures: [],
    words: [`mot${n}`],
  });
  for (let n = 1; n <= 200; n++) index.put(traitsOf(`s${n}`, readingWith(text(n)), DAY));
  expect(index.near({ ...text(7), words: [] }).map(({ id }) => id)).toEqual(['s7']);
});

test('what was replaced again and again leaves nothing behind', () => {
  const index = createStoryIndex();
  const print = (n: number): Fingerprint => ({
    shingles: [n, n + 1, n + 2, n + 3, n + 4],
    concepts: [],
    figures: [],
    words: [],
  });
  for (let n = 0; n < 10_000; n++) index.put(traitsOf('s', readingWith(print(n * 10)), DAY));
  expect(index.near(print(99_990)).map(({ id }) => id)).toEqual(['s']);
  expect(index.near(print(10))).toEqual([]);
});
