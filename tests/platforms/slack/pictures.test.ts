import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Shown } from '../../../src/command.ts';
import { PictureError } from '../../../src/domain/picture.ts';
import type { View } from '../../../src/domain/view.ts';
import { memoryCache } from '../../../src/platforms/slack/people.ts';
import { ALT, FILES, filesView, pictureView } from '../../peers/carrying.ts';
import { brokenPainter, PNG_MAGIC, pixelPainter } from '../../peers/painter.ts';
import { ACK_LIMIT } from '../../peers/slack/deliver.ts';
import { type Seen, type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { type Bot, card, posting, startBot } from './bot.ts';

const shown = (view: View, more: Partial<Shown> = {}): Shown => ({
  view,
  data: null,
  private: false,
  ok: true,
  ...more,
});
const imageOf = (seen: Seen) => seen.blocks.find(({ type }) => type === 'image');
const wordsOf = (seen: Seen) => JSON.stringify(seen.blocks.filter(({ type }) => type !== 'image'));

let peer: SlackPeer;
let bot: Bot;

beforeAll(async () => {
  peer = await startSlackPeer();
});
afterEach(async () => {
  const found = peer.forgive();
  await bot?.stop();
  await peer.reset();
  expect(found).toEqual([]);
});
afterAll(() => peer.close());

/** The bot answering `timeline` with a picture and `evidence` with three files. */
async function answering(options: Parameters<typeof startBot>[1] = {}, more: Partial<Shown> = {}): Promise<void> {
  bot = await startBot(peer, { painter: pixelPainter(), ...options });
  bot.asker.on('timeline', async () => shown(pictureView({ path: '/pictures/bleu.png' }), more));
  bot.asker.on('evidence', async () =>
    shown(filesView(FILES.map((file) => ({ ...file, path: `/files/${file.name}` }))), more),
  );
}

describe.each(['http', 'socket'] as const)('over %s', (mode) => {
  test('a picture is handed over after the ack and shown from Slack’s files with its words', async () => {
    await answering({ mode });
    const asked = await peer.slash('timeline bleu');
    expect(asked.ack.ms).toBeLessThan(ACK_LIMIT);
    const seen = await asked.answer();
    expect(imageOf(seen)).toMatchObject({ alt_text: ALT });
    expect(peer.picture(seen)).toMatchObject({ name: 'bleu-chronologie.png', alt: ALT, completed: true, posted: [] });
    expect(peer.picture(seen)?.bytes?.subarray(0, 8)).toEqual(PNG_MAGIC);
    expect(wordsOf(seen)).not.toContain(ALT);
    expect(seen.text).toContain(ALT);
  });

  test('files are posted in the channel where they were asked for, as one message', async () => {
    await answering({ mode });
    const seen = await (await peer.slash('evidence bleu', { user: 'john' })).answer();
    expect(wordsOf(seen)).toContain('The files are in this conversation.');
    expect(peer.files().map(({ name, bytes, posted }) => [name, bytes?.toString('utf8'), posted[0]?.channel])).toEqual(
      FILES.map(({ name, text }) => [name, text, peer.channel('watch')]),
    );
    expect(peer.calls('files.completeUploadExternal')).toHaveLength(1);
  });

  test('what Slack delivers twice is answered once, its files too', async () => {
    await answering({ mode });
    const payload = {
      team_id: peer.team(),
      channel_id: peer.channel('watch'),
      user_id: peer.user('john'),
      command: '/vigie',
      text: 'evidence bleu',
      trigger_id: 'same.trigger',
      response_url: '',
    };
    const { url } = await peer.slash('help');
    for (let i = 0; i < 2; i++)
      await peer.deliver({ kind: 'slash_commands', payload: { ...payload, response_url: url } });
    await expect.poll(() => peer.calls('respond').length).toBe(2);
    await bot.slack.stop();
    expect(peer.calls('files.completeUploadExternal')).toHaveLength(1);
    expect(bot.asker.asked.filter(({ line }) => line === 'evidence bleu')).toHaveLength(1);
  });
});

describe('a picture', () => {
  test('is fetched by Slack where the web port is reached from outside', async () => {
    await answering({ publicUrl: 'https://vigie.example' });
    const seen = await (await peer.slash('timeline bleu')).answer();
    expect(imageOf(seen)).toEqual({
      type: 'image',
      alt_text: ALT,
      image_url: 'https://vigie.example/pictures/bleu.png',
    });
    expect(peer.files()).toEqual([]);
  });

  test('that Slack holds is not drawn again, also by another process', async () => {
    const cache = memoryCache(() => 0);
    const first = pixelPainter();
    await answering({ painter: first, cache });
    const seen = await (await peer.slash('timeline bleu')).answer();
    await (await peer.slash('timeline bleu')).answer();
    expect(first.drawn).toHaveLength(1);
    await bot.stop();
    const second = pixelPainter();
    await answering({ painter: second, cache });
    const again = await (await peer.slash('timeline bleu')).answer();
    expect(second.drawn).toEqual([]);
    expect(peer.picture(again)?.id).toBe(peer.picture(seen)?.id);
  });

  test('that waits behind too many is left out, and the answer says so', async () => {
    await answering({ painter: { ...brokenPainter, png: () => Promise.reject(new PictureError('busy')) } });
    const seen = await (await peer.slash('timeline bleu')).answer();
    expect(imageOf(seen)).toBeUndefined();
    expect(wordsOf(seen)).toContain(ALT);
    expect(wordsOf(seen)).toContain('trop d’images sont demandées');
  });

  test('is handed over when Slack cannot fetch it', async () => {
    await answering({ publicUrl: 'https://vigie.example' });
    peer.refuseImages();
    const seen = await (await peer.slash('timeline bleu')).answer();
    expect(peer.picture(seen)?.completed).toBe(true);
    expect(peer.calls('respond')).toHaveLength(2);
  });

  test('is handed over too where the public address is not https', async () => {
    await answering({ publicUrl: 'http://vigie.example' });
    expect(peer.picture(await (await peer.slash('timeline bleu')).answer())?.completed).toBe(true);
  });

  test('is named again when Slack was still looking at it, and shown once', async () => {
    await answering();
    peer.lookSlowly(1);
    const seen = await (await peer.slash('timeline bleu')).answer();
    expect(peer.picture(seen)?.completed).toBe(true);
    expect(peer.files()).toHaveLength(1);
    expect((await peer.messages(peer.channel('watch'))).filter((one) => imageOf(one))).toHaveLength(1);
  });

  test('is posted by the app where answers may not name files', async () => {
    await answering();
    peer.refuseFilesInAnswers();
    await peer.slash('timeline bleu');
    await expect.poll(async () => (await peer.messages(peer.channel('watch'))).length).toBe(1);
    await bot.slack.stop();
    const [seen] = await peer.messages(peer.channel('watch'));
    expect(seen && peer.picture(seen)?.name).toBe('bleu-chronologie.png');
    expect(peer.calls('respond')).toHaveLength(2);
  });

  test('for one person alone is shown to that person alone, whatever the way', async () => {
    await answering({}, { private: true });
    peer.refuseFilesInAnswers();
    await peer.slash('timeline bleu');
    await expect.poll(() => peer.calls('chat.postEphemeral').length).toBe(1);
    expect(peer.calls('chat.postEphemeral')[0]?.args).toMatchObject({ user: peer.user('camille') });
    expect(await peer.messages(peer.channel('watch'))).toEqual([]);
  });

  test('that Slack never takes is told in words, in the fourth answer at most', async () => {
    await answering();
    peer.lookSlowly(50);
    const seen = await (await peer.slash('timeline bleu')).answer();
    expect(imageOf(seen)).toBeUndefined();
    expect(wordsOf(seen)).toContain(ALT);
    expect(peer.calls('respond').length).toBeLessThanOrEqual(4);
  });

  test('drawn before is not handed over again; one that was deleted is', async () => {
    await answering();
    const first = peer.picture(await (await peer.slash('timeline bleu')).answer());
    const second = peer.picture(await (await peer.slash('timeline bleu')).answer());
    expect(second?.id).toBe(first?.id);
    peer.lookSlowly(0);
    if (first) first.unready = 1;
    const third = peer.picture(await (await peer.slash('timeline bleu')).answer());
    expect(third?.id).not.toBe(first?.id);
    expect(peer.files()).toHaveLength(2);
  });

  test('without the right files:write is told in words, and the operator once', async () => {
    await answering();
    peer.withoutScope('files:write');
    for (let i = 0; i < 2; i++) {
      const seen = await (await peer.slash('timeline bleu')).answer();
      expect(imageOf(seen)).toBeUndefined();
      expect(wordsOf(seen)).toContain(ALT);
      expect(wordsOf(seen)).not.toContain('files:write');
    }
    expect(bot.log.filter(({ message }) => message.includes('files:write'))).toHaveLength(1);
  });

  test('that cannot be drawn is told in words', async () => {
    await answering({ painter: brokenPainter });
    expect(wordsOf(await (await peer.slash('timeline bleu')).answer())).toContain(ALT);
    expect(bot.log.some(({ message }) => message === 'a picture could not be drawn')).toBe(true);
  });

  test('goes with a page turned in place', async () => {
    await answering({}, { private: true });
    bot.asker.on('page', async () => shown(pictureView(), { private: true }));
    const first = await (await peer.slash('why x', { user: 'john' })).answer();
    const actions = { type: 'actions', elements: [{ type: 'button', action_id: 'line:0', value: 'page t 2' }] };
    const turned = await (await peer.press({ ...first, blocks: [actions] }, { line: 'page t 2' })).answer();
    expect(peer.picture(turned)?.completed).toBe(true);
    expect(peer.calls('respond').at(-1)?.args).toMatchObject({ replace_original: true });
  });

  test('goes with a delivery, whose edit may be without', async () => {
    await answering();
    peer.lookSlowly(1);
    const sent = await bot.slack.send(posting(peer, 'd1', pictureView()));
    if (sent.kind !== 'sent') throw new Error(JSON.stringify(sent));
    const [seen] = await peer.messages(peer.channel('watch'));
    expect(seen && peer.picture(seen)?.alt).toBe(ALT);
    await bot.slack.send(
      posting(peer, 'd2', card('later'), { act: { kind: 'edit', ref: sent.ref, view: card('later') } }),
    );
    const after = await peer.messages(peer.channel('watch'));
    expect(after.map((one) => imageOf(one))).toEqual([undefined]);
  });
});

describe('files', () => {
  beforeEach(() => answering());

  test('are links where the web port is reached from outside', async () => {
    await bot.stop();
    await answering({ publicUrl: 'https://vigie.example/' });
    const seen = await (await peer.slash('evidence bleu')).answer();
    for (const { name } of FILES) expect(wordsOf(seen)).toContain(`https://vigie.example/files/${name}`);
    expect(peer.files()).toEqual([]);
  });

  test('of an answer for one person go into that person’s messages', async () => {
    bot.asker.on('preuve', async () => shown(filesView(), { private: true }));
    const seen = await (await peer.slash('preuve bleu')).answer();
    expect(wordsOf(seen)).toContain('Les fichiers sont dans vos messages avec Vigie.');
    const [posted] = peer.files()[0]?.posted ?? [];
    expect(posted?.channel).toMatch(/^D/);
    expect((await peer.messages(posted?.channel ?? '')).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Fichiers\s: Bleu : preuves$/),
    ]);
  });

  test('go there too where the app is no member of the channel', async () => {
    peer.mishap({ kind: 'error', error: 'not_in_channel', method: 'files.completeUploadExternal' });
    const seen = await (await peer.slash('evidence bleu', { user: 'john' })).answer();
    expect(wordsOf(seen)).toContain('The files are in your messages with Vigie.');
    expect(peer.files()).toHaveLength(3);
    expect(peer.files()[0]?.posted).toMatchObject([{ channel: expect.stringMatching(/^D/) }]);
  });

  test('that may be posted nowhere are said to be, with what to do', async () => {
    peer.mishap({ kind: 'error', error: 'not_in_channel', method: 'files.completeUploadExternal' });
    peer.mishap({ kind: 'error', error: 'cannot_dm_bot', method: 'chat.postMessage' });
    const seen = await (await peer.slash('evidence bleu', { user: 'john' })).answer();
    expect(wordsOf(seen)).toContain('Invite Vigie with /invite');
  });

  test('without the right files:write are said to be missing, with what to do', async () => {
    peer.withoutScope('files:write');
    const seen = await (await peer.slash('evidence bleu', { user: 'john' })).answer();
    expect(wordsOf(seen)).toContain('lacks the right files:write');
    expect(wordsOf(seen)).toContain('preuve-bleu-2026-11-22.md');
  });

  test('that Slack did not take are said so', async () => {
    peer.mishap({ kind: 'status', status: 500, method: 'files.getUploadURLExternal' });
    const seen = await (await peer.slash('evidence bleu', { user: 'john' })).answer();
    expect(wordsOf(seen)).toContain('Slack did not take the files.');
  });
});
