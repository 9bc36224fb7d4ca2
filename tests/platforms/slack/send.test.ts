import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { type Bot, card, posting, startBot } from './bot.ts';

let peer: SlackPeer;
let bot: Bot;
beforeAll(async () => {
  peer = await startSlackPeer();
});
beforeEach(async () => {
  bot = await startBot(peer);
});
afterEach(async () => {
  await bot.stop();
  const told = [...peer.violations];
  await peer.reset();
  expect(told).toEqual([]);
});
afterAll(() => peer.close());

const watch = (): string => peer.channel('watch');

test('a card is posted, edited and replied to in its thread', async () => {
  const posted = await bot.slack.send(posting(peer, 'd1', card('First')));
  if (posted.kind !== 'sent') throw new Error(JSON.stringify(posted));
  expect(posted.ref.channel).toBe(watch());
  const edited = await bot.slack.send(
    posting(peer, 'd2', card('x'), { act: { kind: 'edit', ref: posted.ref, view: card('Second') } }),
  );
  expect(edited).toEqual({ kind: 'sent', ref: posted.ref });
  const replied = await bot.slack.send(
    posting(peer, 'd3', card('x'), { act: { kind: 'reply', ref: posted.ref, view: card('Step') } }),
  );
  expect(replied.kind).toBe('sent');
  const [message, ...others] = await peer.messages(watch());
  expect(others).toEqual([]);
  expect(message?.text).toBe('Second\nBody.');
  expect((await peer.thread(watch(), posted.ref.message)).map(({ text }) => text)).toEqual(['Step\nBody.']);
});

test('a post carries its delivery and lets nothing unfurl', async () => {
  await bot.slack.send(posting(peer, 'd1', card('First')));
  const [call] = peer.calls('chat.postMessage');
  expect(call?.args).toMatchObject({
    unfurl_links: 'false',
    unfurl_media: 'false',
    link_names: 'false',
    metadata: { event_type: 'vigie_delivery', event_payload: { delivery: 'd1' } },
  });
});

test('a rate limit is told with its wait, and nothing waits or repeats by itself', async () => {
  peer.mishap({ kind: 'rate_limited', retryAfter: 7 });
  expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toEqual({
    kind: 'retry',
    code: 'rate_limited',
    afterMs: 7000,
  });
  expect(peer.calls('chat.postMessage')).toHaveLength(1);
});

test('a post whose answer was lost is in doubt, then found instead of repeated', async () => {
  peer.mishap({ kind: 'cut_after', method: 'chat.postMessage' });
  const outgoing = posting(peer, 'd1', card('First'));
  expect(await bot.slack.send(outgoing)).toMatchObject({ kind: 'ambiguous', code: 'unreachable' });
  const again = await bot.slack.send({ ...outgoing, ambiguous: true });
  const messages = await peer.messages(watch());
  expect(messages).toHaveLength(1);
  expect(again).toEqual({ kind: 'sent', ref: { channel: watch(), message: messages[0]?.ts } });
});

test('the same for a reply, looked up in its thread', async () => {
  const posted = await bot.slack.send(posting(peer, 'd1', card('First')));
  if (posted.kind !== 'sent') throw new Error(JSON.stringify(posted));
  const reply = posting(peer, 'd2', card('x'), { act: { kind: 'reply', ref: posted.ref, view: card('Step') } });
  peer.mishap({ kind: 'cut_after', method: 'chat.postMessage' });
  expect((await bot.slack.send(reply)).kind).toBe('ambiguous');
  expect((await bot.slack.send({ ...reply, ambiguous: true })).kind).toBe('sent');
  expect(await peer.thread(watch(), posted.ref.message)).toHaveLength(1);
});

test('a post in doubt is sent again when it is not there at a second look either', async () => {
  peer.mishap({ kind: 'cut_before', method: 'chat.postMessage' });
  const outgoing = posting(peer, 'd1', card('First'));
  expect((await bot.slack.send(outgoing)).kind).toBe('ambiguous');
  // Slack may still be at it.
  expect(await bot.slack.send({ ...outgoing, ambiguous: true })).toEqual({ kind: 'absent', code: 'timeout' });
  expect(await peer.messages(watch())).toEqual([]);
  expect((await bot.slack.send({ ...outgoing, ambiguous: true, lookedBefore: true })).kind).toBe('sent');
  expect(await peer.messages(watch())).toHaveLength(1);
});

test('where the app may not read the channel, a person decides', async () => {
  peer.withoutScope('channels:history');
  expect(await bot.slack.send(posting(peer, 'd1', card('First'), { ambiguous: true }))).toEqual({
    kind: 'ambiguous',
    code: 'perhaps_sent',
  });
  expect(await peer.messages(watch())).toEqual([]);
});

test('a look that fails leaves the post in doubt', async () => {
  peer.mishap({ kind: 'rate_limited', retryAfter: 3, method: 'conversations.history' });
  expect(await bot.slack.send(posting(peer, 'd1', card('First'), { ambiguous: true }))).toEqual({
    kind: 'ambiguous',
    code: 'rate_limited',
  });
  expect(await peer.messages(watch())).toEqual([]);
});

test('nothing was sent while Slack could not be reached: try again', async () => {
  await peer.down();
  expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toEqual({ kind: 'retry', code: 'unreachable' });
  await peer.up();
  await bot.reaches('connected');
  expect((await bot.slack.send(posting(peer, 'd1', card('First')))).kind).toBe('sent');
});

test('an edit whose answer was lost is simply done again', async () => {
  const posted = await bot.slack.send(posting(peer, 'd1', card('First')));
  if (posted.kind !== 'sent') throw new Error(JSON.stringify(posted));
  peer.mishap({ kind: 'cut_after', method: 'chat.update' });
  const edit = posting(peer, 'd2', card('x'), { act: { kind: 'edit', ref: posted.ref, view: card('First') } });
  expect(await bot.slack.send(edit)).toMatchObject({ kind: 'retry' });
  expect(await bot.slack.send(edit)).toEqual(posted);
});

test('a card that a person deleted is gone', async () => {
  const posted = await bot.slack.send(posting(peer, 'd1', card('First')));
  if (posted.kind !== 'sent') throw new Error(JSON.stringify(posted));
  await peer.remove(watch(), posted.ref.message);
  const edit = posting(peer, 'd2', card('x'), { act: { kind: 'edit', ref: posted.ref, view: card('Second') } });
  expect(await bot.slack.send(edit)).toEqual({ kind: 'dead', code: 'message_gone' });
});

test('nothing is begun for an attempt that is about to be given up', async () => {
  const late = AbortSignal.abort();
  const outgoing = posting(peer, 'd1', card('First'), { late });
  expect(await bot.slack.send(outgoing)).toEqual({ kind: 'retry', code: 'timeout' });
  expect(await bot.slack.send({ ...outgoing, ambiguous: true })).toEqual({ kind: 'ambiguous', code: 'timeout' });
  expect(await peer.messages(watch())).toEqual([]);
});

test('an archived channel and an unknown one are told apart', async () => {
  await peer.archive(watch());
  expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toEqual({ kind: 'dead', code: 'channel_archived' });
  const nowhere = { platform: 'slack', space: peer.team(), channel: 'C0NOWHERE' } as const;
  expect(await bot.slack.send(posting(peer, 'd2', card('First'), { channel: nowhere }))).toEqual({
    kind: 'dead',
    code: 'channel_gone',
  });
});

test.each([
  ['not_in_channel', { kind: 'dead', code: 'not_in_channel' }],
  ['restricted_action', { kind: 'dead', code: 'forbidden' }],
  ['restricted_action_thread_locked', { kind: 'dead', code: 'message_gone' }],
  ['token_revoked', { kind: 'retry', code: 'token_revoked', afterMs: 60_000 }],
  ['msg_blocks_too_long', { kind: 'dead', code: 'bad_payload' }],
  ['fatal_error', { kind: 'ambiguous', code: 'platform_error' }],
  ['service_unavailable', { kind: 'retry', code: 'platform_error', afterMs: 5000 }],
  ['a_word_of_tomorrow', { kind: 'retry', code: 'platform_error' }],
])('Slack’s refusal %s is understood', async (error, outcome) => {
  peer.mishap({ kind: 'error', error, method: 'chat.postMessage' });
  expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toEqual(outcome);
});

test('an upstream failure leaves a post in doubt', async () => {
  peer.mishap({ kind: 'status', status: 502, method: 'chat.postMessage' });
  expect(await bot.slack.send(posting(peer, 'd1', card('First')))).toEqual({
    kind: 'ambiguous',
    code: 'platform_error',
  });
});
