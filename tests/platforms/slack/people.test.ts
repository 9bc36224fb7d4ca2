import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPeople, personOf } from '../../../src/platforms/slack/people.ts';
import { type SlackPeer, startSlackPeer } from '../../peers/slack/peer.ts';
import { type Bot, startBot } from './bot.ts';

const MEMBER = { id: 'U1', team_id: 'T1', locale: 'fr-FR', is_restricted: false, is_ultra_restricted: false };

test.each([
  ['a member', {}, { mayManage: true }],
  [
    'a member of an organisation, whose first workspace is another',
    { team_id: 'E1', enterprise_user: { teams: ['T1'] } },
    { mayManage: true },
  ],
  ['a guest of several channels', { is_restricted: true }, { mayManage: false }],
  ['a guest of one channel', { is_ultra_restricted: true }, { mayManage: false }],
  ['a stranger of a connected workspace', { team_id: 'T2' }, { mayManage: false, refusal: 'outsider' }],
  ['somebody whom Slack calls a stranger', { is_stranger: true }, { mayManage: false, refusal: 'outsider' }],
  ['an account that was closed', { deleted: true }, { mayManage: false, refusal: 'outsider' }],
  ['a bot', { is_bot: true }, { mayManage: false, refusal: 'outsider' }],
  ['a profile without a workspace', { team_id: undefined }, { mayManage: false, refusal: 'unknown' }],
])('%s has the rights of one', (_who, over, rights) => {
  const profile = JSON.parse(JSON.stringify({ ...MEMBER, ...over }));
  expect(personOf(profile, 'T1', 'en')).toEqual({ lang: 'fr', rights });
});

describe('people in Slack', () => {
  let peer: SlackPeer;
  let bot: Bot;
  beforeEach(async () => {
    peer = await startSlackPeer();
  });
  afterEach(async () => {
    await bot.stop();
    await peer.close();
  });

  const rightsOf = (n = -1) => bot.asker.asked.at(n)?.caller.user;

  test('while a profile is slow or refused nothing is granted, and once it is known the member may', async () => {
    bot = await startBot(peer);
    // The first look at home, so that only the profile is late.
    await (await peer.slash('offer x', { user: 'camille' })).answer();
    peer.mishap({ kind: 'late', ms: 1_500, method: 'users.info' });
    await (await peer.slash('unwatch', { user: 'guest' })).answer();
    expect(rightsOf()).toMatchObject({ mayManage: false, refusal: 'unknown' });
    peer.mishap({ kind: 'rate_limited', retryAfter: 30, method: 'users.info' });
    await (await peer.slash('unwatch', { user: 'john' })).answer();
    expect(rightsOf()).toMatchObject({ mayManage: false, refusal: 'unknown' });
    await (await peer.slash('unwatch', { user: 'john' })).answer();
    expect(rightsOf()).toEqual({ id: peer.user('john'), mayManage: true, operator: false });
  });

  test('a stranger’s press in a shared channel changes nothing and sees nothing of the workspace’s own', async () => {
    bot = await startBot(peer);
    const seen = await (await peer.slash('offer x')).answer();
    await (await peer.press(seen, { line: 'why alert:1' }, { user: 'stranger' })).answer();
    const caller = bot.asker.asked.at(-1)?.caller;
    expect(caller).toMatchObject({ user: { mayManage: false, refusal: 'outsider' }, space: null });
    // The channel is the bot's workspace's, whoever presses.
    expect(caller?.channel).toEqual({ platform: 'slack', space: peer.team(), channel: peer.channel('watch') });
  });

  test('operators are whom the configuration names in the bot’s own workspace', async () => {
    const named = (user: string, team = peer.team()) => ({ team, user: peer.user(user) });
    bot = await startBot(peer, { operators: [named('john'), named('camille', 'T0ELSEWHERE'), named('stranger')] });
    for (const user of ['john', 'camille', 'guest']) await (await peer.slash('offer x', { user })).answer();
    expect(bot.asker.asked.map(({ caller }) => caller.user.operator)).toEqual([true, false, false]);
    const seen = await (await peer.slash('offer x')).answer();
    await (await peer.press(seen, { line: 'why alert:1' }, { user: 'stranger' })).answer();
    expect(rightsOf()?.operator).toBe(false);
  });

  test('who was looked up once is not granted for long what was taken away since', async () => {
    bot = await startBot(peer);
    const rows = new Map<string, { value: unknown; ttl: number | undefined }>();
    const cache = {
      get: async (key: string) => rows.get(key)?.value,
      set: async (key: string, value: unknown, ttl?: number) => rows.set(key, { value, ttl }),
    };
    const info = vi.fn(async () => ({ ok: true, user: MEMBER }));
    const client = { users: { info }, auth: { test: async () => ({ ok: true, team_id: 'T1' }) } };
    const people = createPeople({ client: client as never, cache, fallback: 'en' });
    expect((await people.person('U1')).rights.mayManage).toBe(true);
    expect((await people.person('U1')).rights.mayManage).toBe(true);
    expect(info).toHaveBeenCalledTimes(1);
    expect(Math.max(...[...rows.values()].map(({ ttl }) => ttl ?? Number.POSITIVE_INFINITY))).toBeLessThanOrEqual(
      600_000,
    );
  });
});
