import { createHash } from 'node:crypto';
import type { Lang } from '../../domain/language.ts';
import type { Body } from './route.ts';

/** An answer as it is kept and sent. */
export type Kept = { readonly body: Uint8Array<ArrayBuffer>; readonly headers: Readonly<Record<string, string>> };

/** Open data for every page, and nothing in an answer is ever run or loaded. */
export const ALWAYS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The same for a picture: its own colours stand in its style. */
const PICTURE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** What scripts of other origins may read besides the plain headers. */
const EXPOSED = 'Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After';

const encoder = new TextEncoder();

const LICENCE = 'https://creativecommons.org/licenses/by/4.0/';

/** Seconds: an answer may change with every statement taken in, one about a day that is over hardly ever. */
const FRESH = 300;
const SETTLED = 86_400;

export type ReplyParts = {
  readonly body: Body;
  readonly type: string;
  readonly file: string | null;
  readonly attached: boolean;
  /** The language of the words; null where the answer is in no language, or in all. */
  readonly lang: Lang | null;
  /** True where the request's `Accept-Language` chose the language. */
  readonly negotiated: boolean;
  readonly settled: boolean;
  /** The day of the record's newest statement; empty where it holds none. */
  readonly latest: string;
  /** Where the description of the API lies. */
  readonly description: string;
};

/**
 * An answer with its headers. The ETag is strong: the same bytes, the same tag. `Last-Modified` tells the day of the
 * record's newest statement and serves people: what is asked of today changes with the day too, so only the tag decides
 * whether a copy is still good.
 */
export function reply(parts: ReplyParts): Kept {
  // Memory of its own, which can be handed to another thread.
  const body = typeof parts.body === 'string' ? encoder.encode(parts.body) : new Uint8Array(parts.body);
  const text = parts.type !== 'image/png';
  return {
    body,
    headers: {
      ...ALWAYS,
      ...(parts.type === 'image/svg+xml' ? { 'Content-Security-Policy': PICTURE } : {}),
      'Access-Control-Expose-Headers': EXPOSED,
      'Content-Type': text ? `${parts.type}; charset=utf-8` : parts.type,
      'Content-Length': String(body.length),
      'Cache-Control': `public, max-age=${parts.settled ? SETTLED : FRESH}`,
      ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
      ...(parts.latest === '' ? {} : { 'Last-Modified': new Date(`${parts.latest}T00:00:00Z`).toUTCString() }),
      ...(parts.lang === null ? {} : { 'Content-Language': parts.lang }),
      ...(parts.negotiated ? { Vary: 'Accept-Language' } : {}),
      ...(parts.file === null
        ? {}
        : { 'Content-Disposition': `${parts.attached ? 'attachment' : 'inline'}; filename="${parts.file}"` }),
      Link: `<${LICENCE}>; rel="license", <${parts.description}>; rel="service-desc"`,
    },
  };
}

/** What of an answer's headers goes with "not modified". */
const WITH_304 = /^(?:Content-(?:Type|Length|Disposition|Language))$/;

/** The answer, or 304 when the reader holds the same bytes already. */
export function send(kept: Kept, ifNoneMatch: string | undefined): Response {
  if (!holds(ifNoneMatch, kept.headers['ETag'] ?? '')) return new Response(kept.body, kept);
  const headers = Object.entries(kept.headers).filter(([name]) => !WITH_304.test(name));
  return new Response(null, { status: 304, headers });
}

/** True when a list of tags names this one, compared weakly (RFC 9110, 13.1.2), or any at all. */
function holds(given: string | undefined, tag: string): boolean {
  if (given === undefined) return false;
  if (given.trim() === '*') return true;
  return [...given.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, one]) => one === tag);
}
