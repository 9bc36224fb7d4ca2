import type { Item, Reading } from '../domain/item.ts';
import type { Repositories } from '../ports.ts';
import { fold } from '../reading/fold.ts';

/** Members of a story whose texts are compared: the first ones told it first, the last ones are the likeliest to be copied. */
const FIRST = 8;
const LAST = 4;
/** From here on, what two texts share of the shorter one is no quotation but the text itself. */
const COPIED = 0.7;
/** Below this many runs of three words two titles say the same thing because there is no other way to say it. */
const LEAST_RUNS = 3;

/**
 * Whose text an item that joins a story has: the key of the item that told it first; undefined where the text is its own.
 * A copy in which its paper, under one of its `names`, says that it asked by itself ("told Le Fil Cloud") is its own
 * reporting.
 */
export async function copiedFrom(
  { items, stories }: Pick<Repositories, 'items' | 'stories'>,
  match: { readonly story: string; readonly reason: string },
  item: Item,
  reading: Reading,
  names: readonly string[],
): Promise<string | undefined> {
  const own = reading.fingerprint.shingles;
  if (match.reason === 'same event' || own.length < LEAST_RUNS || names.some((name) => asked(item, name)))
    return undefined;
  const members = await stories.members(match.story);
  const compared = members.length <= FIRST + LAST ? members : [...members.slice(0, FIRST), ...members.slice(-LAST)];
  for (const member of compared) {
    const other = (await items.get(member.item))?.reading?.fingerprint.shingles ?? [];
    const runs = new Set(other);
    const least = Math.min(own.length, other.length);
    const common = own.filter((run) => runs.has(run)).length;
    if (least >= LEAST_RUNS && common / least >= COPIED) return member.copyOf ?? member.item;
  }
  return undefined;
}

const ASKING =
  'confie|confiee?s?|declare|indique|explique|confirme|precise|assure|affirme|repondu|revele|told|tells|said to|confirmed to|sagte|erklarte|bestatigte|gegenuber';

/** True where a text says that somebody spoke to the paper that prints it. */
function asked({ title, summary, content }: Item, paper: string): boolean {
  const name = fold(paper);
  if (name.length < 2) return false;
  const said = new RegExp(
    String.raw`\b(?:${ASKING}) (?:(?:a|au|aux|par|to|der|dem|le|la|les|l|the|redaction|de) )*${name}\b`,
  );
  return said.test(fold(`${title} ${summary} ${content.slice(0, 5_000)}`));
}
