import { type Ask, command } from '../src/command.ts';
import type { OfferAnswer, QualificationAnswer } from '../src/domain/answer.ts';
import { type AsOf, COMMERCIAL_ENDINGS, COMMERCIAL_RUNGS, schemesOf } from '../src/domain/statement.ts';
import type { Button, View } from '../src/domain/view.ts';
import { offersData } from '../src/exports/offer.ts';
import { lineValue } from './parts/names.ts';
import { type Filter, hardest, readFilters, refusedFilter } from './parts/offer-filters.ts';
import { worldWords } from './parts/offer-view.ts';

/** Rows on a page. */
const ROWS = 12;
const SCHEME = 'SecNumCloud';

/** Every offer that stood somewhere by the day asked about: on the commercial ladder, or in a scheme. */
function allOffers(world: AsOf, ask: Ask): OfferAnswer[] {
  const { record } = ask.queries;
  return record.subjects
    .filter((s) => s.kind === 'provider')
    .flatMap((provider) => record.offers(provider.id, world).offers)
    .filter((o) => o.commercial.status !== 'unknown' || o.qualification.some((q) => q.state !== 'none'));
}

const stateOf = (o: OfferAnswer, scheme: string): QualificationAnswer | null =>
  o.qualification.find((q) => q.scheme === scheme) ?? null;

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
function sorted(offers: readonly OfferAnswer[], scheme: string): OfferAnswer[] {
  const rank = (o: OfferAnswer): number => {
    const at = STATES.indexOf(stateOf(o, scheme)?.state ?? null);
    return at <= 1 ? 0 : at;
  };
  return [...offers].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      RUNGS.indexOf(a.commercial.status) - RUNGS.indexOf(b.commercial.status) ||
      (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1),
  );
}

function row(o: OfferAnswer, scheme: string, ask: Ask): string[] {
  const { messages: m, queries } = ask;
  const w = m.news.offers;
  const q = stateOf(o, scheme);
  const until = q === null || q.until === null || q.state === 'none' ? '' : m.common.day(q.until);
  const flag = o.commercial.flags.find((f) => f !== 'last_known');
  return [
    o.name,
    queries.record.subject(o.provider)?.name ?? o.provider,
    `${m.offer.commercial[o.commercial.status]}${flag === undefined ? '' : ` (${m.offer.flags[flag]})`}`,
    q === null ? w.states.none : w.states[q.state],
    q?.untilKind === 'inferred' && until !== '' ? w.inferred(until) : until,
  ];
}

const UNDER_WAY: readonly string[] = ['filed', 'in_progress', 'J0', 'J1', 'J2'];

/** What must be said of the states on a page, so that none is taken for more than it is. */
function legend(part: readonly OfferAnswer[], scheme: string, ask: Ask): string[] {
  const w = ask.messages.news.offers;
  const states = part.map((o) => stateOf(o, scheme)?.state ?? 'none');
  return [
    ...(states.some((state) => UNDER_WAY.includes(state)) ? [w.underWay] : []),
    ...(states.includes('ended_on_paper') ? [w.onPaper] : []),
  ];
}

/** The question again, without one of its filters. */
function lineWithout(filters: readonly Filter[], left: Filter | null, world: AsOf, ask: Ask): string {
  const rest = filters.filter((f) => f !== left).map((f) => ` ${f.option}:${lineValue(f.given)}`);
  return `offers${rest.join('')}${world.asOf === ask.today ? '' : ` as-of:${world.asOf}`}`;
}

/** The table of all offers as of a day. */
export const offers = command({
  name: 'offers',
  options: {
    qualified: { type: 'text', suggest: 'qualified' },
    status: { type: 'choice', choices: [...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS] },
    service: { type: 'text', suggest: 'service' },
    country: { type: 'text', suggest: 'country' },
    asOf: { type: 'day' },
  },
  answer: async (values, ask) => {
    const { messages: m, lang } = ask;
    const w = m.news.offers;
    const world = ask.world({ asOf: values.asOf });
    const all = allOffers(world, ask);
    const read = readFilters(values, all, ask);
    if ('wrong' in read) return refusedFilter(read, ask);
    const { filters } = read;
    const scheme = filters.find((f) => f.scheme !== undefined)?.scheme ?? SCHEME;
    const fitting = sorted(
      all.filter((o) => filters.every((f) => f.fits(o))),
      scheme,
    );
    const dated = `${worldWords(world, m)}. ${m.offer.worlds.latest(m.common.day(ask.queries.record.latest))}.`;
    const data = {
      ...offersData({ ...world, offers: fitting }, lang),
      filters: filters.map((f) => ({ option: f.option, value: f.given })),
      total: all.length,
      schemes: schemesOf(ask.queries.record.statements),
    };
    if (fitting.length === 0) return { pages: [nothing(filters, all, dated, world, ask)], data };
    const buttons: Button[] = [
      ...(filters.some((f) => f.option === 'qualified')
        ? []
        : [{ label: w.qualified, line: 'offers qualified:yes' } satisfies Button]),
      ...(filters.length > 0 ? [{ label: w.all, line: lineWithout([], null, world, ask) } satisfies Button] : []),
    ];
    const summary = [w.count(fitting.length, all.length), ...filters.map((f) => f.words)].join(' · ');
    const pages: View[] = [];
    for (let at = 0; at < fitting.length; at += ROWS) {
      const part = fitting.slice(at, at + ROWS);
      pages.push({
        title: w.title,
        tone: 'neutral',
        blocks: [
          { kind: 'note', line: [`${summary}. ${dated}`] },
          {
            kind: 'table',
            columns: [w.columns.name, w.columns.provider, w.columns.status, scheme, w.columns.until],
            rows: part.map((o) => row(o, scheme, ask)),
          },
          { kind: 'note', line: [[...legend(part, scheme, ask), w.details].join(' ')] },
          { kind: 'buttons', buttons },
        ],
      });
    }
    const [first, ...rest] = pages;
    return first === undefined
      ? { pages: [nothing(filters, all, dated, world, ask)], data }
      : { pages: [first, ...rest], data };
  },
});

/** Says that nothing fits, which filter removes most, and offers to leave each out. */
function nothing(filters: readonly Filter[], all: readonly OfferAnswer[], dated: string, world: AsOf, ask: Ask): View {
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
    ...(all.length > 0 && filters.length > 0 ? [{ label: w.all, line: lineWithout([], null, world, ask) }] : []),
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
