import { command } from '../src/command.ts';
import { refusal } from './parts/refusal.ts';
import { endedAnswer } from './parts/watch/ended.ts';

/** Stops telling the channel. */
export const unwatch = command({
  name: 'unwatch',
  manages: true,
  options: {},
  answer: async (_values, ask) => {
    const { channel, messages: m } = ask;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const { before, undo } = await ask.changes.settle(channel, () => null);
    return endedAnswer(before, undo, ask);
  },
});
