import { command } from '../src/command.ts';

/** Full text over the statements of the record. */
export const search = command({
  name: 'search',
  options: {
    text: { type: 'text', bare: true, required: true },
    subject: { type: 'text', suggest: 'subject' },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (_values, ask) => ({
    pages: [{ title: ask.messages.evidence.title, tone: 'neutral', blocks: [] }],
    data: null,
  }),
});
