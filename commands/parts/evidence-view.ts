import type { OfferAnswer, PromiseAnswer } from '../../src/domain/answer.ts';
import type { EvidencePack, Exhibit } from '../../src/domain/evidence.ts';
import type { EntryWeight } from '../../src/domain/history.ts';
import type { Lang } from '../../src/domain/language.ts';
import type { Day } from '../../src/domain/period.ts';
import type { Block, Line, Span, View } from '../../src/domain/view.ts';
import { nothingEstablished, nothingWords } from '../../src/exports/evidence/answer.ts';
import { evidenceFiles } from '../../src/exports/evidence/evidence.ts';
import { contentsWords, gradeCounts, pinned } from '../../src/exports/evidence/markdown.ts';
import { endWords, restsOn } from '../../src/exports/evidence/words.ts';
import type { Messages } from '../../src/messages/index.ts';
import { sinceWords } from '../../src/messages/since-words.ts';
import { worldWords } from './offer/view.ts';
import { dayOptions } from './subject.ts';

/** Lines of main assertions, overdue promises of an offer, dated facts of what is none, disputes, and citations behind an assertion, that the card shows. */
const SHOWN = { assertions: 12, overdue: 2, facts: 6, disputes: 4, citations: 3 };

const WEIGHTS: readonly EntryWeight[] = ['strong', 'footnote', 'contested', 'false'];

type Sources = readonly { readonly statement: string }[];
type Cited = ReadonlyMap<string, Exhibit>;

/** ` (one sound source only) [VIG-…, VIG-…]`: what an assertion rests on, the best exhibits first. */
function grounds(sources: Sources, cited: Cited, m: Messages): string {
  return `${restsOn(sources, cited, m)}${citations(sources, cited)}`;
}

function citations(sources: Sources, cited: Cited): string {
  const found = sources.flatMap((source) => cited.get(source.statement)?.citation ?? []);
  const shown = [...new Set(found)].slice(0, SHOWN.citations);
  return shown.length === 0 ? '' : ` [${shown.join(', ')}]`;
}

/** Where an offer stands, a line per ladder, with the exhibits that say so. */
function assertions(o: OfferAnswer, pack: EvidencePack, cited: Cited, lang: Lang, m: Messages): Line[] {
  const when = (s: { from: Day; precision: Parameters<typeof m.common.calendar>[1] } | null): string =>
    s === null ? '' : `, ${m.offer.since(m.common.calendar(s.from, s.precision))}`;
  const kind = pack.subjects.find((s) => s.id === o.id)?.kind ?? 'offer';
  const named = (text: string): Span[] => [{ text: o.name, strong: true }, `, ${text}`];
  const lines: Line[] = [];
  if (nothingEstablished(o, kind, pack))
    lines.push([{ text: m.common.colon(o.name), strong: true }, ` ${nothingWords(kind, m)}`]);
  if (o.commercial.status !== 'unknown') {
    const flags = o.commercial.flags.map((flag) => `, ${m.offer.flags[flag]}`).join('');
    lines.push(
      named(
        `${m.offer.commercial[o.commercial.status]}${sinceWords(o.commercial, m)
          .map((words) => `, ${words}`)
          .join('')}${flags}${grounds(o.commercial.sources, cited, m)}`,
      ),
    );
  }
  for (const q of o.qualification.filter((one) => one.state !== 'none' || one.checked !== null)) {
    const until =
      q.until === null
        ? ''
        : `, ${m.offer.labels.until.toLowerCase()} ${m.common.day(q.until)}${endWords(q, pack.asOf, m)}`;
    const since = q.state === 'none' ? '' : when(q.since);
    lines.push(
      named(
        `${m.common.colon(q.scheme)} ${m.offer.qualification[q.state]}${since}${until}${grounds(q.sources, cited, m)}`,
      ),
    );
  }
  // What the firm promised for all its offers is told with the first.
  const told = (p: PromiseAnswer): boolean => o === pack.offers[0] || cited.get(p.id)?.statement.subject === o.id;
  const overdue = o.promises.filter((p) => p.outcome === 'overdue' && told(p)).slice(-SHOWN.overdue);
  for (const p of overdue) {
    const text = p.text[lang].replace(/[.\s]+$/, '');
    lines.push(
      named(
        `${m.evidence.fields.promise} ${m.offer.outcomes.overdue(p.days)} · ${text}${grounds(p.sources, cited, m)}`,
      ),
    );
  }
  // A rule, a programme or a customer has no ladder of its own: what is told of it stands for one.
  const facts = kind === 'offer' ? [] : o.facts.filter((f) => f.field === 'event' || f.field === 'note');
  for (const f of facts.slice(0, SHOWN.facts)) {
    const day = m.common.calendar(f.since.from, f.since.precision);
    lines.push([
      { text: day, strong: true },
      ` · ${f.text[lang].replace(/[.\s]+$/, '')}${grounds(f.sources, cited, m)}`,
    ]);
  }
  return lines;
}

/** Who holds the firm, in one line: the same for all its offers. */
function owners(pack: EvidencePack, cited: Cited, m: Messages): Line[] {
  const held = pack.offers[0]?.owners ?? [];
  if (held.length === 0) return [];
  const names = held.map((w) => {
    const share = w.share === null ? '' : ` (${m.offer.share(w.share.min, w.share.max)})`;
    return `${w.name}${share}${citations(w.sources.slice(0, 1), cited)}`;
  });
  return [[{ text: m.common.colon(m.offer.labels.owners), strong: true }, ` ${names.join(', ')}`]];
}

function disputes(pack: EvidencePack, settled: boolean, cited: Cited, lang: Lang, m: Messages): Line[] {
  const all = new Map(pack.offers.flatMap((o) => o.disputes).map((d) => [d.id, d]));
  const wanted = [...all.values()].filter((d) => d.settled === settled);
  return wanted.map((d) =>
    d.positions.flatMap((p, i): Span[] => [
      i === 0 ? '' : ' / ',
      { text: p.value[lang], strong: i === d.preferred },
      `${i === d.preferred ? ` (${m.offer.preferred})` : ''}${citations(p.sources, cited)}`,
    ]),
  );
}

function list(heading: string, lines: readonly Line[], most: number, m: Messages): Block[] {
  if (lines.length === 0) return [];
  const rest = lines.length - most;
  const items = rest > 0 ? [...lines.slice(0, most), [m.evidence.view.more(rest)]] : lines;
  return [
    { kind: 'heading', text: heading },
    { kind: 'list', items },
  ];
}

function contents(pack: EvidencePack, m: Messages): Block {
  const { labels, view } = m.evidence;
  const byWeight = WEIGHTS.flatMap((weight) => {
    const n = pack.exhibits.filter((e) => e.weight === weight).length;
    return n === 0 ? [] : [view.weights[weight](n)];
  });
  const facts = [
    { label: labels.id, value: [{ text: pack.id, strong: true }] },
    { label: labels.contents, value: [contentsWords(pack, m)] },
    { label: view.byWeight, value: [byWeight.join(' · ')] },
    { label: labels.grades, value: [gradeCounts(pack, m)] },
  ];
  return { kind: 'facts', facts: pack.exhibits.length === 0 ? facts.slice(0, 1) : facts };
}

/**
 * A pack as one card: what it holds, the main assertions with their citations, what is contested, and the files. One
 * page, so that the files need not be kept for a "next" button.
 */
export function evidenceView(pack: EvidencePack, lang: Lang, m: Messages, today: Day): View {
  const cited: Cited = new Map(pack.exhibits.map((e) => [e.statement.id, e]));
  const { view, recordEmpty, nothing } = m.evidence;
  const latest = pack.latest === '' ? recordEmpty : m.offer.worlds.latest(m.common.day(pack.latest));
  const again = pinned(pack);
  const days = dayOptions({
    asOf: pack.asOf,
    knownOn: pack.knownOn ?? undefined,
    recordedOn: pack.recordedOn ?? undefined,
  });
  const asked = `${pack.subject.id}${days}`;
  // A past day by all that is known since: not what could be known on that day, which a buyer may be after.
  const hindsight = pack.asOf < today && pack.knownOn === null && pack.recordedOn === null;
  const standings = pack.offers.flatMap((o) => assertions(o, pack, cited, lang, m));
  const blocks: Block[] = [
    { kind: 'note', line: [`${worldWords(pack, m)}. ${latest}.`] },
    contents(pack, m),
    ...(pack.exhibits.length === 0
      ? [{ kind: 'text' as const, line: [nothing.all] }]
      : list(view.main, [...standings, ...owners(pack, cited, m)], SHOWN.assertions, m)),
    ...list(m.offer.labels.disputes, disputes(pack, false, cited, lang, m), SHOWN.disputes, m),
    ...list(m.offer.labels.settled, disputes(pack, true, cited, lang, m), SHOWN.disputes, m),
    { kind: 'note', line: [view.keep, ...(pack.recordedOn === null ? [` ${view.pin(again.recordedOn)}`] : [])] },
    ...(hindsight ? [{ kind: 'note' as const, line: [view.hindsight(pack.asOf)] }] : []),
    { kind: 'files', files: evidenceFiles(pack, lang, m, today) },
    {
      kind: 'buttons',
      buttons: [
        ...(hindsight ? [{ label: view.known, line: `evidence ${asked} known-on:${pack.asOf}` }] : []),
        { label: view.card, line: `offer ${asked}` },
        { label: view.timeline, line: `timeline ${asked}` },
      ],
    },
  ];
  return {
    title: `${m.evidence.title(pack.subject.name)} · ${m.offer.worlds.on(m.common.day(pack.asOf))}`,
    tone: 'neutral',
    blocks,
  };
}
