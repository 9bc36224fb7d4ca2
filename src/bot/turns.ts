import type { Asker } from '../command.ts';

/**
 * The asker whose questions begin one after the other, each once `lull` has settled: whoever else asks, or looks whether
 * the bot lives, is let in and acknowledged before the next answer is worked on.
 */
export function inTurns(asker: Asker, lull: () => Promise<void>): Asker {
  let last: Promise<void> = Promise.resolve();
  const turn = (): Promise<void> => {
    last = last.then(lull);
    return last;
  };
  return {
    commands: asker.commands,
    line: async (text, caller) => {
      await turn();
      return await asker.line(text, caller);
    },
    call: async (name, values, caller) => {
      await turn();
      return await asker.call(name, values, caller);
    },
    submit: async (command, values, caller) => {
      await turn();
      return await asker.submit(command, values, caller);
    },
    // A form and a completion are quick, and are of no use when they come late.
    form: (line, caller) => asker.form(line, caller),
    suggest: (command, option, typed, caller) => asker.suggest(command, option, typed, caller),
  };
}
