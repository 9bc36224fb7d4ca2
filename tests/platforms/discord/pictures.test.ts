import { expect, test } from 'vitest';
import { type Painter, PictureError } from '../../../src/domain/picture.ts';
import { registerDiscord } from '../../../src/platforms/discord/register.ts';
import type { Outgoing } from '../../../src/ports/platform.ts';
import { PATIENT } from '../../patience.ts';
import { ALT, FILES, filesView, pictureView } from '../../peers/carrying.ts';
import type { DiscordPeer, PeerMessage } from '../../peers/discord/peer.ts';
import { brokenPainter, PNG_MAGIC, pixelPainter } from '../../peers/painter.ts';
import { shown, view } from './fake-asker.ts';
import { botFor, configOf, health, peerFor } from './harness.ts';

async function ready(painter: Painter = pixelPainter(), more: { publicUrl?: string } = {}) {
  const peer = await peerFor();
  const bot = await botFor(configOf(peer), { painter, ...more });
  await registerDiscord({ config: configOf(peer), commands: bot.asker.commands });
  await health(bot.platform, 'connected');
  return { peer, ...bot };
}

function seen(message: PeerMessage | null): PeerMessage {
  if (message === null) throw new Error('no message came');
  return message;
}

/** The picture that people see: the attached one that the first embed names. */
function pictureOf(message: PeerMessage) {
  const url = (message.embeds[0]?.['image'] as { url?: string } | undefined)?.url ?? '';
  return message.files.find(({ name }) => url === `attachment://${name}`);
}

test('an answer’s picture is attached as PNG with its words for those who cannot see it', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () => shown(pictureView());
  const message = seen((await peer.slash('offer', { offer: 'bleu' })).message);
  expect(pictureOf(message)).toMatchObject({ name: 'bleu-chronologie.png', description: ALT });
  expect(pictureOf(message)?.bytes.subarray(0, 8)).toEqual(PNG_MAGIC);
  // What follows a picture stands under it.
  expect(message.embeds.map((embed) => [embed['title'], embed['image'] !== undefined])).toEqual([
    ['Bleu', true],
    [undefined, false],
  ]);
  expect(message.embeds[1]?.['description']).toMatch(/^Lancé le 15 janvier 2024\s\\\[1\\\]$/);
});

test('drawing that takes its time is announced, and the picture fills the announcement', async () => {
  const slow = Promise.withResolvers<void>();
  const painter = pixelPainter();
  const { peer, asker } = await ready({ ...painter, png: (...args) => slow.promise.then(() => painter.png(...args)) });
  asker.answer = async () => shown(pictureView());
  const pending = peer.slash('status', {});
  await expect.poll(() => peer.requests.some((r) => r.path.endsWith('/callback')), PATIENT).toBe(true);
  peer.advance(5_000);
  slow.resolve();
  const answer = await pending;
  expect(answer).toMatchObject({ deferred: true, ephemeral: false });
  expect(pictureOf(seen(answer.message))?.bytes.subarray(0, 8)).toEqual(PNG_MAGIC);
});

test('a picture that waits behind too many is left out, and the answer says so', async () => {
  const busy = { ...brokenPainter, png: () => Promise.reject(new PictureError('busy')) };
  const { peer, asker } = await ready(busy);
  asker.answer = async () => shown(pictureView());
  const answer = seen((await peer.slash('status', {})).message);
  expect(pictureOf(answer)).toBeUndefined();
  expect(JSON.stringify(answer.embeds)).toMatch(/too many are being drawn|trop d’images sont demandées/);
});

test('turning the page takes the former picture away and brings the next', async () => {
  const { peer, asker } = await ready();
  const turning = (to: number) =>
    ({ kind: 'buttons', buttons: [{ label: 'Suite', line: `page t number:${to}` }] }) as const;
  const first = pictureView();
  asker.answer = async () => shown({ ...first, blocks: [...first.blocks, turning(2)] }, { private: true });
  const one = seen((await peer.slash('offer', { offer: 'bleu' })).message);
  asker.answer = async () => shown(view('page 2', [turning(3)]));
  const two = seen((await peer.press(one, 'page t number:2')).message);
  expect(two).toMatchObject({ id: one.id, files: [] });
  expect(two.embeds[0]?.['image']).toBeUndefined();
  asker.answer = async () => shown(pictureView());
  const three = seen((await peer.press(two, 'page t number:3')).message);
  expect(three.files).toHaveLength(1);
  expect(pictureOf(three)?.description).toBe(ALT);
});

test('a picture that cannot be drawn is told in words, and the operator is told why', async () => {
  const { peer, asker, logged } = await ready(brokenPainter);
  asker.answer = async () => shown(pictureView());
  const message = seen((await peer.slash('offer', { offer: 'bleu' })).message);
  expect(message.files).toEqual([]);
  expect(message.embeds[0]?.['description']).toContain(`-# ${ALT}`);
  expect(logged).toContainEqual(expect.objectContaining({ level: 'warn', text: 'a picture could not be drawn' }));
});

test('files are attached with their bytes, to answers for one person too', async () => {
  const { peer, asker } = await ready();
  asker.answer = async () => shown(filesView(), { private: true });
  const answer = await peer.slash('offer', { offer: 'bleu' });
  expect(answer.ephemeral).toBe(true);
  const message = seen(answer.message);
  expect(message.files.map(({ name, bytes }) => [name, bytes.toString('utf8')])).toEqual(
    FILES.map(({ name, text }) => [name, text]),
  );
  expect(message.embeds[0]?.['description']).toMatch(/- Dossier à lire\s· preuve-bleu-2026-11-22\.md/);
});

test('a file without room is said to be, or linked where the web port is reached; the others come', async () => {
  const large = {
    ...FILES[0],
    name: 'large.md',
    text: 'x'.repeat(8_000_001),
    label: 'Trop long',
  } as (typeof FILES)[number];
  const inside = await ready();
  inside.asker.answer = async () => shown(filesView([large, ...FILES]));
  const message = seen((await inside.peer.slash('offer', { offer: 'bleu' })).message);
  expect(message.files).toHaveLength(3);
  expect(message.embeds[0]?.['description']).toMatch(/Trop long\s· trop volumineux pour être joint ici/);

  const outside = await ready(pixelPainter(), { publicUrl: 'https://vigie.example/' });
  outside.asker.answer = async () => shown(filesView([{ ...large, path: '/files/large.md' }]));
  const linked = seen((await outside.peer.slash('offer', { offer: 'bleu' })).message);
  expect(linked.embeds[0]?.['description']).toBe('- [Trop long](https://vigie.example/files/large.md)');
});

test('names from outside are made plain, and no two files have one name', async () => {
  const { peer, asker } = await ready();
  const names = ['../../étude finale.md', 'étude/finale.md', 'FINALE.md', '…'];
  asker.answer = async () => shown(filesView(names.map((name) => ({ ...FILES[0], name }) as (typeof FILES)[number])));
  const message = seen((await peer.slash('offer', { offer: 'bleu' })).message);
  expect(message.files.map(({ name }) => name)).toEqual(['etude-finale.md', 'finale.md', 'finale-2.md', 'file']);
});

function outgoing(peer: DiscordPeer, act: Outgoing['act']): Outgoing {
  const channel = { platform: 'discord', space: peer.guild, channel: peer.channels[0] } as const;
  return { delivery: 'd1', channel, lang: 'fr', act, ambiguous: false };
}

test('a delivery may carry a picture; an edit without one takes it away', async () => {
  const { peer, platform } = await ready();
  const sent = await platform.send(outgoing(peer, { kind: 'post', view: pictureView() }));
  if (sent.kind !== 'sent') throw new Error(JSON.stringify(sent));
  const [posted] = await peer.messages(peer.channels[0]);
  expect(pictureOf(seen(posted ?? null))?.description).toBe(ALT);
  expect(await platform.send(outgoing(peer, { kind: 'edit', ref: sent.ref, view: view('sans image') }))).toMatchObject({
    kind: 'sent',
  });
  expect((await peer.messages(peer.channels[0]))[0]).toMatchObject({ files: [], embeds: [{ title: 'sans image' }] });
});
