import { command } from '../src/command.ts';

/** Two to four offers side by side, in one world. */
export const compare = command({
  name: 'compare',
  options: {
    a: { type: 'text', bare: true, required: true, suggest: 'subject' },
    b: { type: 'text', suggest: 'subject' },
    c: { type: 'text', suggest: 'subject' },
    d: { type: 'text', suggest: 'subject' },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (_values, ask) => ({
    pages: [{ title: ask.messages.compare.title, tone: 'neutral', blocks: [] }],
    data: null,
  }),
});
