import type { Ask } from '../../../src/command.ts';
import type { Outcome } from '../../../src/domain/answer.ts';
import { type BoardLine, type BoardTarget, FEW_SLIPS, type PromiseBoard } from '../../../src/domain/board.ts';
import type { Subject } from '../../../src/domain/subject.ts';
import type { Block, Button, Line, View } from '../../../src/domain/view.ts';
import type { Messages } from '../../../src/messages/index.ts';
import { createNotes, sourceLines } from '../notes.ts';
import { worldWords } from '../offer/view.ts';
import { type Drawing, targetLine } from './chain.ts';

/** Rows of a table, targets of a list on a page; of each list beside a table. */
const ROWS = 12;
const TARGETS = 8;
const BESIDE = 4;

/** Outcomes in the order in which they are counted: how it ended, then what is left. */
const COUNTED: readonly Outcome[] = ['kept', 'late', 'overdue', 'moved', 'open', 'dropped', 'unknown'];

type Pages = readonly [View, ...View[]];

function worldLine(board: PromiseBoard, { messages: m, queries }: Ask): Block {
  const latest = m.offer.worlds.latest(m.common.day(queries.record.latest));
  return { kind: 'note', line: [`${worldWords(board, m)}. ${latest}.`] };
}

/** The day asked about stands in the title: nobody takes an answer about then for one about today. */
const dated = (title: string, board: PromiseBoard, { messages: m, today }: Ask): string =>
  board.asOf === today ? title : `${title} · ${m.offer.worlds.on(m.common.day(board.asOf))}`;

/** Targets as a list under headings, with their own sources after it. */
function chainBlocks(
  parts: readonly { readonly heading: string; readonly targets: readonly BoardTarget[] }[],
  whose: (t: BoardTarget) => string,
  board: PromiseBoard,
  { lang, messages: m }: Ask,
): Block[] {
  const drawing: Drawing = { asOf: board.asOf, lang, m, notes: createNotes() };
  const blocks = parts
    .filter((part) => part.targets.length > 0)
    .flatMap(({ heading, targets }): Block[] => [
      { kind: 'heading', text: heading },
      { kind: 'list', items: targets.map((t): Line => targetLine(t, whose(t), drawing)) },
    ]);
  const sources = sourceLines(drawing.notes, m, board.knownOn);
  if (sources.length === 0) return blocks;
  return [...blocks, { kind: 'heading', text: m.common.sources }, { kind: 'list', items: sources }];
}

/** `3 kept, 1 overdue`: the outcomes there are. */
function countWords(line: BoardLine, m: Messages): string {
  const there = COUNTED.filter((outcome) => line.outcomes[outcome] > 0);
  return m.common.and(there.map((outcome) => m.board.counts[outcome](line.outcomes[outcome])));
}

function medianWords(line: BoardLine, m: Messages): string {
  const w = m.board;
  if (line.medianSlip === null) return w.noMedian;
  const few = line.slips < FEW_SLIPS ? ` ${w.few(line.slips)}` : '';
  return `${w.median(line.medianSlip, line.atLeast, line.slips)}${few}`;
}

/** What a reader looks for first. */
const ORDER: readonly (Outcome | 'floor')[] = [
  'overdue',
  'open',
  'moved',
  'late',
  'kept',
  'unknown',
  'dropped',
  'floor',
];

const groupOf = (t: BoardTarget): Outcome | 'floor' => (t.promises.length === 0 ? 'floor' : t.outcome);

/** The newest day due. */
const dueOf = (t: BoardTarget): string => t.promises.at(-1)?.due.to ?? t.floors.at(-1)?.due.from ?? '';

/** The longest overdue first, of others what is due next, of what is settled the newest. */
function inGroup(a: BoardTarget, b: BoardTarget): number {
  const sooner = dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : a.subject < b.subject ? -1 : 1;
  return groupOf(a) === 'overdue' || groupOf(a) === 'open' ? sooner : -sooner;
}

function ordered(targets: readonly BoardTarget[]): BoardTarget[] {
  return [...targets].sort((a, b) => ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)) || inGroup(a, b));
}

/** Pages of each list on the board of all, at most: nobody turns more, and a provider's own board has all of its. */
const PAGES = 10;

function chunks<T>(all: readonly T[], size: number, most = Number.POSITIVE_INFINITY): T[][] {
  const pages = Math.min(most, Math.ceil(all.length / size));
  return Array.from({ length: pages }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** The board of one subject: its targets by what became of them, in pages. */
export function subjectPages(board: PromiseBoard, subject: Subject, buttons: readonly Button[], ask: Ask): Pages {
  const { messages: m, queries } = ask;
  const w = m.board;
  const title = dated(w.titleOf(subject.name), board, ask);
  const [line] = board.lines;
  const provider = queries.record.subject(subject.provider ?? subject.id) ?? subject;
  const notes: Block[] = [
    ...(subject.provider === null ? [] : [{ kind: 'note', line: [w.onlyOffer(subject.name, provider.name)] } as const]),
    ...(board.weaker > 0 ? [{ kind: 'note', line: [w.weaker(board.weaker)] } as const] : []),
  ];
  const world = worldLine(board, ask);
  const actions: Block[] = buttons.length > 0 ? [{ kind: 'buttons', buttons }] : [];
  if (!line) {
    const none = board.asOf === ask.today ? w.none(subject.name) : w.noneBy(subject.name, m.common.day(board.asOf));
    const text: Block = { kind: 'text', line: [none] };
    return [{ title, tone: 'neutral', blocks: [world, text, ...notes, ...actions] }];
  }
  // The offer is named only where the reader cannot know it.
  const whose = (t: BoardTarget): string => (t.subject === subject.id || t.name === subject.name ? '' : t.name);
  const summary: Block[] =
    line.promises === 0
      ? []
      : [
          {
            kind: 'text',
            line: [
              `${m.common.colon(w.summary(line.promises, line.targets))} ${countWords(line, m)}. `,
              { text: medianWords(line, m), strong: true },
            ],
          },
        ];
  const pages = chunks(ordered(board.targets), TARGETS).map((targets, page, all): View => {
    const before = page === 0 ? undefined : all[page - 1]?.at(-1);
    const parts = ORDER.map((group) => ({
      heading: before !== undefined && groupOf(before) === group ? w.continued(w.groups[group]) : w.groups[group],
      targets: targets.filter((t) => groupOf(t) === group),
    }));
    const chains = chainBlocks(parts, whose, board, ask);
    const [before1, after1] = page === 0 ? [summary, notes] : [[], []];
    return {
      title,
      tone: line.outcomes.overdue > 0 ? 'warn' : 'neutral',
      blocks: [world, ...before1, ...chains, ...after1, ...actions],
    };
  });
  const [first, ...rest] = pages;
  return first ? [first, ...rest] : [{ title, tone: 'neutral', blocks: [world, ...summary, ...notes, ...actions] }];
}

/** Few columns with words in them: a row then reads by itself, on a phone too. */
function tableOf(lines: readonly BoardLine[], who: string, m: Messages): Block {
  const w = m.board;
  const slip = (line: BoardLine): string =>
    line.medianSlip === null
      ? w.noCell
      : `${w.cell(line.medianSlip, line.atLeast, line.slips)}${line.slips < FEW_SLIPS ? w.fewMark : ''}`;
  return {
    kind: 'table',
    columns: [who, w.columns.median, w.columns.promises, w.columns.outcomes],
    rows: lines.map((line) => [line.name, slip(line), w.onTargets(line.promises, line.targets), countWords(line, m)]),
  };
}

/** Whose a target is, where all are shown: the offer's name, behind its provider's where that does not say it. */
function fullName(t: BoardTarget, { queries }: Ask): string {
  const provider = queries.record.subject(t.provider)?.name ?? t.provider;
  return t.name.toLowerCase().includes(provider.toLowerCase()) ? t.name : `${provider} ${t.name}`;
}

/** The board of all: who keeps their word, then what is overdue and what is due next. */
export function boardPages(board: PromiseBoard, buttons: readonly Button[], ask: Ask): Pages {
  const { messages: m } = ask;
  const w = m.board;
  const title = dated(w.title, board, ask);
  const world = worldLine(board, ask);
  const actions: Block[] = buttons.length > 0 ? [{ kind: 'buttons', buttons }] : [];
  if (board.lines.length === 0) {
    const none: Block = { kind: 'text', line: [w.noneAtAll(m.common.day(board.asOf))] };
    return [{ title, tone: 'neutral', blocks: [world, none, ...actions] }];
  }
  const providers = board.lines.filter((line) => line.kind === 'provider' && line.promises > 0);
  const others = board.lines.filter((line) => line.kind !== 'provider' && line.promises > 0);
  const legend: Block = {
    kind: 'note',
    line: [[w.legend, ...(board.lines.some((l) => l.slips > 0 && l.slips < FEW_SLIPS) ? [w.fewLegend] : [])].join(' ')],
  };
  const whose = (t: BoardTarget): string => fullName(t, ask);
  const all = ordered(board.targets);
  const overdue = all.filter((t) => groupOf(t) === 'overdue');
  const next = all.filter((t) => groupOf(t) === 'open');
  const view = (blocks: readonly Block[]): View => ({
    title,
    tone: overdue.length > 0 ? 'warn' : 'neutral',
    blocks: [world, ...blocks, ...actions],
  });
  const [table, ...tables] = [
    ...chunks(providers, ROWS, PAGES).map((lines) => tableOf(lines, w.columns.name, m)),
    ...chunks(others, ROWS, PAGES).map((lines) => tableOf(lines, w.columns.other, m)),
  ];
  const [late, later] = [overdue.slice(0, BESIDE), overdue.slice(BESIDE)];
  const [soon, sooner] = [next.slice(0, BESIDE), next.slice(BESIDE)];
  const cut =
    [providers, others].some((l) => l.length > PAGES * ROWS) || [later, sooner].some((l) => l.length > PAGES * TARGETS);
  const nothing: Block[] = overdue.length === 0 ? [{ kind: 'text', line: [w.nothingOverdue] }] : [];
  const lists = chainBlocks(
    [
      { heading: w.overdue, targets: late },
      { heading: w.next, targets: soon },
    ],
    whose,
    board,
    ask,
  );
  return [
    view([
      ...(table ? [table, legend] : []),
      ...(cut ? [{ kind: 'note', line: [w.cut] } as const] : []),
      ...nothing,
      ...lists,
    ]),
    ...tables.map((more) => view([more, legend])),
    ...chunks(later, TARGETS, PAGES).map((t) =>
      view(chainBlocks([{ heading: w.continued(w.overdue), targets: t }], whose, board, ask)),
    ),
    ...chunks(sooner, TARGETS, PAGES).map((t) =>
      view(chainBlocks([{ heading: w.continued(w.next), targets: t }], whose, board, ask)),
    ),
  ];
}
