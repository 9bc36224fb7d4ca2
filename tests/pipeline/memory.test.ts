import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fingerprint } from '../../src/domain/item.ts';
import { createStoryMemory } from '../../src/pipeline/memory.ts';
import type { Store } from '../../src/ports.ts';
import { engines, openTestStore } from '../store/harness.ts';
import { member, story } from '../store/samples.ts';

const print = (subject: string): Fingerprint => ({ shingles: [], concepts: [`p:${subject}`], figures: [], words: [] });
const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T12:00:00.000Z`;

describe.each(engines())('the stories held in memory, on %s', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ store, close } = await openTestStore(engine));
  });
  afterEach(() => close());

  const traits = (id: string, grownAt: string, subject = 'bleu') => {
    return { id, openedAt: grownAt, grownAt, providers: [subject], events: [], fingerprints: [print(subject)] };
  };
  /** Another process tells a story. */
  const told = (id: string, grownAt: string) =>
    store.stories.add(story(id, { grownAt }), member(`k-${id}`), traits(id, grownAt));

  test('reach as far back as asked, further when a first reading asks, and let go of what nobody asks for', async () => {
    for (const [id, at] of [
      ['old', day(1)],
      ['mid', day(10)],
      ['new', day(20)],
    ] as const) {
      await told(id, at);
    }
    const memory = createStoryMemory();
    const near = () => memory.near(print('bleu')).map(({ id }) => id);
    await memory.cover(store.stories, day(15), day(15));
    expect(near()).toEqual(['new']);
    await memory.cover(store.stories, day(1), day(1));
    expect(near()).toEqual(['new', 'mid', 'old']);
    await memory.cover(store.stories, day(9), day(1));
    expect(near()).toEqual(['new', 'mid', 'old']);
    await memory.cover(store.stories, day(9), day(9));
    expect(near()).toEqual(['new', 'mid']);
  });

  test('know what another process has written since', async () => {
    const memory = createStoryMemory();
    await memory.cover(store.stories, day(1), day(1));
    await told('s1', day(10));
    await memory.begin(store.stories);
    expect(memory.near(print('bleu')).map(({ id }) => id)).toEqual(['s1']);
    await memory.seal(store.stories);
    memory.done();
    const grown = { ...story('s1', { grownAt: day(11) }), version: 2 };
    await store.stories.grow(grown, null, traits('s1', day(11), 's3ns'));
    await memory.begin(store.stories);
    expect(memory.near(print('bleu'))).toEqual([]);
    expect(memory.near(print('s3ns')).map(({ id }) => id)).toEqual(['s1']);
  });

  test('stand as before when a piece was not committed', async () => {
    await told('s1', day(10));
    const memory = createStoryMemory();
    await memory.cover(store.stories, day(1), day(1));
    await memory.begin(store.stories);
    memory.put(traits('s1', day(12), 's3ns'));
    memory.put(traits('s2', day(12)));
    memory.put(traits('s2', day(13), 's3ns'));
    expect(memory.near(print('s3ns')).map(({ id }) => id)).toEqual(['s2', 's1']);
    memory.undo();
    expect(memory.near(print('s3ns'))).toEqual([]);
    expect(memory.near(print('bleu')).map(({ id }) => id)).toEqual(['s1']);
    expect(memory.get('s2')).toBeUndefined();
  });
});
