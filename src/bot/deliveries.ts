import type { Changes } from '../changes.ts';
import { resumed } from '../domain/subscription.ts';
import type { Clock, Repositories, Store } from '../ports.ts';
import type { Queries } from '../queries.ts';

/** What commands may read of messages on their way, and of channels that take none. */
export function deliveryQueries(parts: {
  readonly store: () => Promise<Store>;
}): Pick<Queries, 'deliveries' | 'deliveryCounts' | 'paused'> {
  const { store } = parts;
  return {
    deliveries: async (query) => (await store()).outbox.list(query),
    deliveryCounts: async (scope) => (await store()).outbox.countByState(scope),
    paused: async () => (await (await store()).subscriptions.all()).filter(({ paused }) => paused !== undefined),
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
