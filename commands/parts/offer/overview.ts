import type { Ask } from '../../../src/command.ts';
import type { OffersAnswer } from '../../../src/domain/answer.ts';
import type { Subject } from '../../../src/domain/subject.ts';
import type { Block, Button, Line, View } from '../../../src/domain/view.ts';
import { createNotes, sourceLines } from '../notes.ts';
import { disputeLine, firmFacts } from './firm.ts';
import { standingCells, stateLegend } from './standing-cells.ts';
import { worldWords } from './view.ts';

const SCHEME = 'SecNumCloud';
/** Offers that have a button of their own. */
const CHOICES = 5;

/** A provider of several offers at a glance: where each stands, with a button to each; their cards follow. */
export function overviewPage(
  provider: Subject,
  answer: OffersAnswer,
  days: string,
  buttons: readonly Button[],
  { messages: m, lang, today, queries }: Ask,
): View {
  const w = m.news.offers;
  const { offers } = answer;
  const then = answer.asOf === today ? '' : ` · ${m.offer.worlds.on(m.common.day(answer.asOf))}`;
  const own = offers
    .slice(0, CHOICES)
    .map((o): Button => ({ label: o.name.slice(0, 75), line: `offer ${o.id}${days}` }));
  // What is said of the firm is said of each of its offers.
  const notes = createNotes();
  const nameOf = (id: string): string => queries.record.subject(id)?.name ?? id;
  const facts = offers[0] === undefined ? [] : firmFacts(offers[0], m, notes, nameOf);
  const disputes = [...new Map(offers.flatMap((o) => o.disputes).map((d) => [d.id, d])).values()];
  const linesOf = (settled: boolean): Line[] =>
    disputes.filter((d) => d.settled === settled).map((d) => disputeLine(d, lang, m, notes));
  const [contested, settled] = [linesOf(false), linesOf(true)];
  const sources = sourceLines(notes, m);
  const legend = [...stateLegend(offers, SCHEME, m), m.offer.overview.next(offers.length)];
  return {
    title: `${provider.name}${then}`,
    tone: 'neutral',
    blocks: [
      {
        kind: 'note',
        line: [`${worldWords(answer, m)}. ${m.offer.worlds.latest(m.common.day(queries.record.latest))}.`],
      },
      ...(provider.summary[lang] === '' ? [] : [{ kind: 'text', line: [provider.summary[lang]] } as const]),
      {
        kind: 'table',
        columns: [w.columns.name, w.columns.status, SCHEME, w.columns.until],
        rows: offers.map((o) => standingCells(o, SCHEME, m)),
      },
      { kind: 'note', line: [legend.join(' ')] },
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
      ...listed(m.offer.labels.disputes, contested),
      ...listed(m.offer.labels.settled, settled),
      ...listed(m.common.sources, sources),
      { kind: 'buttons', buttons: [...own, ...buttons] },
    ],
  };
}

function listed(heading: string, items: readonly Line[]): Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'list', items },
      ];
}
