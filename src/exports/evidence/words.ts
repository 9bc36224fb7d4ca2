import type { QualificationAnswer } from '../../domain/answer.ts';
import type { EvidencePack, Exhibit } from '../../domain/evidence.ts';
import type { Lang } from '../../domain/language.ts';
import { type Day, type Days, daysBetween, formatCalendar, type Period } from '../../domain/period.ts';
import type { Messages } from '../../messages/index.ts';
import { spanWords } from '../../messages/span-words.ts';
import { plainMarkdown } from './text.ts';

/** What the parts of a pack are written with. */
export type Pen = {
  readonly pack: EvidencePack;
  readonly lang: Lang;
  readonly m: Messages;
  readonly byStatement: ReadonlyMap<string, Exhibit>;
};

export function penOf(pack: EvidencePack, lang: Lang, m: Messages): Pen {
  return { pack, lang, m, byStatement: new Map(pack.exhibits.map((e) => [e.statement.id, e])) };
}

/** `**Label**: value`, with the colon as the language writes it. */
export function labelled(label: string, value: string, m: Messages): string {
  return `${m.common.colon(`**${label}**`)} ${value}`;
}

/** An interval in figures: `2026-01-01 → 2026-06-30`. */
export function figures(days: Days): string {
  return days.from === days.to ? days.from : `${days.from} → ${days.to}`;
}

/** An interval in words and in figures: `the first half of 2026 (2026-01-01 → 2026-06-30)`. */
export function daysWords(days: Days, m: Messages): string {
  return `${spanWords(days, m, m.offer.publicBetween)} (${figures(days)})`;
}

/** How near the end of a qualification must be to be counted in days. */
const SOON_DAYS = 90;

/** Behind an end date: that it is inferred, how many days are left of it when they are few; empty where neither is. */
export function endWords(q: QualificationAnswer, asOf: Day, m: Messages): string {
  const left = q.until === null ? -1 : daysBetween(asOf, q.until);
  const words = [
    ...(q.untilKind === 'inferred' ? [m.offer.inferred] : []),
    ...(left >= 0 && left <= SOON_DAYS ? [m.offer.endsIn(left)] : []),
  ];
  return words.map((one) => `, ${one}`).join('');
}

/** Fields that tell of a moment; all others tell of a state that lasts until it ends. */
const MOMENTS = ['check', 'promise', 'fulfilment', 'promise_dropped', 'event'];

/** When a statement is true, in words and figures, with how closely that is known. */
export function validWords({ statement }: Exhibit, m: Messages): string {
  const { valid, body } = statement;
  const from = m.common.calendar(valid.from, valid.precision);
  const iso = `${formatCalendar(valid.from, valid.precision)}${valid.to === null ? '' : ` → ${valid.to}`}`;
  const words = MOMENTS.includes(body.field) ? from : lasting(valid, from, m);
  return `${words} (${iso}, ${m.evidence.precisions[valid.precision]})`;
}

function lasting(valid: Period, from: string, m: Messages): string {
  return valid.to === null ? m.offer.since(from) : m.evidence.validTo(from, m.common.day(valid.to));
}

/** What an exhibit weighs and on what it rests: `established, official source`. */
export function weightWords(e: Exhibit, m: Messages): string {
  const words = m.evidence.weights[e.weight];
  return e.weight === 'false' ? words : `${words}, ${m.evidence.bases[e.basis](e.origins)}`;
}

/** Behind an assertion that nothing strong bears out: ` (one sound source only)`; empty where something does. */
export function restsOn(
  sources: readonly { readonly statement: string }[],
  byStatement: ReadonlyMap<string, Exhibit>,
  m: Messages,
): string {
  const exhibits = sources.flatMap((source) => byStatement.get(source.statement) ?? []);
  const [first] = exhibits;
  if (!first || exhibits.some((e) => e.weight === 'strong')) return '';
  const contested = exhibits.some((e) => e.weight === 'contested');
  return ` (${contested ? m.evidence.weights.contested : m.evidence.bases[first.basis](first.origins)})`;
}

/** A publisher by name and grade, escaped: `Orange (B)`; one that is not in the record by its id, graded F. */
export function publisherWords(e: Exhibit): string {
  const { publisher, statement } = e;
  return `${plainMarkdown(publisher?.name ?? statement.source.publisher)} (${publisher?.reliability ?? 'F'}${statement.credibility})`;
}

/** A row of a Markdown table; cells are Markdown already. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A Markdown table with its head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}
