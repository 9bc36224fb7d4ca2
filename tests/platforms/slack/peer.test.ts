import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { type Bot, card, posting, startBot } from './bot.ts';

let peer: SlackPeer;
let bot: Bot;
beforeAll(async () => {
  peer = await startSlackPeer();
  bot = await startBot(peer);
});
afterAll(async () => {
  await bot.stop();
  await peer.close();
});

const answer = (url: string): Promise<number> =>
  fetch(url, { method: 'POST', body: JSON.stringify({ response_type: 'ephemeral', text: 'x' }) }).then(
    ({ status }) => status,
  );

test('the peer lets an answer address be used five times, the app’s own answer counted', async () => {
  const asked = await peer.slash('offer bleu');
  await asked.answer();
  for (let use = 2; use <= 5; use++) expect(await answer(asked.url)).toBe(200);
  expect(await answer(asked.url)).toBe(404);
  expect(peer.forgive()).toEqual(['respond: used more than 5 times']);
});

test('the peer closes an answer address after half an hour', async () => {
  const asked = await peer.slash('offer bleu');
  await asked.answer();
  peer.pass(31 * 60_000);
  expect(await answer(asked.url)).toBe(404);
  expect(peer.forgive()).toEqual(['respond: used after 30 minutes']);
});

test('the peer refuses what is over a limit with its place, and remembers it', async () => {
  const response = await fetch(`${peer.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${peer.botToken}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      channel: peer.channel('watch'),
      text: 'x',
      unfurl_links: 'false',
      unfurl_media: 'false',
      blocks: JSON.stringify([{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151), emoji: false } }]),
    }),
  });
  expect(await response.json()).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] longer than 150 [json-pointer:/blocks/0/text/text]'] },
  });
  expect(peer.forgive()).toEqual(['chat.postMessage /blocks/0/text/text: longer than 150']);
  expect(await peer.messages(peer.channel('watch'))).toHaveLength(2);
});

test('the peer knows its tokens', async () => {
  const response = await fetch(`${peer.apiUrl}auth.test`, {
    method: 'POST',
    headers: { Authorization: 'Bearer xoxb-wrong' },
  });
  expect(await response.json()).toEqual({ ok: false, error: 'invalid_auth' });
});

test('without its metadata asked for, history gives none', async () => {
  await bot.slack.send(posting(peer, 'd1', card('First')));
  const read = async (all: string): Promise<unknown[]> => {
    const response = await fetch(`${peer.apiUrl}conversations.history`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${peer.botToken}` },
      body: new URLSearchParams({ channel: peer.channel('watch'), include_all_metadata: all }),
    });
    const { messages } = (await response.json()) as { messages: { metadata?: unknown }[] };
    return messages.flatMap(({ metadata }) => (metadata === undefined ? [] : [metadata]));
  };
  expect(await read('false')).toEqual([]);
  expect(await read('true')).toEqual([{ event_type: 'vigie_delivery', event_payload: { delivery: 'd1' } }]);
});
