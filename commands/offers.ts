import { type Answer, type Ask, command } from '../src/command.ts';
import type { QualificationAnswer } from '../src/domain/answer.ts';
import { keptFor } from '../src/domain/kept.ts';
import type { Standing } from '../src/domain/standing.ts';
import { type AsOf, COMMERCIAL_ENDINGS, COMMERCIAL_RUNGS, schemesOf } from '../src/domain/statement.ts';
import type { Button, View } from '../src/domain/view.ts';
import { standingData } from '../src/exports/offer.ts';
import { lineValue } from './parts/names.ts';
import { type Filter, hardest, readFilters, refusedFilter } from './parts/offer/filters.ts';
import { standingCells, stateIn, stateLegend } from './parts/offer/standing-cells.ts';
import { worldWords } from './parts/offer/view.ts';
import { dayOptions, WORLD } from './parts/subject.ts';

/** Rows on a page, and pages: who has more to turn asks too much at once. */
const ROWS = 12;
const PAGES = 10;
const SCHEME = 'SecNumCloud';

/** What holds first, then what is under way from its last step down, then what has ended, then the rest. */
const STATES: readonly (QualificationAnswer['state'] | null)[] = [
  'renewed',
  'qualified',
  'J2',
  'J1',
  'J0',
  'in_progress',
  'filed',
  'ended_on_paper',
  'expired',
  'withdrawn',
  'none',
  null,
];
const RUNGS: readonly string[] = [...[...COMMERCIAL_RUNGS].reverse(), 'unknown', ...COMMERCIAL_ENDINGS];

/** Qualified before not, available before announced, then by name. */
function sorted(offers: readonly Standing[], scheme: string): readonly Standing[] {
  return keptFor(offers, `order ${scheme}`, () =>
    offers
      .map((offer) => {
        const at = STATES.indexOf(stateIn(offer, scheme)?.state ?? null);
        return {
          offer,
          rank: (at <= 1 ? 0 : at) * RUNGS.length + RUNGS.indexOf(offer.commercial.status),
          name: offer.name.toLowerCase(),
        };
      })
      .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .map(({ offer }) => offer),
  );
}

/** The question with these filters, of the same days. */
function lineOf(filters: readonly Filter[], more: readonly string[], world: AsOf, ask: Ask): string {
  const { asOf, knownOn, recordedOn } = world;
  const days = dayOptions({
    asOf: asOf === ask.today ? undefined : asOf,
    knownOn: knownOn ?? undefined,
    recordedOn: recordedOn ?? undefined,
  });
  return ['offers', ...filters.map((f) => `${f.option}:${lineValue(f.given)}`), ...more].join(' ') + days;
}

/** The question again, without one of its filters. */
const lineWithout = (filters: readonly Filter[], left: Filter, world: AsOf, ask: Ask): string =>
  lineOf(
    filters.filter((f) => f !== left),
    [],
    world,
    ask,
  );

/** The offers that fit, in pages, and as data. */
function table(filters: readonly Filter[], all: readonly Standing[], world: AsOf, ask: Ask): Answer {
  const { messages: m, lang } = ask;
  const w = m.news.offers;
  const scheme = filters.find((f) => f.scheme !== undefined)?.scheme ?? SCHEME;
  const fitting = sorted(all, scheme).filter((o) => filters.every((f) => f.fits(o)));
  const dated = `${worldWords(world, m)}. ${m.offer.worlds.latest(m.common.day(ask.queries.record.latest))}.`;
  const data = {
    ...world,
    offers: fitting.map((o) => standingData(o, lang)),
    filters: filters.map((f) => ({ option: f.option, value: f.given })),
    total: all.length,
    schemes: schemesOf(ask.queries.record.statements),
  };
  if (fitting.length === 0) return { pages: [nothing(filters, all, dated, world, ask)], data };
  const buttons: Button[] = [
    ...(filters.some((f) => f.option === 'qualified')
      ? []
      : [{ label: w.qualified, line: lineOf(filters, ['qualified:yes'], world, ask) } satisfies Button]),
    ...(filters.length > 0 ? [{ label: w.all, line: lineOf([], [], world, ask) } satisfies Button] : []),
  ];
  const summary = [
    w.count(fitting.length, all.length),
    ...filters.map((f) => f.words),
    ...(fitting.length > PAGES * ROWS ? [w.firstOnly(PAGES * ROWS)] : []),
  ].join(' · ');
  const pages: View[] = [];
  for (let at = 0; at < Math.min(fitting.length, PAGES * ROWS); at += ROWS) {
    const part = fitting.slice(at, at + ROWS);
    pages.push({
      title: w.title,
      tone: 'neutral',
      blocks: [
        { kind: 'note', line: [`${summary}. ${dated}`] },
        {
          kind: 'table',
          columns: [w.columns.name, w.columns.provider, w.columns.status, scheme, w.columns.until],
          rows: part.map((o) => {
            const [name = '', ...rest] = standingCells(o, scheme, ask.messages);
            return [name, ask.queries.record.subject(o.provider)?.name ?? o.provider, ...rest];
          }),
        },
        { kind: 'note', line: [[...stateLegend(part, scheme, m), w.details].join(' ')] },
        { kind: 'buttons', buttons },
      ],
    });
  }
  const [first, ...rest] = pages;
  return first === undefined
    ? { pages: [nothing(filters, all, dated, world, ask)], data }
    : { pages: [first, ...rest], data };
}

/** The table of all offers as of a day. */
export const offers = command({
  name: 'offers',
  options: {
    qualified: { type: 'text', suggest: 'qualified' },
    status: { type: 'choice', choices: [...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS] },
    service: { type: 'text', suggest: 'service' },
    country: { type: 'text', suggest: 'country' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const world = ask.world(values);
    const all = ask.queries.record.standings(world);
    const read = readFilters(values, all, ask);
    if ('wrong' in read) return refusedFilter(read, ask);
    const asked = read.filters.map((f) => `${f.option}:${f.given}`).join(' ');
    return keptFor(all, `answer ${ask.lang} ${ask.today} ${asked}`, () => table(read.filters, all, world, ask));
  },
});

/** Says that nothing fits, which filter removes most, and offers to leave each out. */
function nothing(filters: readonly Filter[], all: readonly Standing[], dated: string, world: AsOf, ask: Ask): View {
  const w = ask.messages.news.offers;
  const most = hardest(filters, all);
  const useful = filters.filter((left) => all.some((o) => filters.every((f) => f === left || f.fits(o))));
  const buttons: Button[] = [
    ...useful.slice(0, 4).map(
      (f): Button => ({
        label: w.without(f.words).slice(0, 75),
        line: lineWithout(filters, f, world, ask),
      }),
    ),
    ...(all.length > 0 && filters.length > 0 ? [{ label: w.all, line: lineOf([], [], world, ask) }] : []),
  ];
  return {
    title: w.title,
    tone: 'warn',
    blocks: [
      { kind: 'text', line: [all.length === 0 ? w.noneYet : w.none] },
      ...(most === null
        ? []
        : ([{ kind: 'text', line: [w.hardest(most.filter.words, most.left, all.length)] }] as const)),
      ...(most !== null && most.left > 0 && filters.length > 1
        ? ([{ kind: 'text', line: [w.together] }] as const)
        : []),
      { kind: 'note', line: [dated] },
      ...(buttons.length > 0 ? ([{ kind: 'buttons', buttons }] as const) : []),
    ],
  };
}
