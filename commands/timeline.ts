import { command } from '../src/command.ts';
import type { Button, View } from '../src/domain/view.ts';
import { timelineData } from '../src/exports/timeline/timeline.ts';
import { dayOptions, readSubject, WORLD } from './parts/subject.ts';
import { laterYear, timelinePages } from './parts/timeline/view.ts';

/** What happened to an offer and when, with a picture. */
export const timeline = command({
  name: 'timeline',
  options: {
    subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
    since: { type: 'day', edge: 'first' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const { messages: m, lang } = ask;
    const { record } = ask.queries;
    const days = dayOptions(values);
    const since = values.since === undefined ? '' : ` since:${values.since}`;
    const read = readSubject(values.subject, 'subject', ask, (id) => `timeline ${id}${since}${days}`);
    if ('refused' in read) return read.refused;
    const { id } = read.subject;
    const answer = record.timeline(id, ask.world(values), values.since ?? null);
    const nameOf = (one: string): string => record.subject(one)?.name ?? one;
    const [first, ...more] = timelinePages(answer, lang, m, { today: ask.today, latest: record.latest, nameOf });
    const later = laterYear(answer);
    const buttons: Button[] = [
      { label: m.timeline.card, line: `offer ${id}${days}` },
      { label: m.timeline.sources, line: `evidence ${id}${days}` },
      ...(later === null ? [] : [{ label: m.timeline.sinceYear(later), line: `timeline ${id} since:${later}${days}` }]),
      ...(since === '' ? [] : [{ label: m.timeline.whole, line: `timeline ${id}${days}` }]),
      ...(days === '' ? [] : [{ label: m.offer.today, line: `timeline ${id}${since}` }]),
    ];
    const card: View = { ...first, blocks: [...first.blocks, { kind: 'buttons', buttons }] };
    return { pages: [card, ...more], data: timelineData(answer, lang) };
  },
});
