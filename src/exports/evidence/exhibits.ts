import type { DisputeAnswer } from '../../domain/answer.ts';
import type { Exhibit } from '../../domain/evidence.ts';
import { RELIABILITIES } from '../../domain/subject.ts';
import { oneLine } from '../../domain/typography.ts';
import { citeMarkdown, citesMarkdown, linkMarkdown, plainMarkdown } from './text.ts';
import { daysWords, labelled, type Pen, publisherWords, table, validWords, weightWords } from './words.ts';

/** The name of an exhibit's subject, escaped. */
function about(e: Exhibit, { pack }: Pen): string {
  return plainMarkdown(pack.subjects.find((s) => s.id === e.statement.subject)?.name ?? e.statement.subject);
}

/** The list of exhibits, a row each, for finding one and for print. */
export function indexMarkdown(exhibits: readonly Exhibit[], pen: Pen): string[] {
  const { labels, weights } = pen.m.evidence;
  return table(
    [labels.citation, labels.valid, labels.sentence, labels.weight, labels.source],
    exhibits.map((e) => [
      citeMarkdown(e.citation),
      pen.m.common.calendar(e.statement.valid.from, e.statement.valid.precision),
      plainMarkdown(e.statement.text[pen.lang]),
      weights[e.weight],
      publisherWords(e),
    ]),
  );
}

/** What a source is: publisher, kind, grade with its reason. */
function sourceLine(e: Exhibit, { m }: Pen): string {
  const { publisher, statement } = e;
  const name = plainMarkdown(publisher?.name ?? statement.source.publisher);
  const reason = publisher === null ? m.evidence.noPublisher : plainMarkdown(m.common.quote(publisher.reason));
  const grade = publisher?.reliability ?? 'F';
  return `${name}, ${m.offer.kinds[statement.source.kind]} · ${m.evidence.gradeWords(grade, m.evidence.reliabilities[grade])} (${reason})`;
}

function address(url: string | null, pen: Pen): string {
  const { noAddress, unsafeAddress } = pen.m.evidence;
  if (url === null) return noAddress;
  return linkMarkdown(url) ?? `${pen.m.common.colon(unsafeAddress)} \`${oneLine(url).replaceAll('`', "'")}\``;
}

function exhibitMarkdown(e: Exhibit, pen: Pen): string[] {
  const { m, lang } = pen;
  const { labels, fields, credibilities } = m.evidence;
  const { statement } = e;
  const { source } = statement;
  const quoted =
    source.origin === null
      ? []
      : [[labels.quotes, `${plainMarkdown(e.quoted?.name ?? source.origin)} (${e.quoted?.reliability ?? 'F'})`]];
  const lines: readonly (readonly string[])[] = [
    [labels.weighs, weightWords(e, m)],
    [labels.about, `${about(e, pen)} (\`${statement.subject}\`), ${fields[statement.body.field]}`],
    [labels.valid, validWords(e, m)],
    [labels.public, daysWords(statement.public, m)],
    [labels.recorded, daysWords({ from: statement.recorded, to: statement.recorded }, m)],
    [labels.source, sourceLine(e, pen)],
    [labels.address, address(source.url, pen)],
    ...(source.via === undefined ? [] : [[labels.readThrough, plainMarkdown(m.common.quote(source.via))]]),
    ...quoted,
    [labels.credibility, `${statement.credibility}, ${credibilities[statement.credibility]}`],
    ...(e.alike.length === 0 ? [] : [[labels.alike, e.alike.map(citeMarkdown).join(' ')]]),
    ...(e.against.length === 0 ? [] : [[labels.contradicted, e.against.map(citeMarkdown).join(' ')]]),
  ];
  return [
    `### ${e.citation}`,
    '',
    `> ${plainMarkdown(statement.text[lang])}`,
    '',
    ...lines.map(([label, value]) => `- ${labelled(label ?? '', value ?? '', m)}`),
    '',
  ];
}

/** Exhibits in full, one after the other. */
export function exhibitsMarkdown(exhibits: readonly Exhibit[], pen: Pen): string[] {
  return exhibits.flatMap((e) => exhibitMarkdown(e, pen));
}

/** What a dispute is about: `Bleu, owner`. */
function disputed(d: DisputeAnswer, pen: Pen): string {
  const first = d.positions.flatMap((p) => p.sources).flatMap((s) => pen.byStatement.get(s.statement) ?? [])[0];
  return first ? `${about(first, pen)}, ${pen.m.evidence.fields[first.statement.body.field]}` : plainMarkdown(d.field);
}

/** Sources that disagree, a table per dispute, its positions side by side. */
export function disputesMarkdown(pen: Pen): string[] {
  const { pack, lang, m, byStatement } = pen;
  const disputes = new Map(pack.offers.flatMap((o) => o.disputes).map((d) => [d.id, d]));
  if (disputes.size === 0) return [];
  const { positionBest, position, open, closed, labels } = m.evidence;
  const tables = [...disputes.values()].flatMap((d) => [
    `${labelled(disputed(d, pen), d.settled ? closed : open, m)}`,
    '',
    ...table(
      ['', ...d.positions.map((_, i) => (i === d.preferred ? positionBest(i + 1) : position(i + 1)))],
      [
        [labels.sentence, ...d.positions.map((p) => plainMarkdown(p.value[lang]))],
        [
          labels.source,
          ...d.positions.map((p) =>
            p.sources
              .flatMap((s) => byStatement.get(s.statement) ?? [])
              .map((e) => `${publisherWords(e)}${citesMarkdown([{ statement: e.statement.id }], byStatement)}`)
              .join(' · '),
          ),
        ],
      ],
    ),
  ]);
  return [`## ${m.evidence.headings.differ}`, '', ...tables];
}

/** The publishers behind the exhibits, best graded first, with the reason for each grade. */
export function publishersMarkdown(pen: Pen): string[] {
  const { m, pack } = pen;
  const { labels, headings } = m.evidence;
  const byPublisher = Map.groupBy(pack.exhibits, (e) => e.statement.source.publisher);
  const rows = [...byPublisher.entries()]
    .map(([id, exhibits]) => ({ id, publisher: exhibits[0]?.publisher ?? null, exhibits }))
    .sort((a, b) => {
      const grade = (p: typeof a): number => RELIABILITIES.indexOf(p.publisher?.reliability ?? 'F');
      return grade(a) - grade(b) || (a.id < b.id ? -1 : 1);
    })
    .map(({ id, publisher, exhibits }) => [
      plainMarkdown(publisher?.name ?? id),
      publisher?.reliability ?? 'F',
      publisher === null ? m.evidence.noPublisher : plainMarkdown(publisher.reason),
      plainMarkdown(publisher?.owner ?? ''),
      String(exhibits.length),
    ]);
  const head = [labels.publisher, labels.grade, labels.reason, labels.owner, headings.exhibits];
  return [`## ${headings.sources}`, '', ...table(head, rows)];
}
