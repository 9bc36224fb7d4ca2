import type { TimelineAnswer } from '../../../src/domain/history.ts';
import type { Lang } from '../../../src/domain/language.ts';
import type { Day } from '../../../src/domain/period.ts';
import type { Block, Line, View } from '../../../src/domain/view.ts';
import { timelinePicture, timelinePicturePath } from '../../../src/exports/timeline/picture.ts';
import type { Messages } from '../../../src/messages/index.ts';
import { createNotes, type Notes, sourceLines } from '../notes.ts';
import { worldWords } from '../offer/view.ts';
import { type DatedLine, datedLines } from './lines.ts';

/** Lines of a page, and of a history that is told on one page with its picture. */
const LINES = 12;

const yearOf = (line: DatedLine): string => line.by.slice(0, 4);

/** Lines in pages, a year on one page where it fits. */
function paged(lines: readonly DatedLine[]): DatedLine[][] {
  const pages: DatedLine[][] = [];
  let page: DatedLine[] = [];
  for (const year of Map.groupBy(lines, yearOf).values()) {
    for (let at = 0; at < year.length; ) {
      const [left, room] = [year.length - at, LINES - page.length];
      // A year that a page of its own would hold is not torn apart.
      const starts = pages.length === 0 || room === 0 || (page.length > 0 && left > room && left <= LINES);
      if (starts) {
        page = [];
        pages.push(page);
      }
      const taken = year.slice(at, at + LINES - page.length);
      page.push(...taken);
      at += taken.length;
    }
  }
  return pages;
}

/** A history has at least so many milestones, where it has as much to tell; without any step fewer than a few tell nothing. */
const MILESTONES = 5;
const FEW = 3;

/**
 * The lines that tell a long history on one page: the steps, with what is claimed of them, answers before claims and the
 * latest where they are too many; where they are few, also the promises, then what happened.
 */
function milestonesOf(lines: readonly DatedLine[]): DatedLine[] {
  const steps = lines.filter((line) => line.rank === 0);
  const answers = steps.filter((line) => line.strong).slice(-LINES);
  const claims = steps.filter((line) => !line.strong).slice(answers.length - LINES);
  const kept = new Set([...answers, ...(answers.length < LINES ? claims : [])]);
  for (const rank of [1, 2]) {
    const more = kept.size < MILESTONES ? lines.filter((line) => line.rank === rank && line.strong) : [];
    for (const line of more.slice(kept.size - LINES)) kept.add(line);
  }
  return steps.length === 0 && kept.size < FEW ? [] : lines.filter((line) => kept.has(line));
}

/** A page's lines under their years, and the numbers of the sources that they cite. */
type Listed = { readonly blocks: readonly Block[]; readonly cited: ReadonlySet<number> };

function listed(lines: readonly DatedLine[], notes: Notes, byYear: boolean): Listed {
  const groups = byYear ? [...Map.groupBy(lines, yearOf)] : [['', lines] as const];
  const written = groups.map(([year, its]) => ({ year, items: its.map((line) => line.write(notes)) }));
  const blocks = written
    .filter(({ items }) => items.length > 0)
    .flatMap(({ year, items }): Block[] => [
      ...(year === '' ? [] : [{ kind: 'heading' as const, text: year }]),
      { kind: 'list', items },
    ]);
  return { blocks, cited: new Set(written.flatMap(({ items }) => items.flatMap(marksOf))) };
}

/** The numbers of the sources with which a line ends. */
function marksOf(line: Line): number[] {
  const last = line.at(-1);
  const marks = typeof last === 'string' ? /(?:\[\d+\])+$/.exec(last)?.[0] : undefined;
  return [...(marks ?? '').matchAll(/\d+/g)].map(([n]) => Number(n));
}

function pictureBlocks(
  answer: TimelineAnswer,
  lang: Lang,
  m: Messages,
  nameOf: (id: string) => string,
): Extract<Block, { kind: 'picture' }>[] {
  const { picture, alt } = timelinePicture(answer, nameOf, lang, m);
  // Where there is nothing to draw, an empty picture says less than the words above it.
  return picture.lanes.length === 0 ? [] : [{ kind: 'picture', picture, alt, path: timelinePicturePath(answer, lang) }];
}

/** How much of it there is, and how much of that is no answer. */
function countWords(answer: TimelineAnswer, m: Messages): string {
  const marked = (['footnote', 'contested', 'false'] as const).flatMap((weight) => {
    const n = answer.entries.filter((e) => e.weight === weight).length;
    return n === 0 ? [] : [m.timeline.marked(n, weight)];
  });
  return m.timeline.counted(answer.entries.length, marked);
}

/** From which year on a long history is short; null where it is not long. */
export function laterYear(answer: TimelineAnswer): string | null {
  if (answer.entries.length <= 2 * LINES) return null;
  const years = [...new Set(answer.entries.map((e) => e.by.slice(0, 4)))].slice(1);
  const from = (year: string): number => answer.entries.filter((e) => e.by >= year).length;
  return years.find((year) => from(year) <= 2 * LINES) ?? years.at(-1) ?? null;
}

/** What a history is drawn with beside its facts. */
export type Telling = {
  readonly today: Day;
  readonly latest: Day;
  readonly nameOf: (id: string) => string;
};

/**
 * A history, oldest first, with the sources of each page at its foot: the picture with its words and, where it is long,
 * the milestones; then everything dated, by year. What is no answer says so.
 */
export function timelinePages(
  answer: TimelineAnswer,
  lang: Lang,
  m: Messages,
  { today, latest, nameOf }: Telling,
): readonly [View, ...View[]] {
  const { since } = answer;
  const from = since === null ? '' : `${m.timeline.sinceDay(m.common.day(since))}. `;
  const world: Line = [`${from}${worldWords(answer, m)}. ${m.offer.worlds.latest(m.common.day(latest))}.`];
  const then = answer.asOf === today ? '' : ` · ${m.offer.worlds.on(m.common.day(answer.asOf))}`;
  const title = `${m.timeline.title(nameOf(answer.subject))}${then}`;
  const notes = createNotes();
  const lines = datedLines({ answer, lang, m, nameOf });
  const milestones = lines.length > LINES ? milestonesOf(lines) : [];
  const [opening = [], ...others] = milestones.length > 0 ? [milestones, ...paged(lines)] : paged(lines);
  const first = listed(opening, notes, false);
  const more = others.map((its) => ({ years: [...new Set(its.map(yearOf))], ...listed(its, notes, true) }));
  // Numbers run through all pages; each page lists the sources that it cites.
  const sources = sourceLines(notes, m, answer.knownOn);
  const footed = ({ blocks, cited }: Listed): Block[] => {
    const its = sources.filter((_, i) => cited.has(i + 1));
    return its.length === 0
      ? [...blocks]
      : [...blocks, { kind: 'heading', text: m.common.sources }, { kind: 'list', items: its }];
  };
  const nothing = since === null ? m.offer.nothingKnown : m.timeline.nothingSince(m.common.day(since));
  const head: View = {
    title,
    tone: 'neutral',
    blocks: [
      { kind: 'note', line: world },
      { kind: 'text', line: [answer.entries.length === 0 ? nothing : countWords(answer, m)] },
      ...pictureBlocks(answer, lang, m, nameOf),
      ...(milestones.length > 0 ? [{ kind: 'heading' as const, text: m.timeline.milestones }] : []),
      ...footed(first),
    ],
  };
  return [
    head,
    ...more.map(({ years, ...page }): View => {
      const span = [...new Set([years[0], years.at(-1)])].join('–');
      return { title: `${title} · ${span}`, tone: 'neutral', blocks: [{ kind: 'note', line: world }, ...footed(page)] };
    }),
  ];
}
