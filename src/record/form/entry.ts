import type { Days, Period } from '../../domain/period.ts';
import {
  COMMERCIAL_ENDINGS,
  COMMERCIAL_RUNGS,
  COMPANY_STATES,
  type CommercialFlag,
  type PromiseTarget,
  QUALIFICATION_ENDINGS,
  QUALIFICATION_STEPS,
  type Statement,
  type StatementBody,
} from '../../domain/statement.ts';
import { nearestNames } from '../../domain/text.ts';
import { parseDays, parsePeriod } from './dates.ts';
import { statementId } from './identity.ts';
import { FIELDS, type SourceForm, type StatementForm, type SubjectForm } from './shape.ts';
import { typesetBoth } from './words.ts';

/** What is wrong with an entry: where inside it, what, and what to do. */
export type EntryFault = { readonly at: readonly string[]; readonly problem: string; readonly remedy: string };

/** Reads `commercial/launched`, `qualification/SecNumCloud/qualified`, `free/first-services`; null when it is none. */
export function parseTarget(text: string): PromiseTarget | null {
  const [ladder, a = '', b = ''] = text.split('/');
  if (ladder === 'free') return { ladder, name: a };
  if (ladder === 'commercial') {
    const rung = [...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS].find((known) => known === a);
    return rung ? { ladder, rung } : null;
  }
  if (ladder === 'company') {
    const rung = COMPANY_STATES.find((known) => known === a);
    return rung ? { ladder, rung } : null;
  }
  if (ladder === 'qualification') {
    const rung = [...QUALIFICATION_STEPS, ...QUALIFICATION_ENDINGS].find((known) => known === b);
    return rung ? { ladder, scheme: a, rung } : null;
  }
  return null;
}

function parseShare(share: number | string | undefined): { min: number; max: number } | null | 'backwards' {
  if (share === undefined) return null;
  if (typeof share === 'number') return { min: share, max: share };
  const [min = 0, max = 0] = share.split('-').map(Number);
  return min <= max && max <= 100 ? { min, max } : 'backwards';
}

function ladderBody(form: StatementForm): StatementBody | null {
  if (form.commercial) {
    const flags: CommercialFlag[] = [
      ...(form.unconfirmed ? (['unconfirmed'] as const) : []),
      ...(form.seen ? (['seen'] as const) : []),
    ];
    return { field: 'commercial', status: form.commercial, ...(flags.length > 0 ? { flags } : {}) };
  }
  if (form.company) {
    return form.into
      ? { field: 'company', state: form.company, into: form.into }
      : { field: 'company', state: form.company };
  }
  if (form.qualification) {
    const { untilKind, ...rest } = form.qualification;
    return { field: 'qualification', ...rest, untilKind: untilKind ?? (rest.until === null ? 'unknown' : 'stated') };
  }
  if (form.check) return { field: 'check', scheme: form.check.scheme, found: form.check.found };
  return null;
}

/** The targets that a promise may have on the ladder that was written. */
function targetsLike(text: string): string {
  const [ladder, scheme = 'SecNumCloud'] = text.split('/');
  if (ladder === 'qualification') {
    const steps = [...QUALIFICATION_STEPS, ...QUALIFICATION_ENDINGS].join(', ');
    return `Write qualification/${scheme || 'SecNumCloud'}/ and one of ${steps}.`;
  }
  const rungs = ladder === 'company' ? COMPANY_STATES : [...COMMERCIAL_RUNGS, ...COMMERCIAL_ENDINGS];
  return `Write ${ladder}/ and one of ${rungs.join(', ')}.`;
}

function promiseBody(form: StatementForm): StatementBody | EntryFault | null {
  if (form.promise) {
    const target = parseTarget(form.promise.target);
    const due = parseDays(form.promise.due);
    if (!target || !due)
      return {
        at: ['promise', 'target'],
        problem: `no such target: ${form.promise.target}`,
        remedy: targetsLike(form.promise.target),
      };
    return { field: 'promise', target, bound: form.promise.bound, due };
  }
  if (form.dropped) {
    const target = parseTarget(form.dropped);
    if (!target)
      return { at: ['dropped'], problem: `no such target: ${form.dropped}`, remedy: targetsLike(form.dropped) };
    return { field: 'promise_dropped', target };
  }
  return form.fulfilment ? { field: 'fulfilment', name: form.fulfilment } : null;
}

function plainBody(form: StatementForm): StatementBody | EntryFault | null {
  if (form.owner) {
    const share = parseShare(form.owner.share);
    if (share === 'backwards') {
      return {
        at: ['owner', 'share'],
        problem: 'the share runs backwards or past 100',
        remedy: 'Write from-to, as in 50-100.',
      };
    }
    return { field: 'owner', owner: form.owner.name, share };
  }
  for (const field of ['technology', 'service', 'region', 'customer'] as const) {
    const name = form[field];
    if (name !== undefined) return { field, name };
  }
  if (form.event !== undefined) return { field: 'event', type: form.event };
  if (form.note !== undefined) return { field: 'note', topic: form.note };
  return null;
}

function bodyOf(form: StatementForm): StatementBody | EntryFault {
  const used = FIELDS.filter((field) => form[field] !== undefined);
  if (form.unconfirmed && form.commercial !== 'rumoured') {
    const remedy = 'Remove unconfirmed:, or write commercial: rumoured.';
    return { at: ['unconfirmed'], problem: 'only a rumour is unconfirmed', remedy };
  }
  if (form.seen && form.commercial === undefined) {
    const remedy = 'Remove seen:, or write it beside commercial:.';
    return { at: ['seen'], problem: 'only a commercial state is marked as seen', remedy };
  }
  if (form.into !== undefined && form.company !== 'merged') {
    return {
      at: ['into'],
      problem: 'into: without company: merged',
      remedy: 'Write company: merged, or remove into:.',
    };
  }
  const body = used.length === 1 ? (ladderBody(form) ?? promiseBody(form) ?? plainBody(form)) : null;
  return (
    body ?? {
      at: [],
      problem:
        used.length === 0 ? 'the statement says nothing' : `the statement says several things: ${used.join(', ')}`,
      remedy: `Give it exactly one of ${FIELDS.join(', ')}.`,
    }
  );
}

function validOf(form: StatementForm, source: SourceForm, body: StatementBody): Period | EntryFault {
  const from = form.from ?? source.date;
  if (from === undefined) {
    return { at: [], problem: 'no date', remedy: 'Add from: (when it began to be true) or a date to the source.' };
  }
  const until = body.field === 'qualification' ? body.until : null;
  const period = parsePeriod(from, form.to ?? until);
  if (period) return period;
  return {
    at: form.to === undefined ? ['from'] : ['to'],
    problem: from.includes('..')
      ? 'the source has an interval as its date'
      : 'the period cannot be read or ends before it begins',
    remedy: from.includes('..')
      ? 'Add from: with one calendar period (2024-01): when it began to be true.'
      : 'Write to: (or until) no earlier than from:, both as one calendar period (2024-01).',
  };
}

function publicOf(form: StatementForm, source: SourceForm, recorded: string): Days {
  const text = form.public ?? source.date;
  return (text === undefined ? null : parseDays(text)) ?? { from: recorded, to: recorded };
}

/** When the text came out, where what it says had become known before. */
function datedOf(source: SourceForm, known: Days): Days | null {
  const own = source.date === undefined ? null : parseDays(source.date);
  return own && known.from < own.from ? own : null;
}

const isFault = (made: object): made is EntryFault => 'problem' in made;

/** One statement as one source makes it; a fault when its dates cannot be read. */
function statementOf(
  form: StatementForm,
  subject: string,
  body: StatementBody,
  source: SourceForm,
  recorded: string,
): Statement | EntryFault {
  const valid = validOf(form, source, body);
  if (isFault(valid)) return valid;
  const known = publicOf(form, source, recorded);
  const dated = datedOf(source, known);
  const content = {
    subject,
    body,
    text: typesetBoth({ fr: form.fr, en: form.en }),
    valid,
    public: known,
    source: {
      publisher: source.publisher,
      url: source.url,
      kind: source.kind,
      origin: source.origin ?? null,
      ...(source.via === undefined ? {} : { via: source.via }),
      ...(dated === null ? {} : { dated }),
    },
    credibility: form.credibility ?? source.credibility,
    ...(form.false ? { false: true } : {}),
    ...(form.dispute === undefined ? {} : { dispute: form.dispute }),
  } satisfies Omit<Statement, 'id' | 'recorded'>;
  return { id: statementId(content), recorded, ...content };
}

/** What to write instead of a key that is not there. */
function nearOr(written: string, keys: readonly string[], add: string): string {
  const [near] = nearestNames(written, keys, 1);
  const known = keys.length > 0 && keys.length <= 12 ? ` Known here: ${keys.join(', ')}.` : '';
  return near ? `Write ${near} instead, or: ${add.toLowerCase()}.${known}` : `${add}, or correct the name.${known}`;
}

/**
 * Makes the statements of one entry of a subject file: one for each source it names. `recorded` is the day taken for
 * entries that name none. An entry that cannot be read gives a fault and no statement.
 */
export function readEntry(
  form: StatementForm,
  file: SubjectForm,
  recorded: string,
): { readonly statements: readonly Statement[]; readonly faults: readonly EntryFault[] } {
  const body = bodyOf(form);
  if (isFault(body)) return { statements: [], faults: [body] };
  if (form.offer !== undefined && !(form.offer in file.offers)) {
    const remedy = nearOr(form.offer, Object.keys(file.offers), 'Add it under offers:');
    return { statements: [], faults: [{ at: ['offer'], problem: `no offer ${form.offer} in this file`, remedy }] };
  }
  const subject = form.offer === undefined ? file.id : `${file.id}/${form.offer}`;
  const keys = typeof form.source === 'string' ? [form.source] : form.source;
  const made = keys.map((key): Statement | EntryFault => {
    const source = file.sources[key];
    if (source) return statementOf(form, subject, body, source, form.recorded ?? recorded);
    const remedy = nearOr(key, Object.keys(file.sources), 'Add it under sources:');
    return { at: ['source'], problem: `no source ${key} in this file`, remedy };
  });
  return {
    statements: made.filter((one): one is Statement => !isFault(one)),
    faults: made.filter(isFault),
  };
}
