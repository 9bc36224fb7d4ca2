import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { flawOf } from '../../../src/platforms/slack/front.ts';
import { type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { fc } from '../../property.ts';
import { type Bot, eventually, startBot } from './bot.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

let peer: SlackPeer;
let bot: Bot;
beforeAll(async () => {
  peer = await startSlackPeer();
});
afterEach(async () => {
  await bot?.stop();
  await peer.reset();
});
afterAll(() => peer.close());

/** Sends a body as Slack would sign it; the answer's status. */
async function signed(body: string, type: string | null = FORM): Promise<number> {
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', peer.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const response = await fetch(bot.url, {
    method: 'POST',
    headers: {
      ...(type === null ? {} : { 'Content-Type': type }),
      'X-Slack-Request-Timestamp': String(at),
      'X-Slack-Signature': `v0=${mac}`,
    },
    body: Buffer.from(body),
    signal: AbortSignal.timeout(2_500),
  });
  return response.status;
}

const payload = (value: unknown): string => new URLSearchParams({ payload: JSON.stringify(value) }).toString();
const deep = (n: number): string => `${'{"a":['.repeat(n)}${']}'.repeat(n)}`;

test.each<[string, string, string | null, number]>([
  ['payload=null', 'payload=null', FORM, 400],
  ['a payload that is a number', 'payload=7', FORM, 400],
  ['a payload that is a text', payload('x'), FORM, 400],
  ['a payload that is a list', payload([1]), FORM, 400],
  ['a payload that is nothing', 'payload=', FORM, 400],
  ['a payload that is no JSON', 'payload={', FORM, 400],
  ['two payloads', 'payload={}&payload={}', FORM, 400],
  ['a payload without a type', payload({ user: { id: 'U1' } }), FORM, 400],
  ['a payload of another type', payload({ type: 'message_action', user: { id: 'U1' } }), FORM, 400],
  ['a press by nobody', payload({ type: 'block_actions', actions: [{ action_id: 'line:0' }] }), FORM, 400],
  ['a press without actions', payload({ type: 'block_actions', user: { id: 'U1' } }), FORM, 400],
  ['a press with odd actions', payload({ type: 'block_actions', user: { id: 'U1' }, actions: [null] }), FORM, 400],
  ['a form without values', payload({ type: 'view_submission', user: { id: 'U1' }, view: {} }), FORM, 400],
  ['a deep payload', new URLSearchParams({ payload: deep(20_000) }).toString(), FORM, 400],
  ['deep JSON', deep(100_000), JSON_TYPE, 400],
  ['null as an event', 'null', JSON_TYPE, 400],
  ['an event without a type', '{"event":{}}', JSON_TYPE, 400],
  ['an event that is none', '{"type":"event_callback","event":null}', JSON_TYPE, 400],
  ['no JSON at all', '{', JSON_TYPE, 400],
  ['an empty body', '', FORM, 400],
  ['a command without anybody', 'command=%2Fvigie&text=x', FORM, 400],
  ['a command with two texts', 'command=a&user_id=U&channel_id=C&response_url=x&text=a&text=b', FORM, 400],
  ['another content type', '{"type":"url_verification"}', 'text/plain', 415],
  ['no content type', '{"type":"url_verification"}', null, 415],
  ['5 MB', `payload=${'x'.repeat(5_000_000)}`, FORM, 413],
])('%s is refused at once, with one line and no stack', async (_, body, type, status) => {
  bot = await startBot(peer);
  const before = bot.log.length;
  expect(await signed(body, type)).toBe(status);
  await eventually(() => bot.log.length).toBe(before + 1);
  expect(bot.log.at(-1)?.message).not.toContain('\n');
  expect(await signed('ssl_check=1')).toBe(200);
});

test('a press that is none of our buttons, and a form that is none of ours, do not hang', async () => {
  bot = await startBot(peer);
  const user = { id: peer.user('john'), team_id: peer.team() };
  const press = {
    type: 'block_actions',
    user,
    team: { id: peer.team() },
    actions: [{ action_id: 'x', block_id: 'b' }],
  };
  expect(await signed(payload({ ...press, trigger_id: 't1', response_url: 'https://x.example' }))).toBe(200);
  const view = { callback_id: 'other', state: { values: {} }, blocks: [], private_metadata: '' };
  expect(await signed(payload({ type: 'view_submission', user, team: { id: peer.team() }, view }))).toBe(200);
});

test('a type with its charset is the type', async () => {
  bot = await startBot(peer);
  const status = await signed('{"type":"url_verification","challenge":"c"}', 'application/json; charset=utf-8');
  expect(status).toBe(200);
});

test('an unsigned request is refused', async () => {
  bot = await startBot(peer);
  const body = 'command=%2Fvigie&user_id=U&channel_id=C&response_url=x&text=a';
  const response = await fetch(bot.url, { method: 'POST', headers: { 'Content-Type': FORM }, body });
  expect(response.status).toBe(401);
});

test('whatever the body, it is judged without a fault of ours', () => {
  fc.assert(
    fc.property(fc.constantFrom(FORM, JSON_TYPE, 'x', ''), fc.anything(), fc.string(), (type, value, text) => {
      const json = JSON.stringify(value) ?? '';
      for (const body of [json, text, `payload=${encodeURIComponent(json)}`, `payload=${text}`])
        expect(['type', 'body', null]).toContain(flawOf(type, body));
    }),
    { numRuns: 300 },
  );
});

test('a command that comes in the instant in which Slack refreshes the socket is answered all the same', async () => {
  bot = await startBot(peer, { mode: 'socket' });
  const { url } = await peer.slash('help');
  const sent = peer.calls('respond').length;
  const late = peer.deliver({
    kind: 'slash_commands',
    payload: {
      team_id: peer.team(),
      channel_id: peer.channel('watch'),
      user_id: peer.user('john'),
      command: '/vigie',
      text: 'offer bleu',
      trigger_id: 'late.trigger',
      response_url: url,
    },
  });
  // Both are on their way together: the socket is gone by the time the command is acknowledged.
  peer.refresh();
  late.catch(() => undefined);
  await expect.poll(() => bot.asker.asked.map(({ line }) => line), { timeout: 60_000 }).toContain('offer bleu');
  await expect.poll(() => peer.calls('respond').length, { timeout: 60_000 }).toBeGreaterThan(sent);
  expect(bot.log.some(({ message }) => message.includes('took no acknowledgement'))).toBe(true);
}, 60_000);
