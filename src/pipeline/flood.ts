import type { Flood } from '../domain/alert.ts';
import { healthRow } from '../domain/outbox.ts';
import { dayOf, type Instant } from '../domain/period.ts';
import type { Repositories } from '../ports.ts';

/** Tells every channel that watches, once a day, that a feed brought more than is told as news. */
export async function tellFlood(repositories: Repositories, feed: string, flood: Flood, now: Instant): Promise<void> {
  for (const { channel } of await repositories.subscriptions.all()) {
    await repositories.outbox.add({
      // The day in the place of the instant: a second flood on it finds the row there.
      id: healthRow(channel, feed, 'flooded', dayOf(now)),
      channel,
      order: { kind: 'feed_health', feed, event: 'flooded', flood },
      dueAt: now,
      createdAt: now,
    });
  }
}
