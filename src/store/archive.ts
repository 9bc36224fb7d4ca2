import type { Kysely } from 'kysely';
import type { Item } from '../domain/item.ts';
import { OWN } from '../domain/own.ts';
import { stemsOf } from '../domain/stems.ts';
import type { Story, StorySearch } from '../domain/story.ts';
import { isHeard, isToldTo } from './spaces.ts';
import { chunks, columnText, fromJson, type Tables } from './tables.ts';

/**
 * What the archive is searched by. The words are stemmed by the program and kept in a plain table, not in an engine's
 * own full text, so that a question has the same answer on SQLite and PostgreSQL.
 */

/** How many items are taken at once when an older database is brought up. */
const FILL = 500;

type Worded = Pick<Item, 'title' | 'summary' | 'content' | 'categories'>;

/** Puts the words of an item that tells a story in place of those it had. */
export async function writeWords(tx: Kysely<Tables>, item: string, story: string, text: Worded): Promise<void> {
  await tx.deleteFrom('item_word').where('item', '=', item).execute();
  const words = stemsOf([text.title, text.summary, text.categories.join(' '), text.content].join('\n'));
  for (const part of chunks(words.map(columnText))) {
    await tx
      .insertInto('item_word')
      .values(part.map((word) => ({ word, item, story })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Puts a story's events in place of those it had. */
export async function writeEvents(tx: Kysely<Tables>, story: Story): Promise<void> {
  await tx.deleteFrom('story_event').where('story', '=', story.id).execute();
  const events = [...new Set(story.events)];
  if (events.length === 0) return;
  await tx
    .insertInto('story_event')
    .values(events.map((event) => ({ story: story.id, event })))
    .execute();
}

/** Makes what was stored before the archive searchable. */
export async function fillArchive(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('story')
      .select(['id', 'doc'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(FILL)
      .execute();
    for (const row of rows) await writeEvents(db, fromJson<Story>(row.doc));
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('item')
      .select(['key', 'story', 'doc'])
      .where('story', 'is not', null)
      .where('key', '>', after)
      .orderBy('key')
      .limit(FILL)
      .execute();
    for (const row of rows) if (row.story !== null) await writeWords(db, row.key, row.story, fromJson<Item>(row.doc));
    const last = rows.at(-1);
    if (!last) break;
    after = last.key;
  }
}

/** The stories that answer to all that is asked, newest growth first. */
export async function searchStories(db: Kysely<Tables>, query: StorySearch): Promise<Story[]> {
  const { since, provider, event, terms = [], own, space, limit } = query;
  let stories = db.selectFrom('story').select('story.doc');
  if (space !== undefined) stories = stories.where(isToldTo(space));
  if (since !== undefined) stories = stories.where('story.grown_at', '>=', since);
  if (provider !== undefined) {
    stories = stories.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('story_provider')
          .select('story_provider.story')
          .whereRef('story_provider.story', '=', 'story.id')
          .where('story_provider.provider', '=', provider),
      ),
    );
  }
  if (event !== undefined) {
    stories = stories.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('story_event')
          .select('story_event.story')
          .whereRef('story_event.story', '=', 'story.id')
          .where('story_event.event', '=', event),
      ),
    );
  }
  for (const term of terms.map(columnText)) {
    stories = stories.where('story.id', 'in', ({ selectFrom }) => {
      const all = selectFrom('item_word').select('item_word.story');
      const words =
        space === undefined
          ? all
          : all.innerJoin('item', 'item.key', 'item_word.item').where(isHeard(space, 'item.feed'));
      if (!term.endsWith('*')) return words.where('item_word.word', '=', term);
      const begin = term.slice(0, -1);
      return words.where('item_word.word', '>=', begin).where('item_word.word', '<', `${begin}\u{10ffff}`);
    });
  }
  // Names that only other channels track are theirs: a story is shown for what it says of everybody's, or of one's own.
  stories = stories.where(({ or, not, exists, selectFrom }) => {
    const ids = selectFrom('story_provider')
      .select('story_provider.story')
      .whereRef('story_provider.story', '=', 'story.id');
    return or([
      not(exists(ids)),
      exists(
        ids.where(({ or: either, eb }) =>
          either([
            eb('story_provider.provider', 'not like', `${OWN}%`),
            ...(own.length > 0 ? [eb('story_provider.provider', 'in', [...own])] : []),
          ]),
        ),
      ),
    ]);
  });
  const rows = await stories.orderBy('story.grown_at', 'desc').orderBy('story.id', 'desc').limit(limit).execute();
  return rows.map((row) => fromJson<Story>(row.doc));
}
