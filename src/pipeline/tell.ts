import type { Alert, FeedHealthEvent } from '../domain/alert.ts';
import { isMuted, isStep, verdictOf } from '../domain/audience.ts';
import { type DigestSchedule, gathers } from '../domain/digest.ts';
import { alertId, cardRow, editRow, gatheredUntil, healthRow, heldRow, stepRow, summaryRow } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import { hears, spaceOf } from '../domain/space.ts';
import type { Member, Story } from '../domain/story.ts';
import { channelKey, type Mute, type Subscription } from '../domain/subscription.ts';
import type { Repositories } from '../ports.ts';
import type { ChangeSeen } from './sight.ts';

/** A story that an intake changed: how it stands, how it stood (null when it is new), and whether news came in. */
export type Touched = {
  readonly story: Story;
  readonly before: Story | null;
  /** Its members before. */
  readonly had: readonly Member[];
  readonly live: boolean;
};

export type TellSettings = {
  /** New cards a channel gets within an hour unless it says otherwise; what comes on top goes into one summary. */
  readonly cardsPerHour: number;
};

const HOUR_MS = 3_600_000;

/** One channel while its rows are written: its subscription, running mutes and how many cards were made for it. */
type Ear = {
  readonly subscription: Subscription;
  readonly mutes: readonly Mute[];
  /** Ids of the names that the channel tracks itself. */
  readonly own: readonly string[];
  /** Stories are gathered for its weekly digest. */
  readonly gathers: boolean;
  /** Cards of the last hour, and how many there may be. */
  cards: number;
  readonly most: number;
  readonly swallowed: string[];
};

/**
 * Writes what the channels are to be told of the stories an intake changed: a card for whoever has none, an edit and
 * a step for whoever has one. A story told nobody by a silent reading stays untold.
 */
export async function tell(
  repositories: Repositories,
  touched: ReadonlyMap<string, Touched>,
  settings: TellSettings,
  now: Instant,
  seen: ChangeSeen,
): Promise<void> {
  if (touched.size === 0) return;
  const ears = await listen(repositories, settings, now);
  for (const change of touched.values()) await tellChange(repositories, ears, change, now, seen);
  for (const ear of ears.values()) {
    if (ear.swallowed.length > 0) await summarise(repositories, ear, now);
  }
}

async function tellChange(
  repositories: Repositories,
  ears: ReadonlyMap<string, Ear>,
  whole: Touched,
  now: Instant,
  seen: ChangeSeen,
): Promise<void> {
  const { id } = whole.story;
  const alerts = new Map((await repositories.alerts.ofStory(id)).map((alert) => [channelKey(alert.channel), alert]));
  const gathering = whole.live && [...ears.values()].some((ear) => ear.gathers);
  const noted = gathering ? await repositories.digests.notesOf(id) : [];
  const known = new Set([...alerts.keys(), ...noted.map((note) => channelKey(note.channel))]);
  for (const [key, ear] of ears) {
    const change = await seen(whole, ear.subscription.channel);
    if (change === null) continue;
    const alert = alerts.get(key);
    if (ear.subscription.paused === undefined) {
      if (alert) await tellMore(repositories, ear, change, alert, now);
      else if (change.live) await tellFirst(repositories, ear, change.story, now);
    }
    if (change.live && ear.gathers) await gather(repositories, ear, change, known.has(key), now);
  }
}

async function listen(repositories: Repositories, settings: TellSettings, now: Instant): Promise<Map<string, Ear>> {
  // Those of a clock that was ahead once are not of this hour.
  const hour = { from: new Date(Date.parse(now) - HOUR_MS).toISOString(), until: now };
  const ears = new Map<string, Ear>();
  const schedules = new Map<string, DigestSchedule>();
  for (const schedule of await repositories.digests.schedules()) schedules.set(channelKey(schedule.channel), schedule);
  const names = Map.groupBy(await repositories.ownNames.all(), (name) => channelKey(name.channel));
  for (const subscription of await repositories.subscriptions.all()) {
    const { channel } = subscription;
    const mutes = await repositories.subscriptions.mutes(channel, now);
    const cards = await repositories.alerts.cardsMade(channel, hour);
    const key = channelKey(channel);
    const own = (names.get(key) ?? []).map((name) => name.id);
    const gathering = gathers(subscription, schedules.get(key) ?? null);
    const most = subscription.perHour || settings.cardsPerHour;
    ears.set(key, { subscription, mutes, own, gathers: gathering, cards, most, swallowed: [] });
  }
  return ears;
}

async function tellFirst(repositories: Repositories, ear: Ear, story: Story, now: Instant): Promise<void> {
  const { channel } = ear.subscription;
  if (verdictOf(ear.subscription, ear.mutes, story, ear.own) !== 'told') return;
  const held = ear.cards >= ear.most;
  const { alert, created } = await repositories.alerts.ensure({
    id: alertId(story.id, channel),
    story: story.id,
    channel,
    createdAt: now,
    ref: null,
    shown: 0,
    cardAt: held ? null : now,
    goneAt: null,
  });
  if (!created) return;
  if (held) ear.swallowed.push(story.id);
  else await addCard(repositories, ear, alert, now);
}

/** What a channel that knows the story gets to see of its growth. */
async function tellMore(
  repositories: Repositories,
  ear: Ear,
  { story, before, live }: Touched,
  alert: Alert,
  now: Instant,
): Promise<void> {
  if (before === null || story.version === before.version) return;
  const { channel } = ear.subscription;
  // Where there are digests only, a step waits for the next; a card from before still shows how the story stands.
  const rises =
    live &&
    ear.subscription.mode === 'instant' &&
    isStep(before.corroboration, story.corroboration) &&
    !isMuted(ear.subscription, ear.mutes, story, ear.own);
  if (alert.cardAt === null) {
    // So far it was told in a summary only: now that it is more, it gets its card, which says all there is.
    if (!rises) return;
    await repositories.alerts.carded(alert.id, now);
    await addCard(repositories, ear, alert, now);
    return;
  }
  const row = { channel, dueAt: now, createdAt: now };
  const { version } = story;
  if (alert.goneAt === null) {
    await repositories.outbox.add({
      ...row,
      id: editRow(alert.id, version),
      order: { kind: 'edit', alert: alert.id, version },
    });
  }
  if (!rises) return;
  const { corroboration: from } = before;
  await repositories.outbox.add({
    ...row,
    id: stepRow(alert.id, version),
    order: { kind: 'step', alert: alert.id, version, from, to: story.corroboration },
  });
}

/** Notes for the channel's next digest what it was not told yet: the story, or that one it knows rose or was denied. */
async function gather(
  repositories: Repositories,
  { subscription, mutes, own }: Ear,
  { story, before }: Touched,
  known: boolean,
  at: Instant,
): Promise<void> {
  const { channel } = subscription;
  if (!known) {
    if (verdictOf({ ...subscription, mode: 'instant' }, mutes, story, own) !== 'told') return;
    await repositories.digests.note({ channel, story: story.id, was: null, at });
    return;
  }
  if (before === null || !isStep(before.corroboration, story.corroboration)) return;
  if (isMuted(subscription, mutes, story, own)) return;
  await repositories.digests.note({ channel, story: story.id, was: before.corroboration, at });
}

/** Counts from now on, whenever it is sent. */
async function addCard(repositories: Repositories, ear: Ear, alert: Alert, now: Instant): Promise<void> {
  ear.cards++;
  await repositories.outbox.add({
    id: cardRow(alert.id),
    channel: alert.channel,
    order: { kind: 'card', alert: alert.id },
    dueAt: now,
    createdAt: now,
  });
}

/**
 * Sees to it that a summary will name the stories that were held back, and that the channel hears at once when. One that is still gathering names them by itself, since it
 * looks up what the burst held back when it is sent; one that was already taken up does not, and another is begun.
 */
async function summarise(
  { outbox }: Repositories,
  { subscription: { channel }, swallowed: stories, most: cards }: Ear,
  now: Instant,
): Promise<void> {
  for (let n = 0; ; n++) {
    const id = summaryRow(channel, now, n);
    const row = await outbox.get(id);
    if (row && row.state === 'waiting' && row.attempts === 0 && now < row.dueAt) return;
    if (row) continue;
    const until = gatheredUntil(now);
    const common = { channel, createdAt: now };
    await outbox.add({ ...common, id: heldRow(id), order: { kind: 'held', cards, until }, dueAt: now });
    await outbox.add({ ...common, id, order: { kind: 'summary', stories }, dueAt: until });
    return;
  }
}

/** Tells every channel that watches what happened to a feed that its space hears. */
export async function tellHealth(
  repositories: Repositories,
  feed: string,
  events: readonly FeedHealthEvent[],
  now: Instant,
): Promise<void> {
  if (events.length === 0) return;
  const audience = (await repositories.spaces.audiences([feed])).get(feed);
  for (const { channel, paused } of await repositories.subscriptions.all()) {
    if (paused !== undefined || !hears(audience, spaceOf(channel))) continue;
    for (const event of events) {
      await repositories.outbox.add({
        id: healthRow(channel, feed, event, now),
        channel,
        order: { kind: 'feed_health', feed, event },
        dueAt: now,
        createdAt: now,
      });
    }
  }
}
