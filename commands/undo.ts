import { command } from '../src/command.ts';
import { refusal } from './parts/refusal.ts';
import { changedAnswer } from './parts/watch/changed.ts';
import { endedAnswer } from './parts/watch/ended.ts';

/** Takes a change of the channel's settings back. Reached by buttons. */
export const undo = command({
  name: 'undo',
  manages: true,
  hidden: true,
  options: { id: { type: 'text', bare: true, required: true } },
  answer: async (values, ask) => {
    const { channel, messages: m } = ask;
    const w = m.answers.watch;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const taken = await ask.changes.undo(channel, values.id);
    if (taken === null) return refusal(m, [w.noChange], { error: 'unknown_change', option: 'id' });
    const { before, after, left } = taken;
    const theirs = left.length === 0 ? null : w.changedSince(m.common.and(left.map((setting) => w[setting])));
    if (taken.undo === null) {
      const buttons = [{ label: w.see, line: 'watching' }];
      const why = before === null ? m.answers.watching.nothing : w.undone;
      return refusal(m, [theirs ?? why], { error: 'changed_since', option: 'id', buttons });
    }
    if (after === null) return endedAnswer(before, taken.undo, ask);
    // Settings that come back after an end are compared with themselves: all of them are as they were.
    return changedAnswer({ before: before ?? after, after, undo: taken.undo }, ask, theirs ?? w.takenBack);
  },
});
