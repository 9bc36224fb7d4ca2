import type { Instant } from './period.ts';

/** How far back the archive reaches and how much room it may take. */
export type RetentionSettings = {
  /** Days for which items, untold stories and settled deliveries are kept. */
  readonly days: number;
  /** Mebibytes that the stored rows may take before the archive is cut shorter. */
  readonly budgetMb: number;
};

export const DEFAULT_RETENTION: RetentionSettings = { days: 400, budgetMb: 2_048 };

/** However full the store is, what is younger than this stays, in days. */
export const LEAST_RETENTION_DAYS = 30;
/** The traits by which items join stories are of use while stories grow, and no item joins one this old, in days. */
const FINGERPRINT_DAYS = 60;
/** Platforms deliver an event again within minutes; a month forgives a long standstill, in days. */
const INBOX_DAYS = 30;
/** The newest items of every feed stay whatever their age: its feed may show them still. */
export const FEED_WINDOW = 200;

const DAY_MS = 86_400_000;
const SHORTER = [0.75, 0.5, 0.25] as const;

/** What is older than these instants is let go. */
export type Horizons = {
  /** Shingles and other traits by which items and stories are matched. */
  readonly fingerprints: Instant;
  /** The text of articles beyond their summary; null while there is room for it. */
  readonly content: Instant | null;
  /** Whole items, and stories that nobody was told of. */
  readonly items: Instant;
  /** Alerts with their stories, and settled deliveries: never earlier than the settings say. */
  readonly told: Instant;
  readonly inbox: Instant;
};

/** What time alone asks to let go of at `now`. */
export function horizonsOf(settings: RetentionSettings, now: Instant): Horizons {
  const items = daysBefore(now, settings.days);
  return {
    fingerprints: daysBefore(now, Math.min(FINGERPRINT_DAYS, settings.days)),
    content: null,
    items,
    told: items,
    inbox: daysBefore(now, INBOX_DAYS),
  };
}

/**
 * What to let go of besides, one after the other, while the store takes more than its budget: first traits, then the
 * text of ever younger items, then ever younger items whole. What people were told of keeps its full time.
 */
export function tighterHorizons(settings: RetentionSettings, now: Instant): readonly Horizons[] {
  const ages = [...SHORTER.map((part) => Math.ceil(settings.days * part)), LEAST_RETENTION_DAYS]
    .map((days) => Math.min(settings.days, Math.max(LEAST_RETENTION_DAYS, days)))
    .filter((days, i, all) => all.indexOf(days) === i);
  const base = { ...horizonsOf(settings, now), fingerprints: daysBefore(now, Math.min(30, settings.days)) };
  const shortest = daysBefore(now, ages.at(-1) ?? settings.days);
  return [
    base,
    ...ages.map((days) => ({ ...base, content: daysBefore(now, days) })),
    ...ages.map((days) => ({ ...base, content: shortest, items: daysBefore(now, days) })),
  ];
}

function daysBefore(now: Instant, days: number): Instant {
  return new Date(Date.parse(now) - days * DAY_MS).toISOString();
}
