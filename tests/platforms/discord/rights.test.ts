import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/command.ts';
import { type Overrides, type Presser, type Word, wordOf } from '../../../src/platforms/discord/overrides.ts';
import { registerDiscord } from '../../../src/platforms/discord/register.ts';
import { PATIENT } from '../../patience.ts';
import { MANAGER, MEMBER } from '../../peers/discord/peer.ts';
import { shown, view } from './fake-asker.ts';
import { botFor, configOf, health, peerFor } from './harness.ts';

const GUILD = '345678901234567890';
const APP = '100000000000000001';
const WATCH = '200000000000000002';
const WHO: Presser = {
  guild: GUILD,
  channel: '400000000000000004',
  user: '500000000000000005',
  roles: ['600000000000000006'],
};

const role = (id: string, permission: boolean) => ({ type: 1, id, permission });
const user = (id: string, permission: boolean) => ({ type: 2, id, permission });
const channel = (id: string, permission: boolean) => ({ type: 3, id, permission });
const EVERYONE = GUILD;
const ALL_CHANNELS = String(BigInt(GUILD) - 1n);

test.each<[string, ReturnType<typeof role>[], ReturnType<typeof role>[], Word]>([
  ['nothing', [], [], 'unsaid'],
  ['a role of theirs', [role('600000000000000006', true)], [], 'named'],
  ['a role of others', [role('700000000000000007', true)], [], 'unsaid'],
  ['a role of theirs kept out', [role('600000000000000006', false)], [], 'shut'],
  ['themselves, before their role', [role('600000000000000006', false), user('500000000000000005', true)], [], 'named'],
  ['themselves kept out', [role('600000000000000006', true), user('500000000000000005', false)], [], 'shut'],
  ['everyone kept out but their role', [role(EVERYONE, false), role('600000000000000006', true)], [], 'named'],
  ['everyone', [role(EVERYONE, true)], [], 'open'],
  ['everyone, and their role as well', [role(EVERYONE, true), role('600000000000000006', true)], [], 'open'],
  ['nobody', [role(EVERYONE, false)], [], 'shut'],
  ['their role, in other channels', [role('600000000000000006', true), channel(ALL_CHANNELS, false)], [], 'shut'],
  [
    'this channel alone',
    [role('600000000000000006', true), channel(ALL_CHANNELS, false), channel(WHO.channel, true)],
    [],
    'named',
  ],
  ['all commands for their role', [], [role('600000000000000006', true)], 'unsaid'],
  ['no command for them', [], [user('500000000000000005', false)], 'shut'],
  [
    'no command for them, but this one',
    [user('500000000000000005', true)],
    [user('500000000000000005', false)],
    'named',
  ],
])('a server let in %s', (_what, own, all, word) => {
  const overrides: Overrides = {
    idOf: (name) => (name === 'watch' ? WATCH : null),
    entries: new Map([
      [WATCH, own],
      [APP, all],
    ]),
  };
  expect(wordOf(overrides, 'watch', APP, WHO)).toBe(word);
});

async function ready() {
  const peer = await peerFor();
  const bot = await botFor(configOf(peer));
  await registerDiscord({ config: configOf(peer), commands: bot.asker.commands });
  await health(bot.platform, 'connected');
  bot.asker.answer = async () =>
    shown(view('Bleu', [{ kind: 'buttons', buttons: [{ label: 'Suivre', line: 'watch providers:bleu' }] }]));
  const id = (name: string) => String(peer.commands().find((one) => one['name'] === name)?.['id']);
  const rights = async (command = 'watch', n = -1) => {
    const caller: Caller | undefined = bot.asker.asked.at(n)?.caller;
    return caller?.rightsFor?.(command);
  };
  /** Presses the button of a card, and gives the rights of who did. */
  const press = async (acting: Parameters<typeof peer.press>[2], command = 'watch') => {
    const card = await peer.slash('offer', { offer: 'bleu' });
    if (card.message === null) throw new Error('no card');
    await peer.press(card.message, 'watch providers:bleu', acting);
    return rights(command);
  };
  return { peer, ...bot, id, rights, press };
}

describe('who may change things on Discord', () => {
  test('whoever types a command that Discord gates was let in; a press is judged by us', async () => {
    const { peer, rights, press } = await ready();
    await peer.slash('watch', {}, { permissions: MEMBER });
    expect(await rights()).toEqual({ mayManage: true });
    // What they typed says nothing of another command.
    expect(await rights('delivery')).toEqual({ mayManage: false });
    expect(await press({ permissions: MEMBER })).toEqual({ mayManage: false });
    expect(await press({ permissions: MANAGER })).toEqual({ mayManage: true });
  });

  test('whom a server lets in by its own settings may press, at once when they change', async () => {
    const { peer, press, id } = await ready();
    expect(await press({ permissions: MEMBER })).toEqual({ mayManage: false });
    peer.override(id('watch'), [user(peer.user, true)]);
    await expect.poll(() => press({ permissions: MEMBER }), PATIENT).toEqual({ mayManage: true });
    peer.override(id('watch'), [user(peer.user, false)]);
    await expect.poll(() => press({ permissions: MANAGER }), PATIENT).toEqual({ mayManage: false });
  });

  test('where the settings cannot be read a press is refused, never granted, and the command still works', async () => {
    const { peer, rights, press } = await ready();
    peer.hideOverrides(403);
    expect(await press({ permissions: MEMBER }, 'status')).toEqual({ mayManage: false, refusal: 'unknown' });
    for (const how of [403, 'slow'] as const) {
      peer.hideOverrides(how);
      expect(await press({ permissions: MANAGER })).toEqual({ mayManage: false, refusal: 'use_command' });
      await peer.slash('watch', {}, { permissions: MEMBER });
      expect(await rights()).toEqual({ mayManage: true });
    }
  });

  test('an app that a person brought along changes nothing, and is in no channel', async () => {
    const { peer, asker, rights } = await ready();
    await peer.slash('status', {}, { permissions: MANAGER, userInstall: true });
    expect(asker.asked.at(-1)?.caller).toMatchObject({ channel: null, user: { mayManage: false, refusal: 'no_home' } });
    expect(await rights()).toEqual({ mayManage: false, refusal: 'no_home' });
    await peer.slash('status', {}, { direct: true });
    expect(await rights()).toEqual({ mayManage: false });
  });
});
