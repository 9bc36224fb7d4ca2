import { stringify } from 'yaml';
import type { Statement } from '../domain/statement.ts';
import type { DatasetRecord } from '../queries.ts';

export const EXPORT_FORMATS = ['json', 'csv', 'yaml'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COLUMNS = [
  'id',
  'subject',
  'subject_name',
  'subject_kind',
  'field',
  'value',
  'valid_from',
  'valid_to',
  'precision',
  'public_from',
  'public_to',
  'recorded',
  'publisher',
  'url',
  'kind',
  'origin',
  'via',
  'credibility',
  'false',
  'dispute',
  'text_fr',
  'text_en',
] as const;

/** One cell: quoted where needed, and never a formula for the spreadsheet that opens it. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function row(statement: Statement, record: DatasetRecord): string {
  const { field, ...value } = statement.body;
  const subject = record.subject(statement.subject);
  const cells: Record<(typeof COLUMNS)[number], string> = {
    id: statement.id,
    subject: statement.subject,
    subject_name: subject?.name ?? '',
    subject_kind: subject?.kind ?? '',
    field,
    value: JSON.stringify(value),
    valid_from: statement.valid.from,
    valid_to: statement.valid.to ?? '',
    precision: statement.valid.precision,
    public_from: statement.public.from,
    public_to: statement.public.to,
    recorded: statement.recorded,
    publisher: statement.source.publisher,
    url: statement.source.url ?? '',
    kind: statement.source.kind,
    origin: statement.source.origin ?? '',
    via: statement.source.via ?? '',
    credibility: String(statement.credibility),
    false: statement.false ? 'true' : 'false',
    dispute: statement.dispute ?? '',
    text_fr: statement.text.fr,
    text_en: statement.text.en,
  };
  return COLUMNS.map((column) => cell(cells[column])).join(',');
}

/**
 * The whole record as text. JSON and YAML hold `{license, latest, subjects, publishers, statements}`; CSV (RFC 4180,
 * CRLF) has one row per statement, with its subject's name and kind and the value as JSON.
 */
export function exportRecord(record: DatasetRecord, format: ExportFormat): string {
  if (format === 'csv')
    return `${[COLUMNS.join(','), ...record.statements.map((s) => row(s, record))].join('\r\n')}\r\n`;
  const { subjects, publishers, statements, latest } = record;
  const whole = { license: 'CC BY 4.0', latest, subjects, publishers, statements };
  return format === 'json' ? `${JSON.stringify(whole, null, 2)}\n` : stringify(whole, { aliasDuplicateObjects: false });
}
