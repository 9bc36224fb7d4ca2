import { command } from '../src/command.ts';
import type { Block, Button } from '../src/domain/view.ts';
import { ownNames } from './parts/names.ts';
import { presetButtons } from './parts/presets.ts';
import { refusal } from './parts/refusal.ts';
import { mutedWords, settingsBlock, settingsData } from './parts/settings.ts';
import { pausedBlocks } from './parts/undelivered.ts';

/** What the channel is told of, and what is muted in it. */
export const watching = command({
  name: 'watching',
  options: {},
  answer: async (_values, ask) => {
    const { channel, messages: m } = ask;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const subscription = await ask.queries.subscription(channel);
    if (subscription === null) {
      return {
        pages: [
          {
            title: m.answers.watching.title,
            tone: 'neutral',
            blocks: [
              { kind: 'text', line: [m.answers.watching.nothing] },
              { kind: 'text', line: [m.news.presets.pick] },
              { kind: 'buttons', buttons: await presetButtons(ask) },
            ],
          },
        ],
        data: { watching: null, mutes: [] },
      };
    }
    const own = await ownNames(ask);
    const mutes = await ask.queries.mutes(channel, ask.now);
    const lines = await Promise.all(mutes.map(async (mute) => ({ mute, words: await mutedWords(mute.what, ask) })));
    const buttons: Button[] = [
      { label: m.answers.watch.adjust, line: 'watch', form: true },
      { label: m.answers.watch.stop, line: 'unwatch', style: 'danger' },
      ...lines.slice(0, 3).map(
        ({ mute, words }): Button => ({
          label: m.answers.watching.unmute(words).slice(0, 75),
          line: `unmute ${mute.what}`,
        }),
      ),
    ];
    const blocks: Block[] = [
      ...pausedBlocks(subscription, ask),
      settingsBlock(subscription, ask, own),
      ...(lines.length === 0
        ? []
        : ([
            { kind: 'heading', text: m.answers.watching.muted },
            {
              kind: 'list',
              items: lines.map(({ mute, words }) => [
                words,
                `, ${m.answers.watching.until(m.common.instant(mute.until))}`,
              ]),
            },
          ] as const)),
      { kind: 'note', line: [m.answers.watching.since(m.common.instant(subscription.since))] },
      { kind: 'buttons', buttons },
    ];
    return {
      pages: [{ title: m.answers.watching.title, tone: 'neutral', blocks }],
      data: {
        watching: settingsData(subscription),
        own: own.map(({ id, name }) => ({ id, name })),
        mutes: mutes.map(({ what, until }) => ({ what, until })),
      },
    };
  },
});
