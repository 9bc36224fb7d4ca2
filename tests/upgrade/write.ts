import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { intakeOn } from '../../src/bot/intake.ts';
import { learningReader } from '../../src/bot/reader.ts';
import { loadReleased, recordOn } from '../../src/bot/released.ts';
import { openDigests } from '../../src/delivery/digest.ts';
import type { Delivery } from '../../src/domain/alert.ts';
import { impliedSchedule } from '../../src/domain/digest.ts';
import { gatheredUntil, summaryRow } from '../../src/domain/outbox.ts';
import type { Instant } from '../../src/domain/period.ts';
import { channelKey } from '../../src/domain/subscription.ts';
import type { Store } from '../../src/ports.ts';
import { MIGRATIONS, WORDS } from '../../src/store/migrations.ts';
import { DATABASE_FILE } from '../../src/store/sqlite.ts';
import { silent } from '../pipeline/world.ts';
import { type EngineName, postgresAnswers, postgresRun, testPlace } from '../store/harness.ts';
import { statement } from '../store/samples.ts';
import { ADDED, at, CATALOGUE, CHANNELS, type ChannelName, POLLS, read, SUBSCRIPTIONS } from './scene.ts';

/**
 * Writes the fixture of the schema as it stands: a database of this very program, in SQL that needs no tool to load.
 * Run once for a version, at the end of a step; the files of former versions are never written again.
 *
 *     npm exec -- node tests/upgrade/write.ts
 */

const FOLDER = fileURLToPath(new URL('../fixtures/store', import.meta.url));

const nameOf = (row: Delivery): ChannelName => {
  const found = (Object.keys(CHANNELS) as ChannelName[]).find(
    (name) => channelKey(CHANNELS[name]) === channelKey(row.channel),
  );
  if (!found) throw new Error(`no such channel: ${channelKey(row.channel)}`);
  return found;
};

/** Lives through the days of the scene, with the program's own hands. */
async function live(store: Store): Promise<void> {
  const record = await recordOn(await loadReleased(), []);
  const reader = learningReader(record);
  const since = at(-21 * 1440);
  await store.feeds.sync(CATALOGUE, since);
  for (const subscription of SUBSCRIPTIONS) await store.subscriptions.put(subscription);
  const own = { id: 'own:nuage-vert', name: 'Nuage Vert', context: ['cloud'], risk: 'low', since } as const;
  await store.ownNames.put({ ...own, channel: CHANNELS.queued });
  reader.learn(await store.ownNames.all());
  for (const name of ['weekly', 'both'] as const) {
    const subscription = SUBSCRIPTIONS.find(({ channel }) => channel === CHANNELS[name]);
    if (subscription) await store.digests.put({ ...impliedSchedule(subscription, since), implied: name === 'weekly' });
  }
  const intake = intakeOn(store, record, silent, reader);
  let opened = false;
  for (const { feed, minutes, first, items } of POLLS) {
    if (!opened && minutes > -360) {
      opened = true;
      await openDigests(store, at(-360));
    }
    await intake({ feed: read(feed, at(minutes)), items, first, health: [] }, at(minutes));
  }
  const failing = { failures: 4, code: 'timeout', told: ['failing'], lastOkAt: at(-2 * 1440) } as const;
  await intake({ feed: read('failing', at(-4), failing), items: [], first: false, health: ['failing'] }, at(-4));
  await store.feeds.save(read('gone', at(-3 * 1440), { stopped: true, code: 'http_gone', told: ['gone'] }));
  await store.feeds.save(read('far', at(-1440), { dueAt: '2028-03-01T00:00:00.000Z' }));
  await store.feeds.takeOut('out', 'slack:T0VEILLE:U0CAMILLE', at(-1440));
  for (const entry of ADDED) {
    await store.feeds.add(entry, 'slack:T0VEILLE:U0CAMILLE', at(-2 * 1440));
    await store.feeds.save(read(entry.id, at(-1440)));
  }
  await store.feeds.takeOut('own-out', 'slack:T0VEILLE:U0CAMILLE', at(-60));
  const { narrow } = CHANNELS;
  await store.subscriptions.mute({ channel: narrow, what: 'provider:bleu', until: at(3 * 1440) });
  await store.subscriptions.mute({ channel: narrow, what: 'event:security', until: at(30) });
  await store.subscriptions.mute({ channel: CHANNELS.both, what: 'all', until: at(-600) });
  await store.statements.add(statement('fixture-1'));
  await store.inbox.first('Ev0FIXTURE', at(-30));
  await store.cache.set('asking::page', '{"value":"kept"}', null);
}

/** The burst channel: of the four cards of ten minutes ago one went out, the others wait for their summary. */
async function gatherBurst(store: Store, run: (sql: string) => Promise<unknown>): Promise<void> {
  const channel = CHANNELS.burst;
  const gathered: string[] = [];
  for (const row of (await store.outbox.list({ states: ['waiting'], limit: 1_000 })).reverse()) {
    if (nameOf(row) !== 'burst' || row.order.kind !== 'card' || row.createdAt !== at(-10)) continue;
    const alert = await store.alerts.get(row.order.alert);
    const story = alert && (await store.stories.get(alert.story));
    if (!story || story.main === 'outscale') continue;
    gathered.push(story.id);
    await run(`delete from outbox where id = '${row.id}'`);
    await run(`update alert set card_at = null where id = '${row.order.alert}'`);
  }
  const createdAt = at(-10);
  const dueAt = gatheredUntil(createdAt);
  // The first swallowed story begins the summary; the rest is looked up when it goes out.
  const order = { kind: 'summary', stories: gathered.slice(0, 1) } as const;
  await store.outbox.add({ id: summaryRow(channel, createdAt, 0), channel, order, dueAt, createdAt });
}

/** The program dies in the middle of its sending: what each row had come to. */
async function send(store: Store): Promise<void> {
  const { outbox } = store;
  const platforms = ['slack', 'discord'] as const;
  const stopped = new Set<string>();
  for (;;) {
    const rows = await outbox.claim({ now: at(0), leaseUntil: at(2), limit: 1_000, busy: [...stopped], platforms });
    if (rows.length === 0) return;
    for (const row of rows) {
      const fate = fateOf(nameOf(row), await newsOf(store, row));
      await FATES[fate](store, row, new Date(Date.parse(row.createdAt) + 2_000).toISOString());
      if (fate === 'flying' || fate === 'left' || fate === 'refused' || fate === 'doubt') {
        stopped.add(channelKey(row.channel));
      }
    }
  }
}

type Fate = 'sent' | 'flying' | 'left' | 'refused' | 'doubt' | 'unsure' | 'dead';

const FATES: Readonly<Record<Fate, (store: Store, row: Delivery, when: Instant) => Promise<unknown>>> = {
  sent: async (store, { id, order, channel }, when) => {
    await store.outbox.settle(id, { state: 'sent', code: null, at: when });
    if (order.kind !== 'card' && order.kind !== 'edit') return;
    const ref = { channel: channel.channel, message: `card-of-${order.alert}` };
    await store.alerts.shown(order.alert, ref, order.kind === 'edit' ? order.version : 1);
  },
  flying: async () => undefined,
  left: ({ outbox }, { id }) => outbox.release(id),
  refused: ({ outbox }, { id }) => outbox.postpone(id, { dueAt: at(1), code: 'rate_limited', ambiguous: false }),
  doubt: ({ outbox }, { id }) => outbox.postpone(id, { dueAt: at(1), code: 'timeout', ambiguous: true }),
  unsure: ({ outbox }, { id }, when) => outbox.settle(id, { state: 'unsure', code: 'perhaps_sent', at: when }),
  dead: ({ outbox }, { id }, when) => outbox.settle(id, { state: 'dead', code: 'channel_gone', at: when }),
};

/** What a row tells, as far as fates differ by it. */
type News = 'digest' | 'notice' | 'old card' | 'old' | 'outage card' | 'outage' | 'launch' | 'other';

async function newsOf(store: Store, { order, createdAt }: Delivery): Promise<News> {
  if (order.kind === 'digest') return 'digest';
  if (!('alert' in order)) return 'notice';
  const card = order.kind === 'card';
  if (createdAt < at(-10)) return card ? 'old card' : 'old';
  const alert = await store.alerts.get(order.alert);
  const main = (alert && (await store.stories.get(alert.story)))?.main;
  if (main === 'outscale') return card ? 'outage card' : 'outage';
  return main === 'scaleway' ? 'launch' : 'other';
}

/** Everything is sent but this. */
const SPECIAL: Partial<Record<ChannelName, Partial<Record<News, Fate>>>> = {
  queued: { old: 'left' },
  half: { 'outage card': 'flying' },
  halfThere: { 'outage card': 'flying' },
  lost: { 'outage card': 'flying' },
  retry: { 'outage card': 'refused' },
  doubt: { 'outage card': 'doubt' },
  narrow: { 'outage card': 'left' },
  unsure: { 'outage card': 'unsure', outage: 'dead', launch: 'dead' },
  weekly: { digest: 'left' },
};

function fateOf(name: ChannelName, news: News): Fate {
  return SPECIAL[name]?.[news] ?? 'sent';
}

/** Every table's rows, parents before children; a serial number's name, where the table has one. */
const TABLES: readonly (readonly [table: string, order: string, serial?: string])[] = [
  ['vigie_schema', 'version'],
  ['feed', 'id'],
  ['item', 'key'],
  ['item_provider', 'item, provider'],
  ['item_word', 'item, word'],
  ['story', 'id'],
  ['story_provider', 'story, provider'],
  ['story_event', 'story, event'],
  ['story_member', 'seq', 'seq'],
  ['subscription', 'channel'],
  ['mute', 'channel, what'],
  ['own_name', 'channel, id'],
  ['alert', 'id'],
  ['outbox', 'seq', 'seq'],
  ['digest_schedule', 'channel'],
  ['digest_run', 'channel, week'],
  ['digest_note', 'seq', 'seq'],
  ['statement', 'seq', 'seq'],
  ['inbox', 'id'],
  ['cache', 'key'],
];

const quote = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

async function dump(engine: EngineName, rowsOf: (sql: string) => Promise<Record<string, unknown>[]>): Promise<string> {
  const { int, text, end } = WORDS[engine];
  const lines = [
    `-- What a running bot left behind under schema version ${MIGRATIONS.length}. Written by tests/upgrade/write.ts; never edited.`,
    `create table vigie_schema (version ${int} primary key, name ${text} not null) ${end};`,
    ...MIGRATIONS.flatMap((step) => step.statements(WORDS[engine])).map((one) => `${one};`),
  ];
  for (const [table, order, serial] of TABLES) {
    for (const row of await rowsOf(`select * from ${table} order by ${order}`)) {
      const numbers = engine === 'postgres' && serial ? ' overriding system value' : '';
      const values = Object.values(row).map((value) => quote(typeof value === 'bigint' ? Number(value) : value));
      lines.push(`insert into ${table} (${Object.keys(row).join(', ')})${numbers} values (${values.join(', ')});`);
    }
    if (engine === 'postgres' && serial) {
      const from = `pg_get_serial_sequence('${table}', '${serial}')`;
      lines.push(`select setval(${from}, (select max(${serial}) from ${table}));`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function write(engine: EngineName): Promise<void> {
  const place = await testPlace(engine);
  try {
    const store = await place.open();
    const file = join(place.folder, DATABASE_FILE);
    const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> => {
      if (engine === 'postgres') return await postgresRun(sql, place.url);
      const db = new DatabaseSync(file, { timeout: 5_000 });
      try {
        return db.prepare(sql).all();
      } finally {
        db.close();
      }
    };
    await live(store);
    await gatherBurst(store, rowsOf);
    await send(store);
    const path = join(FOLDER, `v${MIGRATIONS.length}.${engine}.sql`);
    await writeFile(path, await dump(engine, rowsOf));
    process.stdout.write(`${path}\n`);
  } finally {
    await place.close();
  }
}

if (!postgresAnswers) throw new Error('both engines are wanted, and no PostgreSQL answers at TEST_DATABASE_URL');
await write('sqlite');
await write('postgres');
