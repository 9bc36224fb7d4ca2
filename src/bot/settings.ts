import { randomBytes } from 'node:crypto';
import type { Changes, Settled } from '../changes.ts';
import { impliedSchedule } from '../domain/digest.ts';
import type { Instant } from '../domain/period.ts';
import { differences, type Kept, takenBack } from '../domain/settings.ts';
import { type ChannelRef, channelKey, resumed, type Subscription } from '../domain/subscription.ts';
import type { Clock, Repositories, Store } from '../ports.ts';

/** A channel's settings as they stand, with its digest. */
async function keptOf(channel: ChannelRef, { subscriptions, digests }: Repositories): Promise<Kept | null> {
  const subscription = await subscriptions.get(channel);
  return subscription === null ? null : { subscription, digest: await digests.schedule(channel), notes: [] };
}

/** Writes what follows the settings that stand; the digest of a channel that ends goes with it. */
async function write(
  channel: ChannelRef,
  before: Subscription | null,
  after: Subscription | null,
  { subscriptions, digests, outbox }: Repositories,
  now: Instant,
): Promise<void> {
  if (after === null) {
    await digests.remove(channel);
    await subscriptions.remove(channel);
    return;
  }
  // Whoever sets what a channel is told wants it told: a channel that took no message is tried again at once.
  await subscriptions.put(resumed(after));
  if (before?.paused !== undefined) await outbox.rest(channel, now);
  if (after.mode !== 'digest' || before?.mode === 'digest') return;
  // Counted from now, not from the first tick that notices: what came as cards is not told again.
  const schedule = await digests.schedule(channel);
  if (schedule === null || schedule.implied) await digests.put(impliedSchedule(after, now));
}

/** Watching again after an end that was not meant: the digest comes back with what waited for it. */
async function restore({ digest, notes }: Kept, { digests }: Repositories): Promise<void> {
  if (digest !== null) await digests.put(digest);
  for (const note of notes) await digests.note(note);
}

/** Two changes at once would each begin with what stood before both. */
const ALONE = { alone: 'settings' } as const;

const unchanged = (before: Subscription | null, after: Subscription | null): boolean =>
  before === null || after === null ? before === after : differences(before, after).length === 0;

/** What commands may change of a channel's settings: every change is remembered and can be undone. */
export function settingsChanges(parts: {
  readonly store: () => Promise<Store>;
  readonly clock: Clock;
}): Pick<Changes, 'settle' | 'undo'> {
  const { store, clock } = parts;

  /** Puts `next` in place of what stands and remembers the change. */
  const replace = async (
    standing: Kept | null,
    next: Kept | null,
    channel: ChannelRef,
    repositories: Repositories,
    id: string,
  ): Promise<Settled> => {
    const before = standing?.subscription ?? null;
    const after = next?.subscription ?? null;
    const now = clock.now();
    if (unchanged(before, after)) {
      if (before?.paused !== undefined) await write(channel, before, after, repositories, now);
      return { before, after, undo: null };
    }
    // What waits for the digest goes when the channel watches no longer.
    const waiting = after === null ? await repositories.digests.notes(channel, null) : [];
    await write(channel, before, after, repositories, now);
    if (standing === null && next !== null) await restore(next, repositories);
    await repositories.subscriptions.remember({
      id,
      channel,
      before: standing && { ...standing, notes: waiting },
      after: await keptOf(channel, repositories),
      at: now,
    });
    return { before, after, undo: id };
  };

  return {
    settle: async (channel, change) => {
      const id = randomBytes(8).toString('hex');
      return (await store()).transaction(async (repositories) => {
        const standing = await keptOf(channel, repositories);
        const wanted = change(standing?.subscription ?? null);
        const next = wanted && { subscription: wanted, digest: null, notes: [] };
        return replace(standing, next, channel, repositories, id);
      }, ALONE);
    },
    undo: async (channel, which) => {
      const id = randomBytes(8).toString('hex');
      return (await store()).transaction(async (repositories) => {
        const change = await repositories.subscriptions.change(which);
        if (change === null || channelKey(change.channel) !== channelKey(channel)) return null;
        const standing = await keptOf(channel, repositories);
        const current = standing?.subscription ?? null;
        const { put, left } = takenBack(change, current);
        if (put === undefined) return { before: current, after: current, undo: null, left };
        return { ...(await replace(standing, put, channel, repositories, id)), left };
      }, ALONE);
    },
  };
}
