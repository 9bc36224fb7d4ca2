import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recognise } from '../../src/pipeline/identity.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { postgresKysely } from '../../src/store/postgres.ts';
import { DATABASE_FILE, sqliteKysely } from '../../src/store/sqlite.ts';
import { type EngineName, engines, type TestPlace, testPlace } from './harness.ts';
import { alert, at, channel, entry, item, member, NOON, statement, story, subscription, traits } from './samples.ts';

const quote = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

/** A row as SQL that any later version of the program has no hand in. */
function insert(table: string, row: Readonly<Record<string, unknown>>): string {
  return `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row).map(quote).join(', ')})`;
}

const one = story('s1');
const stored = item('k1', { story: 's1', reading: item('k1').reading });
const { key, feed, id, link, seenAt, reading, fate, reason, story: of, ...rest } = stored;

const outboxRow = {
  platform: 'slack',
  channel: 'slack:T1:C1',
  state: 'waiting',
  attempts: 1,
  due_at: NOON,
  ambiguous: 0,
  code: 'timeout',
  created_at: NOON,
};

/** What a first version wrote into each of its tables. */
const ROWS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [
    'feed',
    {
      ...entry('lmi'),
      etag: '"1"',
      last_modified: null,
      body_hash: null,
      due_at: NOON,
      failures: 2,
      code: 'timeout',
      first_read_at: at(-60),
      last_ok_at: at(-30),
      last_item_at: null,
      moved_to: null,
      stopped: 0,
      told: '["failing"]',
    },
  ],
  ['story', { id: 's1', grown_at: NOON, version: 1, doc: JSON.stringify(one), traits: JSON.stringify(traits(one)) }],
  ['story_provider', { story: 's1', provider: 'bleu', grown_at: NOON }],
  ['story_member', { story: 's1', item: 'k1', doc: JSON.stringify(member('k1')) }],
  [
    'item',
    {
      key,
      feed,
      item_id: id,
      link,
      at: stored.published,
      seen_at: seenAt,
      fate,
      reason,
      story: of,
      doc: JSON.stringify({ id, link, ...rest }),
      reading: JSON.stringify(reading),
    },
  ],
  ['item_provider', { item: 'k1', provider: 's3ns', at: stored.published }],
  ['subscription', { channel: 'slack:T1:C1', doc: JSON.stringify(subscription()) }],
  ['mute', { channel: 'slack:T1:C1', what: 'all', until: at(60) }],
  [
    'alert',
    {
      id: 'a1',
      story: 's1',
      channel: 'slack:T1:C1',
      created_at: NOON,
      ref_channel: 'C1',
      ref_message: '1.2',
      shown: 1,
    },
  ],
  ['outbox', { ...outboxRow, id: 'c1', body: '{"kind":"card","alert":"a1"}' }],
  ['statement', { id: 'st1', doc: JSON.stringify(statement('st1')) }],
  ['inbox', { id: 'e1', seen_at: NOON }],
  ['cache', { key: 'x::k', value: 'v', expires: null }],
];

/** The database as it lies, without the store. */
const openPlace = (engine: EngineName, place: TestPlace) =>
  engine === 'sqlite' ? sqliteKysely(new DatabaseSync(join(place.folder, DATABASE_FILE))) : postgresKysely(place.url);

describe.each(engines())('an upgrade on %s', (engine) => {
  let place: TestPlace;
  beforeEach(async () => {
    place = await testPlace(engine);
    const db = openPlace(engine, place);
    await migrate(db, engine, MIGRATIONS.slice(0, 1));
    for (const [table, row] of ROWS) await sql.raw(insert(table, row)).execute(db);
    await db.destroy();
  });
  afterEach(() => place.close());

  test('the rows of a first version are all there, and mean the same', async () => {
    const store = await place.open();
    expect(await store.items.get('k1')).toEqual(stored);
    expect(await store.items.list({ provider: 's3ns', limit: 5 })).toEqual([stored]);
    // It is known again although its publisher gives it another guid at another address.
    const moved = { ...stored, id: 'new', link: 'https://elsewhere.example/1' };
    expect((await recognise(store.items, 'lmi', [moved])).known.get(stored.id)).toEqual(stored);
    expect(await store.stories.get('s1')).toEqual(one);
    expect(await store.stories.members('s1')).toEqual([member('k1')]);
    expect(await store.stories.candidates(at(-1))).toEqual([traits(one)]);
    expect(await store.subscriptions.all()).toEqual([subscription()]);
    expect(await store.subscriptions.mutes(channel(), NOON)).toHaveLength(1);
    expect(await store.alerts.get('a1')).toEqual(alert('a1', { ref: { channel: 'C1', message: '1.2' }, shown: 1 }));
    expect(await store.outbox.get('c1')).toMatchObject({ state: 'waiting', attempts: 1, code: 'timeout' });
    expect(await store.statements.all()).toEqual([statement('st1')]);
    expect(await store.inbox.first('e1', NOON)).toBe(false);
    expect(await store.feeds.get('lmi')).toMatchObject({ failures: 2, code: 'timeout', told: ['failing'] });
    expect(await store.cache.get('x::k', 0)).toBe('v');
  });

  test('what was begun under the first version goes on under the newest', async () => {
    const store = await place.open();
    const grown = { ...one, version: 2, grownAt: at(5) };
    await store.stories.grow(grown, member('k2'), traits(grown));
    await store.items.add(item('k2', { story: 's1' }));
    await store.items.revise('k1', { ...stored, title: 'Un titre corrigé' });
    expect((await store.items.get('k1'))?.title).toBe('Un titre corrigé');
    const claim = { now: NOON, leaseUntil: at(2), limit: 5, busy: [], platforms: ['slack'] as const };
    expect((await store.outbox.claim(claim)).map((row) => row.id)).toEqual(['c1']);
    await store.outbox.settle('c1', { state: 'sent', code: null, at: NOON });
    // Far in the future the archive may let go of it, whatever tables came in between.
    const settings = { days: 30, budgetMb: 2_048 };
    expect((await store.sweep({ now: at(60 * 1440), settings, cited: new Set() })).deliveries).toBe(1);
  });

  test('what was on its way under a former version goes on in the order of its card', async () => {
    const db = openPlace(engine, place);
    await migrate(db, engine, MIGRATIONS.slice(0, 4));
    const row = (id: string, body: object, over: Readonly<Record<string, unknown>> = {}) =>
      sql.raw(insert('outbox', { ...outboxRow, id, body: JSON.stringify(body), ...over })).execute(db);
    const settled = { settled_at: NOON, attempts: 2 };
    await row('half', { kind: 'card', alert: 'a2' }, { state: 'sending', lease_until: at(1) });
    await row('e2', { kind: 'edit', alert: 'a2', version: 2 });
    await row('sum', { kind: 'summary', stories: ['s1'] }, { due_at: at(9) });
    await row('doubt', { kind: 'card', alert: 'a3' }, { state: 'unsure', code: 'perhaps_sent', ...settled });
    await row('gone', { kind: 'step', alert: 'a3', version: 2 }, { state: 'dead', code: 'channel_gone', ...settled });
    await row('done', { kind: 'card', alert: 'a4' }, { state: 'sent', ...settled });
    for (const [id, ref] of [
      ['a2', null],
      ['a4', '1.4'],
      ['a5', null],
    ] as const) {
      const told = { id, story: 's1', channel: `slack:T1:${id}`, created_at: NOON, shown: 0 };
      await sql.raw(insert('alert', { ...told, ref_channel: ref && 'C1', ref_message: ref })).execute(db);
    }
    await db.destroy();
    const store = await place.open();
    const query = { leaseUntil: at(9), limit: 9, busy: [], platforms: ['slack'] as const };
    // Nothing goes before the card that was half sent, and the summary keeps nobody waiting.
    expect((await store.outbox.claim({ ...query, now: NOON })).map(({ id }) => id)).toEqual(['c1']);
    await store.outbox.settle('c1', { state: 'sent', code: null, at: NOON });
    expect(await store.outbox.claim({ ...query, now: NOON })).toEqual([]);
    const [half] = await store.outbox.claim({ ...query, now: at(1) });
    expect(half).toMatchObject({ id: 'half', ambiguous: true });
    expect(await store.outbox.claim({ ...query, now: at(1) })).toEqual([]);
    await store.outbox.settle('half', { state: 'sent', code: null, at: at(1) });
    expect((await store.outbox.claim({ ...query, now: at(1) })).map(({ id }) => id)).toEqual(['e2']);
    expect(await store.outbox.revive('gone', at(1))).toBe(true);
    await store.outbox.postpone('doubt', { dueAt: at(1), code: 'perhaps_sent', ambiguous: false });
    expect((await store.outbox.waitingOf('a3')).map(({ id }) => id)).toEqual(['doubt', 'gone']);
    // Who has a card is known, so that nobody gets a second one and a story of a summary may still get its first.
    const cards = await Promise.all(['a1', 'a2', 'a4', 'a5'].map(async (id) => (await store.alerts.get(id))?.cardAt));
    expect(cards).toEqual([NOON, NOON, NOON, null]);
  });

  test('every step can be the last: a database of each version opens', async () => {
    for (const { version } of MIGRATIONS.slice(1)) {
      const db = openPlace(engine, place);
      expect(await migrate(db, engine, MIGRATIONS.slice(0, version))).toBe(version);
      const { rows } = await sql<{ n: number }>`select count(*) as n from item`.execute(db);
      expect(rows[0]?.n).toBe(1);
      await db.destroy();
    }
    const store = await place.open();
    expect(await store.items.get('k1')).toEqual(stored);
  });

  test('a database of a newer version is refused, and stays as it is', async () => {
    await (await place.open()).close();
    const db = openPlace(engine, place);
    await sql.raw(insert('vigie_schema', { version: MIGRATIONS.length + 1, name: 'later' })).execute(db);
    await expect(place.open()).rejects.toMatchObject({ code: 'store_newer' });
    const { rows } = await sql<{ n: number }>`select count(*) as n from item`.execute(db);
    expect(rows[0]?.n).toBe(1);
    await db.destroy();
  });
});
