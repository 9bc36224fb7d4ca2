import type { Alert, Delivery, Order } from '../domain/alert.ts';
import { isStep, storyFor } from '../domain/audience.ts';
import type { Week } from '../domain/digest.ts';
import type { Mention } from '../domain/item.ts';
import { gatheredUntil, stepRow } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import type { Corroboration } from '../domain/story.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { View } from '../domain/view.ts';
import { isZone, wallOf } from '../domain/wall.ts';
import { type Messages, messagesOf } from '../messages/index.ts';
import type { Repositories } from '../ports.ts';
import type { Built } from './built.ts';
import { type DigestRecord, digestFacts } from './digest-facts.ts';
import { digestCard } from './digest-view.ts';
import type { Names } from './names.ts';
import { backCard, healthCard, heldCard, type Summed, summaryCard } from './notice-view.ts';
import { type StoryFacts, stepReply, storyCard } from './story-view.ts';

/** What orders are drawn from. */
export type CardSources = {
  readonly store: Repositories;
  readonly names: Names & DigestRecord;
};

/** Members whose items are looked into for the words by which a name was recognised. */
const ITEMS_READ = 4;

/** A message that was never shown needs no change, and one to a channel that watches no more is not wanted. */
const NOTHING: Built = { kind: 'skip', state: 'dead', code: 'nothing_to_show' };
/** A later step tells it too. */
const LEFT = { kind: 'skip', state: 'sent', code: 'nothing_to_show' } as const satisfies Built;
/** The card shows it already. */
const SHOWN: Built = { kind: 'skip', state: 'sent', code: null };
/** There is no card any more that could show it. */
const GONE: Built = { kind: 'skip', state: 'sent', code: 'message_gone' };

/** Draws a row of the outbox from the newest facts, in its channel's language; or finds that nothing is to be shown. */
export async function buildOrder(delivery: Delivery, { store, names }: CardSources, now: Instant): Promise<Built> {
  const subscription = await store.subscriptions.get(delivery.channel);
  if (subscription === null) return NOTHING;
  const own = await store.ownNames.of(delivery.channel);
  const sources = { store, names: { ...names, own: new Map(own.map(({ id, name }) => [id, name])) } };
  const m = messagesOf(subscription.lang);
  const { order } = delivery;
  switch (order.kind) {
    case 'card':
    case 'edit':
      return buildCard(order, subscription, sources, m);
    case 'step':
      return buildStep(order, subscription, sources, m);
    case 'summary':
      return buildSummary(delivery, order.stories, subscription, sources, m);
    case 'digest':
      return buildDigest(order.week, subscription, sources, m);
    case 'held':
      // After quiet hours the summary is due as well, and says it all.
      if (order.until <= now) return LEFT;
      return notice(heldCard(order.cards, clockOf(order.until, subscription.zone), m), subscription);
    case 'back':
      return notice(backCard(order.since, m), subscription);
    case 'feed_health': {
      const feed = await sources.store.feeds.get(order.feed);
      return feed === null ? NOTHING : notice(healthCard(feed, order.event, m, order.flood), subscription);
    }
  }
}

/** A message that is nobody's card. */
const notice = (view: View, { lang }: Subscription): Built => ({
  kind: 'send',
  act: { kind: 'post', view },
  lang,
  shows: null,
});

/** `15:40`, as the clock of the zone shows it. */
const clockOf = (at: Instant, zone: string): string => wallOf(at, isZone(zone) ? zone : 'UTC').slice(11, 16);

async function buildCard(
  order: Extract<Order, { kind: 'card' | 'edit' }>,
  subscription: Subscription,
  sources: CardSources,
  m: Messages,
): Promise<Built> {
  const alert = await sources.store.alerts.get(order.alert);
  if (alert === null) return NOTHING;
  if (order.kind === 'card' && alert.ref !== null) return SHOWN;
  if (order.kind === 'edit' && alert.goneAt !== null) return GONE;
  if (order.kind === 'edit' && alert.shown >= order.version) return SHOWN;
  if (order.kind === 'edit' && alert.ref === null) return NOTHING;
  const facts = await factsOf(alert, sources);
  if (facts === null) return NOTHING;
  const view = storyCard(facts, subscription, sources.names, m);
  const act =
    alert.ref === null ? ({ kind: 'post', view } as const) : ({ kind: 'edit', ref: alert.ref, view } as const);
  return { kind: 'send', act, lang: subscription.lang, shows: { alert: alert.id, version: facts.story.version } };
}

/** How the story stood when the channel last heard of it: before the steps that were left to this one to tell. */
async function lastHeard(
  { alert, version, from }: Extract<Order, { kind: 'step' }>,
  outbox: Repositories['outbox'],
): Promise<Corroboration> {
  let heard = from;
  for (let n = version - 1; n >= 2; n--) {
    const row = await outbox.get(stepRow(alert, n));
    if (row === null) continue;
    if (row.order.kind !== 'step' || row.state !== LEFT.state || row.code !== LEFT.code) break;
    heard = row.order.from;
  }
  return heard;
}

async function buildStep(
  order: Extract<Order, { kind: 'step' }>,
  subscription: Subscription,
  sources: CardSources,
  m: Messages,
): Promise<Built> {
  const alert = await sources.store.alerts.get(order.alert);
  const facts = alert && (await factsOf(alert, sources));
  if (!alert?.ref || !facts) return NOTHING;
  // The story has risen further since, and that step tells it all: two in a row would say one thing twice.
  if (facts.story.version > order.version && isStep(order.to, facts.story.corroboration)) return LEFT;
  const from = await lastHeard(order, sources.store.outbox);
  // Under a card that a person deleted nothing can stand, but what is new is news all the same.
  const alone = alert.goneAt !== null;
  const view = stepReply({ ...order, from }, facts, sources.names, m, alone);
  if (alone) return notice(view, subscription);
  return { kind: 'send', act: { kind: 'reply', ref: alert.ref, view }, lang: subscription.lang, shows: null };
}

async function buildDigest(
  week: Week,
  subscription: Subscription,
  { store, names }: CardSources,
  m: Messages,
): Promise<Built> {
  const { channel, lang } = subscription;
  const run = await store.digests.run(channel, week);
  if (run === null) return NOTHING;
  const facts = await digestFacts(run, await store.digests.notes(channel, week), subscription, {
    store,
    record: names,
  });
  return notice(digestCard(facts, week, { m, lang, names }), subscription);
}

async function factsOf(alert: Alert, { store, names }: CardSources): Promise<StoryFacts | null> {
  const whole = await store.stories.get(alert.story);
  if (whole === null) return null;
  const story = storyFor(whole, [...(names.own?.keys() ?? [])]);
  const members = await store.stories.members(story.id);
  const mentions: Mention[] = [];
  for (const member of members.slice(0, ITEMS_READ)) {
    const item = await store.items.get(member.item);
    mentions.push(...(item?.reading?.providers ?? []).filter((mention) => mention.decision === 'accept'));
  }
  return { story, members, mentions };
}

/**
 * A summary names the stories it was begun for and whatever else the burst held back until it was due: those with an
 * alert in this channel but no card on its way.
 */
async function buildSummary(
  delivery: Delivery,
  begun: readonly string[],
  subscription: Subscription,
  sources: CardSources,
  m: Messages,
): Promise<Built> {
  const { store, names } = sources;
  const between = { from: delivery.createdAt, until: gatheredUntil(delivery.createdAt) };
  const held = await store.alerts.heldBack(delivery.channel, between);
  const ids = new Set([...begun, ...held.map((alert) => alert.story)]);
  const summed: Summed[] = [];
  for (const id of ids) {
    const story = await store.stories.get(id);
    if (story) summed.push({ story, link: (await store.stories.members(id))[0]?.link ?? null });
  }
  if (summed.length === 0) return NOTHING;
  return notice(summaryCard(summed, names, m), subscription);
}
