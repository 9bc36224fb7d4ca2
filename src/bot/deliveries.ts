import type { Viewer } from '../asking/rights.ts';
import type { Changes } from '../changes.ts';
import { spaceOf } from '../domain/space.ts';
import { resumed } from '../domain/subscription.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import type { Queries } from '../queries.ts';

/** What commands may read of channels that take no messages: those of the asker's space; all, for an operator. */
export function deliveryQueries(parts: {
  readonly store: () => Promise<Store>;
  readonly viewer: Viewer;
}): Pick<Queries, 'paused'> {
  const { viewer } = parts;
  return {
    paused: async () => {
      const all = await (await parts.store()).subscriptions.all();
      return all.filter(
        ({ paused, channel }) => paused !== undefined && (viewer.operator || spaceOf(channel) === viewer.space),
      );
    },
  };
}

/** What commands may change of them; `nudge` wakes the dispatcher when there is something to send. */
export function deliveryChanges(parts: {
  readonly store: () => Promise<Store>;
  readonly clock: Clock;
  readonly nudge: () => void;
}): Pick<Changes, 'decide' | 'resume'> {
  const { clock } = parts;
  const changed = async (work: (repositories: Repositories) => Promise<boolean>): Promise<boolean> => {
    const done = await (await parts.store()).transaction(work);
    if (done) parts.nudge();
    return done;
  };
  return {
    decide: (delivery, decision) =>
      changed(async ({ outbox }) => {
        const row = await outbox.get(delivery);
        const at = clock.now();
        if (row?.state === 'dead' && decision === 'again') return outbox.revive(delivery, at);
        if (row?.state !== 'unsure') return false;
        if (decision === 'again')
          await outbox.postpone(delivery, { dueAt: at, code: 'perhaps_sent', ambiguous: false });
        else await outbox.settle(delivery, { state: 'sent', code: null, at });
        return true;
      }),
    resume: (channel) =>
      changed(async ({ subscriptions, outbox }) => {
        const subscription = await subscriptions.get(channel);
        if (subscription?.paused === undefined) return false;
        await subscriptions.put(resumed(subscription));
        await outbox.rest(channel, clock.now());
        return true;
      }),
  };
}
