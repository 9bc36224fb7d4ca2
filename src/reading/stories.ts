import type { Fingerprint, Readable, Reading } from '../domain/item.ts';
import type { Instant } from '../domain/period.ts';
import type { StoryTraits } from '../domain/story.ts';
import { hash32 } from './fingerprint.ts';
import { likeness, shared } from './likeness.ts';
import { contradicts, rumouredMatter } from './matter.ts';
import { createStoryIndex } from './near.ts';

/** Why an item joins a story. */
export type StoryReason = 'same text' | 'same title' | 'same event';

export type StoryMatch = { readonly story: string; readonly reason: StoryReason; readonly score: number };

/** An item joins only a story that grew within this many days. */
export const STORY_WINDOW_DAYS = 14;
/** What a rumour said may take longer to come true or be denied. */
const RUMOUR_WINDOW_DAYS = 21;

const CONTAINED = 0.5;
/** From here on even the provider an item seems to be about is a matter of where a feed cut it. */
const COPIED = 0.9;
/** Below this many shingles a text is too short for containment to mean a copy. */
const LEAST_SHINGLES = 5;
/** Texts as short as this share most of their words with another step or another partner told in the same way. */
const SHORT_SHINGLES = 24;
const SAME_EVENT = 0.6;
/** Score of a rumour and what becomes of it, before decay. */
const RUMOURED = 0.9;
const MEMBERS_KEPT = 12;

/** What joins one item to others, ready to open a story with. */
export function traitsOf(id: string, reading: Reading, at: Instant): StoryTraits {
  return {
    id,
    openedAt: at,
    grownAt: at,
    providers: reading.providers.filter((m) => m.decision === 'accept').map((m) => m.id),
    events: reading.events,
    fingerprints: [reading.fingerprint],
  };
}

/** The traits of a story once an item has joined it; the first fingerprints and the latest ones are kept. */
export function growTraits(traits: StoryTraits, reading: Reading, at: Instant): StoryTraits {
  const all = [...traits.fingerprints, reading.fingerprint];
  const kept = all.length <= MEMBERS_KEPT ? all : [...all.slice(0, MEMBERS_KEPT / 2), ...all.slice(-MEMBERS_KEPT / 2)];
  const accepted = reading.providers.filter((m) => m.decision === 'accept').map((m) => m.id);
  return {
    ...traits,
    grownAt: at > traits.grownAt ? at : traits.grownAt,
    providers: [...new Set([...traits.providers, ...accepted])],
    events: [...new Set([...traits.events, ...reading.events])],
    fingerprints: kept,
  };
}

const days = (a: Instant, b: Instant): number => Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;
/** Days between an instant and the time in which a story grew; 0 inside it. */
function distance(at: Instant, story: StoryTraits): number {
  if (at < story.openedAt) return days(at, story.openedAt);
  return at > story.grownAt ? days(at, story.grownAt) : 0;
}

/** A copy outranks any likeness: its score is raised by this while candidates compete. */
const COPY = 1;

type Found = { readonly reason: StoryReason; readonly score: number };

/** How much likeness weighs after this many days; a rumour and its end lie farther apart than two tellings of one event. */
const decay = (away: number, spread: number): number => Math.exp(-(away * away) / spread);

const mainOf = (f: Fingerprint): string | undefined => f.concepts.find((c) => c.startsWith('m:'));

/** True when both are chiefly about one provider, and not the same one. */
function aboutOthers(a: Fingerprint, b: Fingerprint): boolean {
  const [x, y] = [mainOf(a), mainOf(b)];
  return x !== undefined && y !== undefined && x !== y;
}

function matchOne(mine: Fingerprint, own: ReadonlySet<number>, other: Fingerprint, away: number): Found | null {
  const least = Math.min(mine.shingles.length, other.shingles.length);
  const contained = least >= LEAST_SHINGLES ? shared(other.shingles, own) / least : 0;
  // An authority tells of each in the same words: about another provider it is another event, but for a true copy.
  if (contained < COPIED && aboutOthers(mine, other)) return null;
  const different = least < SHORT_SHINGLES && contradicts(mine, other);
  if (away <= STORY_WINDOW_DAYS && !different) {
    if (contained >= CONTAINED) return { reason: 'same text', score: contained + COPY };
    const words = shared(mine.words, new Set(other.words));
    const same = words / Math.max(1, mine.words.length, other.words.length);
    if (words >= 4 && same >= 0.85) return { reason: 'same title', score: same + COPY };
  }
  const matter = rumouredMatter(mine, other);
  if (matter === 'other') return null;
  if (matter === 'same') return { reason: 'same event', score: RUMOURED * decay(away, 2000) };
  if (away > STORY_WINDOW_DAYS) return null;
  const score = likeness({ a: mine, b: other }) * decay(away, 200);
  return score >= SAME_EVENT ? { reason: 'same event', score } : null;
}

/**
 * The story this item tells, or null when it opens one. Copies and truncations are known by containment of their
 * three-word shingles; the same event told differently, in any of the languages, by providers, event concepts, names,
 * dates and numbers, with decay over time; a rumour and what becomes of it by what was rumoured, whatever the stage. When
 * in doubt it is another story: a wrong merge costs more than a split.
 */
export function matchStory(
  reading: Reading,
  item: Pick<Readable, 'published'>,
  candidates: readonly StoryTraits[],
  now: Instant,
): StoryMatch | null {
  const at = item.published !== null && item.published < now ? item.published : now;
  const own = new Set(reading.fingerprint.shingles);
  let best: StoryMatch | null = null;
  for (const story of candidates) {
    const away = distance(at, story);
    if (away > RUMOUR_WINDOW_DAYS) continue;
    for (const other of story.fingerprints) {
      const found = matchOne(reading.fingerprint, own, other, away);
      if (found && (!best || found.score > best.score)) best = { story: story.id, ...found };
    }
  }
  return best && { ...best, score: best.reason === 'same event' ? best.score : best.score - COPY };
}

/** Stories kept in memory, for reading a file of items in one go. */
export type StoryBook = {
  /** The id of the story the item joins or opens. */
  readonly place: (reading: Reading, item: Readable) => string;
  readonly size: () => number;
};

/** Items may come in any order; each is matched by its own day of publication. */
export function createStoryBook(): StoryBook {
  const stories = createStoryIndex();
  let size = 0;
  const newId = (item: Readable): string => {
    let id = `s${hash32(item.id).toString(16).padStart(8, '0')}`;
    while (stories.get(id)) id = `s${hash32(`${id}+`).toString(16).padStart(8, '0')}`;
    return id;
  };
  return {
    place: (reading, item) => {
      const at = item.published ?? '1970-01-01T00:00:00.000Z';
      const match = matchStory(reading, item, stories.near(reading.fingerprint), at);
      const held = match ? stories.get(match.story) : undefined;
      const id = held?.id ?? newId(item);
      if (!held) size += 1;
      const traits = held ? growTraits(held, reading, at) : traitsOf(id, reading, at);
      stories.put({ ...traits, openedAt: at < traits.openedAt ? at : traits.openedAt });
      return id;
    },
    size: () => size,
  };
}
