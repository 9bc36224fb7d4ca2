import type { Week } from '../domain/digest.ts';
import type { Lang } from '../domain/language.ts';
import { type Day, firstDayOf, lastDayOf, type Precision } from '../domain/period.ts';
import type { Statement } from '../domain/statement.ts';
import type { Block, Button, Line, Tone, View } from '../domain/view.ts';
import type { Messages } from '../messages/index.ts';
import type { DigestFacts, ToldEnding, ToldPromise, ToldStory } from './digest-facts.ts';
import { type Names, nameOf } from './names.ts';

/** What the first page shows of each kind: it fits one screen. */
const SHOWN = { stories: 5, promises: 3, endings: 3, statements: 2 } as const;
/** Lines of a page with details. */
const PAGE = 12;
const FACTS_LISTED = 3 * PAGE;

export type DigestWords = { readonly m: Messages; readonly lang: Lang; readonly names: Names };

/** Which digest it is: the one of a week, or a look at what the next has so far. */
export type DigestHead = { readonly week: Week | null };

/**
 * A digest as pages: the first is the digest, which fits one screen; the others list everything. A digest that is
 * posted is the first page, with a button for the others.
 */
export function digestPages(facts: DigestFacts, head: DigestHead, words: DigestWords): readonly [View, ...View[]] {
  const { m } = words;
  const w = m.digest;
  const lines = linesOf(facts, words);
  const first: View = {
    title: titleOf(facts, head, m),
    tone: toneOf(facts),
    blocks: [
      ...(lines.stories.length === 0
        ? [{ kind: 'text', line: [w.noStories] } as const]
        : listed(w.stories(lines.stories.length), lines.stories, SHOWN.stories, m)),
      ...listed(w.promises, lines.promises, SHOWN.promises, m),
      ...listed(w.qualifications, lines.endings, SHOWN.endings, m),
      ...listed(w.record(lines.statements.length), lines.statements, SHOWN.statements, m),
      { kind: 'note', line: [w.honesty(facts.counts)] },
    ],
  };
  const details = [
    ...pagesOf(w.details.stories, lines.stories, SHOWN.stories),
    ...pagesOf(w.details.promises, lines.promises, SHOWN.promises),
    ...pagesOf(w.details.qualifications, lines.endings, SHOWN.endings),
    ...pagesOf(w.details.record, capped(lines.statements, m), SHOWN.statements),
  ];
  return [first, ...details];
}

/** The digest as a channel gets it: the first page, and buttons for the rest. */
export function digestCard(facts: DigestFacts, week: Week, words: DigestWords): View {
  const [first, ...details] = digestPages(facts, { week }, words);
  const w = words.m.digest.buttons;
  const buttons: Button[] = [
    ...(details.length > 0 ? [{ label: w.details, line: `digest week:${week}` }] : []),
    { label: w.settings, line: 'digest' },
  ];
  return { ...first, blocks: [...first.blocks, { kind: 'buttons', buttons }] };
}

function titleOf({ from, until }: DigestFacts, { week }: DigestHead, m: Messages): string {
  if (week === null) return m.digest.previewTitle(m.common.day(from));
  return m.digest.title(Number(week.slice(6)), m.common.day(from), m.common.day(until));
}

function toneOf({ endings, stories }: DigestFacts): Tone {
  if (endings.some(({ days }) => days <= 7)) return 'warn';
  return stories.some(({ story }) => story.corroboration === 'confirmed') ? 'good' : 'neutral';
}

function linesOf(facts: DigestFacts, words: DigestWords) {
  return {
    stories: facts.stories.map((told) => storyLine(told, words)),
    // Of what is late, the first page shows at least one.
    promises: [
      ...facts.due.slice(0, SHOWN.promises - 1),
      ...facts.overdue.slice(0, 1),
      ...facts.due.slice(SHOWN.promises - 1),
      ...facts.overdue.slice(1),
    ].map((told) => promiseLine(told, words)),
    endings: facts.endings.map((ending) => endingLine(ending, words)),
    statements: facts.statements.map((statement) => statementLine(statement, words)),
  };
}

function listed(heading: string, lines: readonly Line[], most: number, m: Messages): Block[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  const items = rest > 0 ? [...lines.slice(0, most), [m.digest.more(rest)]] : lines;
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', items },
  ];
}

/** A new release of the record brings hundreds of facts at once: the digest lists the weightiest. */
function capped(lines: readonly Line[], m: Messages): readonly Line[] {
  const rest = lines.length - FACTS_LISTED;
  return rest > 0 ? [...lines.slice(0, FACTS_LISTED - 1), [m.digest.more(rest + 1)]] : lines;
}

/** Pages of all lines, where the first page could not show them all. */
function pagesOf(title: string, lines: readonly Line[], shown: number): View[] {
  if (lines.length <= shown) return [];
  const pages: View[] = [];
  for (let at = 0; at < lines.length; at += PAGE) {
    pages.push({ title, tone: 'neutral', blocks: [{ kind: 'list', items: lines.slice(at, at + PAGE) }] });
  }
  return pages;
}

function storyLine({ story, link, was }: ToldStory, { m, names }: DigestWords): Line {
  const rose = was !== null && was !== story.corroboration;
  const state = rose
    ? m.digest.step(m.common.corroboration[was], m.common.corroboration[story.corroboration])
    : m.cards.story.meters[story.corroboration];
  const who = story.providers.map((id) => nameOf(id, names));
  const words = [...(who.length > 0 ? [who.join(', ')] : []), state];
  return [{ text: story.title, url: link }, ` · ${words.join(' · ')}`];
}

function promiseLine({ subject, promise }: ToldPromise, { m, lang, names }: DigestWords): Line {
  const { outcome, days, due, bound, text } = promise;
  const state = outcome === 'overdue' ? m.digest.overdue(days) : m.digest.due(m.offer.bounds[bound](spanWords(due, m)));
  const source = promise.sources.find((one) => one.url !== null);
  const words = source?.url ? { text: text[lang], url: source.url } : text[lang];
  return [{ text: nameOf(subject, names), strong: true }, ' · ', words, ` · ${state}`];
}

function endingLine({ offer, qualification, until, days }: ToldEnding, { m, names }: DigestWords): Line {
  const w = m.digest;
  const { scheme, version, untilKind } = qualification;
  const what = version === null ? scheme : `${scheme} ${version}`;
  const words = days < 0 ? w.ended(what, m.common.day(until)) : w.ends(what, m.common.day(until), days);
  const source = qualification.sources.find((one) => one.url !== null);
  return [
    { text: nameOf(offer, names), strong: true, url: source?.url ?? null },
    ` · ${words}${untilKind === 'inferred' ? `, ${w.inferred}` : ''}`,
  ];
}

function statementLine({ subject, text, source }: Statement, { lang, names }: DigestWords): Line {
  const words = source.url === null ? text[lang] : { text: text[lang], url: source.url };
  return [{ text: nameOf(subject, names), strong: true }, ' · ', words];
}

const WIDEST_FIRST: readonly Precision[] = ['year', 'half', 'quarter', 'month', 'day'];

/** Days in the widest words that say them exactly. */
function spanWords({ from, to }: { readonly from: Day; readonly to: Day }, m: Messages): string {
  const exact = WIDEST_FIRST.find((one) => firstDayOf(from, one) === from && lastDayOf(from, one) === to);
  return exact === undefined ? m.common.between(m.common.day(from), m.common.day(to)) : m.common.calendar(from, exact);
}
