import { type Kysely, sql } from 'kysely';
import type { Member, Story, StoryTraits } from '../domain/story.ts';
import type { StoryRepository } from '../ports.ts';
import { searchStories, writeEvents } from './archive.ts';
import { StoreError } from './error.ts';
import { columnText, fromJson, type Handle, providerKeys, type Tables } from './tables.ts';

/** Stories, their members, and the traits by which new items are matched to them. */
export function storyRows({ db, atomically }: Handle): StoryRepository {
  return {
    add: async (story, member, traits) => {
      await atomically(async (tx) => {
        await tx
          .insertInto('story')
          .values({ id: story.id, ...columns(story, traits) })
          .execute();
        await writeProviders(tx, story);
        await writeEvents(tx, story);
        await writeMember(tx, story.id, member);
      });
    },
    grow: async (story, member, traits) => {
      await atomically(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('story')
          .set(columns(story, traits))
          .where('id', '=', story.id)
          .where('version', '=', story.version - 1)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) {
          throw new StoreError('conflict', `story ${story.id} is not at version ${story.version - 1}`);
        }
        await tx.deleteFrom('story_provider').where('story', '=', story.id).execute();
        await writeProviders(tx, story);
        await writeEvents(tx, story);
        if (member) await writeMember(tx, story.id, member);
      });
    },
    get: async (id) => {
      const row = await db.selectFrom('story').select('doc').where('id', '=', id).executeTakeFirst();
      return row ? fromJson<Story>(row.doc) : null;
    },
    members: async (id) => {
      const rows = await db.selectFrom('story_member').select('doc').where('story', '=', id).orderBy('seq').execute();
      return rows.map((row) => fromJson<Member>(row.doc));
    },
    candidates: async (since, before) => {
      let query = db.selectFrom('story').select('traits').where('grown_at', '>=', since);
      if (before !== undefined) query = query.where('grown_at', '<', before);
      const rows = await query.orderBy('grown_at', 'desc').orderBy('id', 'desc').execute();
      return rows.map((row) => fromJson<StoryTraits>(row.traits));
    },
    lastChange: async () => {
      const row = await db.selectFrom('story').select('change').orderBy('change', 'desc').limit(1).executeTakeFirst();
      return row?.change ?? 0;
    },
    changedAfter: async (change) => {
      const rows = await db
        .selectFrom('story')
        .select('traits')
        .where('change', '>', change)
        .orderBy('change')
        .execute();
      return rows.map((row) => fromJson<StoryTraits>(row.traits));
    },
    count: async (since) => {
      const { n } = await db
        .selectFrom('story')
        .select((count) => count.fn.countAll<number>().as('n'))
        .where('grown_at', '>=', since)
        .executeTakeFirstOrThrow();
      return n;
    },
    list: async ({ since, provider, limit }) => {
      if (provider === undefined) {
        let query = db.selectFrom('story').select('doc');
        if (since !== undefined) query = query.where('grown_at', '>=', since);
        const rows = await query.orderBy('grown_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
        return rows.map((row) => fromJson<Story>(row.doc));
      }
      let query = db
        .selectFrom('story_provider')
        .innerJoin('story', 'story.id', 'story_provider.story')
        .select('story.doc')
        .where('story_provider.provider', '=', provider);
      if (since !== undefined) query = query.where('story_provider.grown_at', '>=', since);
      const rows = await query
        .orderBy('story_provider.grown_at', 'desc')
        .orderBy('story_provider.story', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => fromJson<Story>(row.doc));
    },
    search: (query) => searchStories(db, query),
  };
}

function columns(story: Story, traits: StoryTraits) {
  return {
    grown_at: story.grownAt,
    version: story.version,
    doc: JSON.stringify(story),
    traits: JSON.stringify(traits),
    // Stories are written by one process at a time (`alone`), so that numbers rise in the order of commits.
    change: sql<number>`(select coalesce(max(change), 0) + 1 from story)`,
  };
}

async function writeProviders(tx: Kysely<Tables>, story: Story): Promise<void> {
  const providers = providerKeys(story.providers);
  if (providers.length === 0) return;
  await tx
    .insertInto('story_provider')
    .values(providers.map((provider) => ({ story: story.id, provider, grown_at: story.grownAt })))
    .execute();
}

/** An item that is a member already keeps its place; what is told of it is renewed. */
async function writeMember(tx: Kysely<Tables>, story: string, member: Member): Promise<void> {
  const doc = JSON.stringify(member);
  await tx
    .insertInto('story_member')
    .values({ story, item: member.item, doc, feed: columnText(member.feed) })
    .onConflict((conflict) => conflict.columns(['story', 'item']).doUpdateSet({ doc }))
    .execute();
}
