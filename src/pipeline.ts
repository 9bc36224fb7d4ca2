import type { FeedState } from './domain/feed.ts';
import { FATES, type Fate, type FateReason, type Item, type Readable, type Reading } from './domain/item.ts';
import { itemKey } from './domain/outbox.ts';
import type { Instant } from './domain/period.ts';
import type { StoryTraits } from './domain/story.ts';
import type { Publisher } from './domain/subject.ts';
import type { Log } from './log.ts';
import { type Desk, keep, openStory, touch } from './pipeline/desk.ts';
import { type Corroborate, grown, memberOf, opened, publisherOf, timeOf } from './pipeline/growth.ts';
import { changesSeen } from './pipeline/sight.ts';
import { type TellSettings, tell, tellHealth } from './pipeline/tell.ts';
import type { Intake, IntakeCounts, Intaking, Repositories, Store, StoredItem } from './ports.ts';

/** Finds the open story that an item tells, with why; null when it tells a new one. Pure. */
export type MatchStory = (
  reading: Reading,
  item: Readable,
  candidates: readonly StoryTraits[],
  now: Instant,
) => { readonly story: string; readonly reason: string } | null;

export type IntakeParts = {
  readonly store: Store;
  readonly read: (item: Readable) => Reading;
  readonly matchStory: MatchStory;
  readonly corroborate: Corroborate;
  readonly publishers: readonly Publisher[];
  readonly log: Log;
  readonly settings?: Partial<IntakeSettings>;
};

export type IntakeSettings = TellSettings & {
  /** An item older than this when its feed first shows it is no news, in days. */
  readonly maxAgeDays: number;
  /** How far back a story may have grown and still be joined, in days. */
  readonly storyDays: number;
};

const DEFAULTS: IntakeSettings = { maxAgeDays: 7, storyDays: 21, cardsPerHour: 12 };
const DAY_MS = 86_400_000;
/** Another process may grow the same story first; then everything is read again and written on top of it. */
const TRIES = 5;

/**
 * Builds the way in: one poll of a feed is written whole in one transaction (items with what became of each, stories,
 * alerts, outbox rows and the feed's state), so that a crash leaves either all of it or nothing. What was already
 * written is recognised by its ids: taking the same poll in again changes nothing. Intakes run one after the other,
 * since two polls may tell the same story; texts are read before the transaction begins.
 *
 * Throws what the store throws, after trying again where another writer was merely faster.
 */
export function createIntake(parts: IntakeParts): Intake {
  const settings = { ...DEFAULTS, ...parts.settings };
  let last: Promise<unknown> = Promise.resolve();
  return (intaking, now) => {
    const mine = last.then(() => takeIn(parts, settings, intaking, now));
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function takeIn(
  parts: IntakeParts,
  settings: IntakeSettings,
  intaking: Intaking,
  now: Instant,
): Promise<IntakeCounts> {
  const items = chronological(intaking.items, now);
  const readings = new Map<Item, Reading>();
  const readingOf = (item: Item): Reading => {
    const reading = readings.get(item) ?? parts.read(readable(intaking.feed, item, parts.publishers));
    readings.set(item, reading);
    return reading;
  };
  for (let tried = 1; ; tried++) {
    const known = await parts.store.items.known(
      intaking.feed.id,
      items.map((item) => item.id),
    );
    for (const item of items) {
      const stored = known.get(item.id);
      if (!stored || retold(stored, item)) readingOf(item);
    }
    try {
      return await parts.store.transaction(
        (repositories) => write({ parts, settings, repositories, intaking, items, readingOf, now }),
        // Two processes must not each find that nobody tells an event yet, and both open a story for it.
        { alone: 'intake' },
      );
    } catch (error) {
      if (!isConflict(error) || tried === TRIES) throw error;
      parts.log.debug('another writer was faster, taking the poll in again', { feed: intaking.feed.id, tried });
    }
  }
}

type Work = {
  readonly parts: IntakeParts;
  readonly settings: IntakeSettings;
  readonly repositories: Repositories;
  readonly intaking: Intaking;
  readonly items: readonly Item[];
  readonly readingOf: (item: Item) => Reading;
  readonly now: Instant;
};

async function write(work: Work): Promise<IntakeCounts> {
  const { repositories, intaking, items, settings, now } = work;
  const { feed } = intaking;
  const before = await repositories.feeds.get(feed.id);
  const known = await repositories.items.known(
    feed.id,
    items.map((item) => item.id),
  );
  const desk: Desk = { stories: new Map(), touched: new Map(), candidates: await candidatesFor(work) };
  const tooOld = oldest(before, now, settings.maxAgeDays);
  const fates = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  let fresh = 0;
  let revised = 0;
  for (const item of items) {
    const stored = known.get(item.id);
    if (stored) {
      if (await revise(work, desk, stored, item, tooOld)) revised++;
      continue;
    }
    fresh++;
    const fate = await place(work, desk, item, tooOld);
    fates[fate]++;
  }
  await tell(repositories, desk.touched, settings, now, changesSeen(repositories, feed.id, now, work.parts));
  await tellHealth(repositories, feed.id, intaking.health, now);
  await repositories.feeds.save(feed);
  return { seen: items.length, fresh, revised, fates };
}

/**
 * Decides what becomes of an item that its feed shows for the first time, or whose new text makes it another, and
 * stores it so.
 */
async function place(work: Work, desk: Desk, item: Item, tooOld: Instant, stored?: StoredItem): Promise<Fate> {
  const { repositories, intaking, readingOf, now } = work;
  const key = itemKey(intaking.feed.id, item.id);
  const reading = readingOf(item);
  const store = async (fate: Fate, reason: FateReason, story: string | null): Promise<Fate> => {
    const outcome = { reading, fate, reason, story };
    if (stored) await repositories.items.revise(key, item, outcome);
    else await repositories.items.add({ ...item, key, feed: intaking.feed.id, seenAt: now, ...outcome });
    return fate;
  };

  if (!intaking.first && timeOf(item, now) < tooOld) return store('filtered', 'too_old', null);
  const twin = await twinOf(repositories, key, item);
  if (twin !== null) {
    // The same page through another feed adds no voice to the story, but it may be the first that is not silent.
    if (!intaking.first) touch(desk, await openStory(repositories, desk, twin), true);
    return intaking.first ? store('first_reading', 'feed_first_reading', twin) : store('joined', 'same_article', twin);
  }
  if (reading.decision === 'review' || !reading.relevant) {
    if (intaking.first) return store('first_reading', 'feed_first_reading', null);
    if (reading.decision === 'review') return store('held', 'name_unsure', null);
    return store('filtered', reading.providers.length === 0 ? 'no_tracked_name' : 'not_relevant', null);
  }
  const { story, joined } = await tellStory(work, desk, item, key, reading);
  if (intaking.first) return store('first_reading', 'feed_first_reading', story);
  return joined ? store('joined', 'joined_story', story) : store('alerted', 'new_story', story);
}

/** Joins the item to the story it tells, or opens one. */
async function tellStory(work: Work, desk: Desk, item: Item, key: string, reading: Reading) {
  const { parts, repositories, intaking, now } = work;
  const at = timeOf(item, now);
  // What a first reading brings counts as of its own day: an old story must not look like one of today.
  const grownAt = intaking.first ? at : now;
  const text = readable(intaking.feed, item, parts.publishers);
  const match = parts.matchStory(reading, text, [...desk.candidates.values()], intaking.first ? at : now);
  const member = memberOf({
    key,
    feed: intaking.feed,
    item,
    reading,
    publishers: parts.publishers,
    reason: match?.reason ?? 'opened',
    now,
  });
  const establish = (members: Parameters<Corroborate>[0]) => parts.corroborate(members, parts.publishers);
  if (match === null) {
    const open = opened(member, reading, { openedAt: at, grownAt }, establish);
    await repositories.stories.add(open.story, member, open.traits);
    touch(desk, open, !intaking.first, null);
    return { story: open.story.id, joined: false };
  }
  const before = await openStory(repositories, desk, match.story);
  const { open } = grown(before, member, reading, grownAt, establish);
  await repositories.stories.grow(open.story, member, open.traits);
  touch(desk, before, !intaking.first);
  keep(desk, open);
  return { story: match.story, joined: true };
}

/**
 * Takes a publisher's change of an item it already gave: the stored text and reading are replaced and the story's card
 * edited, never sent again. What became of the item stands, but for one that was held or filtered and has told no
 * story: with a new text it is looked at like a new item. True when something had changed.
 */
async function revise(work: Work, desk: Desk, stored: StoredItem, item: Item, tooOld: Instant): Promise<boolean> {
  const { parts, repositories, intaking, readingOf, now } = work;
  const retitled = retold(stored, item);
  if (!retitled && stored.published === item.published && stored.link === item.link) return false;
  const reading = retitled || stored.reading === null ? readingOf(item) : stored.reading;
  if (retitled && isUntold(stored) && !intaking.first && timeOf(item, now) >= tooOld) {
    await place(work, desk, item, tooOld, stored);
    return true;
  }
  const { fate, reason, story } = stored;
  await repositories.items.revise(stored.key, item, { reading, fate, reason, story });
  if (stored.story === null) return true;
  const before = await openStory(repositories, desk, stored.story);
  const old = before.members.find((member) => member.item === stored.key);
  if (!old) return true;
  const { publishers } = parts;
  const member = {
    ...memberOf({ key: stored.key, feed: intaking.feed, item, reading, publishers, reason: old.reason, now }),
    joinedAt: old.joinedAt,
  };
  const establish = (members: Parameters<Corroborate>[0]) => parts.corroborate(members, publishers);
  const { open, visible } = grown(before, member, reading, before.story.grownAt, establish);
  if (!visible) return true;
  await repositories.stories.grow(open.story, member, open.traits);
  touch(desk, before, !intaking.first);
  keep(desk, open);
  return true;
}

/** The story of the same page, when another feed brought it first. */
async function twinOf(repositories: Repositories, key: string, item: Item): Promise<string | null> {
  if (item.link === null) return null;
  const same = await repositories.items.byLink(item.link);
  return same.find((one) => one.key !== key && one.story !== null)?.story ?? null;
}

async function candidatesFor({ repositories, items, intaking, settings, now }: Work) {
  const from = intaking.first
    ? items.reduce((min, item) => (timeOf(item, now) < min ? timeOf(item, now) : min), now)
    : now;
  const found = await repositories.stories.candidates(before(from, settings.storyDays));
  return new Map(found.map((traits) => [traits.id, traits]));
}

/** Oldest first, each id once: a feed lists its newest first, and what opens a story is its first telling. */
function chronological(items: readonly Item[], now: Instant): Item[] {
  const once = new Map<string, Item>();
  for (const item of items) if (!once.has(item.id)) once.set(item.id, item);
  return [...once.values()].reverse().sort((a, b) => compare(timeOf(a, now), timeOf(b, now)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const before = (instant: Instant, days: number): Instant => new Date(Date.parse(instant) - days * DAY_MS).toISOString();

/** Items older than this are no news. What came out while the feed could not be read is. */
function oldest(feed: FeedState | null, now: Instant, days: number): Instant {
  const limit = before(now, days);
  const seen = feed?.lastOkAt ?? null;
  return seen !== null && seen < limit ? seen : limit;
}

function retold(stored: StoredItem, item: Item): boolean {
  const words = stored.title !== item.title || stored.summary !== item.summary;
  return words || (stored.trimmed !== true && stored.content !== item.content);
}

function readable(feed: FeedState, item: Item, publishers: readonly Publisher[]): Readable {
  const { id, title, summary, content, published } = item;
  const publisher = publisherOf(feed, item, publishers);
  return { id, title, summary, content, published, lang: item.lang ?? feed.lang, publisher, url: item.link };
}

/** An item that waits for a person or was left out: nobody was told of it. */
function isUntold({ fate, story }: StoredItem): boolean {
  return story === null && (fate === 'held' || fate === 'filtered');
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'conflict';
}
