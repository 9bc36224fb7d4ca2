import type { Asker, Caller, Shown } from '../../../src/command.ts';
import { command } from '../../../src/command.ts';
import type { Form, View } from '../../../src/domain/view.ts';

/** An asker that repeats what it was asked, and remembers who asked it. */
export type EchoAsker = Asker & {
  readonly asked: { readonly line: string; readonly caller: Caller }[];
  /** Put in place of the echo for the lines that begin with this. */
  /** Holds the next form sent in until the returned function is called. */
  readonly holdSubmit: () => () => void;
  readonly on: (start: string, answer: (line: string) => Promise<Shown>) => void;
};

const view = (title: string, blocks: View['blocks'] = []): View => ({ title, tone: 'neutral', blocks });

export function echoAsker(): EchoAsker {
  const asked: { line: string; caller: Caller }[] = [];
  const special: [string, (line: string) => Promise<Shown>][] = [];
  const shown = (made: View, isPrivate = false): Shown => ({ view: made, data: null, private: isPrivate, ok: true });
  let held: Promise<void> | null = null;
  const blank = command({ name: 'offer', options: {}, answer: async () => ({ pages: [view('')], data: null }) });
  const watch: Form = {
    command: 'watch',
    title: 'What should this channel be told of?',
    submit: 'Save',
    fields: [
      {
        kind: 'select',
        option: 'providers',
        label: 'Providers',
        multiple: true,
        options: [
          { value: 'bleu', label: 'Bleu' },
          { value: 's3ns', label: 'S3NS & partners' },
        ],
        value: ['bleu'],
      },
      { kind: 'text', option: 'quiet', label: 'Quiet hours', hint: '22:00-07:00', value: '' },
    ],
  };
  return {
    asked,
    holdSubmit: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    on: (start, answer) => void special.push([start, answer]),
    commands: [blank, { ...blank, name: 'watch' }, { ...blank, name: 'help' }],
    line: async (line, caller) => {
      asked.push({ line, caller });
      const found = special.find(([start]) => line.startsWith(start));
      if (found) return found[1](line);
      return shown(
        view(`You asked: ${line} (${caller.lang})`, [
          {
            kind: 'buttons',
            buttons: [
              { label: 'Why', line: 'why alert:1' },
              { label: 'Change', line: 'watch', form: true },
              { label: 'Long', line: `why ${'x'.repeat(2500)}` },
            ],
          },
        ]),
        line.startsWith('why'),
      );
    },
    call: async () => shown(view('called')),
    form: async (line) => (line === 'watch' ? watch : null),
    submit: async (name, values, caller) => {
      asked.push({ line: `submit ${name} ${JSON.stringify(values)}`, caller });
      const waiting = held;
      held = null;
      await waiting;
      const wrong = values['quiet'] === 'never';
      const made = shown(view(wrong ? 'Not saved' : `Saved ${JSON.stringify(values)}`), true);
      return wrong
        ? { ok: false, errors: { quiet: 'Write 22:00-07:00', nowhere: 'And more' }, shown: made, resume: 'watch' }
        : { ok: true, shown: made };
    },
    suggest: async () => [],
  };
}
