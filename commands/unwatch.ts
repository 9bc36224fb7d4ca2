import { command } from '../src/command.ts';
import { presetButtons } from './parts/presets.ts';
import { refusal } from './parts/refusal.ts';

/** Stops telling the channel. */
export const unwatch = command({
  name: 'unwatch',
  manages: true,
  options: {},
  answer: async (_values, ask) => {
    const { channel, messages: m } = ask;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const was = await ask.changes.unsubscribe(channel);
    return {
      pages: [
        {
          title: m.answers.unwatch.done,
          tone: 'neutral',
          blocks: [
            ...(was ? [] : ([{ kind: 'text', line: [m.answers.unwatch.was] }] as const)),
            { kind: 'buttons', buttons: await presetButtons(ask) },
          ],
        },
      ],
      data: { watching: null, was },
    };
  },
});
