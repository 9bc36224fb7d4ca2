import { type Command, command } from '../command.ts';
import { AskError } from './faults.ts';

/**
 * The two commands that lead back to something kept: the other pages of an answer, and button lines too long for a
 * platform. They are reached by buttons only; the asker answers them from what it keeps, so asking them as ordinary
 * commands means that nothing is kept any more.
 */
export const KEPT_COMMANDS: readonly Command[] = [
  command({
    name: 'page',
    hidden: true,
    options: { token: { type: 'text', bare: true, required: true }, number: { type: 'integer', min: 1, max: 1_000 } },
    answer: async () => {
      throw new AskError({ code: 'page_gone' });
    },
  }),
  command({
    name: 'go',
    hidden: true,
    options: { token: { type: 'text', bare: true, required: true } },
    answer: async () => {
      throw new AskError({ code: 'button_gone' });
    },
  }),
];
