import type { PromiseAnswer } from '../../../src/domain/answer.ts';
import type { Lang } from '../../../src/domain/language.ts';
import type { Day } from '../../../src/domain/period.ts';
import type { Line } from '../../../src/domain/view.ts';
import type { Messages } from '../../../src/messages/index.ts';
import { spanWords } from '../span-words.ts';

/** "Not before 2025", asked in 2026: nothing was promised but a waiting that is over. */
function waitIsOver(p: PromiseAnswer, asOf: Day): boolean {
  return p.bound === 'not-before' && p.outcome === 'open' && p.due.from <= asOf;
}

/** What a reader looks for first: what is overdue, what is due next, how others ended, what is over or moved. */
function rank(p: PromiseAnswer, asOf: Day): number {
  if (waitIsOver(p, asOf)) return 4;
  if (p.outcome === 'overdue') return 0;
  if (p.outcome === 'open') return 1;
  return p.outcome === 'late' || p.outcome === 'kept' ? 2 : 3;
}

/** Promises in the order in which a reader wants them; those due first stand first among what is open. */
export function promisesInOrder(promises: readonly PromiseAnswer[], asOf: Day): PromiseAnswer[] {
  const later = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
  return [...promises].sort((a, b) => {
    const by = rank(a, asOf) - rank(b, asOf);
    if (by !== 0) return by;
    return a.outcome === 'open' ? later(a.due.to, b.due.to) : later(b.due.to, a.due.to);
  });
}

/** One promise in a line: how it stands, what was promised, for when and when, `marks` its sources. */
export function promiseLine(p: PromiseAnswer, asOf: Day, lang: Lang, m: Messages, marks: string): Line {
  const outcome = waitIsOver(p, asOf) ? m.offer.waitOver : m.offer.outcomes[p.outcome](p.days);
  const changed = p.outcomeNow !== p.outcome && !waitIsOver(p, asOf);
  const now = changed ? ` (${m.offer.nowKnown(m.offer.outcomes[p.outcomeNow](null))})` : '';
  const made = m.offer.made(m.common.calendar(p.made.from, p.made.precision));
  const chain = p.chain.length > 1 ? `, ${m.offer.chain(p.chain.position, p.chain.length)}` : '';
  const due = m.offer.bounds[p.bound](spanWords(p.due, m));
  return [
    { text: `${outcome}${now}`, strong: true },
    ` · ${p.text[lang].replace(/[.\s]+$/, '')} · ${due}, ${made}${chain}${marks}`,
  ];
}
