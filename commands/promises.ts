import { command } from '../src/command.ts';

/** Who promised what for when, and what had become of it. */
export const promises = command({
  name: 'promises',
  options: {
    provider: { type: 'text', bare: true, suggest: 'provider' },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (_values, ask) => ({
    pages: [{ title: ask.messages.board.title, tone: 'neutral', blocks: [] }],
    data: null,
  }),
});
