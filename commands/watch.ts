import { type Answer, type Ask, command } from '../src/command.ts';
import { LANGS } from '../src/domain/language.ts';
import { patched } from '../src/domain/settings.ts';
import { CARDS_PER_HOUR, MIN_CORROBORATIONS, MODES, type Subscription } from '../src/domain/subscription.ts';
import { ownNames } from './parts/names.ts';
import { refusal } from './parts/refusal.ts';
import { freshSettings, settingsBlock, settingsData } from './parts/settings.ts';
import { changedAnswer, undoButton } from './parts/watch/changed.ts';
import { watchForm } from './parts/watch/form.ts';
import { readPatch } from './parts/watch/patch.ts';
import { welcomeBlocks } from './parts/welcome.ts';

/** The settings with what may be expected; `undo` names the change by which the channel began to watch. */
async function welcome(settings: Subscription, undo: string | null, ask: Ask): Promise<Answer> {
  const { blocks, nextReading } = await welcomeBlocks(settings, ask);
  return {
    pages: [
      {
        title: ask.messages.answers.watch.done,
        tone: 'good',
        blocks: [
          settingsBlock(settings, ask, await ownNames(ask)),
          ...blocks,
          ...(undo === null ? [] : ([{ kind: 'buttons', buttons: [undoButton(undo, ask)] }] as const)),
        ],
      },
    ],
    data: {
      watching: settingsData(settings),
      before: undo === null ? settingsData(settings) : null,
      undo,
      nextReading,
    },
  };
}

/** True when a channel with these settings would never be told anything. */
function silent(settings: Subscription, own: number): boolean {
  return settings.events.length === 0 || (settings.providers.length === 0 && own === 0);
}

/**
 * Changes what is named of the channel's settings and leaves the rest. With nothing named, a channel that watches is
 * shown its settings; one that does not begins to watch everything.
 */
export const watch = command({
  name: 'watch',
  manages: true,
  options: {
    preset: { type: 'text', bare: true, suggest: 'preset' },
    providers: { type: 'list', suggest: 'provider', empty: 'all', most: 100, max: 1_500 },
    events: { type: 'list', suggest: 'event', empty: 'all', most: 40, max: 900 },
    min: { type: 'choice', choices: MIN_CORROBORATIONS },
    lang: { type: 'choice', choices: LANGS },
    mode: { type: 'choice', choices: MODES },
    quiet: { type: 'text', empty: 'none' },
    zone: { type: 'text' },
    perHour: {
      type: 'integer',
      min: CARDS_PER_HOUR.least,
      max: CARDS_PER_HOUR.most,
      empty: String(CARDS_PER_HOUR.usual),
    },
  },
  answer: async (values, ask) => {
    const { channel, messages: m } = ask;
    const w = m.answers.watch;
    if (channel === null) return refusal(m, [m.common.faults.noChannel], { error: 'no_channel' });
    const patch = readPatch(values, ask);
    if ('option' in patch) {
      const { words, ...detail } = patch;
      return refusal(m, words, { error: 'bad_setting', ...detail });
    }
    const own = (await ownNames(ask)).length;
    let refused = false;
    const { before, after, undo } = await ask.changes.settle(channel, (standing) => {
      const next = patched(patch, standing, freshSettings(channel, ask));
      refused = silent(next, own) && (standing === null || !silent(standing, own));
      return refused ? standing : next;
    });
    if (refused || after === null) {
      const option = patch.events === undefined ? 'providers' : 'events';
      const buttons = [{ label: w.stop, line: 'unwatch', style: 'danger' as const }];
      return refusal(m, [w.nothingLeft], { error: 'nothing_left', option, buttons });
    }
    if (before === null || Object.keys(patch).length === 0) return welcome(after, undo, ask);
    return changedAnswer({ before, after, undo }, ask);
  },
  form: async (_values, raw, ask) => watchForm(raw, ask),
});
