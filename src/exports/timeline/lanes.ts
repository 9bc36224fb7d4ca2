import type { LadderStretch, TimelineAnswer, TimelineEntry } from '../../domain/history.ts';
import { addDays, type Day } from '../../domain/period.ts';
import type { Lane, Mark, Stretch } from '../../domain/picture.ts';
import {
  COMMERCIAL_RUNGS,
  type CommercialStatus,
  QUALIFICATION_STEPS,
  type StatementBody,
} from '../../domain/statement.ts';
import type { Tone } from '../../domain/view.ts';
import type { Messages } from '../../messages/index.ts';

/** The lanes of the ladders in a picture of a history, with their words chosen. */

/** One ladder of one subject: what stood on it, and what was claimed of it without being an answer. */
export type LadderLane = {
  readonly subject: string;
  readonly ladder: string;
  readonly stretches: readonly LadderStretch[];
  readonly claims: readonly TimelineEntry[];
};

/** The ladder that a body is about; null for what is on none that has a lane. */
function ladderOf(body: StatementBody): string | null {
  return body.field === 'commercial' ? 'commercial' : body.field === 'qualification' ? body.scheme : null;
}

const stateOf = (body: StatementBody): string =>
  body.field === 'commercial' ? body.status : body.field === 'qualification' ? body.step : '';

/**
 * True where the state that an entry without weight claims did stand then: it claims another day or detail of it, or it
 * is the rumour that stands as one. The state is then not what is claimed.
 */
export function claimsWhatStood(entry: TimelineEntry, stretches: readonly LadderStretch[]): boolean {
  const state = stateOf(entry.body);
  const ladder = ladderOf(entry.body);
  return stretches.some(
    (s) =>
      s.subject === entry.subject &&
      s.ladder === ladder &&
      s.state === state &&
      (s.since?.from ?? s.from) <= entry.by &&
      (s.to === null || s.to >= entry.at.from),
  );
}

/** The ladders of an answer: subjects in its order, each with what is sold before what is qualified. */
export function ladderLanes(answer: TimelineAnswer): LadderLane[] {
  const stretches = answer.stretches.filter((s) => s.ladder !== 'company');
  const claims = answer.entries.filter((e) => e.weight !== 'strong' && ladderOf(e.body) !== null);
  const subjects = [...new Set([...stretches, ...claims].map((one) => one.subject))];
  return subjects.flatMap((subject) => {
    const its = stretches.filter((s) => s.subject === subject);
    const claimed = claims.filter((e) => e.subject === subject);
    const ladders = new Set([...its.map((s) => s.ladder), ...claimed.map((e) => ladderOf(e.body) ?? '')]);
    const sorted = [...ladders].sort((a, b) => (a === 'commercial' ? -1 : b === 'commercial' ? 1 : a < b ? -1 : 1));
    return sorted.map((ladder) => {
      const own = its.filter((s) => s.ladder === ladder);
      const about = claimed.filter((e) => ladderOf(e.body) === ladder && !claimsWhatStood(e, own));
      return { subject, ladder, stretches: own, claims: about };
    });
  });
}

/** A ladder's name: what is sold is available, a scheme goes by its own. */
export const ladderName = (ladder: string, m: Messages): string =>
  ladder === 'commercial' ? m.offer.labels.commercial : ladder;

/** A state in few words. */
export function stateWord(ladder: string, state: string, m: Messages): string {
  return ladder === 'commercial'
    ? m.offer.commercial[state as CommercialStatus]
    : m.timeline.steps[state as keyof Messages['timeline']['steps']];
}

function toneOf(s: LadderStretch): Tone {
  if (!s.strong) return 'rumour';
  if (['abandoned', 'discontinued', 'expired', 'withdrawn'].includes(s.state)) return 'bad';
  if (s.state === 'ended_on_paper') return 'warn';
  return ['generally_available', 'qualified', 'renewed'].includes(s.state) ? 'good' : 'neutral';
}

/** How far up its ladder a state is; what has ended stands as high as what ended. */
function heightOf({ ladder, state }: LadderStretch): number {
  const rungs: readonly string[] = ladder === 'commercial' ? COMMERCIAL_RUNGS : QUALIFICATION_STEPS;
  const at = rungs.indexOf(state);
  return at < 0 ? 0.6 : (at + 1) / rungs.length;
}

const GRANTED = ['qualified', 'renewed'];

/** The last day of a bar: what is qualified holds to the end it has on paper, also where that is still to come. */
function barEnd(s: LadderStretch): Day | null {
  return s.to ?? (s.until !== null && GRANTED.includes(s.state) ? s.until.day : null);
}

/** The stretches of one ladder as bars that touch: one ends where the next may have begun. */
function bars(stretches: readonly LadderStretch[], m: Messages): Stretch[] {
  let free: Day = '';
  return stretches.map((s, i) => {
    const from = maxDay(free, s.since?.from ?? s.from);
    const begun = s.since === null ? s.from : minDay(s.since.to, s.from);
    const next = stretches[i + 1];
    const end = barEnd(s);
    // A start known by its month is drawn as a slope from its first day on: the bar before ends there.
    const cut = next === undefined ? null : addDays(next.since?.from ?? next.from, -1);
    const to = end !== null && cut !== null && cut < end ? maxDay(from, cut) : end;
    free = to === null ? '' : addDays(to, 1);
    return {
      from,
      ...(begun > from ? { begun } : {}),
      to,
      label: stateWord(s.ladder, s.state, m),
      tone: toneOf(s),
      height: heightOf(s),
    };
  });
}

const maxDay = (a: Day, b: Day): Day => (a > b ? a : b);
const minDay = (a: Day, b: Day): Day => (a < b ? a : b);

/** A claim that is no answer, on the days on which it may be true. */
function claimMark(entry: TimelineEntry, m: Messages): Mark {
  const ladder = ladderOf(entry.body) ?? '';
  const what = stateWord(ladder, stateOf(entry.body), m);
  const label =
    entry.weight === 'false'
      ? m.timeline.wrong(what)
      : entry.weight === 'contested'
        ? m.timeline.quarrelled(what)
        : m.timeline.claimed(what);
  return {
    at: { from: entry.at.from, to: maxDay(entry.at.from, entry.by) },
    label,
    tone: entry.weight === 'false' ? 'bad' : 'rumour',
    shape: 'weak',
  };
}

function endWords({ day, kind }: NonNullable<LadderStretch['until']>, m: Messages): string {
  const words = m.timeline.paperEnd(m.common.day(day));
  return kind === 'inferred' ? `${words} (${m.offer.inferred})` : words;
}

/** The end that the last qualification has on paper. */
function endMarks(stretches: readonly LadderStretch[], m: Messages): Mark[] {
  const until = stretches.findLast((s) => [...GRANTED, 'ended_on_paper'].includes(s.state))?.until;
  if (!until) return [];
  return [{ at: { from: until.day, to: until.day }, label: endWords(until, m), tone: 'warn', shape: 'end' }];
}

/** A lane, and what it shows in words. */
export type Drawn = { readonly lane: Lane; readonly words: string };

/** A stretch in words: what stood, from when to when, or since when and until when on paper. */
function stretchWords(s: LadderStretch, m: Messages): string {
  const what = stateWord(s.ladder, s.state, m);
  if (s.since === null) return m.timeline.seen(what, m.common.day(s.from));
  const from = m.common.calendar(s.since.from, s.since.precision);
  if (s.to !== null) return m.timeline.held(what, from, m.common.day(s.to));
  const since = m.offer.since(from);
  return m.timeline.holds(
    what,
    s.until !== null && GRANTED.includes(s.state) ? `${since}, ${endWords(s.until, m)}` : since,
  );
}

function ladderWords({ stretches, claims }: LadderLane, m: Messages): string {
  const stood = stretches.map((s) => stretchWords(s, m));
  const said = claims.map((entry) => {
    const day = m.common.calendar(entry.at.from, entry.at.precision);
    return m.timeline.holds(claimMark(entry, m).label, day);
  });
  return m.timeline.also([stood.length === 0 ? m.timeline.nothingHeld : stood.join(', '), ...said]);
}

/** A lane for one ladder. */
export function ladderLane(lane: LadderLane, label: string, m: Messages): Drawn {
  const marks = [...endMarks(lane.stretches, m), ...lane.claims.map((entry) => claimMark(entry, m))];
  return { lane: { label, stretches: bars(lane.stretches, m), marks }, words: ladderWords(lane, m) };
}

/** One lane for all ladders of a subject: what is sold as bars, what is qualified as signs under them. */
export function offerLane(lanes: readonly LadderLane[], label: string, m: Messages): Drawn {
  const sold = lanes.find((lane) => lane.ladder === 'commercial');
  const named = (lane: LadderLane, text: string): string =>
    lane === sold ? text : `${m.common.colon(lane.ladder)} ${text}`;
  const stepMark = (lane: LadderLane, s: LadderStretch): Mark => ({
    at: s.since === null ? { from: s.from, to: s.from } : { from: s.since.from, to: minDay(s.since.to, s.from) },
    label: named(lane, stateWord(lane.ladder, s.state, m)),
    tone: toneOf(s),
    shape: 'event',
  });
  const marks = lanes.flatMap((lane) => [
    // That it ended on paper is what the mark of its end says.
    ...(lane === sold ? [] : lane.stretches.filter((s) => s.state !== 'ended_on_paper').map((s) => stepMark(lane, s))),
    ...endMarks(lane.stretches, m),
    ...lane.claims.map((entry) => {
      const mark = claimMark(entry, m);
      return { ...mark, label: named(lane, mark.label) };
    }),
  ]);
  const words = m.timeline.also(lanes.map((lane) => named(lane, ladderWords(lane, m))));
  return { lane: { label, stretches: sold === undefined ? [] : bars(sold.stretches, m), marks }, words };
}
