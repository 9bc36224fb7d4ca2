import { type DigestRun, gathers, impliedSchedule, owedWeek, runOf } from '../domain/digest.ts';
import { digestRow } from '../domain/outbox.ts';
import type { Instant } from '../domain/period.ts';
import { type ChannelRef, channelKey } from '../domain/subscription.ts';
import type { Repositories, Store } from '../ports.ts';

const DAY_MS = 86_400_000;
/** A clock may be set back by so much without a digest more. */
const CLOCK_DAYS = 8;

/**
 * Opens every digest that is owed at `now`, with the row of the outbox that sends it; how many. Whatever wakes it,
 * however often and in how many processes: the store has one run per channel and ISO week, and a run, the stories it
 * tells and its row are written in one transaction. Rejects with what the store throws.
 */
export async function openDigests(store: Store, now: Instant): Promise<number> {
  const schedules = new Map((await store.digests.schedules()).map((one) => [channelKey(one.channel), one]));
  let opened = 0;
  for (const subscription of await store.subscriptions.all()) {
    // A channel that takes no messages gets its digest once it does.
    if (subscription.paused !== undefined) continue;
    const schedule = schedules.get(channelKey(subscription.channel)) ?? null;
    if (schedule === null && !gathers(subscription, schedule)) continue;
    if (schedule !== null && owedWeek(schedule, await lastRun(store, schedule.channel, now), now) === null) continue;
    // Looked at again inside: the intake must not note a story while the run takes what waits.
    const run = await store.transaction((repositories) => openOne(repositories, subscription.channel, now), {
      alone: 'intake',
    });
    if (run !== null) opened++;
  }
  return opened;
}

/** A run from far ahead was made by a clock that was wrong: it must not keep the channel waiting until then. */
function lastRun({ digests }: Pick<Repositories, 'digests'>, channel: ChannelRef, now: Instant) {
  return digests.lastRun(channel, new Date(Date.parse(now) + CLOCK_DAYS * DAY_MS).toISOString());
}

async function openOne(
  { subscriptions, digests, outbox }: Repositories,
  channel: ChannelRef,
  now: Instant,
): Promise<DigestRun | null> {
  const subscription = await subscriptions.get(channel);
  if (subscription === null) return null;
  const schedule = await digests.schedule(channel);
  const gathering = gathers(subscription, schedule);
  if (schedule === null) {
    if (gathering) await digests.put(impliedSchedule(subscription, now));
    return null;
  }
  // What a channel gathered before it went back to cards is still told, once.
  if (!gathering && (await digests.notes(channel, null)).length === 0) return null;
  const last = await lastRun({ digests }, channel, now);
  const week = owedWeek(schedule, last, now);
  if (week === null) return null;
  const run = runOf(schedule, last, subscription.since, week, now);
  if (!(await digests.open(run))) return null;
  await outbox.add({
    id: digestRow(channel, week),
    channel,
    order: { kind: 'digest', week },
    dueAt: now,
    createdAt: now,
  });
  await digests.forget();
  return run;
}
