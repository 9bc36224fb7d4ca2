import type { TimelineAnswer } from '../../domain/history.ts';
import type { Lang } from '../../domain/language.ts';
import { promiseData, since, sources } from '../offer.ts';

/** The answer to `/timeline` as programs read it, oldest first: days are ISO, a day known only by its month says so. */
export function timelineData(answer: TimelineAnswer, lang: Lang) {
  return {
    subject: answer.subject,
    since: answer.since,
    entries: answer.entries.map((e) => ({
      at: since(e.at),
      by: e.by,
      subject: e.subject,
      field: e.field,
      value: e.body,
      text: e.text[lang],
      weight: e.weight,
      known: e.known,
      statement: e.statement,
      sources: sources(e.sources),
    })),
    stretches: answer.stretches.map((s) => ({
      subject: s.subject,
      ladder: s.ladder,
      state: s.state,
      since: since(s.since),
      from: s.from,
      to: s.to,
      until: s.until,
      strong: s.strong,
      sources: sources(s.sources),
    })),
    promises: answer.promises.map((p) => ({ id: p.id, subject: p.subject, ...promiseData(p, lang) })),
    asOf: answer.asOf,
    knownOn: answer.knownOn,
    recordedOn: answer.recordedOn,
  };
}
