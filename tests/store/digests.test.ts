import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DigestSchedule, impliedSchedule } from '../../src/domain/digest.ts';
import type { Store } from '../../src/ports.ts';
import { engines, openTestStore, type TestPlace } from './harness.ts';
import { at, channel, member, NOON, story, subscription, traits } from './samples.ts';

const run = (week: string, from = at(0), until = at(60)) => ({ channel: channel(), week, from, until });
const note = (story: string, over: { was?: 'rumour'; at?: string; of?: string } = {}) => ({
  channel: channel(over.of ?? 'C1'),
  story,
  was: over.was ?? null,
  at: over.at ?? NOON,
});

describe.each(engines())('digests on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(() => place.close());

  test('a channel has one schedule, which a new one replaces', async () => {
    const schedule = impliedSchedule(subscription(), NOON);
    await store.digests.put(schedule);
    const chosen: DigestSchedule = { ...schedule, weekday: 'friday', implied: false };
    await store.digests.put(chosen);
    await store.digests.put({ ...schedule, channel: channel('C2') });
    expect(await store.digests.schedule(channel())).toEqual(chosen);
    expect((await store.digests.schedules()).map((one) => one.channel.channel)).toEqual(['C1', 'C2']);
    expect(await store.digests.remove(channel())).toBe(true);
    expect(await store.digests.remove(channel())).toBe(false);
    expect(await store.digests.schedule(channel())).toBeNull();
  });

  test('a week has one run in a channel, and takes what waits there', async () => {
    expect(await store.digests.lastRun(channel())).toBeNull();
    expect(await store.digests.note(note('s1'))).toBe(true);
    expect(await store.digests.note(note('s2', { was: 'rumour' }))).toBe(true);
    expect(await store.digests.note(note('s1', { was: 'rumour' }))).toBe(false);
    await store.digests.note(note('s1', { of: 'C2' }));

    expect(await store.digests.open(run('2026-W48'))).toBe(true);
    expect(await store.digests.notes(channel(), '2026-W48')).toEqual([
      { ...note('s1'), week: '2026-W48' },
      { ...note('s2', { was: 'rumour' }), week: '2026-W48' },
    ]);
    expect(await store.digests.notes(channel(), null)).toEqual([]);
    expect(await store.digests.notes(channel('C2'), null)).toHaveLength(1);

    // What comes now is the next week's, whoever tries to open this one again.
    expect(await store.digests.note(note('s1', { was: 'rumour', at: at(90) }))).toBe(true);
    expect(await store.digests.open(run('2026-W48', at(60), at(120)))).toBe(false);
    expect(await store.digests.notes(channel(), null)).toHaveLength(1);
    expect(await store.digests.run(channel(), '2026-W48')).toEqual(run('2026-W48'));
    expect(await store.digests.run(channel(), '2026-W01')).toBeNull();
    expect(await store.digests.open(run('2027-W01', at(60), at(120)))).toBe(true);
    expect((await store.digests.lastRun(channel()))?.week).toBe('2027-W01');
    expect((await store.digests.notesOf('s1')).map((one) => `${one.channel.channel} ${one.week}`)).toEqual([
      'C1 2026-W48',
      'C2 null',
      'C1 2027-W01',
    ]);
  });

  test('a digest that ends lets go of what waits, not of what it told', async () => {
    await store.digests.put(impliedSchedule(subscription(), NOON));
    await store.digests.note(note('s1'));
    await store.digests.open(run('2026-W48'));
    await store.digests.note(note('s2'));
    await store.digests.remove(channel());
    expect(await store.digests.notes(channel(), null)).toEqual([]);
    expect(await store.digests.notes(channel(), '2026-W48')).toHaveLength(1);
    expect((await store.digests.lastRun(channel()))?.week).toBe('2026-W48');
  });

  test('notes go with their story once they were told, waiting ones never', async () => {
    await store.stories.add(story('s1'), member('k1'), traits(story('s1')));
    for (const id of ['s1', 'gone']) await store.digests.note(note(id));
    await store.digests.open(run('2026-W48'));
    await store.digests.note(note('gone too'));
    expect(await store.digests.forget()).toBe(1);
    expect((await store.digests.notes(channel(), '2026-W48')).map((one) => one.story)).toEqual(['s1']);
    expect(await store.digests.notes(channel(), null)).toHaveLength(1);
  });

  test('a run that is undone gives everything back', async () => {
    await store.digests.note(note('s1'));
    await expect(
      store.transaction(async ({ digests }) => {
        await digests.open(run('2026-W48'));
        throw new Error('power cut');
      }),
    ).rejects.toThrow('power cut');
    expect(await store.digests.notes(channel(), null)).toHaveLength(1);
    expect(await store.digests.lastRun(channel())).toBeNull();
  });

  test.runIf(engine === 'postgres')('of two processes one opens the run, and alone is alone', async () => {
    const other = await place.open();
    await store.digests.note(note('s1'));
    const opened = await Promise.all([store, other].map((one) => one.digests.open(run('2026-W48'))));
    expect(opened.sort()).toEqual([false, true]);

    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? store : other).transaction(
          async ({ inbox }) => {
            await inbox.first(`e${i}`, NOON);
            await work();
          },
          { alone: 'intake' },
        ),
      ),
    );
    expect(most).toBe(1);
  });
});
