import type { TimelineAnswer, TimelineEntry } from '../../domain/history.ts';
import type { Lang } from '../../domain/language.ts';
import type { Day } from '../../domain/period.ts';
import type { Mark } from '../../domain/picture.ts';
import type { Tone } from '../../domain/view.ts';
import type { Messages } from '../../messages/index.ts';
import { spanWords } from '../../messages/span-words.ts';
import { type Drawn, ladderName, stateWord } from './lanes.ts';

/** The lanes of promises and events in a picture of a history, with their words chosen. */

/** Signs in the lanes of promises and of events; a subject without ladders has room for more events. */
const MOST = { promises: 8, events: 6, eventsAlone: 12 };
/** Longest label taken from a text. */
const LABEL = 64;

/** A lane, and how many of its kind it has no room for. */
export type Chosen = { readonly drawn: Drawn | null; readonly left: number };

type Promised = TimelineAnswer['promises'][number];

/** A text cut after a word that may end it, the cut marked. */
function short(text: string): string {
  const plain = text.replace(/[.\s]+$/, '');
  if (plain.length <= LABEL) return plain;
  // Not within a word, nor after an article or a preposition.
  return `${plain
    .slice(0, LABEL + 1)
    .replace(/\s+\S*$/, '')
    .replace(/(\s+\S{1,3})+$/, '')
    .replace(/[\s,;:]+$/, '')}…`;
}

/** What was promised: a rung by its name, anything else in the promise's own words. */
function targetWords({ target, text }: Promised, lang: Lang, m: Messages): string {
  switch (target.ladder) {
    case 'commercial':
      return m.offer.commercial[target.rung];
    case 'company':
      return m.offer.company[target.rung];
    case 'qualification':
      return m.common.colon(ladderName(target.scheme, m)).concat(' ', stateWord(target.scheme, target.rung, m));
    case 'free':
      return short(text[lang]);
  }
}

const SHAPES: Readonly<Record<Promised['outcome'], readonly [Mark['shape'], Tone]>> = {
  open: ['due', 'neutral'],
  unknown: ['due', 'neutral'],
  moved: ['due', 'warn'],
  kept: ['kept', 'good'],
  late: ['missed', 'warn'],
  overdue: ['missed', 'bad'],
  dropped: ['missed', 'bad'],
};

/** "Not before 2025" sets no day to miss: kept or not, it is a day that was named. */
function promiseMark(p: Promised, label: string): Mark {
  const [shape, tone] = p.bound === 'not-before' ? (['due', 'neutral'] as const) : SHAPES[p.outcome];
  return { at: p.due, label, tone, shape, since: p.made.to < p.due.to ? p.made.to : p.made.from };
}

/**
 * The promises that a picture has room for: those that name a rung and a day before others, then the latest due.
 * `offerName` gives the name of the offer that must be told from others.
 */
export function promiseLane(
  answer: TimelineAnswer,
  offerName: (subject: string) => string | null,
  lang: Lang,
  m: Messages,
): Chosen {
  const rank = (p: Promised): number => (p.bound === 'not-before' ? 2 : 0) + (p.target.ladder === 'free' ? 1 : 0);
  const order = (a: Promised, b: Promised): number =>
    rank(a) - rank(b) || (a.due.to === b.due.to ? 0 : a.due.to < b.due.to ? 1 : -1);
  const chosen = new Set(answer.promises.toSorted(order).slice(0, MOST.promises));
  const shown = answer.promises.filter((p) => chosen.has(p));
  const left = answer.promises.length - shown.length;
  if (shown.length === 0) return { drawn: null, left };
  const told = shown.map((p) => {
    const target = targetWords(p, lang, m);
    const of = offerName(p.subject);
    const what = of === null ? target : m.timeline.laneOf(of, target);
    const outcome =
      p.outcome === 'open' && p.due.to < answer.asOf ? m.offer.waitOver : m.offer.outcomes[p.outcome](p.days);
    const span = spanWords(p.due, m);
    const due = p.bound === 'not-before' ? m.offer.bounds[p.bound](span) : span;
    return { mark: promiseMark(p, `${what} · ${outcome}`), words: m.timeline.promised(what, due, outcome) };
  });
  const lane = { label: m.offer.labels.promises, stretches: [], marks: told.map((one) => one.mark) };
  return { drawn: { lane, words: m.timeline.also(told.map((one) => one.words)) }, left };
}

/** What happened, in the order in which a picture wants it: the company's states, then what happened and who bought. */
const EVENT_RANKS: readonly (readonly TimelineEntry['field'][])[] = [
  ['company'],
  ['event', 'customer', 'fulfilment'],
  ['note'],
];

function eventMark(entry: TimelineEntry, lang: Lang, m: Messages): Mark {
  const { at, by, body } = entry;
  const last: Day = at.to < by ? at.to : by;
  return {
    at: { from: at.from, to: last < at.from ? at.from : last },
    label: body.field === 'company' ? m.offer.company[body.state] : short(entry.text[lang]),
    tone: 'neutral',
    shape: 'event',
  };
}

/**
 * The events that a picture has room for, the newest before others. Where there is no ladder to draw, of a rule for
 * instance, what is noted of it is its history.
 */
export function eventLane(answer: TimelineAnswer, hasLadders: boolean, lang: Lang, m: Messages): Chosen {
  const rank = (e: TimelineEntry): number => EVENT_RANKS.findIndex((fields) => fields.includes(e.field));
  const worst = hasLadders ? 1 : 2;
  const all = answer.entries.filter((e) => e.weight === 'strong' && rank(e) >= 0 && rank(e) <= worst);
  const newest = all.toReversed().toSorted((a, b) => rank(a) - rank(b));
  const chosen = new Set(newest.slice(0, hasLadders ? MOST.events : MOST.eventsAlone));
  const shown = all.filter((e) => chosen.has(e));
  const left = all.length - shown.length;
  if (shown.length === 0) return { drawn: null, left };
  const marks = shown.map((e) => eventMark(e, lang, m));
  const words = shown.map((e, i) =>
    m.timeline.holds(marks[i]?.label ?? '', m.common.calendar(e.at.from, e.at.precision)),
  );
  return { drawn: { lane: { label: m.timeline.events, stretches: [], marks }, words: m.timeline.also(words) }, left };
}
