import type { Since } from '../../../src/domain/answer.ts';
import type { BoardPromise, BoardTarget } from '../../../src/domain/board.ts';
import type { Lang } from '../../../src/domain/language.ts';
import { type Day, daysBetween, firstDayOf, lastDayOf } from '../../../src/domain/period.ts';
import type { Line } from '../../../src/domain/view.ts';
import type { Messages } from '../../../src/messages/index.ts';
import type { Notes } from '../notes.ts';
import { spanWords } from '../span-words.ts';

/** What drawing a chain needs: the day asked about, the words, and where its sources are numbered. */
export type Drawing = {
  readonly asOf: Day;
  readonly lang: Lang;
  readonly m: Messages;
  readonly notes: Notes;
};

const when = (s: Since, m: Messages): string => m.common.calendar(s.from, s.precision);
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const bare = (text: string): string => text.replace(/[.\s]+$/, '');

/** What was promised, in words: the step of a ladder; anything else as the first promise of it says. */
export function targetWords(t: BoardTarget, lang: Lang, m: Messages): string {
  const { target } = t;
  switch (target.ladder) {
    case 'commercial':
      return m.offer.commercial[target.rung];
    case 'company':
      return m.offer.company[target.rung];
    case 'qualification':
      return `${target.scheme}, ${m.board.steps[target.rung]}`;
    case 'free':
      return bare((t.promises[0] ?? t.floors[0])?.text[lang] ?? target.name);
  }
}

/** The widest year or month that ends on a day, else the day. */
function endWords(day: Day, m: Messages): string {
  const whole = (['year', 'month'] as const).find((precision) => lastDayOf(day, precision) === day);
  return m.common.calendar(whole === undefined ? day : firstDayOf(day, whole), whole ?? 'day');
}

/** For when: of a promise to be kept by a time only the end of it binds. */
function dueWords(p: BoardPromise, m: Messages): string {
  const { due } = m.board;
  if (p.due.from === p.due.to || p.bound === 'in') return due[p.bound](spanWords(p.due, m));
  if (p.bound === 'by') return due.by(endWords(p.due.to, m));
  return due[p.bound](spanWords(p.due, m, () => '') || m.common.day(p.due.from));
}

function linkWords(p: BoardPromise, { m, notes }: Drawing): string {
  return `${dueWords(p, m)} (${m.board.said(when(p.made, m))})${notes.marks(p.sources)}`;
}

/** How a target that was reached stands to its first and its newest date. */
function reachedWords(t: BoardTarget, m: Messages): string[] {
  const w = m.board.state;
  const [first, newest] = [t.promises[0], t.promises.at(-1)];
  if (!t.proof) return [m.board.groups[t.outcome]];
  const since = when(t.proof.since, m);
  if (t.outcome === 'unknown') return t.proof.shows === 'later' ? [w.whenUnknown(since)] : [w.reached(since), w.coarse];
  const reached = t.proof.shows === 'later' ? w.reachedBy(since) : w.reached(since);
  const coarse = t.proof.since.from !== t.proof.since.to && t.proof.shows === 'reached';
  // A later step shows no day, so its own stands in: the days are counted, not seen.
  const counted = (words: string): string => (t.proof?.shows === 'later' ? w.counted(words) : words);
  const moved = first && newest && first.due.to !== newest.due.to;
  const late = t.slip !== null && t.slip.days > 0;
  if (!moved) return [reached, late ? counted(w.late(t.slip.days, coarse)) : w.inTime];
  return [
    reached,
    late ? counted(w.afterFirst(t.slip.days, coarse)) : w.withinFirst,
    ...(newest.outcome === 'kept' ? [w.withinNewest] : []),
    ...(newest.outcome === 'late' && newest.days !== null ? [w.afterNewest(newest.days, coarse)] : []),
  ];
}

/** How a target stands that was not reached. */
function awaitedWords(t: BoardTarget, asOf: Day, m: Messages): string[] {
  const w = m.board.state;
  const newest = t.promises.at(-1);
  switch (t.outcome) {
    case 'open':
      return [
        ...(newest ? [w.left(daysBetween(asOf, newest.due.to))] : []),
        ...(t.slip ? [w.putOff(t.slip.days)] : []),
      ];
    case 'overdue':
      return [
        w.overdue(newest?.days ?? 0),
        ...(t.slip && t.slip.days !== newest?.days ? [w.sinceFirst(t.slip.days)] : []),
      ];
    case 'dropped':
      return [t.proof ? w.dropped(when(t.proof.since, m)) : w.droppedSometime];
    case 'unknown':
      return [w.unknown];
    default:
      return [m.board.groups[t.outcome]];
  }
}

const wasReached = (t: BoardTarget): boolean => t.proof?.shows === 'reached' || t.proof?.shows === 'later';

/** Qualifications are looked up in catalogues: that none was looked up since the day due must be said. */
const looked = (t: BoardTarget): boolean => t.outcome !== 'overdue' || t.target.ladder !== 'qualification';

/** A source that shows the outcome, behind the words for it. */
function proofWords(t: BoardTarget, { m, notes }: Drawing): string {
  if (!t.proof) return looked(t) ? '' : m.board.aside(m.board.state.notChecked);
  const marks = notes.marks([t.proof.source]);
  return t.proof.shows === 'missing'
    ? `${m.board.aside(m.board.state.notFound(when(t.proof.since, m)))}${marks}`
    : marks;
}

/**
 * A target in a line: what was promised, for when and when that was said, each date in turn, and what became of it.
 * `whose` stands before it where the reader does not know.
 */
export function targetLine(t: BoardTarget, whose: string, drawing: Drawing): Line {
  const { asOf, lang, m } = drawing;
  const w = m.board;
  const what = targetWords(t, lang, m);
  const head = whose === '' ? capital(what) : `${whose} · ${what}`;
  const chain = t.promises.map((p) => linkWords(p, drawing)).join(' → ');
  const floors = t.floors.map((p) => linkWords(p, drawing)).join(', ');
  if (t.promises.length === 0) return [{ text: head, strong: true }, ` · ${floors}`];
  const outcome = (wasReached(t) ? reachedWords(t, m) : awaitedWords(t, asOf, m)).join(', ');
  const now = t.outcomeNow === t.outcome ? '' : ` (${w.state.now(w.nowWords[t.outcomeNow])})`;
  const proof = proofWords(t, drawing);
  return [
    { text: head, strong: true },
    ` · ${w.promised}${chain} · `,
    { text: `${outcome}${now}`, strong: true },
    `${proof}${floors === '' ? '' : w.aside(w.floor(floors))}`,
  ];
}
