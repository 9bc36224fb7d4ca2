import type { Ask } from '../../../src/command.ts';
import type { Citation, FactAnswer, OfferAnswer, QualificationAnswer } from '../../../src/domain/answer.ts';
import { OUTCOMES } from '../../../src/domain/answer.ts';
import { daysBetween } from '../../../src/domain/period.ts';
import type { AsOf } from '../../../src/domain/statement.ts';
import { sinceWords } from '../../../src/messages/since-words.ts';
import type { Notes } from '../notes.ts';
import { promisesInOrder } from '../offer/promise-line.ts';
import { factsOf, inScheme, lawFacts, newestFact, outcomeCounts, schemesIn, shortened, shortFact } from './facts.ts';
import { standOf } from './rivals.ts';

/** Sources marked in one cell: the others stand on the offer's own page. */
const MARKED = 2;
/** Layers, facts and owners named in a cell. */
const NAMED = { scope: 4, facts: 2, customers: 4, owners: 5 };

/** Longest text of a cell, by how many offers stand side by side: the whole stands on each offer's own page. */
const LONGEST: readonly number[] = [110, 110, 110, 80, 60];

type Asked = { readonly ask: Ask; readonly world: AsOf; readonly notes: Notes };
type Ctx = Asked & { readonly longest: number };
/** What one row of the table says of each offer. */
export type Row = { readonly label: string; readonly cells: readonly string[] };

const marks = (sources: readonly Citation[], { notes }: Ctx): string => notes.marks(sources.slice(0, MARKED));

function availability(o: OfferAnswer, ctx: Ctx): string {
  const { messages: m } = ctx.ask;
  const { status, flags, sources } = o.commercial;
  if (status === 'unknown') return m.compare.unknown;
  const parts = [
    m.offer.commercial[status],
    ...sinceWords(o.commercial, m),
    ...flags.map((flag) => m.offer.flags[flag]),
  ];
  return `${parts.join(', ')}${marks(sources, ctx)}`;
}

function standing(q: QualificationAnswer | null, ctx: Ctx): string {
  const { messages: m } = ctx.ask;
  if (q === null || q.state === 'none') {
    const looked = q?.checked ?? null;
    const said = looked === null ? m.compare.states.none : m.compare.absent(m.common.day(looked));
    return `${said}${q === null ? '' : marks(q.sources, ctx)}`;
  }
  const parts = [
    m.compare.states[q.state],
    ...(q.version === null ? [] : [m.compare.version(q.version)]),
    ...(q.since === null ? [] : [m.offer.since(m.common.calendar(q.since.from, q.since.precision))]),
  ];
  return `${parts.join(', ')}${marks(q.sources, ctx)}`;
}

function until(q: QualificationAnswer | null, ctx: Ctx): string {
  const { messages: m } = ctx.ask;
  const { asOf } = ctx.world;
  const stands = q === null ? 'none' : standOf(q.state);
  if (q === null || q.until === null || stands === 'none' || stands === 'under_way')
    return stands === 'holds' ? m.compare.unknown : '';
  const left = daysBetween(asOf, q.until);
  const words = [
    left >= 0 ? m.compare.left(left) : m.compare.over(-left),
    ...(q.untilKind === 'inferred' ? [m.compare.inferred] : []),
  ];
  return `${m.common.day(q.until)} (${words.join(', ')})${marks(q.sources, ctx)}`;
}

function scope(q: QualificationAnswer | null, ctx: Ctx): string {
  if (q === null || q.scope.length === 0) return '';
  const layers = q.scope.slice(0, NAMED.scope).map((layer) => shortened(layer, 40));
  return `${layers.join(', ')}${q.scope.length > NAMED.scope ? ' …' : ''}${marks(q.sources, ctx)}`;
}

function owners(o: OfferAnswer, ctx: Ctx): string {
  const { messages: m } = ctx.ask;
  return o.owners
    .slice(0, NAMED.owners)
    .map((w) => {
      const share = w.share === null ? '' : ` (${m.offer.share(w.share.min, w.share.max)})`;
      return `${w.name}${share}${ctx.notes.marks(w.sources.slice(0, 1))}`;
    })
    .join(', ');
}

/** Facts in a few words each, those that say the same once. */
function short(facts: readonly FactAnswer[], most: number, ctx: Ctx): string {
  const { ask, notes } = ctx;
  const said = new Set<string>();
  const words = facts.flatMap((fact) => {
    const text = shortFact(fact, ctx.longest, ask.lang, ask.messages.common.and, ask.queries.record);
    if (said.has(text) || said.size >= most) return [];
    said.add(text);
    return [`${text}${notes.marks(fact.sources.slice(0, 1))}`];
  });
  return words.join(' · ');
}

function promises(o: OfferAnswer, ctx: Ctx): string {
  const { ask, world } = ctx;
  const counts = outcomeCounts(o.promises);
  const said = OUTCOMES.flatMap((outcome) => {
    const n = counts[outcome];
    return n === undefined ? [] : [ask.messages.board.counts[outcome](n)];
  });
  const first = promisesInOrder(o.promises, world.asOf).slice(0, MARKED);
  return said.length === 0
    ? ''
    : `${said.join(', ')}${marks(
        first.flatMap((p) => p.sources.slice(0, 1)),
        ctx,
      )}`;
}

function slip(o: OfferAnswer, { ask, world }: Ctx): string {
  const { lines } = ask.queries.record.promises(world, o.id);
  const line = lines.find((one) => one.medianSlip !== null);
  return line && line.medianSlip !== null ? ask.messages.board.cell(line.medianSlip, line.atLeast, line.slips) : '';
}

/** The first two sides of each open dispute. */
function disputed(o: OfferAnswer, ctx: Ctx): string {
  return o.disputes
    .filter((d) => !d.settled)
    .map((d) => {
      const sides = d.positions.slice(0, 2).map((p) => {
        const mark = ctx.notes.marks(p.sources.slice(0, 1));
        return `${shortened(p.value[ctx.ask.lang], 50)}${mark}`;
      });
      return `${sides.join(' / ')}${d.positions.length > 2 ? ' / …' : ''}`;
    })
    .join(' · ');
}

function newest(o: OfferAnswer, ctx: Ctx): string {
  const { messages: m, lang } = ctx.ask;
  const fact = newestFact(o, ctx.ask.queries.record);
  if (fact === null) return '';
  const day = m.common.calendar(fact.since.from, fact.since.precision);
  return `${m.common.colon(day)} ${shortened(fact.text[lang], ctx.longest)}${ctx.notes.marks(fact.sources.slice(0, 1))}`;
}

function country(o: OfferAnswer, ask: Ask): string {
  const { record } = ask.queries;
  const code = record.subject(o.id)?.country ?? record.subject(o.provider)?.country ?? null;
  return code === null ? '' : (new Intl.DisplayNames([ask.lang], { type: 'region' }).of(code) ?? code);
}

/** The rows of the table; a row of which nothing is known for any offer is left out. */
export function tableRows(offers: readonly OfferAnswer[], asked: Asked): Row[] {
  const { ask } = asked;
  const ctx: Ctx = { ...asked, longest: LONGEST[offers.length] ?? 0 };
  const { messages: m } = ask;
  const w = m.compare;
  const schemes = schemesIn(offers);
  const shown = schemes.length > 0 ? schemes : ['SecNumCloud'];
  const labelled = (scheme: string, label: string): string => (shown.length === 1 ? label : w.ofScheme(scheme, label));
  const row = (label: string, cell: (o: OfferAnswer) => string): Row[] => {
    const cells = offers.map(cell);
    return cells.every((text) => text === '') ? [] : [{ label, cells }];
  };
  return [
    ...row(m.offer.labels.commercial, (o) => availability(o, ctx)),
    ...shown.flatMap((scheme) => [
      ...row(scheme, (o) => standing(inScheme(o, scheme), ctx)),
      ...row(labelled(scheme, w.labels.until), (o) => until(inScheme(o, scheme), ctx)),
      ...row(labelled(scheme, w.labels.scope), (o) => scope(inScheme(o, scheme), ctx)),
    ]),
    ...row(m.offer.labels.owners, (o) => owners(o, ctx)),
    ...row(w.labels.country, (o) => country(o, ask)),
    ...row(w.labels.law, (o) => short(lawFacts(o, ask.queries.record), 1, ctx)),
    ...row(m.offer.labels.technology, (o) => short(factsOf(o, 'technology'), NAMED.facts, ctx)),
    ...row(m.offer.labels.service, (o) => short(factsOf(o, 'service'), NAMED.facts, ctx)),
    ...row(m.offer.labels.region, (o) => short(factsOf(o, 'region'), NAMED.facts, ctx)),
    ...row(m.offer.labels.customer, (o) => short(factsOf(o, 'customer'), NAMED.customers, ctx)),
    ...row(m.offer.labels.promises, (o) => promises(o, ctx)),
    ...row(w.labels.slip, (o) => slip(o, ctx)),
    ...row(w.labels.disputes, (o) => disputed(o, ctx)),
    ...row(w.labels.news, (o) => newest(o, ctx)),
  ];
}
