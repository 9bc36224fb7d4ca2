import type { Ask } from '../../src/command.ts';
import type { Exhibit } from '../../src/domain/evidence.ts';
import type { StatementHit, StatementSearch, StatementsFound } from '../../src/domain/search.ts';
import { markedWords, WRITTEN_WORD } from '../../src/domain/search.ts';
import type { Subject } from '../../src/domain/subject.ts';
import { plainLetters } from '../../src/domain/text.ts';
import type { Block, Button, Line, Span, View } from '../../src/domain/view.ts';
import { lineValue } from './names.ts';
import { worldWords } from './offer/view.ts';
import { spanWords } from './span-words.ts';
import { dayOptions } from './subject.ts';

/** Assertions on a page. */
const ROWS = 6;
/** Sources named with an assertion. */
const SOURCES = 2;
/** Subjects that the question can be narrowed to by a button. */
const NARROWED = 3;
const TITLE = 80;

/** What was asked: the question as the record has it, the subject it is narrowed to, and its days as they were given. */
export type Asked = {
  readonly query: StatementSearch;
  readonly subject: Subject | null;
  readonly days: Parameters<typeof dayOptions>[0];
};

/** A text as bare words of a command line: quotation marks in pairs stay, what would be read as an option does not. */
function bareWords(text: string): string {
  const plain = text
    .replace(/[“”«»]/g, '"')
    .replace(/:/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return (plain.match(/"/g)?.length ?? 0) % 2 === 0 ? plain : plain.replaceAll('"', '');
}

/** The command line that searches for a text again, about `subject` where one is given. */
export function searchLine(text: string, subject: string | null, days: Asked['days']): string {
  return `search ${bareWords(text)}${subject === null ? '' : ` offer:${subject}`}${dayOptions(days)}`;
}

/** Claims about a state need more than one good source to be an answer; a plain fact has enough with one. */
const STATES: readonly string[] = ['commercial', 'company', 'qualification'];

function markOf({ weight, basis, statement }: Exhibit, ask: Ask): string {
  const { marks } = ask.messages.search;
  if (weight === 'false') return ` (${marks.false})`;
  if (weight === 'contested') return ` (${marks.contested})`;
  const unconfirmed = basis === 'weak' || (basis === 'single' && STATES.includes(statement.body.field));
  return weight === 'footnote' && unconfirmed ? ` (${marks.unconfirmed})` : '';
}

function sourceSpans(hit: StatementHit, ask: Ask): Span[] {
  const { messages: m } = ask;
  const all = [hit.exhibit, ...hit.also];
  const spans = all.slice(0, SOURCES).flatMap(({ statement, publisher }, i): Span[] => {
    const { source } = statement;
    const day = spanWords(source.dated ?? statement.public, m, m.offer.publicBetween);
    return [i === 0 ? '' : ' · ', { text: publisher?.name ?? source.publisher, url: source.url }, `, ${day}`];
  });
  const rest = all.length - SOURCES;
  return rest > 0 ? [...spans, `, ${m.search.others(rest)}`] : spans;
}

/** `3. 17 December 2025 · PREMI3NS · … (contested) · ANSSI, 17 December 2025`, the words that were asked for strong. */
function hitLine(hit: StatementHit, number: number, terms: readonly string[], ask: Ask): Line {
  const { messages: m, lang } = ask;
  const { statement } = hit.exhibit;
  const name = ask.queries.record.subject(statement.subject)?.name ?? statement.subject;
  const sentence = statement.text[lang].trim();
  return [
    `${number}. ${m.common.calendar(statement.valid.from, statement.valid.precision)} · ${name} · `,
    ...markedWords(sentence, terms).map(({ text, found }): Span => (found ? { text, strong: true } : text)),
    `${markOf(hit.exhibit, ask)} · `,
    ...sourceSpans(hit, ask),
  ];
}

/** The question with a word replaced by another. */
function corrected(text: string, word: string, by: string): string {
  return text.replace(WRITTEN_WORD, (one) => (plainLetters(one) === plainLetters(word) ? by : one));
}

/** The words that no statement has, and the nearest as questions to ask instead. */
function missingBlocks(found: StatementsFound, asked: Asked, ask: Ask): Block[] {
  const w = ask.messages.search;
  return found.missing.slice(0, 3).flatMap(({ word, nearest }): Block[] => {
    const said = [
      ...(found.mode === 'none' ? [] : [w.missing(word)]),
      ...(nearest.length > 0 ? [w.meant(nearest)] : []),
    ];
    const buttons = nearest.map((near): Button => {
      const text = corrected(asked.query.text, word, near);
      return { label: text.slice(0, 75), line: searchLine(text, asked.subject?.id ?? null, asked.days) };
    });
    return [
      ...(said.length > 0 ? ([{ kind: 'text', line: [said.join(' ')] }] as const) : []),
      ...(buttons.length > 0 ? ([{ kind: 'buttons', buttons }] as const) : []),
    ];
  });
}

function furtherButtons(found: StatementsFound, asked: Asked, ask: Ask): Button[] {
  const w = ask.messages.search;
  const { text } = asked.query;
  const { record } = ask.queries;
  const named = record.find(text);
  return [
    ...(asked.subject === null && found.firms.length > 1
      ? found.firms.slice(0, NARROWED).map(({ id, hits }) => ({
          label: w.only(record.subject(id)?.name ?? id, hits).slice(0, 75),
          line: searchLine(text, id, asked.days),
        }))
      : []),
    ...(asked.subject === null ? [] : [{ label: w.everybody, line: searchLine(text, null, asked.days) }]),
    ...(named.kind === 'one'
      ? [
          {
            label: w.offer(named.subject.name).slice(0, 75),
            line: `offer ${named.subject.id}${dayOptions(asked.days)}`,
          },
        ]
      : []),
    { label: w.news, line: `news text:${lineValue(text)}` },
  ];
}

/** The pages of what was found. */
export function foundPages(found: StatementsFound, asked: Asked, ask: Ask): View[] {
  const { messages: m } = ask;
  const w = m.search;
  const about = asked.subject === null ? '' : ` ${w.about(asked.subject.name)}`;
  const world = `${worldWords(asked.query, m)}. ${m.offer.worlds.latest(m.common.day(ask.queries.record.latest))}.`;
  const pages: View[] = [];
  for (let at = 0; at < found.hits.length; at += ROWS) {
    const part = found.hits.slice(at, at + ROWS);
    pages.push({
      title: w.title(asked.query.text.slice(0, TITLE)),
      tone: 'neutral',
      blocks: [
        { kind: 'note', line: [`${w.count(found.total, found.hits.length)}${about}. ${world}`] },
        ...(found.mode === 'any' && at === 0 ? ([{ kind: 'text', line: [w.any] }] as const) : []),
        ...(at === 0 ? missingBlocks(found, asked, ask) : []),
        { kind: 'list', items: part.map((hit, i) => hitLine(hit, at + i + 1, found.terms, ask)) },
        { kind: 'buttons', buttons: furtherButtons(found, asked, ask) },
      ],
    });
  }
  return pages;
}

/** Says that nothing was found, and offers what finds something. */
export function nothingFound(found: StatementsFound, asked: Asked, ask: Ask): View {
  const { messages: m } = ask;
  const w = m.search;
  const { query, subject, days } = asked;
  const finds = (other: Partial<StatementSearch>): boolean =>
    ask.queries.record.search({ ...query, limit: 1, ...other }).total > 0;
  const now = { asOf: ask.today, knownOn: null, recordedOn: null };
  const then = dayOptions(days) !== '' && finds(now);
  const { subject: _, ...everybody } = query;
  const elsewhere = subject !== null && ask.queries.record.search({ ...everybody, limit: 1 }).total > 0;
  const buttons: Button[] = [
    ...(elsewhere ? [{ label: w.everybody, line: searchLine(query.text, null, days) }] : []),
    ...(then ? [{ label: w.today, line: searchLine(query.text, subject?.id ?? null, {}) }] : []),
    { label: w.news, line: `news text:${lineValue(query.text)}` },
  ];
  const said = then ? w.noneThen : subject === null ? w.none : w.noneAbout(subject.name);
  return {
    title: w.title(query.text.slice(0, TITLE)),
    tone: 'warn',
    blocks: [
      { kind: 'text', line: [said] },
      ...missingBlocks(found, asked, ask),
      {
        kind: 'note',
        line: [`${worldWords(query, m)}. ${m.offer.worlds.latest(m.common.day(ask.queries.record.latest))}.`],
      },
      { kind: 'buttons', buttons },
    ],
  };
}
