import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, ProxyAgent, request } from 'undici';
import type { FeedCode, Validators } from '../src/domain/feed.ts';
import { codeOf, codeOfStatus } from './errors.ts';
import { createGuard, type Resolver } from './guard.ts';
import { CODINGS, readBody } from './http/body.ts';
import { freshnessOf, retryAfterOf } from './http/freshness.ts';
import { MAX_BODY_BYTES } from './parser.ts';

export type FeedClientSettings = {
  /** CIDR ranges that the address guard lets through besides public addresses. */
  readonly allowPrivate: readonly string[];
  readonly userAgent: string;
  /** A proxy for everything but the hosts in `except` (`example.org` covers its subdomains, `*` is everything). */
  readonly proxy: { readonly url: string; readonly except: readonly string[] } | null;
  /** More certificate authorities, PEM. */
  readonly ca?: string;
  /** For the whole of one `get`, redirects and body included. Default 30 s. */
  readonly deadlineMs?: number;
  /** Decoded bytes of a body. Default 20 MB. */
  readonly maxBytes?: number;
  /** For tests: resolves names in place of DNS. */
  readonly resolver?: Resolver;
};

export type Fetched =
  | {
      readonly kind: 'body';
      readonly bytes: Uint8Array;
      readonly contentType: string | null;
      /** Where the answer came from, after redirects. */
      readonly url: string;
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

export type FeedClient = {
  /**
   * One conditional GET. Failures are data; it rejects only when `signal` is aborted, with the signal's reason. The
   * validators in the answer are the caller's to keep, once what the answer brought is safely stored.
   */
  readonly get: (url: string, validators: Validators | null, signal?: AbortSignal) => Promise<Fetched>;
  readonly close: () => Promise<void>;
};

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5';

export const NO_VALIDATORS: Validators = { etag: null, lastModified: null, bodyHash: null };

/**
 * The HTTP client of feeds: conditional, guarded, capped, never hanging. Every hop's address is checked as a literal
 * before and as resolved while connecting, so that neither a redirect nor a name that changes its address reaches
 * inside. Through a proxy, which resolves names itself, names and literals are what can be checked. Throws on a range of
 * `allowPrivate` that is no CIDR.
 */
export function createFeedClient(settings: FeedClientSettings): FeedClient {
  const guard = createGuard(settings.allowPrivate, settings.resolver);
  const deadlineMs = settings.deadlineMs ?? 30_000;
  const maxBytes = settings.maxBytes ?? MAX_BODY_BYTES;
  const trust = settings.ca === undefined ? {} : { ca: [...rootCertificates, settings.ca] };
  const limits = { headersTimeout: deadlineMs, bodyTimeout: deadlineMs, keepAliveTimeout: 4_000 };

  const connector = buildConnector({
    timeout: 10_000,
    allowH2: false,
    lookup: guard.lookup,
    ...trust,
  } as buildConnector.BuildOptions);
  const direct = new Agent({
    ...limits,
    connect(options, callback) {
      try {
        guard.checkHost(options.hostname);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connector(options, (error, socket) => {
        if (error !== null) return callback(error, null);
        const remote = socket.remoteAddress ?? '';
        // Once more on what was really reached: nothing between lookup and connect is trusted.
        if (guard.allows(remote)) return callback(null, socket);
        socket.destroy();
        callback(new Error(`connected to ${remote}`), null);
      });
    },
  });
  const proxied =
    settings.proxy === null
      ? null
      : new ProxyAgent({ uri: settings.proxy.url, ...limits, requestTls: trust, proxyTls: trust });
  const except = (settings.proxy?.except ?? [])
    .map((host) =>
      host
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .filter(Boolean);

  function dispatcherFor(url: URL): Dispatcher {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const without = except.some((name) => name === '*' || host === name || host.endsWith(`.${name}`));
    if (proxied === null || without) return direct;
    guard.checkHost(host, true);
    return proxied;
  }

  /** One hop. */
  async function ask(url: URL, validators: Validators, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    guard.checkHost(url.hostname);
    return request(url, {
      method: 'GET',
      dispatcher: dispatcherFor(url),
      signal,
      headers: {
        'user-agent': settings.userAgent,
        accept: ACCEPT,
        'accept-encoding': CODINGS,
        ...(validators.etag === null ? {} : { 'if-none-match': validators.etag }),
        ...(validators.lastModified === null ? {} : { 'if-modified-since': validators.lastModified }),
      },
    });
  }

  async function follow(
    start: URL,
    known: Validators,
    signal: AbortSignal,
    progress: { answered: boolean },
  ): Promise<Fetched> {
    let url = start;
    let permanent = true;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      progress.answered = false;
      const answer = await ask(url, known, signal);
      progress.answered = true;
      const { statusCode: status, headers, body } = answer;
      if (!REDIRECTS.has(status)) {
        const movedTo = hop > 0 && permanent ? url.href : null;
        return settle(status, headers, body, { url: url.href, movedTo, known, signal });
      }
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
    status: number,
    headers: Dispatcher.ResponseData['headers'],
    body: Readable,
    at: { url: string; movedTo: string | null; known: Validators; signal: AbortSignal },
  ): Promise<Fetched> {
    const code = codeOfStatus(status);
    if (code !== null) {
      discard(body);
      return failed(code, status, retryAfterOf(headers['retry-after'], Date.now()), `HTTP ${status}`);
    }
    const freshMs = freshnessOf(status, headers);
    const told: Validators = {
      etag: headerValue(headers['etag']),
      lastModified: headerValue(headers['last-modified']),
      bodyHash: null,
    };
    if (status === 304) {
      discard(body);
      if (at.known.etag === null && at.known.lastModified === null) {
        return failed('empty_body', status, null, '304 to a request without conditions');
      }
      const validators = {
        etag: told.etag ?? at.known.etag,
        lastModified: told.lastModified ?? at.known.lastModified,
        bodyHash: at.known.bodyHash,
      };
      return { kind: 'unchanged', validators, freshMs, movedTo: at.movedTo };
    }
    const bytes = await readBody(body, headerValue(headers['content-encoding']), maxBytes, at.signal);
    if (bytes.byteLength === 0) return failed('empty_body', status, null, `HTTP ${status} without a body`);
    const bodyHash = createHash('sha256').update(bytes).digest('hex');
    const validators = { ...told, bodyHash };
    if (bodyHash === at.known.bodyHash) return { kind: 'unchanged', validators, freshMs, movedTo: at.movedTo };
    const contentType = headerValue(headers['content-type']);
    return { kind: 'body', bytes, contentType, url: at.url, validators, freshMs, movedTo: at.movedTo };
  }

  return {
    async get(address, validators, signal) {
      signal?.throwIfAborted();
      const url = URL.canParse(address) ? new URL(address) : null;
      const fault = url === null ? 'no address' : faultOf(url);
      if (url === null || fault !== null) return failed('bad_url', null, null, fault ?? 'no address');
      const progress = { answered: false };
      // Not AbortSignal.timeout(): its timer would not keep a one-shot command alive to hear of it.
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(new DOMException('deadline', 'TimeoutError')), deadlineMs);
      const both = signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]);
      try {
        return await follow(url, validators ?? NO_VALIDATORS, both, progress);
      } catch (error) {
        signal?.throwIfAborted();
        const cause = deadline.signal.aborted ? deadline.signal.reason : error;
        return failed(
          codeOf(cause, progress.answered),
          null,
          null,
          cause instanceof Error ? cause.message : String(cause),
        );
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      await Promise.all([direct.destroy(), proxied?.destroy()]);
    },
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
