import { type Kysely, sql } from 'kysely';
import { DELIVERY_STATES } from '../domain/alert.ts';
import { FATES } from '../domain/item.ts';
import type { FeedAudience, Space } from '../domain/space.ts';
import type { Member } from '../domain/story.ts';
import type { SpaceRepository } from '../ports/spaces.ts';
import { chunks, columnText, fromJson, type Handle, type Tables } from './tables.ts';

/** Whose is what: feeds of one space alone, and feeds that a space leaves out for itself. */
export function spaceRows({ db }: Handle): SpaceRepository {
  return {
    tellers: async (story) => {
      const rows = await db
        .selectFrom('item')
        .select(['key', 'feed', 'seen_at'])
        .where('story', '=', story)
        .orderBy('seen_at')
        .orderBy('key')
        .execute();
      return rows.map((row) => ({ item: row.key, feed: row.feed, seenAt: row.seen_at }));
    },
    audiences: async (feeds) => {
      const found = new Map<string, FeedAudience>();
      for (const part of chunks([...new Set(feeds)])) {
        const owned = await db.selectFrom('feed').select(['id', 'space']).where('id', 'in', part).execute();
        const left = await db.selectFrom('feed_left_out').select(['feed', 'space']).where('feed', 'in', part).execute();
        const leftOut = Map.groupBy(left, (row) => row.feed);
        const space = new Map(owned.map((row) => [row.id, row.space]));
        for (const id of part) {
          const leftOutBy = (leftOut.get(id) ?? []).map((row) => row.space);
          const owner = space.get(id) ?? null;
          if (owner !== null || leftOutBy.length > 0) found.set(id, { space: owner, leftOutBy });
        }
      }
      return found;
    },
    narrowed: async () => {
      const { rows } = await sql<{ one: number }>`
        select 1 as one from feed where space is not null
        union all select 1 as one from feed_left_out limit 1`.execute(db);
      return rows.length > 0;
    },
    partlyHidden: async (stories, space) => {
      const found = new Set<string>();
      for (const part of chunks(stories)) {
        const rows = await db
          .selectFrom('story_member')
          .select('story')
          .distinct()
          .where('story', 'in', part)
          .where(sql<boolean>`feed in (${hiddenFrom(space)})`)
          .execute();
        for (const row of rows) found.add(row.story);
      }
      return found;
    },
    leaveOut: async (space, feed, by, now) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('feed_left_out')
        .values({ space, feed, left_by: by, left_at: now })
        .onConflict((conflict) => conflict.columns(['space', 'feed']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    takeIn: async (space, feed) => {
      const { numDeletedRows } = await db
        .deleteFrom('feed_left_out')
        .where('space', '=', space)
        .where('feed', '=', feed)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    leftOut: async (space) => {
      const rows = await db
        .selectFrom('feed_left_out')
        .select(['feed', 'left_at'])
        .where('space', '=', space)
        .execute();
      return new Map(rows.map((row) => [row.feed, row.left_at]));
    },
    tally: async (space, since) => {
      const fates = await db
        .selectFrom('item')
        .select(['fate', (count) => count.fn.countAll<number>().as('n')])
        .where('seen_at', '>=', since)
        .where(isHeard(space, 'item.feed'))
        .groupBy('fate')
        .execute();
      const { n: stories } = await db
        .selectFrom('story')
        .select((count) => count.fn.countAll<number>().as('n'))
        .where('grown_at', '>=', since)
        .where(isToldTo(space))
        .executeTakeFirstOrThrow();
      const states =
        space === null
          ? []
          : await db
              .selectFrom('outbox')
              .select(['state', (count) => count.fn.countAll<number>().as('n')])
              // Every key of a channel of the space begins with the space and a colon.
              .where('channel', '>=', `${space}:`)
              .where('channel', '<', `${space};`)
              .groupBy('state')
              .execute();
      const byFate = new Map(fates.map((row) => [row.fate, row.n]));
      const byState = new Map(states.map((row) => [row.state, row.n]));
      return {
        items: Object.fromEntries(FATES.map((fate) => [fate, byFate.get(fate) ?? 0])) as Record<
          (typeof FATES)[number],
          number
        >,
        stories,
        deliveries: Object.fromEntries(DELIVERY_STATES.map((state) => [state, byState.get(state) ?? 0])) as Record<
          (typeof DELIVERY_STATES)[number],
          number
        >,
      };
    },
  };
}

/** True for a row whose feed column names a feed that the space hears. */
export function isHeard(space: Space | null, column: string) {
  return sql<boolean>`${sql.ref(column)} not in (${hiddenFrom(space)})`;
}

/** The feeds that a space does not hear: those of other spaces and those it leaves out. */
function hiddenFrom(space: Space | null) {
  if (space === null) return sql`select id from feed where space is not null`;
  return sql`select id from feed where space is not null and space <> ${space}
    union select feed from feed_left_out where space = ${space}`;
}

/** True for a story that a feed which the space hears tells, as a member or as the same page again. */
export function isToldTo(space: Space | null) {
  return sql<boolean>`(exists (select 1 from story_member m where m.story = story.id and ${isHeard(space, 'm.feed')})
    or exists (select 1 from item i where i.story = story.id and ${isHeard(space, 'i.feed')}))`;
}

/** How many rows an older database is brought up by at once. */
const FILL = 500;

/** Notes beside each member of a story, as stored so far, which feed it came from. */
export async function fillMemberFeeds(db: Kysely<Tables>): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('story_member')
      .select(['seq', 'doc'])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(FILL)
      .execute();
    for (const [feed, same] of Map.groupBy(rows, (row) => fromJson<Member>(row.doc).feed)) {
      const seqs = same.map((row) => row.seq);
      await db
        .updateTable('story_member')
        .set({ feed: columnText(feed) })
        .where('seq', 'in', seqs)
        .execute();
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}
