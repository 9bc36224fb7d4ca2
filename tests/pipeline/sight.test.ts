import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Member } from '../../src/domain/story.ts';
import { seenStory } from '../../src/pipeline/sight.ts';
import { openTestStore } from '../store/harness.ts';
import { entry, item, member, NOON, story, traits } from '../store/samples.ts';
import { corroborate } from './world.ts';

const MEMBERS = 400;

test('a story of many articles is reckoned for a space by work that grows with them, not with their square, and in pieces', async () => {
  const { store, close } = await openTestStore('sqlite');
  try {
    await store.feeds.sync([entry('lmi'), entry('left')], NOON);
    const told = story('s-big');
    await store.transaction(async ({ stories, items }) => {
      for (let n = 0; n < MEMBERS; n++) {
        const [id, feed, link] = [`k${n}`, n % 10 === 0 ? 'left' : 'lmi', `https://paper.example/${n}`];
        const part = member(id, { feed, link });
        await items.add(item(id, { feed, link, story: told.id }));
        if (n === 0) await stories.add(told, part, traits(told));
        else await stories.grow({ ...told, version: n + 1 }, part, traits(told));
      }
    });
    await store.spaces.leaveOut('slack:T1', 'left', 'U1', NOON);
    const whole = await store.stories.get(told.id);
    if (whole === null) throw new Error('the story is not there');

    let judged = 0;
    const judging = {
      corroborate: (members: readonly Member[]) => {
        judged += members.length;
        return corroborate(members);
      },
      publishers: [],
    };
    let turns = 0;
    let done = false;
    const others = (async () => {
      for (; !done; turns++) await turn();
    })();
    const seen = await seenStory(store, whole, 'slack:T1', judging);
    done = true;
    await others;

    expect(seen?.members).toHaveLength(MEMBERS - MEMBERS / 10);
    expect(judged).toBeLessThanOrEqual(MEMBERS);
    expect(turns).toBeGreaterThanOrEqual(10);
  } finally {
    await close();
  }
});
