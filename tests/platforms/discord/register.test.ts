import { expect, test } from 'vitest';
import { commands as ours } from '../../../commands/index.ts';
import { command } from '../../../src/command.ts';
import { discordCommands, registerDiscord } from '../../../src/platforms/discord/register.ts';
import { commandListBreaches } from '../../peers/discord/rules.ts';
import { createFakeAsker } from './fake-asker.ts';
import { configOf, peerFor } from './harness.ts';

const { commands } = createFakeAsker();

test('commands are registered in English with French beside it, hidden ones are not', async () => {
  const peer = await peerFor();
  const registered = await registerDiscord({ config: configOf(peer), commands });
  expect(registered).toEqual({ ok: true, names: ['offer', 'watch', 'status'] });
  const offer = peer.commands().find((each) => each['name'] === 'offer');
  expect(offer).toMatchObject({
    name_localizations: { fr: 'offre' },
    description_localizations: { fr: expect.stringContaining('offre') },
    contexts: [0, 1, 2],
    integration_types: [0, 1],
    default_member_permissions: null,
    options: [
      { name: 'offer', name_localizations: { fr: 'offre' }, type: 3, required: true, autocomplete: true },
      { name: 'as-of', name_localizations: { fr: 'au' }, type: 3, required: false },
      { name: 'known-on', name_localizations: { fr: 'connu-le' }, type: 3, required: false },
    ],
  });
});

test('what changes a channel belongs to servers and to those who manage them; choices have words', async () => {
  const watch = discordCommands(commands).find((each) => each.name === 'watch');
  expect(watch).toMatchObject({ contexts: [0], integration_types: [0], default_member_permissions: '32' });
  expect(watch).toMatchObject({
    options: [{ name: 'providers', type: 3, autocomplete: true }, { name: 'min' }, { name: 'mode' }],
  });
  const options = watch && 'options' in watch ? (watch.options ?? []) : [];
  const min = options.find((option) => option.name === 'min');
  expect(min).toMatchObject({
    choices: [
      { value: 'rumour', name_localizations: { fr: expect.any(String) } },
      { value: 'reported' },
      { value: 'confirmed' },
    ],
  });
});

test('registering twice changes nothing; one server can have its own', async () => {
  const peer = await peerFor();
  const config = configOf(peer);
  await registerDiscord({ config, commands });
  const before = peer.commands();
  await registerDiscord({ config, commands });
  expect(peer.commands()).toEqual(before);
  await registerDiscord({ config, commands: commands.slice(0, 1), guild: peer.guild });
  expect(peer.commands(peer.guild).map((each) => each['name'])).toEqual(['offer']);
  expect(peer.commands()).toEqual(before);
});

test('required options come first, integers keep their bounds', () => {
  const made = discordCommands([
    command({
      name: 'offer',
      options: {
        asOf: { type: 'day' },
        knownOn: { type: 'integer', min: 1, max: 30 },
        subject: { type: 'text', required: true },
      },
      answer: async () => {
        throw new Error('not asked');
      },
    }),
  ]);
  expect(made).toMatchObject([
    {
      options: [
        { name: 'offer', required: true },
        { name: 'as-of' },
        { name: 'known-on', type: 4, min_value: 1, max_value: 30 },
      ],
    },
  ]);
  expect(commandListBreaches(made)).toEqual([]);
});

test('a wrong token and an unreachable Discord are told apart', async () => {
  const peer = await peerFor();
  const config = configOf(peer);
  expect(await registerDiscord({ config: { ...config, token: 'peer.wrong' }, commands })).toMatchObject({
    ok: false,
    code: 'token_revoked',
  });
  const nowhere = { ...config, apiUrl: 'http://127.0.0.1:1/api' };
  expect(await registerDiscord({ config: nowhere, commands })).toMatchObject({ ok: false, code: 'unreachable' });
});

test('a command without words is a mistake that is told at once', () => {
  const nameless = command({
    name: 'no-such-words',
    options: {},
    answer: async () => {
      throw new Error('not asked');
    },
  });
  expect(() => discordCommands([nameless])).toThrow('no-such-words');
});

test('every command there is keeps Discord’s rules in both languages', () => {
  const made = discordCommands(ours);
  expect(commandListBreaches(made)).toEqual([]);
  expect(made.map((each) => each.name)).toEqual(ours.filter((each) => each.hidden !== true).map((each) => each.name));
  expect(made.length).toBeGreaterThan(5);
});

test('no command that can change something is offered to an app that a person brings along', () => {
  const changing = ours.filter(({ manages, changes, hidden }) => hidden !== true && (manages || changes !== undefined));
  expect(changing.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['watch', 'unwatch', 'feeds', 'track', 'digest']),
  );
  for (const made of discordCommands(ours)) {
    const changes = changing.some(({ name }) => name === made.name);
    expect(made.integration_types, made.name).toEqual(changes ? [0] : [0, 1]);
    expect(made.contexts?.includes(2), made.name).toBe(!changes);
  }
});
