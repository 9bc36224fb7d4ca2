import type { Kysely } from 'kysely';
import { fillArchive } from './archive.ts';
import { fillMarks } from './marks.ts';
import { fillMemberFeeds } from './spaces.ts';
import type { Engine, Tables } from './tables.ts';

/** One step of the schema. Steps are only ever added: a released one is never edited. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly statements: (words: Words) => readonly string[];
  /** What SQL alone cannot do with the rows that are there: runs after the statements, in the same transaction. */
  readonly fill?: (db: Kysely<Tables>) => Promise<void>;
};

/** Where the two engines' SQL differs. */
export type Words = {
  readonly engine: Engine;
  /** Text compared byte by byte, whatever the server's locale. */
  readonly text: string;
  /** A whole number up to 2^53. */
  readonly int: string;
  /** A number given by the database, rising, never given twice. */
  readonly serial: string;
  /** What stands after a table's closing bracket. */
  readonly end: string;
};

export const WORDS: Readonly<Record<Engine, Words>> = {
  sqlite: {
    engine: 'sqlite',
    text: 'text',
    int: 'integer',
    serial: 'integer primary key autoincrement',
    end: 'strict',
  },
  postgres: {
    engine: 'postgres',
    text: 'text collate "C"',
    int: 'bigint',
    serial: 'bigint generated always as identity primary key',
    end: '',
  },
};

/** SQLSTATE raised by the trigger that keeps statements as they are (PostgreSQL). */
export const APPEND_ONLY_STATE = 'VG001';

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'first schema', statements: firstSchema },
  { version: 2, name: 'archive and own names', statements: archive, fill: fillArchive },
  { version: 3, name: 'digests', statements: digests },
  { version: 4, name: 'own feeds', statements: ownFeeds },
  { version: 5, name: 'changes of settings', statements: settingChanges },
  { version: 6, name: 'marks of items', statements: itemMarks, fill: fillMarks },
  { version: 7, name: 'feeds that are held', statements: heldFeeds },
  { version: 8, name: 'order per card', statements: orderPerCard },
  { version: 9, name: 'changes of stories', statements: storyChanges },
  { version: 10, name: 'feeds of spaces', statements: feedsOfSpaces, fill: fillMemberFeeds },
];

/** The newest changes of each channel's settings, so that they can be undone. */
function settingChanges({ text, serial, end }: Words): readonly string[] {
  return [
    `create table setting_change (
      seq ${serial}, id ${text} not null unique, channel ${text} not null, doc ${text} not null
    ) ${end}`,
    'create index setting_change_channel on setting_change (channel, seq)',
  ];
}

/** By what an article is known again: its ids, its page, its title on its day, its text. */
function itemMarks({ text, serial, end }: Words): readonly string[] {
  return [
    `create table item_mark (
      seq ${serial}, item ${text} not null references item (key) on delete cascade, kind ${text} not null,
      mark ${text} not null, unique (item, kind)
    ) ${end}`,
    'create index item_mark_mark on item_mark (mark, seq)',
  ];
}

/** Feeds that people here added or took out: who, and when. */
function ownFeeds({ text }: Words): readonly string[] {
  return ['added_by', 'added_at', 'out_by', 'out_at'].map((column) => `alter table feed add column ${column} ${text}`);
}

/** What `/news` searches by (stems and events of stories), and the names that channels track for themselves. */
function archive({ text, end }: Words): readonly string[] {
  return [
    `create table item_word (
      word ${text} not null, item ${text} not null references item (key) on delete cascade,
      story ${text} not null, primary key (word, item)
    ) ${end}`,
    'create index item_word_item on item_word (item)',
    `create table story_event (
      story ${text} not null references story (id) on delete cascade, event ${text} not null,
      primary key (story, event)
    ) ${end}`,
    'create index story_event_event on story_event (event, story)',
    `create table own_name (
      channel ${text} not null, id ${text} not null, doc ${text} not null, primary key (channel, id)
    ) ${end}`,
  ];
}

/** When each channel gets its weekly digest, the weeks that had theirs, and the stories that each tells. */
function digests({ text, serial, end }: Words): readonly string[] {
  return [
    `create table digest_schedule (channel ${text} primary key, doc ${text} not null) ${end}`,
    `create table digest_run (
      channel ${text} not null, week ${text} not null, window_from ${text} not null, window_until ${text} not null,
      primary key (channel, week)
    ) ${end}`,
    `create table digest_note (
      seq ${serial}, channel ${text} not null, story ${text} not null, was ${text}, at ${text} not null, week ${text}
    ) ${end}`,
    // A story waits at most once in a channel.
    'create unique index digest_note_waiting on digest_note (channel, story) where week is null',
    'create index digest_note_week on digest_note (channel, week, seq)',
    'create index digest_note_story on digest_note (story)',
  ];
}

function firstSchema({ engine, text, int, serial, end }: Words): readonly string[] {
  return [
    `create table feed (
      id ${text} primary key, url ${text} not null, title ${text} not null, publisher ${text} not null,
      lang ${text}, kind ${text} not null, note ${text}, etag ${text}, last_modified ${text}, body_hash ${text},
      due_at ${text} not null, failures ${int} not null, code ${text}, first_read_at ${text}, last_ok_at ${text},
      last_item_at ${text}, moved_to ${text}, stopped ${int} not null, told ${text} not null
    ) ${end}`,
    'create index feed_due on feed (due_at, id) where stopped = 0',

    `create table item (
      key ${text} primary key, feed ${text} not null, item_id ${text} not null, link ${text}, at ${text} not null,
      seen_at ${text} not null, fate ${text} not null, reason ${text} not null, story ${text},
      doc ${text} not null, reading ${text}, unique (feed, item_id)
    ) ${end}`,
    'create index item_link on item (link) where link is not null',
    'create index item_at on item (at, key)',
    'create index item_seen on item (seen_at, fate)',
    `create table item_provider (
      item ${text} not null references item (key), provider ${text} not null, at ${text} not null,
      primary key (item, provider)
    ) ${end}`,
    'create index item_provider_at on item_provider (provider, at, item)',

    `create table story (
      id ${text} primary key, grown_at ${text} not null, version ${int} not null, doc ${text} not null,
      traits ${text} not null
    ) ${end}`,
    'create index story_grown on story (grown_at, id)',
    `create table story_provider (
      story ${text} not null references story (id), provider ${text} not null, grown_at ${text} not null,
      primary key (story, provider)
    ) ${end}`,
    'create index story_provider_grown on story_provider (provider, grown_at, story)',
    `create table story_member (
      seq ${serial}, story ${text} not null references story (id), item ${text} not null, doc ${text} not null,
      unique (story, item)
    ) ${end}`,

    `create table subscription (channel ${text} primary key, doc ${text} not null) ${end}`,
    `create table mute (
      channel ${text} not null, what ${text} not null, until ${text} not null, primary key (channel, what)
    ) ${end}`,

    `create table alert (
      id ${text} primary key, story ${text} not null references story (id) deferrable initially deferred,
      channel ${text} not null, created_at ${text} not null, ref_channel ${text}, ref_message ${text},
      shown ${int} not null, unique (story, channel)
    ) ${end}`,
    'create index alert_channel on alert (channel, created_at)',

    `create table outbox (
      seq ${serial}, id ${text} not null unique, platform ${text} not null, channel ${text} not null,
      body ${text} not null, state ${text} not null, attempts ${int} not null, due_at ${text} not null,
      lease_until ${text}, ambiguous ${int} not null, code ${text}, created_at ${text} not null, settled_at ${text},
      check ((settled_at is null) = (state in ('waiting', 'sending'))),
      check ((lease_until is not null) = (state = 'sending'))
    ) ${end}`,
    // The head of each channel is the first entry per channel of this index.
    'create index outbox_unsettled on outbox (channel, seq) where settled_at is null',
    'create index outbox_state on outbox (state, seq)',

    `create table statement (seq ${serial}, id ${text} not null unique, doc ${text} not null) ${end}`,
    ...(engine === 'sqlite' ? APPEND_ONLY_SQLITE : APPEND_ONLY_POSTGRES),

    `create table inbox (id ${text} primary key, seen_at ${text} not null) ${end}`,

    `create table cache (key ${text} primary key, value ${text} not null, expires ${int}) ${end}`,
    'create index cache_expires on cache (expires) where expires is not null',
  ];
}

const APPEND_ONLY_SQLITE = [
  `create trigger statement_no_update before update on statement
    begin select raise(abort, 'statements are only ever added'); end`,
  `create trigger statement_no_delete before delete on statement
    begin select raise(abort, 'statements are only ever added'); end`,
];

const APPEND_ONLY_POSTGRES = [
  `create function statement_append_only() returns trigger language plpgsql as $$
    begin raise exception 'statements are only ever added' using errcode = '${APPEND_ONLY_STATE}'; end $$`,
  `create trigger statement_append_only before update or delete or truncate on statement
    for each statement execute function statement_append_only()`,
];

/** Until when a server asked for a feed to be left alone: what it asked for so far stands in `due_at` alone. */
function heldFeeds({ text }: Words): readonly string[] {
  return [
    `alter table feed add column held_until ${text}`,
    `update feed set held_until = due_at where code in ('http_rate_limited', 'http_server_error')`,
  ];
}

/**
 * Rows of the outbox keep their turn per card, a channel's pace is kept for all processes, and an alert knows when its
 * card was made and that it is gone. Rows that were sent never wait again, and need no order key.
 */
function orderPerCard({ engine, text, end }: Words): readonly string[] {
  const alertOf = engine === 'sqlite' ? "json_extract(body, '$.alert')" : "(body::json ->> 'alert')";
  return [
    `alter table outbox add column order_key ${text} not null default ''`,
    `update outbox set order_key = coalesce(${alertOf}, id) where state <> 'sent'`,
    'drop index outbox_unsettled',
    'create index outbox_order on outbox (order_key, seq) where settled_at is null',
    'create index outbox_due on outbox (channel, due_at, seq) where settled_at is null',
    'create index outbox_channel on outbox (channel, state, seq)',
    `create table channel_pace (channel ${text} primary key, next_at ${text} not null) ${end}`,
    `alter table alert add column card_at ${text}`,
    `alter table alert add column gone_at ${text}`,
    `update alert set card_at = created_at where ref_message is not null or id in
      (select order_key from outbox where state <> 'sent' and body like '{"kind":"card"%')`,
    'create index alert_card on alert (channel, card_at)',
  ];
}

/** By what a process that holds stories in memory knows which ones another has written. */
function storyChanges({ int }: Words): readonly string[] {
  return [
    `alter table story add column change ${int} not null default 0`,
    'create index story_change on story (change)',
  ];
}

/** Whose a feed is (null: everybody's, as all were before), which shared feeds a space leaves out, who tells a story. */
function feedsOfSpaces({ text, end }: Words): readonly string[] {
  return [
    `alter table feed add column space ${text}`,
    'create index feed_space on feed (space) where space is not null',
    `create table feed_left_out (
      space ${text} not null, feed ${text} not null, left_by ${text} not null, left_at ${text} not null,
      primary key (space, feed)
    ) ${end}`,
    'create index feed_left_out_feed on feed_left_out (feed, space)',
    'create index item_story on item (story) where story is not null',
    `alter table story_member add column feed ${text}`,
    'create index story_member_feed on story_member (feed, story)',
  ];
}
