import type { FeedOutcome, FeedState } from '../../src/domain/feed.ts';
import type { Item } from '../../src/domain/item.ts';
import type { Instant } from '../../src/domain/period.ts';

export const NOW: Instant = '2026-11-22T09:00:00.000Z';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** An instant so many milliseconds after NOW (before it when negative). */
export const at = (ms: number): Instant => new Date(Date.parse(NOW) + ms).toISOString();

export const feed = (more: Partial<FeedState> = {}): FeedState => ({
  id: 'next',
  url: 'https://next.example/feed',
  title: 'Next',
  publisher: 'next',
  lang: 'fr',
  kind: 'press',
  note: null,
  validators: { etag: '"old"', lastModified: null, bodyHash: 'old' },
  dueAt: NOW,
  failures: 0,
  code: null,
  firstReadAt: at(-30 * DAY),
  lastOkAt: at(-HOUR),
  lastItemAt: at(-HOUR),
  movedTo: null,
  stopped: false,
  told: [],
  ...more,
});

export const item = (id: string, published: Instant | null = NOW): Item => ({
  id,
  title: id,
  link: null,
  published,
  updated: null,
  summary: '',
  content: '',
  author: null,
  lang: null,
  categories: [],
});

const FRESH = { etag: '"new"', lastModified: null, bodyHash: 'new' };

export const read = (items: readonly Item[], more: { freshMs?: number; movedTo?: string } = {}): FeedOutcome => ({
  kind: 'read',
  items,
  title: null,
  lang: null,
  validators: FRESH,
  freshMs: more.freshMs ?? null,
  movedTo: more.movedTo ?? null,
});

export const unchanged = (movedTo: string | null = null): FeedOutcome => ({
  kind: 'unchanged',
  validators: FRESH,
  freshMs: null,
  movedTo,
});

export const failed = (more: Partial<Extract<FeedOutcome, { kind: 'failed' }>> = {}): FeedOutcome => ({
  kind: 'failed',
  code: 'http_server_error',
  status: 500,
  retryAfterMs: null,
  detail: 'HTTP 500',
  ...more,
});
