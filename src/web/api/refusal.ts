import { parseAccept } from 'hono/utils/accept';
import { LANGS, type Lang } from '../../domain/language.ts';
import { messagesOf } from '../../messages/index.ts';
import { type ApiFault, faultBody } from './faults.ts';
import { ALWAYS } from './reply.ts';
import { json } from './route.ts';

/** How a request is refused: in the reader's language, for programs and people alike. */

/** Seconds after which what was refused as busy may be asked for again. */
const RETRY_AFTER = '5';

export const METHODS = 'GET, HEAD';

/** The refusal as an answer. `usual` is the language of who prefers none of ours. */
export function refusal(fault: ApiFault, url: URL, header: string | undefined, usual: Lang): Response {
  const lang = langIn(url.searchParams) ?? preferred(header, usual);
  return new Response(json(faultBody(fault, messagesOf(lang))), {
    status: fault.status,
    headers: {
      ...ALWAYS,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Language': lang,
      'Cache-Control': 'no-store',
      Vary: 'Accept-Language',
      ...(fault.code === 'busy' ? { 'Retry-After': RETRY_AFTER } : {}),
      ...(fault.code === 'method_not_allowed' ? { Allow: METHODS } : {}),
    },
  });
}

/** The language that a query names, when it is one of ours. */
export function langIn(query: URLSearchParams): Lang | null {
  return LANGS.find((lang) => lang === query.get('lang')) ?? null;
}

/** The language of ours that a reader likes best, by `Accept-Language`; `usual` when none of them is named. */
export function preferred(header: string | undefined, usual: Lang): Lang {
  const wishes = parseAccept((header ?? '').slice(0, 500)).filter(({ q }) => q > 0);
  for (const { type } of wishes.sort((a, b) => b.q - a.q)) {
    if (type === '*') return usual;
    const lang = LANGS.find((one) => one === type.slice(0, 2).toLowerCase() && /^..(?:-|$)/.test(type));
    if (lang !== undefined) return lang;
  }
  return usual;
}
