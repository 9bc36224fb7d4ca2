import type { EventType } from '../domain/event.ts';
import type { Fingerprint } from '../domain/item.ts';
import { contradicts } from './matter.ts';

/** How many of `a` are in `b`. */
export function shared<T>(a: readonly T[], b: ReadonlySet<T>): number {
  let n = 0;
  for (const x of a) if (b.has(x)) n++;
  return n;
}

const withPrefix = (concepts: readonly string[], prefix: string): string[] =>
  concepts.filter((c) => c.startsWith(prefix));
const mainEvent = (concepts: readonly string[]): string => withPrefix(concepts, 'E:')[0]?.slice(2) ?? 'other';
const eventsIn = (concepts: readonly string[]): string[] =>
  concepts.filter((c) => /^[eE]:/.test(c)).map((c) => c.slice(2));

/** Types that writers exchange for one and the same fact. */
const KIN: readonly (readonly EventType[])[] = [
  ['announcement', 'commercial_launch', 'general_availability'],
  ['announcement', 'company_creation', 'partnership'],
  ['customer_win', 'contract_or_tender', 'partnership'],
  ['rumour', 'announcement', 'partnership', 'funding', 'company_creation'],
  ['incident_or_outage', 'security'],
  ['discontinuation', 'delay'],
];
const kin = (a: string, b: string): boolean => KIN.some((k) => k.some((t) => t === a) && k.some((t) => t === b));

/** Types whose fact is told by who else or which place takes part: with different names they are two events. */
const BY_PARTNER: ReadonlySet<string> = new Set([
  'customer_win',
  'contract_or_tender',
  'partnership',
  'funding',
  'commercial_launch',
  'announcement',
  'pricing',
  'other',
]);
/** Types that hardly happen twice to one provider in a fortnight. */
const SINGULAR: ReadonlySet<string> = new Set([
  'qualification_granted',
  'company_creation',
  'general_availability',
  'discontinuation',
  'delay',
  'qualification_milestone',
  'incident_or_outage',
]);

type Pair = { readonly a: Fingerprint; readonly b: Fingerprint };

function overlap({ a, b }: Pair, prefix: string): { readonly common: number; readonly least: number } {
  const left = withPrefix(a.concepts, prefix);
  const right = new Set(withPrefix(b.concepts, prefix));
  return { common: shared(left, right), least: Math.min(left.length, right.size) };
}

/** How far two items agree on who it concerns: 1 same main provider, 0 none in common. */
function sameActors(pair: Pair): number {
  if (overlap(pair, 'm:').common > 0) return 1;
  const { common, least } = overlap(pair, 'p:');
  if (common === 0) return 0;
  return withPrefix(pair.a.concepts, 'm:').length > 0 && withPrefix(pair.b.concepts, 'm:').length > 0
    ? 0.4
    : (0.8 * common) / Math.max(1, least);
}

function sameEvents({ a, b }: Pair): number {
  const [x, y] = [mainEvent(a.concepts), mainEvent(b.concepts)];
  if (x === y) return x === 'other' ? 0.6 : 1;
  if (eventsIn(a.concepts).includes(y) || eventsIn(b.concepts).includes(x)) return 0.7;
  // What was planned and is now there for everybody are two steps, not two words for one.
  const plan = a.concepts.includes('s:planned') !== b.concepts.includes('s:planned');
  if (plan && (x === 'general_availability' || y === 'general_availability')) return 0;
  return kin(x, y) ? 0.5 : 0;
}

/** Score of "one event told twice", 0 to 1, without regard to time. */
export function likeness(pair: Pair): number {
  const actors = sameActors(pair);
  const events = sameEvents(pair);
  if (events === 0) return 0;
  const { a, b } = pair;
  const names = overlap(pair, 'n:');
  const topics = overlap(pair, 't:');
  const figures = shared(a.figures, new Set(b.figures));
  const words = shared(a.words, new Set(b.words)) / Math.max(1, Math.min(a.words.length, b.words.length));
  const noActors = withPrefix(a.concepts, 'p:').length === 0 && withPrefix(b.concepts, 'p:').length === 0;
  if (actors === 0 && !noActors) return 0;
  const [x, y] = [mainEvent(a.concepts), mainEvent(b.concepts)];
  // Different partners, different deal; different steps, different fact.
  if (names.common === 0 && names.least > 0 && (BY_PARTNER.has(x) || BY_PARTNER.has(y))) return 0;
  if (contradicts(a, b)) return 0;
  const quality = overlap(pair, 'q:');
  if (quality.common === 0 && quality.least > 0) return 0;
  const detail = Math.min(
    1,
    0.4 * Math.min(2, names.common) +
      0.35 * Math.min(2, topics.common) +
      0.4 * Math.min(2, figures) +
      0.5 * Math.min(1, quality.common) +
      0.9 * words,
  );
  if (noActors) return 0.3 * events + 0.6 * detail * (topics.common > 0 || words > 0.3 ? 1 : 0.5);
  const singular = x === y && SINGULAR.has(x) && actors === 1 ? 0.12 : 0;
  return 0.25 * actors + 0.2 * events + 0.45 * detail + singular;
}
