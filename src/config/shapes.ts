import { isIP } from 'node:net';
import { editDistance } from '../domain/text.ts';

/** True for `127.0.0.0/8`, `::1/128`, `10.0.0.5`. */
export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** True for a time zone that this runtime knows. */
export function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** Time zones whose name or city resembles `text`, at most three. */
export function nearestZones(text: string): readonly string[] {
  const wanted = fold(text);
  const zones = Intl.supportedValuesOf('timeZone');
  const holding = zones.filter((zone) => wanted.length > 2 && fold(zone).includes(wanted));
  if (holding.length > 0) return holding.slice(0, 3);
  const byCity = zones.filter(
    (zone) => editDistance(fold(zone.split('/').at(-1) ?? ''), wanted.split('/').at(-1) ?? '') <= 2,
  );
  return byCity.slice(0, 3);
}

/** Those of `names` that `given` was perhaps meant to be, nearest first, at most two. */
export function nearest(given: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, far: Math.min(editDistance(given, name), swapped(given, name)) }))
    .filter(({ far }) => far <= 4)
    .sort((a, b) => a.far - b.far)
    .slice(0, 2)
    .map(({ name }) => name);
}

/** The address without user and password: `postgres://db.internal:5432/vigie`. */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return '…';
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

/** The password in an address as it is written there, null when there is none. */
export function passwordOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { password } = new URL(address);
  return password === '' ? null : decodeURIComponent(password);
}

/** The words of a comma or space separated list, without empty ones. */
export function split(text: string | null): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s_]+/g, '_');
}

/** 1 when both have the same words in another order or with words between (`SLACK_TOKEN`), else far. */
function swapped(given: string, name: string): number {
  const [words, others] = [given.split('_'), name.split('_')];
  return words.length > 1 && words.every((word) => others.includes(word)) ? 1 + others.length - words.length : 99;
}
