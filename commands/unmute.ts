import { command } from '../src/command.ts';
import { mutableButtons, muteLine, nearestMutables, readMutable } from './parts/mutable.ts';
import { refusal } from './parts/refusal.ts';
import { mutedWords } from './parts/settings.ts';

/** Lets the channel hear of it again. */
export const unmute = command({
  name: 'unmute',
  manages: true,
  options: { what: { type: 'text', bare: true, required: true, suggest: 'mutable' } },
  answer: async (values, ask) => {
    const { channel, messages: m } = ask;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const what = await readMutable(values.what, ask);
    if (what === null) {
      const muted = (await ask.queries.mutes(channel, ask.now)).map((mute) => mute.what);
      const choices = await Promise.all(muted.map(async (w) => ({ what: w, label: await mutedWords(w, ask) })));
      const near = choices.length > 0 ? choices.slice(0, 5) : await nearestMutables(values.what, ask);
      return refusal(m, [m.answers.mute.unknown(values.what.slice(0, 60))], {
        error: 'unknown_subject',
        option: 'what',
        nearest: near.map((one) => one.what),
        buttons: mutableButtons('unmute', near),
      });
    }
    const before = (await ask.queries.mutes(channel, ask.now)).find((mute) => mute.what === what)?.until ?? null;
    const was = await ask.changes.unmute(channel, what);
    const words = await mutedWords(what, ask);
    return {
      pages: [
        {
          title: was ? m.answers.mute.undone(words) : m.answers.mute.wasNot(words),
          tone: 'neutral',
          blocks:
            before === null
              ? []
              : [{ kind: 'buttons', buttons: [{ label: m.answers.mute.undo, line: muteLine(what, before) }] }],
        },
      ],
      data: { unmuted: what, was },
    };
  },
});
