import type { FeedCode } from '../src/domain/feed.ts';
import { ProxyFault } from '../src/proxied.ts';
import { BlockedAddress } from './guard.ts';
import { TooLarge } from './http/unpack.ts';

const BY_CODE: Readonly<Record<string, FeedCode>> = {
  ENOTFOUND: 'dns_failed',
  EAI_AGAIN: 'dns_failed',
  EAI_FAIL: 'dns_failed',
  EAI_NODATA: 'dns_failed',
  // A name server that says nothing.
  ETIMEOUT: 'dns_failed',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  EPROTO: 'tls_failed',
};

const TLS = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|ERR_OSSL)/;

/** Failures to connect: where a proxy stands between, it is all that was connected to. */
const CONNECTING = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** The code of what is the proxy's own fault, null where it is not; of requests that went through one. */
export function proxyCodeOf(error: unknown): FeedCode | null {
  if (error instanceof ProxyFault) return error.kind === 'refused' ? 'proxy_refused' : 'proxy_unreachable';
  if (!(error instanceof Error)) return null;
  // What undici says where the proxy itself asks for a password, of a request that needs no tunnel.
  if (error.message.includes('(407)')) return 'proxy_refused';
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (CONNECTING.has(code) || code === 'UND_ERR_CONNECT_TIMEOUT') return 'proxy_unreachable';
  return inner instanceof Error ? proxyCodeOf(inner) : null;
}

/** The code of what went wrong on the way; `answered` when the head of an answer had arrived. */
export function codeOf(error: unknown, answered: boolean): FeedCode {
  if (error instanceof BlockedAddress) return 'blocked_address';
  if (error instanceof TooLarge) return 'too_large';
  if (!(error instanceof Error)) return 'unreachable';
  if (error.name === 'TimeoutError') return 'timeout';
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (TLS.test(code)) return 'tls_failed';
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (inner instanceof Error) return codeOf(inner, answered);
  return answered ? 'cut_off' : 'unreachable';
}

/** The code of a status that is no success; null for 2xx and 304. */
export function codeOfStatus(status: number): FeedCode | null {
  if ((status >= 200 && status < 300) || status === 304) return null;
  if (status < 400) return 'bad_redirect';
  if (status === 404) return 'http_not_found';
  if (status === 410) return 'http_gone';
  if (status === 429) return 'http_rate_limited';
  if (status === 401 || status === 402 || status === 403 || status === 451) return 'http_forbidden';
  return status < 500 ? 'http_client_error' : 'http_server_error';
}
