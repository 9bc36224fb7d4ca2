import type { Repositories } from '../ports.ts';
import type { OpenStory } from './growth.ts';
import type { StoryMemory } from './memory.ts';
import type { Touched } from './tell.ts';

/** What one transaction holds in hand: stories loaded or changed so far, and how each stood before. */
export type Desk = {
  readonly stories: Map<string, OpenStory>;
  readonly touched: Map<string, Touched>;
  /** What items are matched with, this transaction's own stories among them. */
  readonly memory: StoryMemory;
};

/** A story as it stands in this transaction. Throws when it is gone, which nothing brings about. */
export async function openStory(repositories: Repositories, desk: Desk, id: string): Promise<OpenStory> {
  const held = desk.stories.get(id);
  if (held) return held;
  const story = await repositories.stories.get(id);
  if (!story) throw new Error(`story ${id} is gone`);
  const members = await repositories.stories.members(id);
  const { openedAt, grownAt, providers, events } = story;
  const traits = desk.memory.get(id) ?? { id, openedAt, grownAt, providers, events, fingerprints: [] };
  const open: OpenStory = { story, members, traits };
  desk.stories.set(id, open);
  return open;
}

/** Notes that a story is to be told, and how it stood before; `live` when a feed brought something new. */
export function touch(desk: Desk, open: OpenStory, live: boolean, from: OpenStory['story'] | null = open.story): void {
  const touched = desk.touched.get(open.story.id);
  desk.touched.set(open.story.id, {
    story: desk.stories.get(open.story.id)?.story ?? open.story,
    before: touched ? touched.before : from,
    had: touched ? touched.had : from === null ? [] : open.members,
    live: live || (touched?.live ?? false),
  });
  if (!desk.stories.has(open.story.id)) keep(desk, open);
}

/** Puts a grown story in the place of what it was. */
export function keep(desk: Desk, open: OpenStory): void {
  const { id } = open.story;
  desk.stories.set(id, open);
  desk.memory.put(open.traits);
  const touched = desk.touched.get(id);
  if (touched) desk.touched.set(id, { ...touched, story: open.story });
}
