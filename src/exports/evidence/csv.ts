import type { EvidencePack, Exhibit } from '../../domain/evidence.ts';
import type { Lang } from '../../domain/language.ts';
import { oneLine } from '../../domain/typography.ts';
import type { Messages } from '../../messages/index.ts';
import { ordered } from './json.ts';

/** Excel takes the separator from the language it speaks: in French, where the comma parts decimals, it is a semicolon. */
const SEPARATORS: Readonly<Record<Lang, string>> = { fr: ';', en: ',' };

/** One cell: quoted where it must be, and never a formula for the spreadsheet that opens it. */
function cell(value: string, separator: string): string {
  const safe = /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /["\r\n]/.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Column = keyof Messages['evidence']['columns'];

function cellsOf(e: Exhibit, pack: EvidencePack, lang: Lang, m: Messages): Readonly<Record<Column, string>> {
  const { statement, publisher, quoted } = e;
  const { source, valid } = statement;
  const { field, ...value } = statement.body;
  const { csv, precisions, credibilities, bases } = m.evidence;
  return {
    citation: e.citation,
    subject: statement.subject,
    subjectName: pack.subjects.find((s) => s.id === statement.subject)?.name ?? '',
    field: csv.field[field],
    sentence: statement.text[lang],
    value: JSON.stringify(ordered(value)),
    validFrom: valid.from,
    validTo: valid.to ?? '',
    precision: precisions[valid.precision],
    begun: e.begun ? csv.yes : csv.no,
    publicFrom: statement.public.from,
    publicTo: statement.public.to,
    recorded: statement.recorded,
    weight: csv.weight[e.weight],
    basis: e.weight === 'false' ? '' : bases[e.basis](e.origins),
    origins: e.weight === 'false' ? '' : String(e.origins),
    publisher: publisher?.name ?? source.publisher,
    grade: publisher?.reliability ?? 'F',
    reason: publisher?.reason ?? m.evidence.noPublisher,
    kind: m.offer.kinds[source.kind],
    url: source.url ?? '',
    quoted: source.origin === null ? '' : (quoted?.name ?? source.origin),
    via: source.via ?? '',
    credibility: String(statement.credibility),
    credibilityWords: credibilities[statement.credibility],
    alike: e.alike.join(' '),
    against: e.against.join(' '),
    statement: statement.id,
    pack: pack.id,
    asOf: pack.asOf,
    knownOn: pack.knownOn ?? '',
    recordedOn: pack.recordedOn ?? '',
  };
}

/**
 * The exhibits of a pack for a spreadsheet, one a row (RFC 4180, CRLF, UTF-8 with a byte-order mark so that Excel reads
 * the accents). Cells are parted by commas, in French by semicolons; days are ISO; the last columns repeat the pack's id
 * and days, so that the sheet can stand alone.
 */
export function evidenceCsv(pack: EvidencePack, lang: Lang, m: Messages): string {
  const separator = SEPARATORS[lang];
  const { columns } = m.evidence;
  const keys = Object.keys(columns) as Column[];
  const rows = pack.exhibits.map((e) => {
    const cells = cellsOf(e, pack, lang, m);
    return keys.map((key) => cell(oneLine(cells[key]), separator)).join(separator);
  });
  const head = keys.map((key) => cell(columns[key], separator)).join(separator);
  return `\ufeff${[head, ...rows].join('\r\n')}\r\n`;
}
