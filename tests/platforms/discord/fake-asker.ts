import { type Asker, type Caller, type Command, command, type Shown } from '../../../src/command.ts';
import type { Form, View } from '../../../src/domain/view.ts';

/** An asker whose answers a test decides; it remembers what it was asked. */
export type FakeAsker = Asker & {
  readonly asked: { readonly what: string; readonly given: unknown; readonly caller: Caller }[];
  answer: (what: string, given: unknown, caller: Caller) => Promise<Shown>;
};

const never = async (): Promise<never> => {
  throw new Error('the fake asker answers by itself');
};

const COMMANDS: readonly Command[] = [
  command({
    name: 'offer',
    options: {
      subject: { type: 'text', bare: true, required: true, suggest: 'subject' },
      asOf: { type: 'day' },
      knownOn: { type: 'day' },
    },
    answer: never,
  }),
  command({
    name: 'watch',
    manages: true,
    options: {
      providers: { type: 'list', suggest: 'provider' },
      min: { type: 'choice', choices: ['rumour', 'reported', 'confirmed'] },
      mode: { type: 'choice', choices: ['instant', 'digest'] },
    },
    answer: never,
  }),
  command({ name: 'status', options: {}, answer: never }),
  command({
    name: 'page',
    hidden: true,
    options: { token: { type: 'text' }, number: { type: 'integer', min: 1, max: 99 } },
    answer: never,
  }),
];

export function view(title: string, blocks: View['blocks'] = [], more: Partial<View> = {}): View {
  return { title, tone: 'neutral', blocks, ...more };
}

export function shown(made: View, more: Partial<Shown> = {}): Shown {
  return { view: made, data: {}, private: false, ok: true, ...more };
}

const FORM: Form = {
  command: 'watch',
  title: 'Ce que ce salon reçoit',
  submit: 'Suivre',
  fields: [
    {
      option: 'providers',
      label: 'Fournisseurs',
      kind: 'select',
      multiple: true,
      value: ['bleu'],
      options: [
        { value: 'bleu', label: 'Bleu' },
        { value: 's3ns', label: 'S3NS' },
      ],
    },
    {
      option: 'events',
      label: 'Événements',
      kind: 'select',
      multiple: true,
      value: ['delay', 'pricing'],
      options: Array.from({ length: 40 }, (_, i) => ({ value: `event-${i}`, label: `Événement ${i}` })),
    },
    {
      option: 'mode',
      label: 'Quand',
      kind: 'select',
      multiple: false,
      value: ['instant'],
      options: [
        { value: 'instant', label: 'Tout de suite' },
        { value: 'digest', label: 'Dans le bilan' },
      ],
    },
    { option: 'quiet', label: 'Heures de silence', hint: '22:00-07:00', kind: 'text', value: '' },
    { option: 'zone', label: 'Fuseau', kind: 'text', value: 'Europe/Paris' },
    { option: 'lang', label: 'Langue', kind: 'text', value: 'fr' },
  ],
};

export function createFakeAsker(): FakeAsker {
  const fake: FakeAsker = {
    commands: COMMANDS,
    asked: [],
    answer: async (what) => shown(view(what)),
    line: (text, caller) => ask('line', text, caller),
    call: (name, values, caller) => ask(name, values, caller),
    form: async (line, caller) => {
      fake.asked.push({ what: 'form', given: line, caller });
      return line.startsWith('watch') ? FORM : null;
    },
    submit: async (name, values, caller) => {
      const answer = await ask(`submit ${name}`, values, caller);
      const bad = values['quiet'] === 'toujours';
      return bad
        ? { ok: false, errors: { quiet: 'mauvaise plage' }, shown: answer, resume: 'watch form:abc' }
        : { ok: true, shown: answer };
    },
    suggest: async (name, option, typed, caller) => {
      fake.asked.push({ what: `suggest ${name} ${option}`, given: typed, caller });
      return Array.from({ length: 30 }, (_, i) => ({ value: `${typed}-${i}`, label: `${typed} `.repeat(40) }));
    },
  };
  const ask = (what: string, given: unknown, caller: Caller): Promise<Shown> => {
    fake.asked.push({ what, given, caller });
    return fake.answer(what, given, caller);
  };
  return fake;
}
