import type { Generated, Kysely } from 'kysely';

/**
 * The rows as both engines hold them. Instants and days are ISO text, structures are JSON text, truth is 0 or 1:
 * the same in SQLite and PostgreSQL, so that one set of queries reads both.
 */
export type Tables = {
  feed: {
    id: string;
    url: string;
    title: string;
    publisher: string;
    lang: string | null;
    kind: string;
    note: string | null;
    etag: string | null;
    last_modified: string | null;
    body_hash: string | null;
    due_at: string;
    /** Null unless its server asked to be left alone. */
    held_until: string | null;
    failures: number;
    code: string | null;
    first_read_at: string | null;
    last_ok_at: string | null;
    last_item_at: string | null;
    moved_to: string | null;
    stopped: number;
    /** JSON list of strings. */
    told: string;
    /** Both null for the feeds of the catalogue. */
    added_by: string | null;
    added_at: string | null;
    /** Both null unless a person took it out. */
    out_by: string | null;
    out_at: string | null;
    /** The space it is read for; null when all share it. */
    space: string | null;
  };
  feed_left_out: { space: string; feed: string; left_by: string; left_at: string };
  item: {
    key: string;
    feed: string;
    item_id: string;
    link: string | null;
    /** When it was published, or seen where the publisher gives no date or one in the future: the order of lists. */
    at: string;
    seen_at: string;
    fate: string;
    reason: string;
    story: string | null;
    /** JSON of `Item`. */
    doc: string;
    /** JSON of `Reading`. */
    reading: string | null;
  };
  item_provider: { item: string; provider: string; at: string };
  /** By what an item is known again: at most one mark of a kind. */
  item_mark: { seq: Generated<number>; item: string; kind: string; mark: string };
  story: {
    id: string;
    grown_at: string;
    version: number;
    /** JSON of `Story`. */
    doc: string;
    /** JSON of `StoryTraits`. */
    traits: string;
    /** Rises with every write of a story; 0 for those written before there were numbers. */
    change: Generated<number>;
  };
  story_provider: { story: string; provider: string; grown_at: string };
  story_event: { story: string; event: string };
  /** Stems of the items that tell a story. */
  item_word: { word: string; item: string; story: string };
  own_name: {
    channel: string;
    id: string;
    /** JSON of `OwnName`. */
    doc: string;
  };
  story_member: {
    seq: Generated<number>;
    story: string;
    item: string;
    /** JSON of `Member`. */
    doc: string;
    /** The member's feed, as in its document. */
    feed: string | null;
  };
  subscription: {
    channel: string;
    /** JSON of `Subscription`. */
    doc: string;
  };
  setting_change: {
    seq: Generated<number>;
    id: string;
    channel: string;
    /** JSON of `SettingsChange`. */
    doc: string;
  };
  mute: { channel: string; what: string; until: string };
  alert: {
    id: string;
    story: string;
    channel: string;
    created_at: string;
    ref_channel: string | null;
    ref_message: string | null;
    shown: number;
    /** When its card was made; null while it was told in a summary only. */
    card_at: string | null;
    gone_at: string | null;
  };
  outbox: {
    seq: Generated<number>;
    id: string;
    platform: string;
    channel: string;
    /** JSON of `Order`. */
    body: string;
    state: string;
    attempts: number;
    due_at: string;
    lease_until: string | null;
    ambiguous: number;
    code: string | null;
    created_at: string;
    /** Set for exactly the rows that are `sent`, `unsure` or `dead`. */
    settled_at: string | null;
    /** Rows of one key go out in the order of `seq`; empty for rows that were sent before there were keys. */
    order_key: string;
  };
  /** When each channel may next be sent something. */
  channel_pace: { channel: string; next_at: string };
  statement: {
    seq: Generated<number>;
    id: string;
    /** JSON of `Statement`. */
    doc: string;
  };
  digest_schedule: {
    channel: string;
    /** JSON of `DigestSchedule`. */
    doc: string;
  };
  digest_run: { channel: string; week: string; window_from: string; window_until: string };
  digest_note: {
    seq: Generated<number>;
    channel: string;
    story: string;
    was: string | null;
    at: string;
    week: string | null;
  };
  inbox: { id: string; seen_at: string };
  cache: { key: string; value: string; expires: number | null };
};

export type Engine = 'sqlite' | 'postgres';

/** What a repository works with: the root database or a transaction. */
export type Handle = {
  readonly engine: Engine;
  readonly db: Kysely<Tables>;
  /** Runs several statements as one: in the transaction at hand, or in one of their own. */
  readonly atomically: <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>;
};

/** Reads back a JSON column that the store itself wrote. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/**
 * A text from outside as a text column can hold it on both engines: PostgreSQL refuses U+0000, and lone surrogates
 * do not survive UTF-8. (In JSON columns both are escaped.)
 */
export function columnText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** A provider filter matches its offers too: `s3ns/premi3ns` is found under itself and under `s3ns`. */
export function providerKeys(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => (id.includes('/') ? [id, id.slice(0, id.indexOf('/'))] : [id])))];
}

/** Splits a list so that one statement never carries too many parameters. */
export function chunks<T>(list: readonly T[], size = 400): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}
