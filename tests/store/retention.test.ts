import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/alert.ts';
import { FEED_WINDOW, horizonsOf, tighterHorizons } from '../../src/domain/retention.ts';
import type { Store, StoredItem, SweepOrder } from '../../src/ports.ts';
import { ITEM_CHILDREN, STORY_CHILDREN } from '../../src/store/outdated.ts';
import { sweepDaily } from '../../src/store/retention.ts';
import { DATABASE_FILE } from '../../src/store/sqlite.ts';
import { engines, openTestStore, postgresRun, type TestPlace } from './harness.ts';
import { alert, at, channel, item, member, NOON, reading, story, traits } from './samples.ts';

const ago = (days: number): string => at(-days * 1440);
const order = (over: Partial<SweepOrder> = {}): SweepOrder => ({
  now: NOON,
  settings: { days: 400, budgetMb: 2_048 },
  cited: new Set(),
  ...over,
});

describe.each(engines())('retention on %s', (engine) => {
  let store: Store;
  let place: TestPlace;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ store, place, close } = await openTestStore(engine));
  });
  afterEach(() => close());

  /** Rows of a question that no repository answers. */
  async function ask(text: string): Promise<Record<string, unknown>[]> {
    if (engine === 'postgres') return await postgresRun(text, place.url);
    const file = new DatabaseSync(join(place.folder, DATABASE_FILE), { readOnly: true });
    try {
      return file.prepare(text).all();
    } finally {
      file.close();
    }
  }

  /** What no sweep may leave: rows that name what is not there. */
  async function loose(): Promise<number> {
    const [row] =
      await ask(`select (select count(*) from item where story is not null and story not in (select id from story))
      + (select count(*) from alert where story not in (select id from story))
      + (select count(*) from item_provider where item not in (select key from item))
      + (select count(*) from story_member where story not in (select id from story)) as n`);
    return Number(row?.['n']);
  }

  const old = (key: string, days: number, over: Partial<StoredItem> = {}) =>
    item(key, { seenAt: ago(days), published: ago(days + 0.1), ...over });
  async function add(items: readonly StoredItem[]): Promise<void> {
    await store.transaction(async ({ items: rows }) => {
      for (const one of items) await rows.add(one);
    });
  }
  /** As many newer items as a feed may still show: what is older than they are can go. */
  const newer = (feed = 'lmi') =>
    Array.from({ length: FEED_WINDOW }, (_, i) => item(`${feed}-new${i}`, { feed, id: `n${i}` }));
  const openStory = (id: string, days: number, items: readonly string[]) => {
    const one = story(id, { openedAt: ago(days), grownAt: ago(days) });
    return store.transaction(async ({ stories }) => {
      await stories.add(one, member(items[0] ?? 'k'), traits(one));
    });
  };
  const send = (id: string, what: Order, days: number) =>
    store.outbox.add({ id, channel: channel(), order: what, dueAt: ago(days), createdAt: ago(days) });

  test('what is older than the archive goes, and what must stay stays', async () => {
    await add([
      old('plain', 401),
      old('young', 399),
      old('cited', 500, { link: 'https://lmi.example/cited' }),
      old('undated', 500, { published: null }),
      old('ahead', 500, { published: ago(400) }),
      old('slow', 800, { feed: 'slow' }),
      ...newer(),
    ]);
    const report = await store.sweep(order({ cited: new Set(['https://lmi.example/cited']) }));
    expect(report).toMatchObject({ items: 1, contents: 0, over: false });
    expect(await store.items.get('plain')).toBeNull();
    for (const key of ['young', 'cited', 'undated', 'ahead', 'slow']) expect(await store.items.get(key)).not.toBeNull();
    expect(await store.items.list({ provider: 's3ns', limit: 1_000 })).toHaveLength(FEED_WINDOW + 5);
    expect(await loose()).toBe(0);
    expect(await store.sweep(order({ cited: new Set(['https://lmi.example/cited']) }))).toMatchObject({
      items: 0,
      fingerprints: 0,
      stories: 0,
    });
  });

  test('a story goes with its alerts once none of its items is left and nobody was told of it lately', async () => {
    for (const id of ['gone', 'told', 'owed', 'doubt', 'held', 'twin', 'fresh', 'burst']) {
      await openStory(id, id === 'fresh' ? 10 : 450, [`i-${id}`]);
      await add([old(`i-${id}`, id === 'held' ? 100 : 450, { story: id })]);
    }
    // The same page by another feed: of the story, but no member of it.
    await add([old('other', 100, { feed: 'other', story: 'twin' }), ...newer()]);
    await store.alerts.ensure(alert('a-gone', { story: 'gone', createdAt: ago(450) }));
    await store.alerts.ensure(alert('a-told', { story: 'told', createdAt: ago(300) }));
    await store.alerts.ensure(alert('a-owed', { story: 'owed', createdAt: ago(450) }));
    await store.alerts.ensure(alert('a-doubt', { story: 'doubt', createdAt: ago(450) }));
    await send('d-doubt', { kind: 'card', alert: 'a-doubt' }, 450);
    await store.outbox.settle('d-doubt', { state: 'unsure', code: 'perhaps_sent', at: ago(450) });
    await send('d-gone', { kind: 'card', alert: 'a-gone' }, 450);
    await store.outbox.settle('d-gone', { state: 'sent', code: null, at: ago(450) });
    await send('d-young', { kind: 'card', alert: 'a-told' }, 300);
    await store.outbox.settle('d-young', { state: 'dead', code: 'forbidden', at: ago(300) });
    await send('d-owed', { kind: 'edit', alert: 'a-owed', version: 2 }, 450);
    await send('d-burst', { kind: 'summary', stories: ['burst'] }, 450);
    const report = await store.sweep(order());
    expect(report).toMatchObject({ items: 7, stories: 1, alerts: 1, deliveries: 1 });
    expect(await store.stories.get('gone')).toBeNull();
    expect(await store.alerts.get('a-gone')).toBeNull();
    for (const id of ['told', 'owed', 'doubt', 'held', 'twin', 'fresh', 'burst']) {
      expect(await store.stories.get(id)).not.toBeNull();
    }
    expect(
      (await store.outbox.list({ states: ['waiting', 'unsure', 'dead'], limit: 9 })).map(({ id }) => id).sort(),
    ).toEqual(['d-burst', 'd-doubt', 'd-owed', 'd-young']);
    expect(await loose()).toBe(0);
  });

  test('a message that was decided lately is still shown, however long ago it was written', async () => {
    const decided = [
      ['d-dead', 'dead', 'channel_gone'],
      ['d-sent', 'sent', null],
    ] as const;
    for (const [id, state, code] of decided) {
      await send(id, { kind: 'feed_health', feed: 'lmi', event: 'failing' }, 450);
      await store.outbox.settle(id, { state, code, at: ago(20) });
    }
    const shown = async () => (await store.outbox.list({ states: ['dead', 'sent'], limit: 9 })).map(({ id }) => id);
    await store.sweep(order());
    expect((await shown()).sort()).toEqual(['d-dead', 'd-sent']);
    // Its time runs from the decision.
    await store.sweep(order({ now: at(379 * 1440) }));
    expect((await shown()).sort()).toEqual(['d-dead', 'd-sent']);
    await store.sweep(order({ now: at(381 * 1440) }));
    expect(await shown()).toEqual([]);
  });

  test('traits go after two months; what is told of an item stays', async () => {
    await add([old('k1', 61), old('k2', 59), old('k3', 61, { reading: null })]);
    await openStory('s1', 61, ['k1']);
    await openStory('s2', 59, ['k2']);
    expect((await store.sweep(order())).fingerprints).toBe(2);
    const [one, two] = [await store.items.get('k1'), await store.items.get('k2')];
    expect(one?.reading?.fingerprint.shingles).toEqual([]);
    expect(one?.reading?.providers).toEqual(reading('s3ns/premi3ns').providers);
    expect(two?.reading?.fingerprint).toEqual(reading().fingerprint);
    const kept = await store.stories.candidates(ago(100));
    expect(kept.map((s) => [s.id, s.fingerprints[0]?.shingles.length, s.fingerprints[0]?.words])).toEqual([
      ['s2', 2, ['nuage']],
      ['s1', 0, ['nuage']],
    ]);
    // Two days on, the next ones; what lies behind is not done again.
    expect((await store.sweep(order({ now: at(2 * 1440) }))).fingerprints).toBe(2);
    await store.cache.clear('retention::');
    expect((await store.sweep(order({ now: at(2 * 1440) }))).fingerprints).toBe(0);
  });

  test('events are remembered for a month, mutes until they end', async () => {
    await store.inbox.first('e-old', ago(31));
    await store.inbox.first('e-new', ago(29));
    await store.subscriptions.mute({ channel: channel(), what: 'all', until: ago(1) });
    await store.subscriptions.mute({ channel: channel(), what: 'provider:bleu', until: at(60) });
    expect(await store.sweep(order())).toMatchObject({ inbox: 1, mutes: 1 });
    expect(await store.inbox.first('e-new', NOON)).toBe(false);
    expect(await store.inbox.first('e-old', NOON)).toBe(true);
    expect(await store.subscriptions.mutes(channel(), NOON)).toHaveLength(1);
  });

  test('a full disk costs the oldest texts first, then the oldest items, never the last month', async () => {
    // Random, so that PostgreSQL cannot pack it.
    const text = () => Buffer.from(crypto.getRandomValues(new Uint8Array(12_000))).toString('base64');
    const series = Array.from({ length: 120 }, (_, i) => old(`k${i}`, 3 * i + 20, { content: text() }));
    await add([...series, ...newer()]);
    const roomy = await store.sweep(order());
    expect(roomy).toMatchObject({ items: 0, contents: 0, over: false });
    expect(roomy.bytes).toBeGreaterThan(1_900_000);

    const texts = await store.sweep(order({ settings: { days: 400, budgetMb: 2 } }));
    expect(texts.contents).toBeGreaterThan(10);
    expect(texts).toMatchObject({ items: 0, over: false });
    const full = await store.items.list({ limit: 1_000 });
    const trimmed = full.filter((one) => one.trimmed === true).map((one) => one.seenAt);
    const whole = full.filter((one) => one.content !== '').map((one) => one.seenAt);
    expect(trimmed).toHaveLength(texts.contents);
    expect(
      trimmed
        .toSorted()
        .at(-1)
        ?.localeCompare(whole.toSorted()[0] ?? ''),
    ).toBe(-1);

    const tight = await store.sweep(order({ settings: { days: 400, budgetMb: 0.1 } }));
    expect(tight.over).toBe(true);
    expect(tight.items).toBe(116);
    const left = (await store.items.list({ limit: 1_000 })).filter((one) => one.key.startsWith('k'));
    expect(left.map((one) => one.key).sort()).toEqual(['k0', 'k1', 'k2', 'k3']);
    expect(left.every((one) => one.content !== '')).toBe(true);
    expect(await loose()).toBe(0);
  });

  test('others get their turn while it runs', async () => {
    const mine = Array.from({ length: 1_500 }, (_, i) => old(`k${i}`, 401 + i / 100));
    await add([...mine, ...newer()]);
    let going = true;
    let served = 0;
    const others = (async () => {
      while (going) {
        await store.inbox.first(`e${served}`, NOON);
        served += 1;
        // On SQLite nothing else ends a turn of the event loop.
        await new Promise(setImmediate);
      }
    })();
    const report = await store.sweep(order());
    going = false;
    await others;
    expect(report.items).toBe(1_500);
    expect(served).toBeGreaterThan(15);
  });

  test('an item that joins a story while it runs finds it whole or not at all', async () => {
    await openStory('s1', 450, ['k1']);
    await add([old('k1', 450, { story: 's1' }), ...newer()]);
    const sweeping = store.sweep(order());
    // As the pipeline does it: the story is looked up and joined in one transaction.
    const joined = await store.transaction(async ({ stories, items }) => {
      const found = await stories.get('s1');
      if (found) await items.add(item('late', { feed: 'other', story: 's1', seenAt: at(-1) }));
      return found !== null;
    });
    await sweeping;
    expect((await store.stories.get('s1')) !== null).toBe(joined);
    expect(await loose()).toBe(0);
  });

  test('a stop ends it after the batch under way, and the next sweep does the rest', async () => {
    await add([...Array.from({ length: 300 }, (_, i) => old(`k${i}`, 401 + i / 100)), ...newer()]);
    const stop = new AbortController();
    const sweeping = sweepDaily(store, order({ signal: stop.signal }));
    stop.abort();
    expect(await sweeping).toMatchObject({ over: false });
    const rest = await sweepDaily(store, order());
    expect(rest?.items).toBe(300);
  });

  test('it is owed once a day, also after a standstill', async () => {
    expect(await sweepDaily(store, order())).not.toBeNull();
    expect(await sweepDaily(store, order({ now: at(60) }))).toBeNull();
    expect(await sweepDaily(store, order({ now: at(1440) }))).not.toBeNull();
    expect(await sweepDaily(store, order({ now: at(9 * 1440) }))).not.toBeNull();
  });
});

test('every table that names items or stories is known to the sweep', async () => {
  const { place, close } = await openTestStore('sqlite');
  const file = new DatabaseSync(join(place.folder, DATABASE_FILE), { readOnly: true });
  const rows = file
    .prepare(
      `select s.name as child, f."table" as parent from sqlite_schema s, pragma_foreign_key_list(s.name) f
       where s.type = 'table' and f."table" in ('item', 'story')`,
    )
    .all();
  file.close();
  await close();
  const children = (parent: string) => rows.filter((row) => row['parent'] === parent).map((row) => row['child']);
  expect(children('item').sort()).toEqual([...ITEM_CHILDREN].sort());
  expect(children('story').sort()).toEqual([...STORY_CHILDREN].sort());
});

test('the archive is cut shorter step by step, and never below a month or the settings', () => {
  const settings = { days: 400, budgetMb: 1 };
  const steps = tighterHorizons(settings, NOON);
  expect(steps.map((step) => step.content)).toEqual([null, ago(300), ago(200), ago(100), ...Array(5).fill(ago(30))]);
  expect(steps.map((step) => step.items)).toEqual([...Array(5).fill(ago(400)), ago(300), ago(200), ago(100), ago(30)]);
  expect(new Set(steps.map((step) => step.told))).toEqual(new Set([horizonsOf(settings, NOON).told]));
  expect(tighterHorizons({ days: 30, budgetMb: 1 }, NOON).map((step) => step.items)).toEqual(Array(3).fill(ago(30)));
});
