import type { Item } from '../domain/item.ts';

/** What failed over one item, not for want of a store. */
export class Unfit extends Error {
  readonly item: Item;

  constructor(item: Item, cause: unknown) {
    super('an item cannot be read', { cause });
    this.item = item;
  }
}

/** The store's errors, and the machine's, have a code and are nobody's fault here; others are those of one item. */
const blame = (item: Item, error: unknown): unknown =>
  error instanceof Error && !('code' in error) ? new Unfit(item, error) : error;

/** Runs what looks at one item; what fails over the item itself is thrown as `Unfit`. */
export function judged<T>(item: Item, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw blame(item, error);
  }
}

/** The same for what takes its time. */
export async function judgedLater<T>(item: Item, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw blame(item, error);
  }
}
