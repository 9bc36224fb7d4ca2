import { command } from '../src/command.ts';

/** What happened to an offer and when, with a picture. */
export const timeline = command({
  name: 'timeline',
  options: {
    subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
    since: { type: 'day', edge: 'first' },
    asOf: { type: 'day' },
    knownOn: { type: 'day' },
    recordedOn: { type: 'day' },
  },
  answer: async (_values, ask) => ({
    pages: [{ title: ask.messages.timeline.title, tone: 'neutral', blocks: [] }],
    data: null,
  }),
});
