import type { Lang } from '../../domain/language.ts';
import type { Day } from '../../domain/period.ts';
import { messagesOf } from '../../messages/index.ts';
import type { DatasetRecord } from '../../queries.ts';
import { ApiFault, type FaultCode, type FaultDetail } from './faults.ts';
import { readQuery, subjectIn } from './parameters.ts';
import { type Kept, type ReplyParts, reply } from './reply.ts';
import { API, type Asked, isSettled, type Undrawn } from './route.ts';
import { ROUTES } from './routes.ts';

/** What making an answer takes, as data: it may go to another thread. */
export type Order = {
  readonly route: string;
  readonly id: string;
  readonly query: string;
  readonly lang: Lang;
  readonly negotiated: boolean;
  readonly today: Day;
};

/** What came of it: the answer, one whose picture is still to be drawn, or a refusal. */
export type Made =
  | { readonly kept: Kept }
  | { readonly undrawn: Undrawn; readonly parts: Omit<ReplyParts, 'body'> }
  | { readonly fault: { readonly code: FaultCode; readonly detail: FaultDetail } };

/** Makes answers from a record. What is refused comes as a fault; rejects where an answer breaks. */
export function createMaking(parts: {
  readonly record: () => DatasetRecord;
  readonly base: string;
  readonly dataset: Asked['dataset'];
}): (order: Order) => Promise<Made> {
  const { base, dataset } = parts;
  return async ({ route: name, id, query, lang, negotiated, today }) => {
    const route = ROUTES.find((one) => one.name === name);
    if (route === undefined) throw new Error(`no route ${name}`);
    const record = parts.record();
    const asked: Asked = { record, today, lang, m: messagesOf(lang), id, base, dataset };
    try {
      const values = readQuery(new URLSearchParams(query), route.query, record);
      if (id !== '') subjectIn(record, id);
      const body = await route.answer(values, asked);
      const speaks = route.query.includes('lang');
      const about = {
        type: route.type,
        file: route.file?.(values, asked) ?? null,
        attached: route.attached ?? false,
        lang: speaks ? lang : null,
        negotiated: speaks && negotiated,
        settled: isSettled(values, today) && route.dated !== true,
        latest: record.latest,
        description: `${base}${API}/openapi.json`,
      };
      if (typeof body === 'object' && 'draw' in body) return { undrawn: body, parts: about };
      return { kept: reply({ ...about, body }) };
    } catch (error) {
      if (error instanceof ApiFault) return { fault: { code: error.code, detail: error.detail } };
      throw error;
    }
  };
}
