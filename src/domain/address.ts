import { holdsUnseen } from './clean.ts';

/** Longest address that is shown or made a link. */
export const MAX_URL = 2_000;

/**
 * The address in its normal form where it may be shown and followed, else null: http or https, no name or password
 * before the host (`https://bank.example@evil.example` shows one host and leads to another), nothing in it that cannot
 * be seen, not too long. A host in letters of other scripts comes as `xn--…`, so that no look-alike passes for another.
 */
export function safeUrl(url: string | null | undefined): string | null {
  if (url === null || url === undefined || url.length > MAX_URL) return null;
  const given = url.trim();
  if (given === '' || holdsUnseen(given)) return null;
  const parsed = URL.parse(given);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return null;
  if (parsed.hostname === '' || parsed.username !== '' || parsed.password !== '' || /^[^/]*\/*[^/?#]*@/.test(given))
    return null;
  return parsed.href.length <= MAX_URL ? parsed.href : null;
}
