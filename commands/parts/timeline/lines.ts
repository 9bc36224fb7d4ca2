import type { Citation, PromiseAnswer } from '../../../src/domain/answer.ts';
import type { TimelineAnswer, TimelineEntry } from '../../../src/domain/history.ts';
import type { Lang } from '../../../src/domain/language.ts';
import { addDays, type Day } from '../../../src/domain/period.ts';
import type { Line, Span } from '../../../src/domain/view.ts';
import { claimsWhatStood } from '../../../src/exports/timeline/lanes.ts';
import type { Messages } from '../../../src/messages/index.ts';
import type { Notes } from '../notes.ts';
import { spanWords } from '../span-words.ts';

/** What became known this much later than it happened is told with the day on which it did. */
const LATE_DAYS = 31;

/** One line of a history; it is written once its place is known, so that sources are numbered as they are read. */
export type DatedLine = {
  readonly by: Day;
  /** What tells a history in few lines comes first: steps of ladders, ends and days missed; promises; what happened. */
  readonly rank: 0 | 1 | 2 | 3;
  /** False for what is no answer. */
  readonly strong: boolean;
  readonly write: (notes: Notes) => Line;
};

/** What the lines of a history are written with. */
export type Writing = {
  readonly answer: TimelineAnswer;
  readonly lang: Lang;
  readonly m: Messages;
  readonly nameOf: (id: string) => string;
};

const bare = (text: string): string => text.replace(/[.\s]+$/, '');

const isRumour = ({ body }: TimelineEntry): boolean => body.field === 'commercial' && body.status === 'rumoured';

/** What an entry is about: the state that was reached, or what kind of thing it tells. */
function labelOf(entry: TimelineEntry, { answer, m }: Writing): Span | null {
  const { body, field } = entry;
  // What is wrong with a claim of a state that did stand is its day or a detail, not the state.
  const besides = entry.weight !== 'strong' && !isRumour(entry) && claimsWhatStood(entry, answer.stretches);
  if (besides && body.field === 'commercial') return m.offer.labels.commercial;
  if (besides && body.field === 'qualification') return body.scheme;
  switch (body.field) {
    case 'commercial':
      return { text: `${m.common.colon(m.offer.labels.commercial)} ${m.offer.commercial[body.status]}`, strong: true };
    case 'company':
      return { text: m.offer.company[body.state], strong: true };
    case 'qualification':
      return { text: `${m.common.colon(body.scheme)} ${m.timeline.steps[body.step]}`, strong: true };
    case 'check':
      return `${m.common.colon(m.timeline.fields.check)} ${body.scheme}`;
    case 'owner':
      return `${m.common.colon(m.timeline.fields.owner)} ${body.owner}`;
    default:
      return m.timeline.fields[field] === '' ? null : m.timeline.fields[field];
  }
}

/** What a reader must know beside the text: the decision, what became of a promise, that it was told much later. */
function detailsOf(entry: TimelineEntry, promise: PromiseAnswer | undefined, m: Messages): string[] {
  const { body, known, by } = entry;
  const later = known.from > addDays(by, LATE_DAYS);
  return [
    ...(body.field === 'qualification' && body.decision !== null
      ? [`${m.offer.labels.decision.toLowerCase()} ${body.decision}`]
      : []),
    ...(promise === undefined || (promise.bound === 'not-before' && promise.outcome === 'open')
      ? []
      : [m.offer.outcomes[promise.outcome](promise.days)]),
    ...(later ? [m.timeline.knownLater(spanWords(known, m))] : []),
  ];
}

/** The source that dates an entry, and with a state, which rests on several, another one. */
function namedSources(entry: TimelineEntry): readonly Citation[] {
  const dating = entry.sources.filter((source) => source.statement === entry.statement);
  const others = entry.sources.filter((source) => source.statement !== entry.statement);
  return [...dating, ...others].slice(0, rankOf(entry) === 0 ? 2 : 1);
}

function rankOf({ field }: TimelineEntry): DatedLine['rank'] {
  switch (field) {
    case 'commercial':
    case 'company':
    case 'qualification':
      return 0;
    case 'promise':
    case 'promise_dropped':
    case 'fulfilment':
      return 1;
    case 'event':
    case 'customer':
      return 2;
    default:
      return 3;
  }
}

/** Parts of a line with a dot between them. */
function dotted(parts: readonly (Span | null)[]): Span[] {
  return parts.filter((part) => part !== null).flatMap((part, i) => (i === 0 ? [part] : [' · ', part]));
}

/** A provider with several offers: what is said of one of them begins with its name. */
function offerNamer({ answer, nameOf }: Writing): (subject: string) => string | null {
  const offers = new Set(answer.entries.map((e) => e.subject).filter((id) => id.includes('/')));
  return (subject) => (offers.size > 1 && subject !== answer.subject && offers.has(subject) ? nameOf(subject) : null);
}

/** Everything that a history tells as lines, oldest first: entries, days due that were missed, ends on paper. */
export function datedLines(writing: Writing): DatedLine[] {
  const { answer, lang, m } = writing;
  const offerName = offerNamer(writing);
  const promises = new Map(answer.promises.map((p) => [p.id, p]));

  const entries = answer.entries.map(
    (e): DatedLine => ({
      by: e.by,
      rank: rankOf(e),
      strong: e.weight === 'strong',
      write: (notes) => {
        const details = detailsOf(e, promises.get(e.statement), m);
        return [
          ...dotted([
            { text: m.common.calendar(e.at.from, e.at.precision), strong: true },
            e.weight === 'strong' ? null : { text: m.timeline.weights[e.weight], strong: true },
            offerName(e.subject),
            labelOf(e, writing),
            bare(e.text[lang]),
            ...details,
          ]),
          notes.marks(namedSources(e)),
        ];
      },
    }),
  );

  const missed = answer.promises
    .filter((p) => p.outcome === 'late' || p.outcome === 'overdue')
    .map(
      (p): DatedLine => ({
        by: p.due.to,
        rank: 0,
        strong: true,
        write: (notes) => [
          ...dotted([
            { text: m.common.day(p.due.to), strong: true },
            offerName(p.subject),
            { text: m.timeline.dueMissed, strong: true },
            bare(p.text[lang]),
            m.offer.outcomes[p.outcome](p.days),
          ]),
          notes.marks(p.sources.slice(0, 1)),
        ],
      }),
    );

  const ended = answer.stretches
    .filter((s) => s.state === 'ended_on_paper' && s.until !== null)
    .map(
      (s): DatedLine => ({
        by: s.until?.day ?? s.from,
        rank: 0,
        strong: true,
        write: (notes) => [
          ...dotted([
            { text: m.common.day(s.until?.day ?? s.from), strong: true },
            offerName(s.subject),
            { text: `${m.common.colon(s.ladder)} ${m.offer.qualification.ended_on_paper}`, strong: true },
          ]),
          notes.marks(s.sources.slice(0, 1)),
        ],
      }),
    );

  const since = answer.since ?? '';
  const extra = [...missed, ...ended].filter((line) => line.by >= since);
  return [...entries, ...extra].sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
}
