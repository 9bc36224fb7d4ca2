import { stringify } from 'yaml';
import { cleanText } from '../domain/clean.ts';
import type { PromiseTarget, Statement, StatementBody } from '../domain/statement.ts';
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
  'dated_from',
  'dated_to',
  'status',
  'scheme',
  'scope',
  'version',
  'decision',
  'decided',
  'announced',
  'until',
  'promise_target',
  'bound',
  'due_from',
  'due_to',
  'owner',
  'share_min',
  'share_max',
] as const;
type Column = (typeof COLUMNS)[number];

/** One cell: quoted where needed, and never a formula for the spreadsheet that opens it. */
function cell(value: string): string {
  const seen = cleanText(value);
  const safe = /^\s*[=+\-@]/.test(seen) ? `'${seen}` : seen;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a body says, in columns of its own: a spreadsheet cannot sort by what lies inside JSON. */
function bodyCells(body: StatementBody): Partial<Record<Column, string>> {
  switch (body.field) {
    case 'commercial':
      return { status: body.status };
    case 'company':
      return { status: body.state };
    case 'check':
      return { scheme: body.scheme, status: body.found };
    case 'qualification':
      return {
        status: body.step,
        scheme: body.scheme,
        scope: body.scope.join(' · '),
        version: body.version ?? '',
        decision: body.decision ?? '',
        decided: body.decided ?? '',
        announced: body.announced ?? '',
        until: body.until ?? '',
      };
    case 'promise':
      return {
        promise_target: targetText(body.target),
        bound: body.bound,
        due_from: body.due.from,
        due_to: body.due.to,
      };
    case 'promise_dropped':
      return { promise_target: targetText(body.target) };
    case 'fulfilment':
      return { promise_target: `free/${body.name}` };
    case 'owner':
      return {
        owner: body.owner,
        share_min: body.share === null ? '' : String(body.share.min),
        share_max: body.share === null ? '' : String(body.share.max),
      };
    default:
      return {};
  }
}

/** A promise's target as the dataset writes it: `qualification/SecNumCloud/qualified`. */
function targetText(target: PromiseTarget): string {
  if (target.ladder === 'free') return `free/${target.name}`;
  return target.ladder === 'qualification'
    ? `qualification/${target.scheme}/${target.rung}`
    : `${target.ladder}/${target.rung}`;
}

function row(statement: Statement, record: DatasetRecord): string {
  const { field, ...value } = statement.body;
  const subject = record.subject(statement.subject);
  const cells: Partial<Record<Column, string>> = {
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
    dated_from: statement.source.dated?.from ?? '',
    dated_to: statement.source.dated?.to ?? '',
    ...bodyCells(statement.body),
  };
  return COLUMNS.map((column) => cell(cells[column] ?? '')).join(',');
}

/**
 * The whole record as text. JSON and YAML hold `{license, latest, subjects, publishers, statements}`; CSV (RFC 4180,
 * CRLF, UTF-8 with a byte-order mark so that Excel reads the accents) has one row per statement, with its subject's name
 * and kind, the value as JSON, and the parts of the value that one sorts by in columns of their own.
 */
export function exportRecord(record: DatasetRecord, format: ExportFormat): string {
  if (format === 'csv')
    return `\ufeff${[COLUMNS.join(','), ...record.statements.map((s) => row(s, record))].join('\r\n')}\r\n`;
  const { subjects, publishers, statements, latest } = record;
  const whole = { license: 'CC BY 4.0', latest, subjects, publishers, statements };
  return format === 'json' ? `${JSON.stringify(whole, null, 2)}\n` : stringify(whole, { aliasDuplicateObjects: false });
}
