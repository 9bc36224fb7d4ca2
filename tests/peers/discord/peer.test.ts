import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DiscordPeer, startDiscordPeer } from './peer.ts';
import { breachesOf, commandListBreaches } from './rules.ts';

let peer: DiscordPeer;
let told = 0;

beforeAll(async () => {
  peer = await startDiscordPeer();
});

afterEach(() => {
  told = peer.violations.length;
});

afterAll(async () => {
  await peer.close();
});

/** A request as any client might make it: status, and Discord's number. */
async function ask(method: string, path: string, body: unknown, token = peer.token) {
  const response = await fetch(`${peer.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined;
  return { status: response.status, code, answer };
}

const post = (body: object) =>
  ask('POST', `/channels/${peer.channels[0]}/messages`, { allowed_mentions: { parse: [] }, ...body });

test.for([
  ['too long a text', { content: 'x'.repeat(2001) }, 50035],
  ['nothing at all', { content: '' }, 50006],
  ['an empty embed', { embeds: [{ color: 1 }] }, 50035],
  [
    '6001 characters in embeds',
    { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
    50035,
  ],
  ['a nonce of 26', { content: 'x', nonce: 'n'.repeat(26), enforce_nonce: true }, 50035],
  ['mentions that could act', { content: 'x', allowed_mentions: { parse: ['everyone'] } }, 50035],
  ['an unknown key', { content: 'x', contents: 'x' }, 50035],
  [
    'the same custom id twice',
    {
      content: 'x',
      components: [{ type: 1, components: [1, 2].map(() => ({ type: 2, style: 1, label: 'a', custom_id: 'same' })) }],
    },
    50035,
  ],
] as const)('%s is refused and recorded', async ([, body, number]) => {
  expect(await post(body)).toMatchObject({ status: 400, code: number });
  expect(peer.violations.length).toBe(told + 1);
  expect(peer.violations.at(-1)).toMatchObject({ method: 'POST', number });
});

test('the same enforced nonce posts one message, until Discord forgets it', async () => {
  const body = { content: 'une fois', nonce: 'delivery-1', enforce_nonce: true };
  const first = await post(body);
  const second = await post(body);
  expect(second.answer).toEqual(first.answer);
  expect(await peer.messages(peer.channels[0])).toHaveLength(1);
  peer.advance(10 * 60_000);
  await post(body);
  expect(await peer.messages(peer.channels[0])).toHaveLength(2);
});

test('a wrong token is refused everywhere, and direct channels can be opened with the right one', async () => {
  expect(await ask('GET', '/users/@me', undefined, 'wrong')).toMatchObject({ status: 401 });
  expect(await ask('POST', '/users/@me/channels', { recipient_id: peer.user })).toMatchObject({
    status: 200,
    answer: { type: 1, recipients: [{ id: peer.user }] },
  });
});

test('an interaction nobody knows is unknown', async () => {
  const answer = await ask('POST', '/interactions/1/token/callback', { type: 5 });
  expect(answer).toMatchObject({ status: 404, code: 10062 });
});

test('commands are held to their rules, registered as they were sent and listed', async () => {
  const good = { name: 'offer', description: 'x', name_localizations: { fr: 'offre' }, contexts: [0], options: [] };
  const option = (name: string, required: boolean) => ({ type: 3, name, description: 'x', required });
  for (const bad of [
    [{ ...good, name: 'Offer' }],
    [{ ...good, name_localizations: { 'fr-FR': 'offre' } }],
    [{ ...good, options: [option('a', false), option('b', true)] }],
    [good, { ...good, name: 'other' }],
    [{ ...good, description: 'x'.repeat(101) }],
  ])
    expect(commandListBreaches(bad)).not.toEqual([]);
  const path = `/applications/${peer.application}/commands`;
  expect(await ask('PUT', path, [good])).toMatchObject({ status: 200, answer: [good] });
  expect(await ask('GET', path, undefined)).toMatchObject({ status: 200, answer: [good] });
});

test('forms and completions are held to their rules', () => {
  const label = (id: string) => ({ type: 18, label: 'x', component: { type: 4, style: 1, custom_id: id } });
  const modal = (ids: string[]) => ({ custom_id: 'f', title: 't', components: ids.map(label) });
  expect(breachesOf('modal', modal(['a', 'b', 'c', 'd', 'e']))).toEqual([]);
  expect(breachesOf('modal', modal(['a', 'b', 'c', 'd', 'e', 'f']))).not.toEqual([]);
  expect(breachesOf('modal', modal(['a', 'a']))).not.toEqual([]);
  const choices = (n: number) => ({
    type: 8,
    data: { choices: Array.from({ length: n }, (_, i) => ({ name: `n${i}`, value: `v${i}` })) },
  });
  expect(breachesOf('completion', choices(25))).toEqual([]);
  expect(breachesOf('completion', choices(26))).not.toEqual([]);
});
