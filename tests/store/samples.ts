import type { Alert } from '../../src/domain/alert.ts';
import type { FeedEntry } from '../../src/domain/feed.ts';
import type { Reading } from '../../src/domain/item.ts';
import type { Statement } from '../../src/domain/statement.ts';
import type { Member, Story, StoryTraits } from '../../src/domain/story.ts';
import type { ChannelRef, Subscription } from '../../src/domain/subscription.ts';
import type { StoredItem } from '../../src/ports.ts';

export const NOON = '2026-11-22T12:00:00.000Z';

/** `minutes` after noon of the day the samples live in. */
export function at(minutes: number): string {
  return new Date(Date.parse(NOON) + minutes * 60_000).toISOString();
}

export function channel(name = 'C1'): ChannelRef {
  return { platform: 'slack', space: 'T1', channel: name };
}

export function entry(id: string, over: Partial<FeedEntry> = {}): FeedEntry {
  return {
    id,
    url: `https://${id}.example/feed`,
    title: `Le fil ${id}`,
    publisher: id,
    lang: 'fr',
    kind: 'press',
    note: null,
    ...over,
  };
}

export function reading(...providers: string[]): Reading {
  return {
    decision: 'accept',
    relevant: true,
    providers: providers.map((id) => ({
      id,
      score: 4,
      decision: 'accept',
      evidence: [{ sign: 'actor preposition', text: `chez ${id}`, points: 4 }],
    })),
    main: providers[0] ?? null,
    events: ['commercial_launch'],
    stance: 'confirmed',
    claims: [],
    lang: 'fr',
    origin: null,
    reasons: [],
    fingerprint: { shingles: [1, 4_294_967_295], concepts: ['launch'], figures: ['2026-11'], words: ['nuage'] },
  };
}

export function item(key: string, over: Partial<StoredItem> = {}): StoredItem {
  return {
    key,
    feed: 'lmi',
    id: `guid-${key}`,
    title: `S3NS lance « l’offre ${key} »`,
    link: `https://lmi.example/${key}`,
    published: at(-60),
    updated: null,
    summary: 'Le cloud de confiance est ouvert.',
    content: '',
    author: null,
    lang: 'fr',
    categories: ['cloud', 'souveraineté'],
    seenAt: NOON,
    reading: reading('s3ns/premi3ns'),
    fate: 'alerted',
    reason: 'new_story',
    story: null,
    ...over,
  };
}

export function story(id: string, over: Partial<Story> = {}): Story {
  return {
    id,
    title: `Histoire ${id}`,
    lang: 'fr',
    providers: ['bleu'],
    main: 'bleu',
    events: ['announcement'],
    claims: [],
    corroboration: 'reported',
    origins: ['lmi'],
    openedAt: NOON,
    grownAt: NOON,
    version: 1,
    ...over,
  };
}

export function member(key: string, over: Partial<Member> = {}): Member {
  return {
    item: key,
    feed: 'lmi',
    title: `Article ${key}`,
    link: null,
    publisher: 'lmi',
    origin: 'lmi',
    stance: 'confirmed',
    kind: 'press',
    published: null,
    joinedAt: NOON,
    reason: 'new_story',
    ...over,
  };
}

export function traits(of: Story): StoryTraits {
  const { id, openedAt, grownAt, providers, events } = of;
  return { id, openedAt, grownAt, providers, events, fingerprints: [reading().fingerprint] };
}

export function alert(id: string, over: Partial<Alert> = {}): Alert {
  return {
    id,
    story: 's1',
    channel: channel(),
    createdAt: NOON,
    ref: null,
    shown: 0,
    cardAt: NOON,
    goneAt: null,
    ...over,
  };
}

export function subscription(over: Partial<Subscription> = {}): Subscription {
  return {
    channel: channel(),
    providers: ['bleu'],
    events: 'all',
    min: 'rumour',
    mode: 'instant',
    quiet: { from: '22:00', to: '07:00' },
    zone: 'Europe/Paris',
    lang: 'fr',
    since: NOON,
    ...over,
  };
}

export function statement(id: string): Statement {
  return {
    id,
    subject: 's3ns/premi3ns',
    body: { field: 'commercial', status: 'launched' },
    text: { fr: 'Ouvert aux clients', en: 'Open to customers' },
    valid: { from: '2025-12-17', to: null, precision: 'day' },
    public: { from: '2025-12-17', to: '2025-12-17' },
    recorded: '2026-11-22',
    source: { publisher: 's3ns', url: null, kind: 'official', origin: null },
    credibility: 1,
  };
}
