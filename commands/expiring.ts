import { command } from '../src/command.ts';

/** Qualifications that end soon, ended, or were renewed. */
export const expiring = command({
  name: 'expiring',
  options: {
    days: { type: 'integer', bare: true, min: 1, max: 3650 },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (_values, ask) => ({
    pages: [{ title: ask.messages.board.title, tone: 'neutral', blocks: [] }],
    data: null,
  }),
});
