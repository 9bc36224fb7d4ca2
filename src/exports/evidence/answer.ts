import type {
  FactAnswer,
  Footnote,
  OfferAnswer,
  PromiseAnswer,
  QualificationAnswer,
  Since,
} from '../../domain/answer.ts';
import type { EvidencePack } from '../../domain/evidence.ts';
import type { Subject } from '../../domain/subject.ts';
import type { Messages } from '../../messages/index.ts';
import { sinceWords } from '../../messages/since-words.ts';
import { spanWords } from '../../messages/span-words.ts';
import { citesMarkdown, plainMarkdown } from './text.ts';
import { endWords, figures, labelled, type Pen, restsOn } from './words.ts';

type Sources = readonly { readonly statement: string }[];

const cites = (sources: Sources, pen: Pen): string => citesMarkdown(sources, pen.byStatement);
/** The citations behind an assertion; before them, where nothing strong says it, what it rests on instead. */
function told(sources: Sources, pen: Pen): string {
  return `${restsOn(sources, pen.byStatement, pen.m)}${cites(sources, pen)}`;
}

const when = (s: Since, { m }: Pen): string => m.common.calendar(s.from, s.precision);

/** A sentence of the record behind which citations follow: escaped, without its last full stop. */
const saying = (text: string): string => plainMarkdown(text.replace(/[.\s]+$/, ''));

/** True where nothing strong says how the subject stands. */
export function nothingEstablished(o: OfferAnswer, kind: Subject['kind'], pack: EvidencePack): boolean {
  if (kind !== 'offer')
    return !pack.exhibits.some((e) => e.begun && e.weight === 'strong' && e.statement.subject === o.id);
  const { status } = o.commercial;
  return (status === 'unknown' || status === 'rumoured') && o.qualification.every((q) => q.state === 'none');
}

/** That nothing is established: where an offer stands, or whatever is told of anything else. */
export function nothingWords(kind: Subject['kind'], m: Messages): string {
  return kind === 'offer' ? m.evidence.nothing.established : m.evidence.nothing.facts;
}

function availability(o: OfferAnswer, kind: Subject['kind'], pen: Pen): string[] {
  const { m } = pen;
  const { commercial } = o;
  if (commercial.status === 'unknown' && kind !== 'offer') return [];
  const parts = [
    `**${m.offer.commercial[commercial.status]}**`,
    ...sinceWords(commercial, m),
    ...commercial.flags.map((flag) => m.offer.flags[flag]),
  ];
  return [`- ${labelled(m.offer.labels.commercial, parts.join(', '), m)}${told(commercial.sources, pen)}`];
}

const GRANTS = ['qualified', 'renewed', 'ended_on_paper', 'expired', 'withdrawn'];

/** What is known of a decision; of one that grants, also what is not stated, since a reader would look for it. */
function decision(q: QualificationAnswer, pen: Pen): string[] {
  const { m } = pen;
  const { labels } = m.offer;
  const none = GRANTS.includes(q.state) ? m.evidence.unknownPart : null;
  const dated = (day: string | null): string | null => (day === null ? null : `${m.common.day(day)} (${day})`);
  const until = dated(q.until);
  const parts: readonly (readonly [string, string | null])[] = [
    [labels.scope, q.scope.length === 0 ? none : plainMarkdown(q.scope.join(', '))],
    [m.evidence.labels.version, q.version === null ? none : plainMarkdown(q.version)],
    [labels.decision, q.decision === null ? none : plainMarkdown(q.decision)],
    [m.evidence.labels.decided, dated(q.decided) ?? none],
    [m.evidence.labels.announced, dated(q.announced)],
    [m.evidence.labels.until, until === null ? none : `${until}${endWords(q, pen.pack.asOf, m)}`],
    [labels.checked, dated(q.checked)],
  ];
  return parts.flatMap(([label, value]) => (value === null ? [] : [`  - ${m.common.colon(label)} ${value}`]));
}

function qualifications(o: OfferAnswer, kind: Subject['kind'], pen: Pen): string[] {
  const { m } = pen;
  const known = o.qualification.filter((q) => q.state !== 'none' || q.checked !== null);
  if (known.length === 0 && kind === 'offer')
    return [`- ${labelled('SecNumCloud', m.evidence.nothing.qualification, m)}`];
  return known.flatMap((q) => {
    const since = q.since && q.state !== 'none' ? `, ${m.offer.since(when(q.since, pen))}` : '';
    const state = `**${m.offer.qualification[q.state]}**${since}`;
    return [`- ${labelled(plainMarkdown(q.scheme), state, m)}${told(q.sources, pen)}`, ...decision(q, pen)];
  });
}

function company(o: OfferAnswer, pen: Pen): string[] {
  const { m } = pen;
  if (o.company === null) return [];
  const { into: id } = o.company;
  const into = id === null ? '' : ` → ${plainMarkdown(pen.pack.subjects.find((s) => s.id === id)?.name ?? id)}`;
  const state = `${m.offer.company[o.company.state]}${into}, ${when(o.company.since, pen)}`;
  return [`- ${labelled(m.offer.labels.company, state, m)}${told(o.company.sources, pen)}`];
}

function owners(o: OfferAnswer, pen: Pen): string[] {
  const { m } = pen;
  if (o.owners.length === 0) return [];
  return [
    `- ${m.common.colon(`**${m.offer.labels.owners}**`)}`,
    ...o.owners.map((w) => {
      const share = w.share === null ? m.offer.shareUnknown : m.offer.share(w.share.min, w.share.max);
      const since = m.offer.since(m.common.calendar(w.since.from, w.since.precision));
      return `  - ${plainMarkdown(w.name)}, ${share}, ${since}${told(w.sources, pen)}`;
    }),
  ];
}

function plainFacts(facts: readonly FactAnswer[], pen: Pen): string[] {
  const { m, lang } = pen;
  return (['technology', 'service', 'region', 'customer'] as const).flatMap((field) => {
    const mine = facts.filter((f) => f.field === field);
    if (mine.length === 0) return [];
    return [
      `- ${m.common.colon(`**${m.offer.labels[field]}**`)}`,
      ...mine.map((f) => `  - ${saying(f.text[lang])}, ${when(f.since, pen)}${told(f.sources, pen)}`),
    ];
  });
}

/** What happened and what is noted, newest first: for a rule, a programme or a customer this is the answer. */
function datedFacts(facts: readonly FactAnswer[], pen: Pen): string[] {
  const dated = facts.filter((f) => f.field === 'event' || f.field === 'note');
  if (dated.length === 0) return [];
  return [
    `- ${pen.m.common.colon(`**${pen.m.news.subject.facts}**`)}`,
    ...dated.map((f) => `  - ${when(f.since, pen)} · ${saying(f.text[pen.lang])}${told(f.sources, pen)}`),
  ];
}

function promise(p: PromiseAnswer, pen: Pen): string {
  const { m, lang, pack } = pen;
  // "Not before 2025", asked in 2026: nothing was promised but a waiting that is over.
  const isOver = p.bound === 'not-before' && p.outcome === 'open' && p.due.from <= pack.asOf;
  const outcome = isOver ? m.offer.waitOver : m.offer.outcomes[p.outcome](p.days);
  const changed =
    !isOver && p.outcomeNow !== p.outcome ? ` (${m.offer.nowKnown(m.offer.outcomes[p.outcomeNow](null))})` : '';
  const proof = p.proof === null ? '' : ` · ${m.evidence.proofs[p.outcome]}${cites([p.proof], pen)}`;
  const parts = [
    `**${outcome}**${changed}`,
    saying(p.text[lang]),
    `${m.offer.bounds[p.bound](spanWords(p.due, m))} (${figures(p.due)})`,
    m.offer.made(when(p.made, pen)),
    ...(p.chain.length > 1 ? [m.offer.chain(p.chain.position, p.chain.length)] : []),
  ];
  return `  - ${parts.join(' · ')}${told(p.sources, pen)}${proof}`;
}

function promises(o: OfferAnswer, pen: Pen): string[] {
  if (o.promises.length === 0) return [];
  return [`- ${pen.m.common.colon(`**${pen.m.offer.labels.promises}**`)}`, ...o.promises.map((p) => promise(p, pen))];
}

function footnotes(told: readonly Footnote[], pen: Pen): string[] {
  const { m, lang } = pen;
  if (told.length === 0) return [];
  return [
    `- ${m.common.colon(`**${m.offer.labels.footnotes}**`)}`,
    ...told.map((f) => {
      const first = f.sources.flatMap((s) => pen.byStatement.get(s.statement) ?? [])[0];
      const why = f.false || !first ? m.offer.isFalse : m.evidence.bases[first.basis](first.origins);
      return `  - ${saying(f.text[lang])} (${why})${cites(f.sources, pen)}`;
    }),
  ];
}

/** The promises of a firm that have one outcome for all its offers, by id. */
function sharedPromises(pen: Pen): ReadonlySet<string> {
  const [first, ...more] = pen.pack.offers;
  const told = (p: PromiseAnswer): string =>
    JSON.stringify([p.id, p.outcome, p.outcomeNow, p.days, p.proof?.statement]);
  const everywhere = more.map((o) => new Set(o.promises.map(told)));
  const shared = first?.promises.filter((p) => everywhere.every((promises) => promises.has(told(p)))) ?? [];
  return new Set(shared.map((p) => p.id));
}

/** An answer parted into what is the offer's own and what it shares with its firm. */
function parted(o: OfferAnswer, pen: Pen): { readonly own: OfferAnswer; readonly shared: OfferAnswer } {
  const isShared = ({ sources }: { readonly sources: Sources }): boolean =>
    sources.every((s) => pen.byStatement.get(s.statement)?.statement.subject !== o.id);
  const alike = sharedPromises(pen);
  const take = (shared: boolean): OfferAnswer => ({
    ...o,
    company: o.company !== null && isShared(o.company) === shared ? o.company : null,
    owners: o.owners.filter((one) => isShared(one) === shared),
    facts: o.facts.filter((one) => isShared(one) === shared),
    promises: o.promises.filter((one) => alike.has(one.id) === shared),
    footnotes: o.footnotes.filter((one) => isShared(one) === shared),
  });
  return { own: take(false), shared: take(true) };
}

function ofFirm(o: OfferAnswer, pen: Pen): string[] {
  return [
    ...company(o, pen),
    ...owners(o, pen),
    ...plainFacts(o.facts, pen),
    ...promises(o, pen),
    ...footnotes(o.footnotes, pen),
  ];
}

function ofOffer(o: OfferAnswer, all: OfferAnswer, pen: Pen): string[] {
  const kind = pen.pack.subjects.find((s) => s.id === o.id)?.kind ?? 'offer';
  const { nothing } = pen.m.evidence;
  const rumour = o.commercial.status === 'rumoured' ? ` ${nothing.rumour}` : '';
  return [
    `### ${plainMarkdown(o.name)} (\`${o.id}\`)`,
    '',
    ...(o.summary[pen.lang] === '' ? [] : [plainMarkdown(o.summary[pen.lang]), '']),
    ...(nothingEstablished(all, kind, pen.pack) ? [`**${nothingWords(kind, pen.m)}**${rumour}`, ''] : []),
    ...availability(o, kind, pen),
    ...qualifications(o, kind, pen),
    ...company(o, pen),
    ...owners(o, pen),
    ...plainFacts(o.facts, pen),
    ...promises(o, pen),
    ...(kind === 'offer' ? [] : datedFacts(o.facts, pen)),
    ...footnotes(o.footnotes, pen),
    '',
  ];
}

/**
 * The answer of a pack, an assertion a line, each with the citations it rests on. What several offers share with their
 * firm is told once, behind them.
 */
export function answerMarkdown(pen: Pen): string[] {
  const { pack, m } = pen;
  const head = [`## ${m.evidence.headings.answer}`, ''];
  if (pack.exhibits.length === 0) return [...head, `**${m.evidence.nothing.all}**`, ''];
  const [first, ...more] = pack.offers;
  if (!first || more.length === 0) return [...head, ...pack.offers.flatMap((o) => ofOffer(o, o, pen))];
  const firm = pack.subjects.find((s) => s.id === first.provider)?.name ?? pack.subject.name;
  const shared = ofFirm(parted(first, pen).shared, pen);
  return [
    ...head,
    ...pack.offers.flatMap((o) => ofOffer(parted(o, pen).own, o, pen)),
    ...(shared.length === 0 ? [] : [`### ${plainMarkdown(m.evidence.headings.shared(firm))}`, '', ...shared, '']),
  ];
}
