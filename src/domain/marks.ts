import { hash } from 'node:crypto';
import type { Item } from './item.ts';
import { pageKey } from './page.ts';
import { plainLetters } from './text.ts';

/**
 * By what an article is known again inside its feed. Publishers change guids, links, dates and titles of what they
 * already showed, one at a time or several; each mark survives some of it.
 *
 * - `id`: the id it was stored under, for good;
 * - `guid`: the guid it goes by now, or shares with others;
 * - `page`: its link, whatever twin of the page it names;
 * - `day`: its title and the day of publication;
 * - `text`: its title and all of its text.
 */
export const MARK_KINDS = ['id', 'guid', 'page', 'day', 'text'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** An item's marks, as they are stored; each a short hash that holds the feed. `id` and `guid` are told apart by nobody. */
export type Marks = Readonly<Partial<Record<MarkKind, string>>>;

/** What tells articles apart that share a guid or a link stands behind their id. */
const TELLING = /#[0-9a-f]{24}$/;

/** The guid or link that an item's id was made from. */
export function guidOf(id: string): string {
  return id.replace(TELLING, '');
}

/** An id for an article whose own one names another: the same for the same article, always. */
export function idBeside(item: Item): string {
  const told = [item.link ?? '', item.title, item.summary, item.content, item.published ?? ''].join('\n');
  return `${guidOf(item.id)}#${hash('sha256', told.toWellFormed(), 'hex').slice(0, 24)}`;
}

/** Words with which editors mark that an article was touched: they make no other title. */
const TOUCHED =
  '(?:maj|mise a jour|mis a jour|actualise|updated?|correction|corrige|rectificatif|breaking|alerte|exclusi(?:f|ve))';
const TOUCHED_BEFORE = new RegExp(
  String.raw`^(?:[\s([{]*${TOUCHED}(?:\s*(?:a|at|du|le)?\s*[\d:h/.]{1,10})?\s*(?:[\])}]|\s*[:|–—-])[\s:|–—-]*)+`,
);
const TOUCHED_AFTER = new RegExp(
  String.raw`\s*(?:[([{]|[–—|-])\s*${TOUCHED}(?:\s*(?:a|at|du|le)?\s*[\d:h/. ]{1,12})?[\])}]?\s*$`,
);

/** A title as it is compared: no case, accents, punctuation, and no word that it was touched. */
export function titleKey(title: string): string {
  const plain = plainLetters(title).replace(TOUCHED_BEFORE, '').replace(TOUCHED_AFTER, '');
  return plain.replace(/[^\p{L}\p{N}+#%€$]+/gu, ' ').trim();
}

/** The marks of an item as it stands. An item without a title has no `day`, one without title and text no `text`. */
export function marksOf(feed: string, item: Item): Marks {
  const mark = (kind: string, value: string): string =>
    hash('sha256', `${kind}\u0000${feed}\u0000${value.toWellFormed()}`, 'hex').slice(0, 16);
  const guid = guidOf(item.id);
  const title = titleKey(item.title);
  const text = `${item.summary}\n${item.content}`.trim();
  return {
    id: mark('guid', pageKey(item.id)),
    ...(guid === item.id ? {} : { guid: mark('guid', pageKey(guid)) }),
    ...(item.link === null ? {} : { page: mark('page', pageKey(item.link)) }),
    ...(title === '' ? {} : { day: mark('day', `${item.published?.slice(0, 10) ?? ''} ${title}`) }),
    ...(title === '' && text === '' ? {} : { text: mark('text', `${title}\n${text}`) }),
  };
}
