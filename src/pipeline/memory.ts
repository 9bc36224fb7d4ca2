import type { Instant } from '../domain/period.ts';
import type { StoryTraits } from '../domain/story.ts';
import type { StoryRepository } from '../ports.ts';
import { createStoryIndex, type StoryIndex } from '../reading/near.ts';

/** The stories that items may still join, held in memory beside the store and kept as it has them. */
export type StoryMemory = {
  /**
   * Sees to it that every story that grew since `from` is held, and no longer those from before `keep`: the instant from
   * which on the polls under way may ask. Reads outside of any transaction.
   */
  readonly cover: (stories: StoryRepository, from: Instant, keep: Instant) => Promise<void>;
  /** Begins a piece of work, in its transaction: takes in what other processes wrote. What was not kept is undone. */
  readonly begin: (stories: StoryRepository) => Promise<void>;
  /** The last thing done in the transaction of a piece. */
  readonly seal: (stories: StoryRepository) => Promise<void>;
  /** The piece was committed. */
  readonly done: () => void;
  /** The piece was not: everything as it was before. */
  readonly undo: () => void;
} & Pick<StoryIndex, 'near' | 'get' | 'put' | 'remove'>;

/** Stories that are too old are let go of a day's worth at a time. */
const STEP_MS = 86_400_000;

/** A memory that knows nothing yet. */
export function createStoryMemory(): StoryMemory {
  const index = createStoryIndex();
  /** From where on stories are held; null while none are. */
  let floor: Instant | null = null;
  /** The last change of a story that is held. */
  let mark = 0;
  let sealed = 0;
  /** How the stories stood that the piece under way has changed. */
  const former = new Map<string, StoryTraits | undefined>();

  function note(id: string): void {
    if (!former.has(id)) former.set(id, index.get(id));
  }

  function undo(): void {
    for (const [id, traits] of former) {
      if (traits) index.put(traits);
      else index.remove(id);
    }
    former.clear();
  }

  async function load(stories: StoryRepository, from: Instant): Promise<void> {
    if (floor !== null && floor <= from) return;
    // Before what is loaded, so that nothing falls between the two.
    if (floor === null) mark = await stories.lastChange();
    for (const traits of await stories.candidates(from, floor ?? undefined)) {
      if (!index.get(traits.id)) index.put(traits);
    }
    floor = from;
  }

  function letGo(keep: Instant): void {
    if (floor === null || Date.parse(keep) - Date.parse(floor) < STEP_MS) return;
    for (const { id, grownAt } of [...index.all()]) if (grownAt < keep) index.remove(id);
    floor = keep;
  }

  return {
    cover: async (stories, from, keep) => {
      await load(stories, from);
      letGo(keep);
    },
    begin: async (stories) => {
      undo();
      for (const traits of await stories.changedAfter(mark)) {
        if (floor !== null && traits.grownAt < floor) index.remove(traits.id);
        else index.put(traits);
      }
    },
    seal: async (stories) => {
      sealed = await stories.lastChange();
    },
    done: () => {
      mark = sealed;
      former.clear();
    },
    undo,
    near: index.near,
    get: index.get,
    put: (traits) => {
      note(traits.id);
      index.put(traits);
    },
    remove: (id) => {
      note(id);
      index.remove(id);
    },
  };
}
