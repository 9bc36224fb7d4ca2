import type { TimelineAnswer } from '../../domain/history.ts';
import type { Lang } from '../../domain/language.ts';
import { addDays, type Day, type Days, daysBetween } from '../../domain/period.ts';
import type { Lane, TimelinePicture } from '../../domain/picture.ts';
import type { AsOf } from '../../domain/statement.ts';
import type { Messages } from '../../messages/index.ts';
import { type Drawn, type LadderLane, ladderLane, ladderLanes, ladderName, offerLane } from './lanes.ts';
import { eventLane, promiseLane } from './marks.ts';

/** More lanes than this cannot be read on a phone. */
const LANES = 6;
/** How far beyond the day asked about a picture reaches, in days: the three years of a qualification. */
const AHEAD = 1100;

/** The ladders as lanes: one each where there is room, else one per subject; `left` names those without a lane. */
function drawLadders(
  ladders: readonly LadderLane[],
  room: number,
  nameOf: (id: string) => string,
  m: Messages,
): { readonly drawn: readonly Drawn[]; readonly left: readonly string[] } {
  const subjects = [...new Set(ladders.map((lane) => lane.subject))];
  const labelOf = ({ subject, ladder }: LadderLane): string =>
    subjects.length === 1 ? ladderName(ladder, m) : m.timeline.laneOf(nameOf(subject), ladderName(ladder, m));
  if (ladders.length <= room) return { drawn: ladders.map((lane) => ladderLane(lane, labelOf(lane), m)), left: [] };
  const kept = subjects.slice(0, room);
  return {
    drawn: kept.map((id) =>
      offerLane(
        ladders.filter((lane) => lane.subject === id),
        nameOf(id),
        m,
      ),
    ),
    left: subjects.slice(room).map(nameOf),
  };
}

/** The days that are drawn: from the day asked from, or the first thing in a lane, to what is due or ends next. */
function shownDays(answer: TimelineAnswer, lanes: readonly Lane[]): Days {
  const days = lanes.flatMap((lane) => [
    ...lane.stretches.flatMap((s) => [s.from, s.to ?? answer.asOf]),
    ...lane.marks.flatMap((mark) => [mark.since ?? mark.at.from, mark.at.from, mark.at.to]),
  ]);
  const sorted = [...days, answer.asOf].sort();
  const first = answer.since ?? sorted[0] ?? answer.asOf;
  const from = first < answer.asOf ? first : addDays(answer.asOf, -30);
  const limit = addDays(answer.asOf, AHEAD);
  const last: Day = sorted.findLast((day) => day <= limit) ?? answer.asOf;
  // A little air, so that what is newest does not stick to the edge.
  return { from, to: addDays(last, Math.ceil(daysBetween(from, last) / 40) + 1) };
}

/** `As of 30 June 2022, using only what was public by 1 July 2022` */
function worldWords(world: AsOf, m: Messages): string {
  return [
    m.offer.worlds.asOf(m.common.day(world.asOf)),
    ...(world.knownOn === null ? [] : [m.offer.worlds.knownOn(m.common.day(world.knownOn))]),
    ...(world.recordedOn === null ? [] : [m.offer.worlds.recordedOn(m.common.day(world.recordedOn))]),
  ].join(', ');
}

/**
 * The picture of a history, and the same in words: a lane per ladder (or per offer, where a provider has many), one of
 * promises, one of events, six in all. What has no room is named in the words. `nameOf` gives the name of a subject.
 */
export function timelinePicture(
  answer: TimelineAnswer,
  nameOf: (id: string) => string,
  lang: Lang,
  m: Messages,
): { readonly picture: TimelinePicture; readonly alt: string } {
  const ladders = ladderLanes(answer);
  const offersDrawn = new Set(ladders.map((lane) => lane.subject));
  const offerName = (id: string): string | null =>
    offersDrawn.size > 1 && offersDrawn.has(id) && id !== answer.subject ? nameOf(id) : null;
  const promises = promiseLane(answer, offerName, lang, m);
  const events = eventLane(answer, ladders.length > 0, lang, m);
  const others = [promises.drawn, events.drawn].filter((drawn) => drawn !== null);
  const offers = drawLadders(ladders, LANES - others.length, nameOf, m);
  const drawn = [...offers.drawn, ...others];
  const lanes = drawn.map((one) => one.lane);
  const shown = shownDays(answer, lanes);
  const words = [
    m.timeline.shows(shown.from.slice(0, 4), shown.to.slice(0, 4)),
    ...drawn.map((one) => `${m.common.colon(one.lane.label)} ${one.words}.`),
    ...(offers.left.length === 0 ? [] : [m.timeline.leftOffers(m.common.and(offers.left))]),
    m.timeline.leftOthers(promises.left, events.left),
  ];
  const picture: TimelinePicture = {
    kind: 'timeline',
    title: m.timeline.title(nameOf(answer.subject)),
    shown,
    day: { at: answer.asOf, label: m.common.day(answer.asOf) },
    lanes,
    footer: m.timeline.drawn(worldWords(answer, m)),
    words: m.picture,
  };
  return { picture, alt: words.filter((part) => part !== '').join(' ') };
}

/** Where the web port serves the picture of a history: the subject, its days, and nothing else. */
export function timelinePicturePath(answer: TimelineAnswer, lang: Lang): string {
  const query = new URLSearchParams({
    lang,
    'as-of': answer.asOf,
    ...(answer.knownOn === null ? {} : { 'known-on': answer.knownOn }),
    ...(answer.recordedOn === null ? {} : { 'recorded-on': answer.recordedOn }),
    ...(answer.since === null ? {} : { since: answer.since }),
  });
  return `/api/v1/timeline/${answer.subject}.png?${query}`;
}
