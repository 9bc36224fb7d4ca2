import type { Statement, StatementBody } from '../../domain/statement.ts';
import { datePart } from './question.ts';

/** What of a statement can be searched for beside its sentences, in the words people look for it with. */

const FIELDS: Readonly<Record<StatementBody['field'], string>> = {
  commercial: 'availability disponibilité',
  company: 'company société',
  qualification: 'qualification',
  check: 'catalogue check vérification',
  promise: 'promise promesse',
  fulfilment: 'promise promesse fulfilled tenue',
  promise_dropped: 'promise promesse dropped abandonnée',
  owner: 'owner shareholder actionnaire capital',
  technology: 'technology technologie',
  service: 'service',
  region: 'region région',
  customer: 'customer client',
  event: 'event événement',
  note: '',
};

const target = (body: Extract<StatementBody, { field: 'promise' | 'promise_dropped' }>): string[] => {
  const { target: aim } = body;
  if (aim.ladder === 'free') return [aim.name];
  return aim.ladder === 'qualification' ? [aim.scheme, aim.rung] : [aim.rung];
};

function told(body: StatementBody): string[] {
  switch (body.field) {
    case 'commercial':
      return [body.status];
    case 'company':
      return [body.state, body.into ?? ''];
    case 'qualification':
      return [
        body.scheme,
        body.step,
        body.version ?? '',
        ...(body.decision === null ? [] : [`decision décision ${body.decision}`]),
        body.scope.join(', '),
      ];
    case 'check':
      return [body.scheme, body.found];
    case 'promise':
    case 'promise_dropped':
      return target(body);
    case 'owner':
      return [body.owner];
    case 'event':
      return [body.type];
    case 'note':
      return [body.topic];
    default:
      return [body.name];
  }
}

/** The field of a statement and what it holds, as texts. */
export function fieldTexts(body: StatementBody): string[] {
  return [FIELDS[body.field], ...told(body)].filter((text) => text !== '');
}

const MONTHS = [
  ['janvier', 'january'],
  ['février', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['août', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['décembre', 'december'],
] as const;

/** The day of a statement as texts, as far as it is known: in words, and as keys of an ISO date. */
export function dateTexts(valid: Statement['valid']): { readonly words: readonly string[]; readonly iso: string[] } {
  const [year = '', month = '', day = ''] = valid.from.split('-');
  if (valid.precision !== 'day' && valid.precision !== 'month') return { words: [year], iso: [] };
  const exact = valid.precision === 'day';
  const names = MONTHS[Number(month) - 1] ?? [];
  return {
    words: names.map((name) => `${exact ? `${Number(day)} ` : ''}${name} ${year}`),
    iso: [year, datePart(month), ...(exact ? [datePart(day)] : [])],
  };
}
