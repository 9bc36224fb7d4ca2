import type { Answer, Ask } from '../../../src/command.ts';
import type { Subscription } from '../../../src/domain/subscription.ts';
import { presetButtons } from '../presets.ts';
import { undoButton } from './changed.ts';

/** A channel that watches no longer: nothing is told, and the way back. */
export async function endedAnswer(before: Subscription | null, undo: string | null, ask: Ask): Promise<Answer> {
  const w = ask.messages.answers.unwatch;
  return {
    pages: [
      {
        title: w.done,
        tone: 'neutral',
        blocks: [
          ...(before !== null ? [] : ([{ kind: 'text', line: [w.was] }] as const)),
          {
            kind: 'buttons',
            buttons: [...(undo === null ? [] : [undoButton(undo, ask)]), ...(await presetButtons(ask))],
          },
        ],
      },
    ],
    data: { watching: null, was: before !== null },
  };
}
