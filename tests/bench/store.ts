import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { intakeOn } from '../../src/bot/intake.ts';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import type { Item } from '../../src/domain/item.ts';
import { silentLog } from '../../src/log.ts';
import type { Intake, Store } from '../../src/ports.ts';
import type { DatasetRecord } from '../../src/queries.ts';
import { createReader } from '../../src/reading/read.ts';
import { DATABASE_FILE } from '../../src/store/sqlite.ts';
import { feed, subscription } from '../pipeline/world.ts';
import { type EngineName, engines, openTestStore, postgresRun, type TestPlace } from '../store/harness.ts';
import { story, traits } from '../store/samples.ts';
import { type Row, race, type Side } from './measure.ts';
import { createRandom } from './random.ts';
import { newsItem } from './texts.ts';

const ITEMS = 20;
/** More than any number of rounds takes. */
const POLLS = 200;
/** How many of them tell of a tracked provider, as in a feed of the trade press. */
const TELLING = 3;
const CHANNELS = 3;
/** What three weeks of a busy market leave open. */
const OPEN_STORIES = 1_000;
const QUARTER = 15 * 60_000;
const START = Date.parse('2026-11-20T10:00:00.000Z');

type Poll = { readonly now: string; readonly items: readonly Item[] };

/** Whole polls of new items one after the other, a quarter of an hour apart; made beforehand. */
function polls(intake: Intake, names: readonly string[], seed: number): () => Promise<number> {
  const random = createRandom(seed);
  const waiting = Array.from({ length: POLLS }, (_, nth): Poll => {
    const at = START + nth * QUARTER;
    const published = new Date(at - 60_000).toISOString();
    const items = Array.from({ length: ITEMS }, (_, n) => {
      const name = n < TELLING ? (names[random.below(names.length)] ?? null) : null;
      return newsItem(`s${seed}-${nth}-${n}`, random, published, name);
    });
    return { now: new Date(at).toISOString(), items };
  }).reverse();
  return async () => {
    const poll = waiting.pop();
    if (!poll) throw new Error('the polls are used up');
    const { now, items } = poll;
    const counts = await intake({ feed: feed('trade', now), items, first: false, health: [] }, now);
    if (counts.fresh !== ITEMS) throw new Error(`${counts.fresh} items taken in`);
    return 1;
  };
}

type Rows = { readonly count: number; readonly bytes: number };

/** How many rows there are in a store's tables, and how much is in them. */
async function weigh(place: TestPlace): Promise<Rows> {
  if (place.engine === 'postgres') {
    const tables = await postgresRun(
      'select table_name as name from information_schema.tables where table_schema = current_schema()',
      place.url,
    );
    const sums = tables.map(
      ({ name }) =>
        `select count(*)::int as count, coalesce(sum(length(t::text)), 0)::int as bytes from "${String(name)}" t`,
    );
    const [row] = await postgresRun(
      `select sum(count)::int as count, sum(bytes)::int as bytes from (${sums.join(' union all ')}) u`,
      place.url,
    );
    return { count: Number(row?.['count']), bytes: Number(row?.['bytes']) };
  }
  const file = new DatabaseSync(join(place.folder, DATABASE_FILE), { readOnly: true });
  try {
    let count = 0;
    let bytes = 0;
    const tables = file
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      .all();
    for (const { name } of tables) {
      for (const row of file.prepare(`select * from "${String(name)}"`).iterate()) {
        count += 1;
        for (const value of Object.values(row)) bytes += String(value ?? '').length;
      }
    }
    return { count, bytes };
  } finally {
    file.close();
  }
}

/** A database of the same engine spoken to without anything between: one table, one prepared statement each. */
type Bare = {
  readonly insert: (rows: Rows) => Promise<void>;
  readonly update: (id: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

async function bareSqlite(): Promise<Bare> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
  const file = new DatabaseSync(join(folder, 'bare.db'));
  file.exec('pragma journal_mode = wal; pragma synchronous = full');
  file.exec('create table bare (id integer primary key, state integer not null default 0, body text not null) strict');
  const insert = file.prepare('insert into bare (body) values (?)');
  const update = file.prepare('update bare set state = state + 1 where id = ?');
  return {
    insert: async ({ count, bytes }) => {
      const body = 'x'.repeat(Math.round(bytes / count));
      file.exec('begin immediate');
      for (let n = 0; n < count; n++) insert.run(body);
      file.exec('commit');
    },
    update: async (id) => {
      update.run(id);
    },
    close: async () => {
      file.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function barePostgres(place: TestPlace): Promise<Bare> {
  const client = new Client({ connectionString: place.url });
  await client.connect();
  await client.query('create table bare (id serial primary key, state integer not null default 0, body text not null)');
  const insert = { name: 'bare-insert', text: 'insert into bare (body) values ($1)' };
  const update = { name: 'bare-update', text: 'update bare set state = state + 1 where id = $1' };
  return {
    insert: async ({ count, bytes }) => {
      const body = 'x'.repeat(Math.round(bytes / count));
      await client.query('begin');
      for (let n = 0; n < count; n++) await client.query({ ...insert, values: [body] });
      await client.query('commit');
    },
    update: async (id) => {
      await client.query({ ...update, values: [id] });
    },
    close: () => client.end(),
  };
}

/** Stories that grew lately, as the pipeline leaves them, each with what real readings recognise it by. */
async function openStories(store: Store, record: DatasetRecord, count: number): Promise<void> {
  const read = createReader({ tracked: record.tracked, publishers: record.publishers });
  const names = namesOf(record);
  const random = createRandom(99);
  const grownAt = new Date(START - 3_600_000).toISOString();
  await store.transaction(async ({ stories }) => {
    for (let n = 0; n < count; n++) {
      const item = newsItem(`open-${n}`, random, grownAt, names[random.below(names.length)] ?? null);
      const { fingerprint, events, providers } = read(item);
      const told = story(`open-${n}`, { title: item.title, grownAt, events, providers: providers.map((p) => p.id) });
      await stories.add(told, memberOf(`open-${n}`, item), { ...traits(told), fingerprints: [fingerprint] });
    }
  });
}

function memberOf(key: string, item: Item) {
  const { title, link, published } = item;
  const at = published ?? '';
  return {
    ...{ item: key, feed: 'trade', title, link, published, joinedAt: at },
    ...({ publisher: 'lmi', origin: 'lmi', stance: 'confirmed', kind: 'press', reason: 'opened' } as const),
  };
}

const namesOf = (record: DatasetRecord): string[] =>
  record.tracked.filter((t) => t.scope === 'company').flatMap((t) => t.names.slice(0, 1).map((name) => name.text));

/** Whole polls and deliveries on each engine that answers, against its own bare inserts and updates. */
export async function benchStore(note: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const record = await recordOn(await loadReleased(), []);
  for (const engine of engines()) {
    rows.push(...(await benchIntake(engine, record, note)), ...(await benchOutbox(engine)));
    if (engine === 'sqlite') rows.push(...(await benchOpenStories(record)));
  }
  if (!engines().includes('postgres')) note('PostgreSQL does not answer: SQLite only.');
  return rows;
}

/** A store that a feed fills and channels watch. */
async function watchedStore(engine: EngineName) {
  const opened = await openTestStore(engine);
  await opened.store.feeds.sync([feed('trade')], new Date(START).toISOString());
  for (let n = 0; n < CHANNELS; n++) await opened.store.subscriptions.put(subscription(`C${n}`));
  return opened;
}

const INTAKE = { timer: 'wall', rounds: 15, sliceMs: 0, warmMs: 200 } as const;
const PER = `${ITEMS} items`;

async function benchIntake(engine: EngineName, record: DatasetRecord, note: (line: string) => void): Promise<Row[]> {
  const { store, place, close } = await watchedStore(engine);
  const bare = engine === 'sqlite' ? await bareSqlite() : await barePostgres(place);
  try {
    const ours = polls(intakeOn(store, record, silentLog), namesOf(record), 1);
    const before = await weigh(place);
    for (let n = 0; n < 4; n++) await ours();
    const after = await weigh(place);
    const each = { count: Math.round((after.count - before.count) / 4), bytes: (after.bytes - before.bytes) / 4 };
    note(`${engine}: an intake writes ${each.count} rows, ${(each.bytes / 1000).toFixed(0)} kB of values`);
    const inserts: Side = {
      name: `bare ${engine === 'sqlite' ? 'node:sqlite' : 'pg'} inserts of as many rows`,
      run: async () => {
        await bare.insert(each);
        return 1;
      },
    };
    return await race({ name: `intake, ${engine}`, per: PER }, [{ name: 'ours', run: ours }, inserts], INTAKE);
  } finally {
    await bare.close();
    await close();
  }
}

/** How an intake slows down with the stories that its items might belong to. */
async function benchOpenStories(record: DatasetRecord): Promise<Row[]> {
  const [few, many] = [await watchedStore('sqlite'), await watchedStore('sqlite')];
  try {
    await openStories(many.store, record, OPEN_STORIES);
    const names = namesOf(record);
    const sides = [many, few].map(({ store }, n): Side => {
      const intake = intakeOn(store, record, silentLog);
      return { name: n === 0 ? 'ours' : 'ours with few stories open', run: polls(intake, names, n) };
    });
    const [ours, base] = sides;
    if (!ours || !base) return [];
    return await race({ name: `intake, sqlite, ${OPEN_STORIES} stories open`, per: PER }, [ours, base], INTAKE);
  } finally {
    await Promise.all([few.close(), many.close()]);
  }
}

const OUTBOX_CHANNELS = 16;
const BACKLOG = 50;

/** Claims and settles as the dispatcher does: the head of every channel at once, then each by itself. */
async function benchOutbox(engine: EngineName): Promise<Row[]> {
  const { store, place, close } = await openTestStore(engine);
  const bare = engine === 'sqlite' ? await bareSqlite() : await barePostgres(place);
  const now = new Date(START).toISOString();
  const later = new Date(START + QUARTER).toISOString();
  try {
    await store.transaction(async ({ outbox }) => {
      for (let n = 0; n < OUTBOX_CHANNELS * BACKLOG; n++) {
        const channel = { platform: 'slack', space: 'T1', channel: `C${n % OUTBOX_CHANNELS}` } as const;
        await outbox.add({ id: `d${n}`, channel, order: { kind: 'card', alert: `a${n}` }, dueAt: now, createdAt: now });
      }
    });
    await bare.insert({ count: OUTBOX_CHANNELS, bytes: OUTBOX_CHANNELS * 100 });
    const deliver = async (): Promise<number> => {
      const query = { now, leaseUntil: later, limit: OUTBOX_CHANNELS, busy: [], platforms: ['slack'] as const };
      const claimed = await store.outbox.claim(query);
      for (const { id } of claimed) await store.outbox.settle(id, { state: 'sent', code: null, at: now });
      if (claimed.length === 0) throw new Error('the backlog is used up');
      return claimed.length;
    };
    const update = async (): Promise<number> => {
      for (let id = 1; id <= OUTBOX_CHANNELS; id++) await bare.update(id);
      return OUTBOX_CHANNELS;
    };
    return await race(
      { name: `claim and settle, ${engine}, ${OUTBOX_CHANNELS} channels`, per: 'delivery' },
      [
        { name: 'ours', run: deliver },
        { name: 'a bare update by id', run: update },
      ],
      { timer: 'wall', rounds: 15, sliceMs: 0, warmMs: 1 },
    );
  } finally {
    await bare.close();
    await close();
  }
}
