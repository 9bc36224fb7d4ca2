import type { Day, Instant } from './period.ts';

/** What the clock on the wall shows in a time zone, and when it shows it. */

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** True for a zone that this machine can reckon in. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(zone, made);
  return made;
}

/** What the clock on the wall shows, `2026-03-29 01:59:59`. Throws on a zone that is not known. */
export function wallOf(at: Instant | number, zone: string): string {
  return formatOf(zone).format(typeof at === 'number' ? at : Date.parse(at));
}

/** How far the wall is ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  return Date.parse(`${wallOf(whole, zone).replace(' ', 'T')}Z`) - whole;
}

/**
 * The instant, in milliseconds, at which the wall shows a time (`HH:MM`) of a day: the first or last where it shows it
 * twice, the end of the skip where it never does.
 */
export function instantOf(day: Day, time: string, zone: string, which: 'first' | 'last'): number {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  const shown = [wall - before, wall - after].filter((at) => at + offsetAt(at, zone) === wall).sort((a, b) => a - b);
  const found = which === 'first' ? shown.at(0) : shown.at(-1);
  if (found !== undefined) return found;
  let low = wall - DAY_MS;
  let high = wall + DAY_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}
