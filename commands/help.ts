import { type Command, command } from '../src/command.ts';
import { foldName } from '../src/domain/text.ts';
import type { Block, View } from '../src/domain/view.ts';
import type { Messages } from '../src/messages/index.ts';

function topicView(topic: Command, m: Messages): View {
  const words = m.commands[topic.name];
  const options = Object.entries(topic.options);
  const blocks: Block[] = [{ kind: 'text', line: [words?.description ?? topic.name] }];
  if (options.length > 0) {
    blocks.push(
      { kind: 'heading', text: m.answers.help.options },
      {
        kind: 'list',
        items: options.map(([key, spec]) => {
          const option = words?.options[key];
          return [
            { text: option?.name ?? key, strong: true },
            ` · ${option?.description ?? ''}${spec.required === true ? ` (${m.answers.help.required})` : ''}`,
          ];
        }),
      },
    );
  }
  const examples = m.answers.help.examplesOf[topic.name] ?? [];
  if (examples.length > 0) {
    blocks.push(
      { kind: 'heading', text: m.answers.help.example },
      { kind: 'list', items: examples.map((e) => [`/${e}`]) },
    );
  }
  blocks.push({ kind: 'note', line: [m.answers.help.hint] });
  return { title: `/${words?.name ?? topic.name}`, tone: 'neutral', blocks };
}

/** Help, made from the definitions of the commands that there are. */
export function helpFor(commands: () => readonly Command[]): Command {
  return command({
    name: 'help',
    options: { topic: { type: 'text', bare: true, suggest: 'command' } },
    answer: async (values, ask) => {
      const { messages: m } = ask;
      const shown = commands().filter((c) => c.hidden !== true);
      const wanted = foldName(values.topic ?? '');
      const topic = shown.find((c) => [c.name, m.commands[c.name]?.name ?? c.name].some((n) => foldName(n) === wanted));
      const data = {
        commands: shown.map((c) => ({
          name: m.commands[c.name]?.name ?? c.name,
          description: m.commands[c.name]?.description ?? '',
          options: Object.keys(c.options).map((key) => m.commands[c.name]?.options[key]?.name ?? key),
        })),
      };
      if (topic) return { pages: [topicView(topic, m)], data, private: true };
      const blocks: Block[] = [
        ...(wanted === '' ? [] : ([{ kind: 'text', line: [m.answers.help.unknown(values.topic ?? '')] }] as const)),
        { kind: 'text', line: [m.answers.help.intro] },
        { kind: 'heading', text: m.answers.help.commands },
        {
          kind: 'list',
          items: shown.map((c) => [
            { text: `/${m.commands[c.name]?.name ?? c.name}`, strong: true },
            ` · ${m.commands[c.name]?.description ?? ''}`,
          ]),
        },
        { kind: 'heading', text: m.answers.help.example },
        { kind: 'list', items: m.answers.help.examples.map((e) => [`/${e}`]) },
        { kind: 'note', line: [m.answers.help.hint] },
      ];
      return { pages: [{ title: m.answers.help.title, tone: 'neutral', blocks }], data, private: true };
    },
  });
}
