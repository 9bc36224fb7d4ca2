import { command } from '../src/command.ts';
import { mutableButtons, muteLine, nearestMutables, readMutable } from './parts/mutable.ts';
import { lineValue } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';
import { after, mutedWords } from './parts/settings.ts';

/** How long a mute lasts when nobody says. */
const DEFAULT_DURATION = '7d';

/** Keeps a provider, a story or a kind of event out of the channel for a while. */
export const mute = command({
  name: 'mute',
  manages: true,
  options: {
    what: { type: 'text', bare: true, required: true, suggest: 'mutable' },
    for: { type: 'text' },
  },
  answer: async (values, ask) => {
    const { channel, messages: m } = ask;
    const w = m.answers.mute;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    // "mute bleu 7d" reads as people say it: a trailing duration belongs to `for`.
    const trailing = values.for === undefined ? /^(.*\S)\s+(\d{1,4}\s*[hdjws])$/i.exec(values.what) : null;
    const name = trailing?.[1] ?? values.what;
    const said = values.for ?? trailing?.[2];
    const duration = said ?? DEFAULT_DURATION;
    const what = await readMutable(name, ask);
    if (what === null) {
      const near = await nearestMutables(name, ask);
      return refusal(m, [w.unknown(name.slice(0, 60)), ...(near.length > 0 ? [m.offer.nearest] : [])], {
        error: 'unknown_subject',
        option: 'what',
        nearest: near.map((one) => one.what),
        buttons: mutableButtons('mute', near, ` for:${lineValue(duration)}`),
      });
    }
    const wanted = after(ask.now, duration);
    if (wanted === null)
      return refusal(m, [w.badDuration(duration.slice(0, 60))], { error: 'bad_duration', option: 'for' });
    const before = (await ask.queries.mutes(channel, ask.now)).find((one) => one.what === what)?.until ?? null;
    // A week that nobody named does not shorten what was asked for longer.
    const until = said === undefined && before !== null && before > wanted ? before : wanted;
    await ask.changes.mute({ channel, what, until });
    return {
      pages: [
        {
          title: w.done(await mutedWords(what, ask), m.common.instant(until)),
          tone: 'neutral',
          blocks: [
            {
              kind: 'buttons',
              buttons: [{ label: w.undo, line: before === null ? `unmute ${what}` : muteLine(what, before) }],
            },
          ],
        },
      ],
      data: { muted: what, until },
    };
  },
});
