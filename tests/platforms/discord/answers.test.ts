import { expect, test } from 'vitest';
import { registerDiscord } from '../../../src/platforms/discord/register.ts';
import { PATIENT } from '../../patience.ts';
import { MEMBER } from '../../peers/discord/peer.ts';
import { shown, view } from './fake-asker.ts';
import { botFor, configOf, health, peerFor } from './harness.ts';

async function ready() {
  const peer = await peerFor();
  const bot = await botFor(configOf(peer));
  await registerDiscord({ config: configOf(peer), commands: bot.asker.commands });
  await health(bot.platform, 'connected');
  return { peer, ...bot };
}

test('a slash command reaches the asker with the keys of its options and is answered in the channel', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () => shown(view('Bleu', [{ kind: 'text', line: ['Qualifié le 17 décembre 2025'] }]));
  const answer = await peer.slash('offer', { offer: 'bleu', 'as-of': '2026-01-01' }, { locale: 'fr' });
  expect(asker.asked).toMatchObject([
    {
      what: 'offer',
      given: { subject: 'bleu', asOf: '2026-01-01' },
      caller: {
        platform: 'discord',
        lang: 'fr',
        user: { id: peer.user, mayManage: true },
        channel: { platform: 'discord', space: peer.guild, channel: peer.channels[0] },
      },
    },
  ]);
  expect(answer).toMatchObject({ kind: 'message', ephemeral: false, deferred: false });
  expect(answer.message?.embeds).toMatchObject([{ title: 'Bleu', description: 'Qualifié le 17 décembre 2025' }]);
});

test('the language follows the person, and rights and channel are told as they are', async () => {
  const { peer, asker } = await ready();
  await peer.slash('status', {}, { locale: 'en-GB', permissions: MEMBER });
  await peer.slash('status', {}, { locale: 'de', direct: true });
  expect(asker.asked.map((each) => each.caller)).toMatchObject([
    { lang: 'en', user: { mayManage: false }, channel: { channel: peer.channels[0] } },
    { lang: 'en', user: { mayManage: false }, channel: null },
  ]);
});

test('private answers and faults are seen by the asker alone, quick or slow', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () => shown(view('secret'), { private: true });
  expect(await peer.slash('status', {})).toMatchObject({ ephemeral: true, deferred: false });
  asker.answer = async () => shown(view('faute'), { ok: false });
  expect(await peer.slash('status', {})).toMatchObject({ ephemeral: true, deferred: false });
  const slow = Promise.withResolvers<ReturnType<typeof shown>>();
  asker.answer = () => slow.promise;
  const pending = peer.slash('status', {});
  await expect.poll(() => peer.requests.filter((r) => r.path.endsWith('/callback')).length, PATIENT).toBe(3);
  slow.resolve(shown(view('secret'), { private: true }));
  const answer = await pending;
  expect(answer).toMatchObject({ ephemeral: true, deferred: true, message: { embeds: [{ title: 'secret' }] } });
});

test('a slow answer is announced within the time Discord gives and then fills the announcement', async () => {
  const { peer, asker } = await ready();
  const slow = Promise.withResolvers<ReturnType<typeof shown>>();
  asker.answer = () => slow.promise;
  const pending = peer.slash('status', {});
  await expect.poll(() => peer.requests.some((r) => r.path.endsWith('/callback')), PATIENT).toBe(true);
  peer.advance(5_000);
  slow.resolve(shown(view('enfin')));
  expect(await pending).toMatchObject({ ephemeral: false, deferred: true, message: { embeds: [{ title: 'enfin' }] } });
  expect(await peer.messages(peer.channels[0])).toHaveLength(1);
});

test('an interaction that came too late is logged and the next one is answered', async () => {
  const { peer, asker, logged } = await ready();
  asker.answer = async () => {
    peer.advance(4_000);
    return shown(view('trop tard'));
  };
  const late = peer.slash('status', {});
  late.catch(() => undefined);
  await expect.poll(() => logged.some((l) => l.text === 'an answer came too late for Discord'), PATIENT).toBe(true);
  asker.answer = async () => shown(view('à temps'));
  expect(await peer.slash('status', {})).toMatchObject({ message: { embeds: [{ title: 'à temps' }] } });
});

test('completion offers at most 25 choices within Discord’s lengths', async () => {
  const { peer, asker } = await ready();
  const choices = await peer.autocomplete('offer', 'offer', 'ble');
  expect(asker.asked).toMatchObject([{ what: 'suggest offer subject', given: 'ble' }]);
  expect(choices).toHaveLength(25);
  expect(choices[0]).toMatchObject({ value: 'ble-0' });
  expect(Math.max(...choices.map((choice) => choice.name.length))).toBe(100);
});

test('a button asks its line and answers the one who pressed; pages turn in place', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () =>
    shown(view('carte', [{ kind: 'buttons', buttons: [{ label: 'Pourquoi', line: 'why alert:a1' }] }]));
  const card = await peer.slash('offer', { offer: 'bleu' });
  if (!card.message) throw new Error('no message');
  asker.answer = async () =>
    shown(view('parce que', [{ kind: 'buttons', buttons: [{ label: 'Suite', line: 'page t number:2' }] }]));
  const why = await peer.press(card.message, 'Pourquoi');
  expect(asker.asked.at(-1)).toMatchObject({ what: 'line', given: 'why alert:a1' });
  expect(why).toMatchObject({ kind: 'message', ephemeral: true, message: { embeds: [{ title: 'parce que' }] } });
  if (!why.message) throw new Error('no message');
  asker.answer = async () => shown(view('page 2'));
  const turned = await peer.press(why.message, 'page t number:2');
  expect(turned).toMatchObject({ kind: 'update', message: { id: why.message.id, embeds: [{ title: 'page 2' }] } });
  expect(turned.message?.buttons).toEqual([]);
});

test('a form opens from its button, comes back with faults, opens again and is accepted', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () =>
    shown(view('suivi', [{ kind: 'buttons', buttons: [{ label: 'Modifier', line: 'watch', form: true }] }]));
  const card = await peer.slash('watch', {});
  if (!card.message) throw new Error('no message');
  const form = await peer.press(card.message, 'Modifier');
  expect(form.modal).toMatchObject({ title: 'Ce que ce salon reçoit' });
  expect(form.modal?.['components']).toHaveLength(5);

  asker.answer = async () => shown(view('Heures illisibles'), { ok: false });
  const faulty = await peer.submitModal(form, { providers: ['bleu', 's3ns'], quiet: 'toujours' });
  expect(asker.asked.at(-1)).toMatchObject({
    what: 'submit watch',
    given: {
      providers: ['bleu', 's3ns'],
      events: 'delay, pricing',
      mode: ['instant'],
      quiet: 'toujours',
      zone: 'Europe/Paris',
      // The sixth field, which Discord does not show.
      lang: 'fr',
    },
  });
  expect(faulty).toMatchObject({ ephemeral: true, message: { embeds: [{ title: 'Heures illisibles' }] } });
  if (!faulty.message) throw new Error('no message');
  const again = await peer.press(faulty.message, 'Corriger');
  expect(asker.asked.at(-1)).toMatchObject({ what: 'form', given: 'watch form:abc' });

  asker.answer = async () => shown(view('Ce salon est suivi'));
  const done = await peer.submitModal(again, { quiet: '22:00-07:00' });
  expect(done).toMatchObject({ ephemeral: false, message: { embeds: [{ title: 'Ce salon est suivi' }] } });
});

test('a button marked as a form whose command has none is answered as a line', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () =>
    shown(view('x', [{ kind: 'buttons', buttons: [{ label: 'Ouvrir', line: 'status', form: true }] }]));
  const card = await peer.slash('status', {});
  if (!card.message) throw new Error('no message');
  expect(await peer.press(card.message, 'Ouvrir')).toMatchObject({ kind: 'message', ephemeral: true });
  expect(asker.asked.at(-1)).toMatchObject({ what: 'line', given: 'status' });
});
