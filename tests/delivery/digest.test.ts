import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildOrder } from '../../src/delivery/cards.ts';
import { openDigests } from '../../src/delivery/digest.ts';
import { type DigestSchedule, impliedSchedule } from '../../src/domain/digest.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import type { View } from '../../src/domain/view.ts';
import { wallOf } from '../../src/domain/wall.ts';
import { createIntake } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';
import { loadDataset } from '../../src/record/load.ts';
import { createRecord } from '../../src/record/record.ts';
import {
  channel,
  DAY,
  feed,
  HOUR,
  item,
  later,
  MINUTE,
  names,
  partsFor,
  rows,
  subscription,
} from '../pipeline/world.ts';
import { engines, openTestStore, type TestPlace } from '../store/harness.ts';

/** A Friday; the first Monday after it is the 23rd, nine o'clock in Paris is eight in UTC. */
const FRIDAY = '2026-11-20T10:00:00.000Z';
const MONDAY = '2026-11-23T08:00:00.000Z';
const WEEK = 7 * DAY;

describe.each(engines())('the weekly digest, on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  beforeEach(async () => {
    ({ store, place } = await openTestStore(engine));
  });
  afterEach(() => place.close());

  const poll = (name: string, items: readonly Item[], at: Instant, kind: 'press' | 'vendor' = 'press', on = store) =>
    createIntake(partsFor(on))({ feed: feed(name, at, { kind }), items, first: false, health: [] }, at);
  const fresh = (id: string, title: string, at: Instant): Item => item(id, title, { published: at });

  /** A channel that gets digests only, or both, since `at`. */
  async function watch(name: string, over: Partial<Subscription> = {}, at = FRIDAY): Promise<void> {
    const wanted = subscription(name, { since: at, ...over });
    await store.subscriptions.put(wanted);
    const schedule: DigestSchedule = { ...impliedSchedule(wanted, at), implied: wanted.mode === 'digest' };
    await store.digests.put(schedule);
  }

  async function digests(name: string): Promise<View[]> {
    const views: View[] = [];
    for (const row of await rows(store)) {
      if (row.channel.channel !== name || row.order.kind !== 'digest') continue;
      const built = await buildOrder(row, { store, names }, row.dueAt);
      if (built.kind !== 'send') throw new Error(`nothing to send: ${built.code}`);
      views.push(built.act.view);
    }
    return views;
  }
  const kinds = async (name: string) =>
    (await rows(store)).filter((row) => row.channel.channel === name).map((row) => row.order.kind);
  /** Titles of the stories a digest lists. */
  const told = (view: View | undefined): string[] => listUnder(view, /stor(y|ies)$/);

  test('instead of cards: every story in exactly one digest, a rise in the next', async () => {
    await watch('C1', { mode: 'digest' });
    await watch('C2');
    await poll('lmi', [fresh('a', 'bleu launch #1', FRIDAY), fresh('b', 's3ns rumour #2', FRIDAY)], FRIDAY);
    expect(await openDigests(store, later(MONDAY, -1))).toBe(0);
    expect(await openDigests(store, MONDAY)).toBe(2);
    expect(await openDigests(store, later(MONDAY, MINUTE))).toBe(0);
    const tuesday = later(MONDAY, DAY);
    await poll('zdnet', [fresh('c', 'bleu launch #1 again says lmi', tuesday)], tuesday);
    await poll('bleu-press', [fresh('d', 's3ns launch #2', tuesday)], tuesday, 'vendor');
    await poll('lmi', [fresh('e', 'ovhcloud launch #3', tuesday)], tuesday);
    expect(await openDigests(store, later(MONDAY, WEEK))).toBe(2);
    expect(await openDigests(store, later(MONDAY, 2 * WEEK))).toBe(2);

    expect(await kinds('C1')).toEqual(['digest', 'digest', 'digest']);
    const [first, second, third] = await digests('C1');
    expect(told(first)).toHaveLength(2);
    expect(told(second)).toEqual([
      expect.stringContaining('from rumour to confirmed'),
      expect.stringContaining('ovhcloud launch #3'),
    ]);
    expect(told(third)).toEqual([]);
    expect(first?.title).toBe('Digest of week 48 · 20 November 2026 to 23 November 2026');
    expect(second?.title).toBe('Digest of week 49 · 23 November 2026 to 30 November 2026');
    // A channel that asked for both has its cards and steps as ever, and the same digests on top.
    expect(await kinds('C2')).toEqual(['card', 'card', 'digest', 'edit', 'edit', 'step', 'card', 'digest', 'digest']);
    expect((await digests('C2')).map(told).map((lines) => lines.length)).toEqual([2, 2, 0]);
  });

  test('a channel hears in its digest what it would have heard in cards: its providers, its least, its mutes', async () => {
    await watch('C1', { mode: 'digest', providers: ['bleu'], min: 'reported' });
    await store.subscriptions.mute({
      channel: channel('C1'),
      what: 'event:incident_or_outage',
      until: later(FRIDAY, WEEK),
    });
    await poll(
      'lmi',
      [
        fresh('a', 'bleu launch #1', FRIDAY),
        fresh('b', 's3ns launch #2', FRIDAY),
        fresh('c', 'bleu rumour #3', FRIDAY),
        fresh('d', 'bleu outage #4', FRIDAY),
      ],
      FRIDAY,
    );
    await poll('zdnet', [fresh('e', 'bleu launch #1', FRIDAY), fresh('f', 'bleu outage #4', FRIDAY)], FRIDAY);
    await openDigests(store, MONDAY);
    expect(told((await digests('C1'))[0])).toEqual([expect.stringContaining('#1')]);
    // What is firm enough only later is told then.
    await poll('bleu-press', [fresh('g', 'bleu launch #3', later(MONDAY, HOUR))], later(MONDAY, HOUR), 'vendor');
    await openDigests(store, later(MONDAY, WEEK));
    expect(told((await digests('C1'))[1])).toHaveLength(1);
  });

  test('the first reading of a feed is in no digest', async () => {
    await watch('C1', { mode: 'digest' });
    await createIntake(partsFor(store))(
      { feed: feed('lmi', FRIDAY), items: [fresh('a', 'bleu launch #1', FRIDAY)], first: true, health: [] },
      FRIDAY,
    );
    await openDigests(store, MONDAY);
    expect((await digests('C1')).map(told)).toEqual([[]]);
  });

  test('a channel that gets digests only and chose no time gets one on Monday at nine, in its zone', async () => {
    await store.subscriptions.put(subscription('C1', { mode: 'digest', zone: 'America/New_York', since: FRIDAY }));
    expect(await openDigests(store, FRIDAY)).toBe(0);
    expect(await store.digests.schedule(channel('C1'))).toMatchObject({
      weekday: 'monday',
      at: '09:00',
      implied: true,
    });
    expect(await openDigests(store, later(MONDAY, 5 * HOUR))).toBe(0);
    expect(await openDigests(store, later(MONDAY, 6 * HOUR))).toBe(1);
  });

  test('going back to cards loses nothing that was gathered, and ends the digests', async () => {
    await watch('C1', { mode: 'digest' });
    await poll('lmi', [fresh('a', 'bleu launch #1', FRIDAY)], FRIDAY);
    await store.subscriptions.put(subscription('C1', { since: FRIDAY }));
    await poll('lmi', [fresh('b', 's3ns launch #2', FRIDAY)], later(FRIDAY, HOUR));
    expect(await kinds('C1')).toEqual(['card']);
    expect(await openDigests(store, MONDAY)).toBe(1);
    expect(told((await digests('C1'))[0])).toEqual([expect.stringContaining('#1')]);
    expect(await openDigests(store, later(MONDAY, WEEK))).toBe(0);
  });

  test('a step is no message where there are digests only, though a card is there from before', async () => {
    await store.subscriptions.put(subscription('C1', { since: FRIDAY }));
    await poll('lmi', [fresh('a', 'bleu rumour #1', FRIDAY)], FRIDAY);
    const [card] = await rows(store);
    if (card?.order.kind !== 'card') throw new Error('no card');
    await store.alerts.shown(card.order.alert, { channel: 'C1', message: 'm1' }, 1);
    await watch('C1', { mode: 'digest' });
    await poll('bleu-press', [fresh('b', 'bleu launch #1', FRIDAY)], later(FRIDAY, HOUR), 'vendor');
    await openDigests(store, MONDAY);
    expect(await kinds('C1')).toEqual(['card', 'edit', 'digest']);
    expect(told((await digests('C1'))[0])).toEqual([expect.stringContaining('from rumour to confirmed')]);
  });

  test('a digest made by a clock that was years ahead does not stop those of today, nor is any told twice', async () => {
    await watch('C1', { mode: 'digest' });
    await poll('lmi', [fresh('a', 'bleu launch #1', FRIDAY)], FRIDAY);
    await openDigests(store, '2036-01-01T00:00:00.000Z');
    await poll('lmi', [fresh('b', 's3ns launch #2', FRIDAY)], FRIDAY);
    expect(await openDigests(store, MONDAY)).toBe(1);
    expect(await openDigests(store, later(MONDAY, HOUR))).toBe(0);
    expect((await digests('C1')).map(told)).toEqual([[expect.stringContaining('#1')], [expect.stringContaining('#2')]]);
  });

  test('no channel, no digest; a channel that stopped watching gets none', async () => {
    await watch('C1', { mode: 'digest' });
    await store.subscriptions.remove(channel('C1'));
    expect(await openDigests(store, MONDAY)).toBe(0);
    expect(await rows(store)).toEqual([]);
  });

  test('a year with both clock changes, downtimes and two stories a week: none absent, none twice', async () => {
    const start = '2026-01-02T12:00:00.000Z';
    await watch('C1', { mode: 'digest' }, start);
    let n = 0;
    for (let day = 0; day < 364; day++) {
      const at = later(start, day * DAY);
      // Away for twelve days in March and in October, over the clock changes.
      const away = (day >= 80 && day < 92) || (day >= 290 && day < 302);
      if (day % 4 === 0) {
        await poll('lmi', [fresh(`n${n}`, `bleu launch #${n}`, at)], at);
        n++;
      }
      if (away) continue;
      for (const hour of [-5, -4, 0, 6]) await openDigests(store, later(at, hour * HOUR));
    }
    await openDigests(store, later(start, 372 * DAY));
    const opened = (await rows(store)).filter((row) => row.order.kind === 'digest');
    const notes = await Promise.all(
      opened.map((row) => store.digests.notes(channel('C1'), row.order.kind === 'digest' ? row.order.week : null)),
    );
    const stories = notes.flat().map((note) => note.story);
    expect(stories).toHaveLength(n);
    expect(new Set(stories).size).toBe(n);
    expect(await store.digests.notes(channel('C1'), null)).toEqual([]);
    // 53 Mondays, of which two fell into each absence and were made up for by one.
    expect(opened.length).toBeGreaterThanOrEqual(50);
    const walls = opened.map((row) => wallOf(row.createdAt, 'Europe/Paris').slice(11, 13));
    expect(new Set(walls.slice(0, 5))).toEqual(new Set(['09']));
    let before = start;
    for (const row of opened) {
      const run = row.order.kind === 'digest' ? await store.digests.run(channel('C1'), row.order.week) : null;
      expect(run?.from).toBe(before);
      before = run?.until ?? '';
    }
  });

  test.runIf(engine === 'postgres')(
    'two processes, polling and opening at once: one digest a week, every story in one',
    async () => {
      const other = await place.open();
      await watch('C1', { mode: 'digest' });
      await watch('C2', { mode: 'digest' });
      for (let week = 0; week < 6; week++) {
        const at = later(MONDAY, week * WEEK);
        await Promise.all(
          [store, other].flatMap((one, p) => [
            openDigests(one, at),
            poll(`feed${p}`, [fresh(`w${week}p${p}`, `bleu launch #${week}${p}`, at)], at, 'press', one),
            openDigests(one, later(at, 1)),
          ]),
        );
      }
      await openDigests(store, later(MONDAY, 6 * WEEK));
      for (const name of ['C1', 'C2']) {
        const weeks = (await rows(store))
          .filter((row) => row.channel.channel === name)
          .map((row) => (row.order.kind === 'digest' ? row.order.week : row.order.kind));
        expect(weeks).toHaveLength(7);
        expect(new Set(weeks).size).toBe(7);
        const notes = (await Promise.all(weeks.map((week) => store.digests.notes(channel(name), week)))).flat();
        expect(notes).toHaveLength(12);
        expect(new Set(notes.map((note) => note.story)).size).toBe(12);
      }
    },
  );
});

describe('what a digest says', () => {
  test('with the released record: what ends, what was promised, what is new, and the honest count, on one screen', async () => {
    const { store, close } = await openTestStore('sqlite');
    try {
      const record = createRecord(await loadDataset(new URL('../../dataset', import.meta.url).pathname));
      const wanted = subscription('C1', { mode: 'digest', lang: 'fr', since: FRIDAY });
      await store.subscriptions.put(wanted);
      await store.digests.put(impliedSchedule(wanted, FRIDAY));
      const many = Array.from({ length: 9 }, (_, i) => item(`a${i}`, `bleu launch #${i}`, { published: FRIDAY }));
      await createIntake(partsFor(store))(
        {
          feed: feed('lmi', FRIDAY),
          items: [...many, item('x', '?bleu', { published: FRIDAY })],
          first: false,
          health: [],
        },
        FRIDAY,
      );
      await store.feeds.save(feed('dead', FRIDAY, { failures: 9, code: 'timeout' }));
      await openDigests(store, MONDAY);
      const [row] = await rows(store);
      if (!row) throw new Error('no digest');
      const built = await buildOrder(row, { store, names: record }, row.dueAt);
      if (built.kind !== 'send') throw new Error('nothing to send');
      const { view } = built.act;
      expect(view.title).toBe('Bilan de la semaine 48 · du 20 novembre 2026 au 23 novembre 2026');
      expect(view.tone).toBe('warn');
      const ends = listUnder(view, /prennent fin/);
      expect(ends.join('\n')).toMatch(/Outscale.* · SecNumCloud 3\.2, le 30 novembre 2026 \(dans 7 jours\)/i);
      expect(listUnder(view, /^Promesses/).length).toBeGreaterThan(0);
      expect(listUnder(view, /au registre/).length).toBeGreaterThan(0);
      expect(listUnder(view, /histoires/)).toHaveLength(6);
      expect(listUnder(view, /histoires/).at(-1)).toBe('et 4 autres');
      const note = view.blocks.find((block) => block.kind === 'note');
      expect(note && flat(note.line)).toBe(
        '10 articles lus · 9 retenus · 9 histoires · 1 à vérifier · 1 flux en panne · 0 perdu',
      );
      const heights = view.blocks.map((block) => (block.kind === 'list' ? block.items.length : 1));
      expect(heights.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(24);
      expect(view.blocks.at(-1)).toEqual({
        kind: 'buttons',
        buttons: [
          { label: 'Tout le détail', line: 'digest week:2026-W48' },
          { label: 'Réglages', line: 'digest' },
        ],
      });
    } finally {
      await close();
    }
  });
});

function listUnder(view: View | undefined, heading: RegExp): string[] {
  const blocks = view?.blocks ?? [];
  const at = blocks.findIndex((block) => block.kind === 'heading' && heading.test(block.text));
  const list = at < 0 ? undefined : blocks[at + 1];
  return list?.kind === 'list' ? list.items.map(flat) : [];
}

function flat(line: readonly (string | { readonly text: string })[]): string {
  return line.map((span) => (typeof span === 'string' ? span : span.text)).join('');
}
