import type { EventType } from '../../src/domain/event.ts';
import type { FeedKind, FeedState } from '../../src/domain/feed.ts';
import type { Item, Readable, Reading } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';
import type { AsOf, Statement } from '../../src/domain/statement.ts';
import type { Member, StoryTraits } from '../../src/domain/story.ts';
import type { Publisher, Subject } from '../../src/domain/subject.ts';
import type { ChannelRef, Subscription } from '../../src/domain/subscription.ts';
import type { Log } from '../../src/log.ts';
import type { IntakeParts } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';

/** A small world around the pipeline: a reader that understands titles written for it, feeds, items, channels. */

export const NOW = '2026-11-20T10:00:00.000Z';

export function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString();
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const silent: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => silent,
};

/**
 * Reads titles like `bleu,s3ns launch #7 rumour says lemonde`: providers, then `#` and what event it is, then how it
 * is told and whom it quotes. `?` before the providers makes the name unsure, `-` makes it no news, `none` names nobody.
 */
export function read(item: Readable): Reading {
  const [head = '', ...words] = item.title.split(' ');
  const unsure = head.startsWith('?');
  const noNews = head.startsWith('-');
  const ids = head === 'none' ? [] : head.replace(/^[?-]/, '').split(',');
  const quoted = words.indexOf('says');
  const stance = words.includes('rumour') ? 'rumour' : words.includes('denied') ? 'denied' : 'confirmed';
  const event: EventType = words.includes('outage') ? 'incident_or_outage' : 'commercial_launch';
  const decision = unsure ? 'review' : ids.length === 0 ? 'reject' : 'accept';
  return {
    decision,
    relevant: !unsure && !noNews && ids.length > 0,
    providers: ids.map((id) => ({
      id,
      score: 5,
      decision: unsure ? 'review' : 'accept',
      evidence: [{ sign: 'actor preposition', text: `chez ${id}`, points: 3 }],
    })),
    main: ids.length === 1 ? (ids[0] ?? null) : null,
    events: stance === 'rumour' ? ['rumour', event] : [event],
    stance,
    claims: ids.map((provider) => ({ provider, field: 'status', value: 'commercial', reason: item.title })),
    lang: item.lang ?? 'en',
    origin: quoted < 0 ? null : (words[quoted + 1] ?? null),
    reasons: [],
    fingerprint: {
      shingles: [],
      concepts: ids,
      figures: words.filter((word) => word.startsWith('#')),
      words: [],
    },
  };
}

/** One event is one `#` number. */
export function matchStory(reading: Reading, _item: Readable, candidates: readonly StoryTraits[]) {
  const [figure] = reading.fingerprint.figures;
  if (figure === undefined) return null;
  const found = candidates.find((traits) => traits.fingerprints.some((print) => print.figures.includes(figure)));
  return found ? { story: found.id, reason: `same figure ${figure}` } : null;
}

/** Official word confirms or denies; two origins make a report. */
export function corroborate(members: readonly Member[]) {
  const origins = [...new Set(members.map((member) => member.origin))];
  const official = members.filter((member) => member.kind === 'official');
  if (official.some((member) => member.stance === 'denied')) return { corroboration: 'denied' as const, origins };
  if (official.length > 0) return { corroboration: 'confirmed' as const, origins };
  const told = members.filter((member) => member.kind !== 'rumour');
  return {
    corroboration: told.length > 0 && origins.length > 1 ? ('reported' as const) : ('rumour' as const),
    origins,
  };
}

export const publishers: readonly Publisher[] = [
  publisher('lemonde', 'Le Monde', ['lemonde.example']),
  publisher('lmi', 'Le Monde Informatique', ['lmi.example']),
];

function publisher(id: string, name: string, hosts: readonly string[]): Publisher {
  return { id, name, owner: null, reliability: 'B', reason: 'press', aliases: [], hosts };
}

const SUBJECTS: Readonly<Record<string, string>> = { bleu: 'Bleu', s3ns: 'S3NS', ovhcloud: 'OVHcloud' };

export const names = {
  subjects: [] as readonly Subject[],
  statements: [] as readonly Statement[],
  offers: (_id: string, world: AsOf) => ({ ...world, offers: [] }),
  subject: (id: string): Subject | null => {
    const name = SUBJECTS[id];
    if (name === undefined) return null;
    return { id, kind: 'provider', name, aliases: [], country: 'FR', summary: { fr: '', en: '' }, provider: null };
  },
  publisher: (id: string) => publishers.find((one) => one.id === id) ?? null,
};

/** A feed as it stands after an ordinary poll at `at`. */
export function feed(id: string, at: Instant = NOW, over: Partial<FeedState> = {}): FeedState {
  return {
    id,
    url: `https://${id}.example/rss`,
    title: `Feed ${id}`,
    publisher: id,
    lang: 'en',
    kind: 'press' satisfies FeedKind,
    note: null,
    validators: { etag: `"${at}"`, lastModified: null, bodyHash: null },
    dueAt: later(at, 15 * MINUTE),
    failures: 0,
    code: null,
    firstReadAt: '2026-01-01T00:00:00.000Z',
    lastOkAt: at,
    lastItemAt: at,
    movedTo: null,
    stopped: false,
    told: [],
    ...over,
  };
}

export function item(id: string, title: string, over: Partial<Item> = {}): Item {
  return {
    id,
    title,
    link: `https://news.example/${id}`,
    published: '2026-11-20T09:00:00.000Z',
    updated: null,
    summary: '',
    content: '',
    author: null,
    lang: null,
    categories: [],
    ...over,
  };
}

export function channel(name: string, platform: ChannelRef['platform'] = 'slack'): ChannelRef {
  return { platform, space: 'T1', channel: name };
}

export function subscription(name: string, over: Partial<Subscription> = {}): Subscription {
  return {
    channel: channel(name),
    providers: 'all',
    events: 'all',
    min: 'rumour',
    mode: 'instant',
    quiet: null,
    zone: 'Europe/Paris',
    lang: 'en',
    since: '2026-01-01T00:00:00.000Z',
    ...over,
  };
}

export function partsFor(store: Store): IntakeParts {
  // A poll in one piece, however slow the machine: what pieces do is tried where they are meant.
  const settings = { pieceMs: Number.POSITIVE_INFINITY };
  return { store, read, matchStory, corroborate, publishers, log: silent, settings };
}

/** The outbox from its first row on, each as `channel kind`. */
export async function rows(store: Store) {
  const all = await store.outbox.list({ states: ['waiting', 'sending', 'sent', 'unsure', 'dead'], limit: 1000 });
  return all.sort((a, b) => a.seq - b.seq);
}

export async function rowWords(store: Store): Promise<string[]> {
  return (await rows(store)).map((row) => `${row.channel.channel} ${row.order.kind}`);
}
