import { command } from '../src/command.ts';

/** Everything an answer rests on, as dated files. */
export const evidence = command({
  name: 'evidence',
  options: {
    subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (_values, ask) => ({
    pages: [{ title: ask.messages.evidence.title, tone: 'neutral', blocks: [] }],
    data: null,
  }),
});
