import { expect, test } from 'vitest';
import type { MessageRef, SendOutcome } from '../../../src/domain/alert.ts';
import type { Outgoing } from '../../../src/ports/platform.ts';
import type { DiscordPeer } from '../../peers/discord/peer.ts';
import { view } from './fake-asker.ts';
import { botFor, configOf, health, peerFor } from './harness.ts';

function outgoing(peer: DiscordPeer, delivery: string, act: Outgoing['act'], ambiguous = false): Outgoing {
  return {
    delivery,
    channel: { platform: 'discord', space: peer.guild, channel: peer.channels[0] },
    lang: 'fr',
    act,
    ambiguous,
  };
}

function refOf(outcome: SendOutcome): MessageRef {
  if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return outcome.ref;
}

const titles = async (peer: DiscordPeer, channel: string) =>
  (await peer.messages(channel)).map((message) => message.embeds[0]?.['title']);

async function ready(more: { errors?: 'expected' } = {}) {
  const peer = await peerFor();
  const { platform, logged } = await botFor(configOf(peer), more);
  await health(platform, 'connected');
  return { peer, platform, logged };
}

test('a card is posted, edited in place, and answered in one thread named after it', async () => {
  const { peer, platform } = await ready();
  const post = { kind: 'post', view: view('Bleu *lance* son offre') } as const;
  const ref = refOf(await platform.send(outgoing(peer, 'd1', post)));
  expect(ref.channel).toBe(peer.channels[0]);
  await platform.send(outgoing(peer, 'd2', { kind: 'edit', ref, view: view('Bleu a lancé son offre') }));
  expect(await titles(peer, peer.channels[0])).toEqual(['Bleu a lancé son offre']);

  const first = refOf(await platform.send(outgoing(peer, 'd3', { kind: 'reply', ref, view: view('rapporté') })));
  const second = refOf(await platform.send(outgoing(peer, 'd4', { kind: 'reply', ref, view: view('confirmé') })));
  expect([first.channel, second.channel]).toEqual([ref.message, ref.message]);
  expect(await peer.threads(peer.channels[0])).toEqual([{ id: ref.message, name: 'Bleu a lancé son offre' }]);
  expect(await titles(peer, ref.message)).toEqual(['rapporté', 'confirmé']);
  expect(await titles(peer, peer.channels[0])).toEqual(['Bleu a lancé son offre']);
});

test('long after Discord forgot the nonce, a card whose answer was lost is found where it stands', async () => {
  const { peer, platform } = await ready();
  const card = {
    ...view('une seule carte'),
    blocks: [{ kind: 'buttons', buttons: [{ label: 'Pourquoi', line: 'why story:s1' }] }],
  } as const;
  peer.cutAfterAccept(1);
  expect(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: card }))).toMatchObject({ kind: 'ambiguous' });
  peer.advance(3_600_000);
  const [standing] = await peer.messages(peer.channels[0]);
  const grown = { kind: 'post', view: { ...card, title: 'la même, qui a grandi' } } as const;
  expect(refOf(await platform.send(outgoing(peer, 'd1', grown, true)))).toEqual({
    channel: peer.channels[0],
    message: standing?.id,
  });
  expect(await peer.messages(peer.channels[0])).toHaveLength(1);
  const other = {
    kind: 'post',
    view: { ...card, blocks: [{ kind: 'buttons', buttons: [{ label: 'Pourquoi', line: 'why story:s2' }] }] },
  } as const;
  refOf(await platform.send(outgoing(peer, 'd2', { ...other, view: { ...other.view, title: 'une autre' } }, true)));
  expect(await peer.messages(peer.channels[0])).toHaveLength(2);
});

test('where no thread can be, the reply stands in the channel and refers to the card', async () => {
  const { peer, platform } = await ready();
  const ref = refOf(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('carte') })));
  peer.forbid(ref.message, 403, 50013);
  refOf(await platform.send(outgoing(peer, 'd2', { kind: 'reply', ref, view: view('suite') })));
  const messages = await peer.messages(peer.channels[0]);
  expect(messages.map((message) => message.reference)).toEqual([null, ref.message]);
});

test('a send whose answer was lost is ambiguous, and repeating it posts nothing twice', async () => {
  const { peer, platform } = await ready();
  const order = { kind: 'post', view: view('une seule fois') } as const;
  peer.cutAfterAccept(1);
  expect(await platform.send(outgoing(peer, 'd1', order))).toMatchObject({ kind: 'ambiguous' });
  expect(await titles(peer, peer.channels[0])).toEqual(['une seule fois']);
  const ref = refOf(await platform.send(outgoing(peer, 'd1', order, true)));
  expect((await peer.messages(peer.channels[0])).map((message) => message.id)).toEqual([ref.message]);
});

test('an edit whose answer was lost is simply repeated', async () => {
  const { peer, platform } = await ready();
  const ref = refOf(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('carte') })));
  peer.cutAfterAccept(1);
  const edit = { kind: 'edit', ref, view: view('carte 2') } as const;
  expect(await platform.send(outgoing(peer, 'd2', edit))).toMatchObject({ kind: 'retry' });
  expect(await platform.send(outgoing(peer, 'd2', edit))).toEqual({ kind: 'sent', ref });
});

test('a rate limit is handed back at once with its wait, and nothing is repeated behind our back', async () => {
  const { peer, platform } = await ready();
  peer.inject429(1, 7);
  const before = peer.requests.length;
  const outcome = await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('x') }));
  expect(outcome).toMatchObject({ kind: 'retry', code: 'rate_limited' });
  expect(outcome.kind === 'retry' && outcome.afterMs).toBeGreaterThanOrEqual(7_000);
  expect(peer.requests.length - before).toBe(1);
  expect(await peer.messages(peer.channels[0])).toEqual([]);
});

test.for([
  [403, 50001, { kind: 'dead', code: 'no_access' }],
  [404, 10003, { kind: 'dead', code: 'channel_gone' }],
  [403, 50013, { kind: 'dead', code: 'forbidden' }],
  [400, 50035, { kind: 'dead', code: 'bad_payload' }],
] as const)('a refusal with %i and %i ends the delivery with its reason', async ([status, number, expected]) => {
  const { peer, platform } = await ready();
  peer.forbid(peer.channels[0], status, number);
  expect(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('x') }))).toEqual(expected);
});

test('an edit of a deleted card, and a reply to it, say that the message is gone', async () => {
  const { peer, platform } = await ready();
  const ref = refOf(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('carte') })));
  const [card] = await peer.messages(peer.channels[0]);
  if (!card) throw new Error('no card');
  await peer.deleteMessage(card);
  for (const kind of ['edit', 'reply'] as const)
    expect(await platform.send(outgoing(peer, 'd2', { kind, ref, view: view('x') }))).toEqual({
      kind: 'dead',
      code: 'message_gone',
    });
});

test('a fault of Discord’s own may have posted; an edit is tried again', async () => {
  const { peer, platform } = await ready();
  const ref = refOf(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('carte') })));
  peer.injectFailure(1, 503);
  expect(await platform.send(outgoing(peer, 'd2', { kind: 'post', view: view('x') }))).toEqual({
    kind: 'ambiguous',
    code: 'platform_error',
  });
  peer.injectFailure(1, 503);
  expect(await platform.send(outgoing(peer, 'd3', { kind: 'edit', ref, view: view('x') }))).toEqual({
    kind: 'retry',
    code: 'platform_error',
  });
});

test('a refused token is no message’s end: it is told in health, and what was to be sent waits', async () => {
  const { peer, platform } = await ready({ errors: 'expected' });
  peer.unauthorized();
  expect(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('x') }))).toEqual({
    kind: 'retry',
    code: 'token_revoked',
    afterMs: 60_000,
  });
  expect(await health(platform, 'refused')).toMatchObject({ code: 'token_revoked' });
});

test('nobody answers: surely not sent, try again', async () => {
  const peer = await peerFor();
  const { platform } = await botFor({ ...configOf(peer), apiUrl: 'http://127.0.0.1:1/api' });
  expect(await platform.send(outgoing(peer, 'd1', { kind: 'post', view: view('x') }))).toEqual({
    kind: 'retry',
    code: 'unreachable',
  });
});
