import type { FactAnswer, OfferAnswer, OffersAnswer, QualificationAnswer, Since } from '../../../src/domain/answer.ts';
import type { Lang } from '../../../src/domain/language.ts';
import { type Day, daysBetween } from '../../../src/domain/period.ts';
import { COMMERCIAL_RUNGS } from '../../../src/domain/statement.ts';
import type { SubjectKind } from '../../../src/domain/subject.ts';
import type { Block, Line, Tone, View } from '../../../src/domain/view.ts';
import type { Messages } from '../../../src/messages/index.ts';
import { sinceWords } from '../../../src/messages/since-words.ts';
import { createNotes, type Notes, sourceLines } from '../notes.ts';
import { disputeLine, firmFacts } from './firm.ts';
import { promiseLine, promisesInOrder } from './promise-line.ts';

/** How many lines of each list the first page shows. */
const SHOWN = { promises: 5, facts: 3, footnotes: 3, dated: 8 };
/** Dated facts on a page of their own. */
const DATED_PAGE = 14;

const when = (s: Since, m: Messages): string => m.common.calendar(s.from, s.precision);

/** Five rungs, the reached ones full: `▰▰▰▱▱`. */
export function ladderBar(status: string): string {
  const reached = COMMERCIAL_RUNGS.indexOf(status as never) + 1;
  return reached === 0 ? '' : `${'▰'.repeat(reached)}${'▱'.repeat(COMMERCIAL_RUNGS.length - reached)} `;
}

function commercialLine(o: OfferAnswer, m: Messages, notes: Notes): Line {
  const { commercial } = o;
  const flags = commercial.flags.map((f) => m.offer.flags[f]);
  const parts = [...sinceWords(commercial, m), ...flags];
  return [
    ladderBar(commercial.status),
    { text: m.offer.commercial[commercial.status], strong: true },
    `${parts.length > 0 ? `, ${parts.join(', ')}` : ''}${notes.marks(commercial.sources)}`,
  ];
}

/** How near the end of a qualification must be to be counted in days. */
const SOON_DAYS = 90;

/** What stands behind an end date: that it is inferred, how many days are left when they are few. */
function endWords(q: QualificationAnswer, until: Day, asOf: Day, m: Messages): string {
  const left = daysBetween(asOf, until);
  const words = [
    ...(q.untilKind === 'inferred' ? [m.offer.inferred] : []),
    ...(left >= 0 && left <= SOON_DAYS ? [m.offer.endsIn(left)] : []),
  ];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function qualificationLine(q: QualificationAnswer, asOf: Day, m: Messages, notes: Notes): Line {
  const details = [
    ...(q.since && q.state !== 'none' ? [m.offer.since(when(q.since, m))] : []),
    ...(q.scope.length > 0 ? [`${m.common.colon(m.offer.labels.scope.toLowerCase())} ${q.scope.join(', ')}`] : []),
    ...(q.decision === null ? [] : [`${m.offer.labels.decision.toLowerCase()} ${q.decision}`]),
    ...(q.announced !== null && q.announced !== q.decided
      ? [`${m.offer.labels.announced} ${m.common.day(q.announced)}`]
      : []),
    ...(q.until === null
      ? []
      : [`${m.offer.labels.until.toLowerCase()} ${m.common.day(q.until)}${endWords(q, q.until, asOf, m)}`]),
    ...(q.checked === null ? [] : [m.offer.checkedOn(m.common.day(q.checked))]),
  ];
  return [
    { text: m.offer.qualification[q.state], strong: true },
    `${details.length > 0 ? `, ${details.join(', ')}` : ''}${notes.marks(q.sources)}`,
  ];
}

function toneOf(o: OfferAnswer): Tone {
  if (o.commercial.status === 'rumoured') return 'rumour';
  if (o.commercial.status === 'abandoned' || o.commercial.status === 'discontinued') return 'bad';
  const states = o.qualification.map((q) => q.state);
  if (states.some((s) => s === 'qualified' || s === 'renewed')) return 'good';
  if (states.includes('ended_on_paper')) return 'warn';
  return 'neutral';
}

/** True for what is sold: an availability and a qualification are asked of it even where none is known. */
const isSold = (kind: SubjectKind): boolean => kind === 'offer';

function factsBlock(
  o: OfferAnswer,
  kind: SubjectKind,
  asOf: Day,
  lang: Lang,
  m: Messages,
  notes: Notes,
  nameOf: (id: string) => string,
): Block {
  const labels = m.offer.labels;
  const facts: { label: string; value: Line }[] =
    isSold(kind) || o.commercial.status !== 'unknown'
      ? [{ label: labels.commercial, value: commercialLine(o, m, notes) }]
      : [];
  const known = o.qualification.filter((q) => q.state !== 'none' || q.checked !== null);
  for (const q of known) {
    facts.push({
      label: q.version === null ? q.scheme : `${q.scheme} ${q.version}`,
      value: qualificationLine(q, asOf, m, notes),
    });
  }
  if (known.length === 0 && isSold(kind)) facts.push({ label: 'SecNumCloud', value: [m.offer.noQualification] });
  facts.push(...firmFacts(o, m, notes, nameOf));
  for (const field of ['technology', 'service', 'region', 'customer'] as const) {
    const mine = o.facts.filter((f) => f.field === field).slice(0, SHOWN.facts);
    if (mine.length > 0) {
      facts.push({
        label: labels[field],
        value: [mine.map((f) => `${f.text[lang]}${notes.marks(f.sources.slice(0, 1))}`).join(' · ')],
      });
    }
  }
  return { kind: 'facts', facts };
}

function listBlocks(o: OfferAnswer, asOf: Day, lang: Lang, m: Messages, notes: Notes): Block[] {
  const blocks: Block[] = [];
  const list = (heading: string, items: readonly Line[]) => {
    if (items.length > 0) blocks.push({ kind: 'heading', text: heading }, { kind: 'list', items });
  };
  list(
    m.offer.labels.promises,
    promisesInOrder(o.promises, asOf)
      .slice(0, SHOWN.promises)
      .map((p) => promiseLine(p, asOf, lang, m, notes.marks(p.sources))),
  );
  for (const settled of [false, true]) {
    list(
      settled ? m.offer.labels.settled : m.offer.labels.disputes,
      o.disputes.filter((d) => d.settled === settled).map((d) => disputeLine(d, lang, m, notes)),
    );
  }
  list(
    m.offer.labels.footnotes,
    [...o.footnotes]
      .sort((a, b) => Number(b.false) - Number(a.false))
      .slice(0, SHOWN.footnotes)
      .map((f) => [`${f.text[lang]} (${f.false ? m.offer.isFalse : m.offer.oneSource})${notes.marks(f.sources)}`]),
  );
  return blocks;
}

/** `As of 30 June 2022, using only what was public by 1 July 2022` */
export function worldWords(world: Pick<OffersAnswer, 'asOf' | 'knownOn' | 'recordedOn'>, m: Messages): string {
  return [
    m.offer.worlds.asOf(m.common.day(world.asOf)),
    ...(world.knownOn === null ? [] : [m.offer.worlds.knownOn(m.common.day(world.knownOn))]),
    ...(world.recordedOn === null ? [] : [m.offer.worlds.recordedOn(m.common.day(world.recordedOn))]),
  ].join(', ');
}

/** How many sources the first page names; the others are on the next. */
const SOURCES_SHOWN = 5;

/** What happened and what is noted, newest first. */
function datedFacts(o: OfferAnswer): readonly FactAnswer[] {
  return o.facts.filter((f) => f.field === 'event' || f.field === 'note');
}

function datedLine(f: FactAnswer, lang: Lang, m: Messages, notes: Notes): Line {
  return [{ text: when(f.since, m), strong: true }, ` · ${f.text[lang]}${notes.marks(f.sources.slice(0, 1))}`];
}

/** The pages that carry the dated facts that the card left out. */
function datedPages(o: OfferAnswer, lines: readonly Line[], world: Line, m: Messages): View[] {
  const pages: View[] = [];
  for (let at = 0; at < lines.length; at += DATED_PAGE) {
    pages.push({
      title: `${o.name} · ${m.news.subject.more}`,
      tone: 'neutral',
      blocks: [
        { kind: 'note', line: world },
        { kind: 'list', items: lines.slice(at, at + DATED_PAGE) },
      ],
    });
  }
  return pages;
}

/** Something that is known of it by the day asked about. */
function isKnown(o: OfferAnswer): boolean {
  return (
    o.commercial.status !== 'unknown' ||
    o.qualification.some((q) => q.state !== 'none' || q.checked !== null) ||
    o.facts.length > 0 ||
    o.promises.length > 0 ||
    o.owners.length > 0 ||
    o.footnotes.length > 0
  );
}

/** What an answer is drawn with beside the facts: today, how fresh the record is, how its subjects are called. */
export type Asking = { readonly today: Day; readonly latest: Day; readonly nameOf: (id: string) => string };

/**
 * One offer as a card, in the world that was asked for; then a page of all its sources when there are many, and what
 * else is dated of it. A rule, programme or customer has no ladder of its own: its card is its dated facts. `kind` is
 * what the subject is.
 */
export function offerPages(
  o: OfferAnswer,
  kind: SubjectKind,
  answer: OffersAnswer,
  lang: Lang,
  m: Messages,
  asking: Asking,
): readonly [View, ...View[]] {
  const notes = createNotes();
  const facts = factsBlock(o, kind, answer.asOf, lang, m, notes, asking.nameOf);
  // Sources are numbered in the order in which a reader meets them.
  const first = isSold(kind) ? [] : datedFacts(o).slice(0, SHOWN.dated);
  const onCard = first.map((f) => datedLine(f, lang, m, notes));
  const lists = listBlocks(o, answer.asOf, lang, m, notes);
  const later = datedFacts(o)
    .slice(first.length)
    .map((f) => datedLine(f, lang, m, notes));
  const what = isSold(kind) ? '' : `${capital(m.offer.subjectKinds[kind])}. `;
  const world: Line = [`${what}${worldWords(answer, m)}. ${m.offer.worlds.latest(m.common.day(asking.latest))}.`];
  const sources = sourceLines(notes, m, answer.knownOn);
  const blocks: Block[] = [{ kind: 'note', line: world }];
  if (o.summary[lang] !== '') blocks.push({ kind: 'text', line: [o.summary[lang]] });
  if (isKnown(o)) {
    if (facts.kind === 'facts' && facts.facts.length > 0) blocks.push(facts);
    if (onCard.length > 0)
      blocks.push({ kind: 'heading', text: m.news.subject.facts }, { kind: 'list', items: onCard });
    blocks.push(...lists);
  } else blocks.push({ kind: 'text', line: [m.offer.nothingKnown] });
  const rest = sources.length - SOURCES_SHOWN;
  const shown = rest > 1 ? [...sources.slice(0, SOURCES_SHOWN), [m.offer.moreSources(rest)]] : sources;
  if (shown.length > 0) blocks.push({ kind: 'heading', text: m.common.sources }, { kind: 'list', items: shown });
  // The day asked about stands in the title: nobody takes an answer about then for one about today.
  const then = answer.asOf === asking.today ? '' : ` · ${m.offer.worlds.on(m.common.day(answer.asOf))}`;
  const card: View = { title: `${o.name}${then}`, tone: toneOf(o), blocks };
  const all: View = {
    title: `${o.name} · ${m.common.sources}`,
    tone: 'neutral',
    blocks: [
      { kind: 'note', line: world },
      { kind: 'list', items: sources },
    ],
  };
  return [card, ...(rest > 1 ? [all] : []), ...datedPages(o, later, world, m)];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
