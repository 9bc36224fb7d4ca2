import type { Ask } from '../../../src/command.ts';
import type { FactAnswer, OfferAnswer } from '../../../src/domain/answer.ts';
import type { AsOf } from '../../../src/domain/statement.ts';
import type { Block, Button, Line, Span, View } from '../../../src/domain/view.ts';
import type { Difference } from '../../../src/exports/compare.ts';
import { createNotes, type Notes, sourceLines } from '../notes.ts';
import { promiseLine, promisesInOrder } from '../offer/promise-line.ts';
import { worldWords } from '../offer/view.ts';
import { dayOptions } from '../subject.ts';
import { type Chosen, compareLine, type Days, labelOf } from './choose.ts';
import { differenceSentences } from './differs.ts';
import { factsOf, lawFacts, schemesIn } from './facts.ts';
import { standOf } from './rivals.ts';
import { tableRows } from './rows.ts';

/** Sources on the first page, and on each page of sources. */
const SOURCES = { first: 4, page: 20 };
/** Other offers of providers, as buttons. */
const INSTEAD = 6;
const SHOWN = { facts: 8, promises: 6, footnotes: 3, dated: 5 };

/** A provider's other offers: which one is shown, and buttons for the others. */
function choices(
  chosen: readonly Chosen[],
  days: Days,
  ask: Ask,
): { readonly said: string[]; readonly buttons: Button[] } {
  const w = ask.messages.compare;
  const several = chosen.filter(({ others }) => others.length > 0);
  return {
    said: several.map(({ subject, offer, others }) =>
      w.foremost(
        subject.name,
        offer.name,
        others.map((o) => o.name),
      ),
    ),
    buttons: several
      .flatMap((one) =>
        one.others.map((other): Button => {
          const ids = chosen.map((c) => (c === one ? other.id : c.subject.id));
          return { label: w.instead(labelOf(other, ask)).slice(0, 75), line: compareLine(ids, days) };
        }),
      )
      .slice(0, INSTEAD),
  };
}

/** What must be said of the states shown, so that none is taken for more than it is. */
function legend(offers: readonly OfferAnswer[], ask: Ask): string[] {
  const w = ask.messages.news.offers;
  const states = offers.flatMap((o) => o.qualification.map((q) => q.state));
  return [
    ...(states.some((state) => standOf(state) === 'under_way') ? [w.underWay] : []),
    ...(states.includes('ended_on_paper') ? [w.onPaper] : []),
  ];
}

type Detail = {
  readonly schemes: readonly string[];
  readonly world: AsOf;
  readonly dated: Line;
  /** The days asked for, as options of a line. */
  readonly again: string;
  readonly notes: Notes;
  readonly ask: Ask;
};

/** One offer with the whole of what the table cuts short. */
function detailPage(one: Chosen, ctx: Detail): View {
  const { schemes, world, dated, again, notes, ask } = ctx;
  const { asOf } = world;
  const { messages: m, lang } = ask;
  const { offer: o } = one;
  const blocks: Block[] = [{ kind: 'note', line: dated }];
  const list = (heading: string, items: readonly Line[]): void => {
    if (items.length > 0) blocks.push({ kind: 'heading', text: heading }, { kind: 'list', items });
  };
  const lines = (facts: readonly FactAnswer[], withDay = false): Line[] =>
    facts.slice(0, SHOWN.facts).map((f): Line => {
      const day = `${m.common.calendar(f.since.from, f.since.precision)} · `;
      return [`${withDay ? day : ''}${f.text[lang]}${notes.marks(f.sources)}`];
    });
  if (o.summary[lang] !== '') blocks.push({ kind: 'text', line: [o.summary[lang]] });
  const scopes = o.qualification.filter((q) => schemes.includes(q.scheme) && q.scope.length > 0);
  const facts = scopes.map((q) => {
    const decision = q.decision === null ? '' : ` · ${m.offer.labels.decision.toLowerCase()} ${q.decision}`;
    const checked = q.checked === null ? '' : ` · ${m.offer.checkedOn(m.common.day(q.checked))}`;
    return { label: q.scheme, value: [`${q.scope.join(', ')}${decision}${checked}${notes.marks(q.sources)}`] };
  });
  if (facts.length > 0) blocks.push({ kind: 'facts', facts });
  list(m.compare.labels.law, lines(lawFacts(o, ask.queries.record)));
  for (const field of ['technology', 'service', 'region', 'customer'] as const)
    list(m.offer.labels[field], lines(factsOf(o, field)));
  list(
    m.offer.labels.promises,
    promisesInOrder(o.promises, asOf)
      .slice(0, SHOWN.promises)
      .map((p) => promiseLine(p, asOf, lang, m, notes.marks(p.sources))),
  );
  list(
    m.offer.labels.disputes,
    o.disputes
      .filter((d) => !d.settled)
      .map((d) =>
        d.positions.flatMap((p, i): Span[] => [i === 0 ? '' : ' / ', `${p.value[lang]}${notes.marks(p.sources)}`]),
      ),
  );
  list(
    m.offer.labels.footnotes,
    o.footnotes
      .slice(0, SHOWN.footnotes)
      .map((f) => [`${f.text[lang]} (${f.false ? m.offer.isFalse : m.offer.oneSource})${notes.marks(f.sources)}`]),
  );
  list(m.news.subject.facts, lines(factsOf(o, 'event').slice(0, SHOWN.dated), true));
  blocks.push({
    kind: 'buttons',
    buttons: [{ label: m.compare.card(one.label).slice(0, 75), line: `offer ${o.id}${again}` }],
  });
  return { title: `${one.label} · ${m.compare.inDetail}`, tone: 'neutral', blocks };
}

/**
 * The comparison: what differs and the table on the first page, then each offer in full, then all sources. Sources are
 * numbered through all pages.
 */
export function comparePages(
  chosen: readonly Chosen[],
  differs: readonly Difference[],
  said: readonly string[],
  world: AsOf,
  days: Days,
  ask: Ask,
): readonly [View, ...View[]] {
  const { messages: m } = ask;
  const w = m.compare;
  const notes = createNotes();
  const offers = chosen.map(({ offer }) => offer);
  const rows = tableRows(offers, { ask, world, notes });
  const onTable = notes.cited.length;
  const dated: Line = [`${worldWords(world, m)}. ${m.offer.worlds.latest(m.common.day(ask.queries.record.latest))}.`];
  const other = choices(chosen, days, ask);
  const schemes = schemesIn(offers);
  const details = chosen.map((one) => detailPage(one, { schemes, world, dated, again: dayOptions(days), notes, ask }));
  const sources = sourceLines(notes, m, world.knownOn);
  const rest = sources.length - Math.min(SOURCES.first, onTable);
  const shown: Line[] = [
    ...sources.slice(0, Math.min(SOURCES.first, onTable)),
    ...(rest > 0 ? [[w.moreSources(rest)]] : []),
  ];
  const names = chosen.map(({ label }) => label);
  const then = world.asOf === ask.today ? '' : ` · ${m.offer.worlds.on(m.common.day(world.asOf))}`;
  const notable = legend(offers, ask);
  const first: View = {
    title: `${w.title(names)}${then}`,
    tone: 'neutral',
    blocks: [
      { kind: 'note', line: dated },
      ...differenceSentences(chosen, differs, { ask, asOf: world.asOf }).map(
        (text): Block => ({ kind: 'text', line: [text] }),
      ),
      ...[...said, ...other.said].map((text): Block => ({ kind: 'note', line: [text] })),
      { kind: 'table', columns: [w.criterion, ...names], rows: rows.map(({ label, cells }) => [label, ...cells]) },
      ...(notable.length > 0 ? ([{ kind: 'note', line: [notable.join(' ')] }] as const) : []),
      ...(shown.length > 0
        ? ([
            { kind: 'heading', text: m.common.sources },
            { kind: 'list', items: shown },
          ] as const)
        : []),
      {
        kind: 'buttons',
        buttons: [
          ...other.buttons,
          ...(dayOptions(days) === ''
            ? []
            : [
                {
                  label: m.offer.today,
                  line: compareLine(
                    chosen.map(({ subject }) => subject.id),
                    {},
                  ),
                },
              ]),
        ],
      },
    ],
  };
  const pages: View[] = [];
  for (let at = 0; at < sources.length; at += SOURCES.page) {
    pages.push({
      title: `${w.title(names)} · ${m.common.sources}`,
      tone: 'neutral',
      blocks: [
        { kind: 'note', line: dated },
        { kind: 'list', items: sources.slice(at, at + SOURCES.page) },
      ],
    });
  }
  return [first, ...details, ...pages];
}
