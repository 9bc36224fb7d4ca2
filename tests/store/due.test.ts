import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FeedState, isDue } from '../../src/domain/feed.ts';
import type { Store } from '../../src/ports.ts';
import { fc } from '../property.ts';
import { engines, openTestStore, type TestPlace } from './harness.ts';
import { at, entry, NOON } from './samples.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

describe.each(engines())('what is due on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(() => place.close());

  async function put(states: readonly (Partial<FeedState> & { readonly id: string })[]): Promise<void> {
    await store.feeds.sync(
      states.map(({ id }) => entry(id)),
      NOON,
    );
    for (const more of states) {
      const state = await store.feeds.get(more.id);
      if (state) await store.feeds.save({ ...state, ...more });
    }
  }
  const ids = (feeds: readonly FeedState[]): string[] => feeds.map(({ id }) => id);

  test('a feed that fell due under a wrong clock is due at once; one whose server asked for patience is not', async () => {
    await put([
      { id: 'a', dueAt: at(500 * DAY) },
      { id: 'b', dueAt: at(3 * DAY), heldUntil: at(3 * DAY) },
      { id: 'c', dueAt: at(500 * DAY), heldUntil: at(500 * DAY) },
      { id: 'd', dueAt: at(5 * HOUR) },
      { id: 'e', dueAt: at(-1) },
      { id: 'f', dueAt: at(500 * DAY), stopped: true },
    ]);
    expect(ids(await store.feeds.due(NOON, 10)).sort()).toEqual(['a', 'c', 'e']);
    expect(await store.feeds.get('b')).toMatchObject({ heldUntil: at(3 * DAY) });
    expect(await store.feeds.get('d')).not.toHaveProperty('heldUntil');
    expect(ids(await store.feeds.due(at(3 * DAY), 10)).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('pages go through all that is due, each feed once', async () => {
    await put(Array.from({ length: 25 }, (_, n) => ({ id: `f${n}`, dueAt: at(-(n % 5)) })));
    const seen: string[] = [];
    let last: FeedState | undefined;
    for (;;) {
      const page = await store.feeds.due(NOON, 4, last);
      seen.push(...ids(page));
      last = page.at(-1);
      if (page.length < 4) break;
    }
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  test('a person who puts a feed back does not wait for what its server once asked', async () => {
    await put([{ id: 'a', dueAt: at(3 * DAY), heldUntil: at(3 * DAY) }]);
    await store.feeds.takeOut('a', 'u', NOON);
    await store.feeds.putBack('a', NOON);
    expect(await store.feeds.due(NOON, 10)).toMatchObject([{ id: 'a', dueAt: NOON }]);
    expect(await store.feeds.get('a')).not.toHaveProperty('heldUntil');
  });

  test('the store and the rule agree on every state', async () => {
    await put([{ id: 'a' }]);
    const minutes = fc.integer({ min: -2 * DAY, max: 10 * DAY });
    const states = fc.record({
      due: minutes,
      held: fc.option(minutes),
      now: minutes,
      stopped: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(states, async ({ due, held, now, stopped }) => {
        const state = await store.feeds.get('a');
        if (state === null) throw new Error('gone');
        const { heldUntil: _old, ...bare } = state;
        const next = { ...bare, dueAt: at(due), stopped, ...(held === null ? {} : { heldUntil: at(held) }) };
        await store.feeds.save(next);
        expect((await store.feeds.due(at(now), 10)).length === 1).toBe(isDue(next, at(now)));
      }),
    );
  });
});
