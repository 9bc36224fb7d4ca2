import { command } from '../src/command.ts';
import { evidenceData } from '../src/exports/evidence/json.ts';
import { evidenceView } from './parts/evidence-view.ts';
import { dayOptions, readSubject, WORLD } from './parts/subject.ts';

/** Everything an answer rests on, as dated files. */
export const evidence = command({
  name: 'evidence',
  options: {
    subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
    ...WORLD,
  },
  answer: async (values, ask) => {
    const { messages: m, lang, today } = ask;
    const read = readSubject(values.subject, 'subject', ask, (id) => `evidence ${id}${dayOptions(values)}`);
    if ('refused' in read) return read.refused;
    const pack = ask.queries.record.evidence(read.subject.id, ask.world(values));
    return { pages: [evidenceView(pack, lang, m, today)], data: evidenceData(pack, lang) };
  },
});
