import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { FeedCode, Validators } from '../src/domain/feed.ts';
import { within } from '../src/proxied.ts';
import { codeOf, codeOfStatus, proxyCodeOf } from './errors.ts';
import { createGuard, type Resolver } from './guard.ts';
import { MAX_BODY_BYTES, receive } from './http/body.ts';
import { type Deadline, startDeadline } from './http/deadline.ts';
import { freshnessOf, retryAfterOf } from './http/freshness.ts';
import { createWaysOut, type OutSettings } from './http/out.ts';
import { createTurns, hostOf } from './http/turns.ts';
import { CODINGS } from './http/unpack.ts';

export type FeedClientSettings = Pick<OutSettings, 'proxy' | 'ca'> & {
  /** CIDR ranges that the address guard lets through besides public addresses. */
  readonly allowPrivate: readonly string[];
  readonly userAgent: string;
  /** For the whole of one `get`, redirects and body included, where its way says nothing else. Default 30 s. */
  readonly deadlineMs?: number;
  /** Bytes of a body as it comes. Default 20 MB. */
  readonly maxBytes?: number;
  /** For tests: resolves names in place of DNS. */
  readonly resolver?: Resolver;
};

export type Fetched =
  | {
      readonly kind: 'body';
      /** As they came: their coding is not undone. */
      readonly bytes: Uint8Array;
      /** `Content-Encoding`, null for none. */
      readonly coding: string | null;
      readonly contentType: string | null;
      /** Where the answer came from, after redirects. */
      readonly url: string;
      /** `bodyHash` is null: only who opens the body can tell. */
      readonly validators: Validators;
      readonly freshMs: number | null;
      readonly movedTo: string | null;
    }
  | {
      readonly kind: 'unchanged';
      readonly validators: Validators;
      readonly freshMs: number | null;
      readonly movedTo: string | null;
    }
  | {
      readonly kind: 'failed';
      readonly code: FeedCode;
      readonly status: number | null;
      readonly retryAfterMs: number | null;
      readonly detail: string;
    };

/** What limits one request. */
export type Way = {
  readonly signal?: AbortSignal;
  /** For the whole request, redirects and body included, in milliseconds; waiting for a host's turn does not count. */
  readonly deadlineMs?: number;
  /** Asked once where the body is a large one (`SMALL_BODY_BYTES`), with the clock halted; it is read on when this resolves. */
  readonly large?: () => Promise<void>;
};

export type FeedClient = {
  /**
   * One conditional GET. Failures are data; it rejects only when the way's signal is aborted, with the signal's reason.
   * Ends at its deadline, whatever is pending. The validators in the answer are the caller's to keep, once what the
   * answer brought is safely stored.
   */
  readonly get: (url: string, validators: Validators | null, way?: Way) => Promise<Fetched>;
  /** How many requests in a row ended by a fault of the proxy, since it last led anywhere. */
  readonly proxyFaults: () => number;
  readonly close: () => Promise<void>;
};

const DEADLINE_MS = 30_000;
const CONNECT_MS = 10_000;
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5';

export const NO_VALIDATORS: Validators = { etag: null, lastModified: null, bodyHash: null };

/** One `get` on its way. */
type Journey = {
  readonly known: Validators;
  readonly way: Way;
  readonly deadline: Deadline;
  /** Aborted at the deadline or by the caller. */
  readonly signal: AbortSignal;
  /** The head of an answer had arrived, on the last hop. */
  answered: boolean;
  /** The last hop went through the proxy. */
  proxied: boolean;
  /** Gives the host's turn back. */
  leave: () => void;
};

/**
 * The HTTP client of feeds: conditional, guarded, capped, never hanging. A host is asked one thing at a time, also when a
 * redirect leads to it. Every hop's address is checked as a literal before and as resolved while connecting, so that
 * neither a redirect nor a name that changes its address reaches inside. Throws on a range of `allowPrivate` that is no
 * CIDR.
 */
export function createFeedClient(settings: FeedClientSettings): FeedClient {
  const guard = createGuard(settings.allowPrivate, settings.resolver);
  const maxBytes = settings.maxBytes ?? MAX_BODY_BYTES;
  const out = createWaysOut({ ...settings, connectMs: CONNECT_MS, silenceMs: DEADLINE_MS }, guard);
  const turns = createTurns();
  let proxyHeardAt = 0;
  let proxyFaults = 0;

  /** One hop. */
  async function ask(url: URL, journey: Journey): Promise<Dispatcher.ResponseData> {
    const { dispatcher, proxied } = out.to(url);
    journey.leave();
    journey.leave = await journey.deadline.apart(() => turns.take(hostOf(url.href), journey.signal));
    if (journey.signal.aborted) journey.leave();
    journey.signal.throwIfAborted();
    journey.answered = false;
    journey.proxied = proxied;
    const { etag, lastModified } = journey.known;
    const answer = await request(url, {
      method: 'GET',
      dispatcher,
      signal: journey.signal,
      headers: {
        'user-agent': settings.userAgent,
        accept: ACCEPT,
        'accept-encoding': CODINGS,
        ...(etag === null ? {} : { 'if-none-match': etag }),
        ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
      },
    });
    journey.answered = true;
    if (proxied) {
      proxyHeardAt = performance.now();
      proxyFaults = 0;
    }
    return answer;
  }

  async function follow(start: URL, journey: Journey): Promise<Fetched> {
    let url = start;
    let permanent = true;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const answer = await ask(url, journey);
      const { statusCode: status, headers, body } = answer;
      if (!REDIRECTS.has(status)) return settle(answer, { url: url.href, moved: hop > 0 && permanent }, journey);
      discard(body);
      const location = headers['location'];
      const next = typeof location === 'string' && URL.canParse(location, url) ? new URL(location, url) : null;
      if (next === null || faultOf(next) !== null) return failed('bad_redirect', status, null, `location: ${location}`);
      permanent &&= PERMANENT.has(status);
      // The fragment is ours to keep, not a part of what is asked for.
      next.hash = '';
      url = next;
    }
    return failed('too_many_redirects', null, null, `more than ${MAX_REDIRECTS}, last to ${url.href}`);
  }

  async function settle(
    { statusCode: status, headers, body }: Dispatcher.ResponseData,
    at: { readonly url: string; readonly moved: boolean },
    { known, way, deadline, signal }: Journey,
  ): Promise<Fetched> {
    const code = codeOfStatus(status);
    if (code !== null) {
      discard(body);
      return failed(code, status, retryAfterOf(headers['retry-after'], Date.now()), `HTTP ${status}`);
    }
    const freshMs = freshnessOf(status, headers);
    const movedTo = at.moved ? at.url : null;
    const [etag, lastModified] = [headerValue(headers['etag']), headerValue(headers['last-modified'])];
    if (status === 304) {
      discard(body);
      if (known.etag === null && known.lastModified === null) {
        return failed('empty_body', status, null, '304 to a request without conditions');
      }
      const validators = {
        etag: etag ?? known.etag,
        lastModified: lastModified ?? known.lastModified,
        bodyHash: known.bodyHash,
      };
      return { kind: 'unchanged', validators, freshMs, movedTo };
    }
    const large = (): Promise<void> => (way.large === undefined ? Promise.resolve() : deadline.apart(way.large));
    const bytes = await receive(body, { maxBytes, signal, large });
    if (bytes.byteLength === 0) return failed('empty_body', status, null, `HTTP ${status} without a body`);
    const coding = headerValue(headers['content-encoding']);
    const contentType = headerValue(headers['content-type']);
    const validators = { etag, lastModified, bodyHash: null };
    return { kind: 'body', bytes, coding, contentType, url: at.url, validators, freshMs, movedTo };
  }

  function faultOnTheWay(cause: unknown, { answered, proxied }: Journey, began: number): FeedCode {
    const code = codeOf(cause, answered);
    if (!proxied || answered) return code;
    // Who hears nothing through a proxy that has answered nobody meanwhile cannot blame what lies behind it.
    const mute = Math.max(proxyHeardAt, out.proxyHeardAt()) < began;
    const fault = proxyCodeOf(cause) ?? (mute && code === 'timeout' ? 'proxy_unreachable' : null);
    proxyFaults = fault === null ? 0 : proxyFaults + 1;
    return fault ?? code;
  }

  async function travel(url: URL, known: Validators, way: Way): Promise<Fetched> {
    const began = performance.now();
    const deadline = startDeadline(way.deadlineMs ?? settings.deadlineMs ?? DEADLINE_MS);
    const signal = way.signal === undefined ? deadline.signal : AbortSignal.any([way.signal, deadline.signal]);
    const nothing = (): void => undefined;
    const journey: Journey = { known, way, deadline, signal, answered: false, proxied: false, leave: nothing };
    try {
      // undici hears of an abort only once it is connected.
      return await within(signal, follow(url, journey));
    } catch (error) {
      way.signal?.throwIfAborted();
      const cause: unknown = deadline.signal.aborted ? deadline.signal.reason : error;
      const detail = cause instanceof Error ? cause.message : String(cause);
      return failed(faultOnTheWay(cause, journey, began), null, null, detail);
    } finally {
      deadline.clear();
      journey.leave();
    }
  }

  return {
    async get(address, validators, way = {}) {
      way.signal?.throwIfAborted();
      const url = URL.canParse(address) ? new URL(address) : null;
      const fault = url === null ? 'no address' : faultOf(url);
      if (url === null || fault !== null) return failed('bad_url', null, null, fault ?? 'no address');
      return travel(url, validators ?? NO_VALIDATORS, way);
    },
    proxyFaults: () => proxyFaults,
    close: () => out.close(),
  };
}

function failed(code: FeedCode, status: number | null, retryAfterMs: number | null, detail: string): Fetched {
  return { kind: 'failed', code, status, retryAfterMs, detail: detail.slice(0, 300) };
}

/** What is wrong with an address, null when it may be asked for. */
function faultOf(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `scheme ${url.protocol}`;
  if (url.username !== '' || url.password !== '') return 'credentials in the address';
  return url.href.length > 4096 ? 'address too long' : null;
}

/** A header's one value, null when absent, too long to send back, or not printable. */
function headerValue(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value.join(', ') : value;
  return text !== undefined && text.length <= 1024 && /^[\x20-\x7e\x80-\xff]+$/.test(text) ? text : null;
}

/** Lets go of a body nobody reads; an error on it no longer matters. */
function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}
