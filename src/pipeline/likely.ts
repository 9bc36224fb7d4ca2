import type { Item } from '../domain/item.ts';
import { titleKey } from '../domain/marks.ts';
import { plainLetters } from '../domain/text.ts';

/** How much of a text is compared, in characters. */
const COMPARED = 2_000;
/** Texts of fewer words than this are compared word by word. */
const SHORT = 12;
/** A paywall's or a redaction's standing words are no text by which an article is known. */
const TELLING_WORDS = 20;

const LIVE_TITLE =
  /^[^\p{L}\p{N}]*(?:en direct|direct\s*[.:|!–—-]|live\s*[.:|!–—-]|live[ -]?(?:blog|ticker)|minute par minute)|[([]\s*(?:en direct|direct|live)\s*[)\]]|[-–—|:,]\s*(?:en direct|suivez.{0,20} en direct|live)\s*$/iu;
const LIVE_LINK = /\/(?:en-)?(?:direct|live|liveblog|live-blog|liveticker)s?(?:[/-]|$)/i;

/** True for a page that is told on and on, under a title that changes with what happens. */
export function isLive({ title, link }: Pick<Item, 'title' | 'link'>): boolean {
  return LIVE_TITLE.test(title) || (link !== null && URL.canParse(link) && LIVE_LINK.test(new URL(link).pathname));
}

const wordsOf = (text: string): string[] => plainLetters(text.slice(0, COMPARED)).match(/[\p{L}\p{N}]+/gu) ?? [];

const bodyOf = ({ summary, content }: Pick<Item, 'summary' | 'content'>): string =>
  summary.length >= content.length / 4 ? summary : content;

/** What both have, of all that either has; 1 for two that are empty. */
function commonOf(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [new Set(a), new Set(b)];
  const all = new Set([...left, ...right]).size;
  return all === 0 ? 1 : [...left].filter((word) => right.has(word)).length / all;
}

const triples = (words: readonly string[]): string[] =>
  words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`);

/** How much of the shorter text is in the longer one, from 0 to 1; null where either has none. */
function textLikeness(a: string, b: string): number | null {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const least = Math.min(left.length, right.length);
  if (least === 0) return null;
  if (least < SHORT) return commonOf(left, right);
  const [mine, other] = [triples(left), triples(right)];
  const [short, long] = mine.length <= other.length ? [mine, new Set(other)] : [other, new Set(mine)];
  return short.filter((triple) => long.has(triple)).length / short.length;
}

/** True unless both have a text and it is not the same one; corrected and cut texts are. */
export function isSameText(a: Item, b: Item): boolean {
  return (textLikeness(bodyOf(a), bodyOf(b)) ?? 1) >= 0.5;
}

/** Fewer words than this may be a notice that stands in the place of every text. */
const OWN_WORDS = 12;

/** True where both have a text of their own and it is word for word the same. */
export function isUnchangedText(a: Item, b: Item): boolean {
  const [left, right] = [wordsOf(bodyOf(a)), wordsOf(bodyOf(b))];
  return left.length >= OWN_WORDS && left.join(' ') === right.join(' ');
}

const figuresOf = (title: string): string => (titleKey(title).match(/\d+/g) ?? []).join(' ');

/**
 * True where two items under one guid or one link are one article, told anew: the title corrected, extended or
 * rewritten over a text that is still the same, or the text rewritten under nearly the same title.
 *
 * @param strict for items that only a link joins, which may be a section page's: there the title must agree in part and
 * in its figures ("incident of the 12th", "of the 13th").
 */
export function isSameArticle(a: Item, b: Item, strict: boolean): boolean {
  const [one, two] = [titleKey(a.title), titleKey(b.title)];
  if (one === two) return true;
  const titles = commonOf(one.split(' '), two.split(' '));
  const [left, right] = [bodyOf(a), bodyOf(b)];
  const texts = textLikeness(left, right);
  const telling = Math.min(wordsOf(left).length, wordsOf(right).length) >= TELLING_WORDS;
  const copied = telling && texts !== null && texts >= 0.9;
  if (strict && (titles < 0.3 || (!copied && figuresOf(a.title) !== figuresOf(b.title)))) return false;
  if (texts === null) return titles >= 0.5;
  if (titles >= 0.75) return true;
  return texts >= (telling ? 0.5 : 0.8) && (titles >= 0.2 || (telling && !strict));
}
