import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { registerDiscord } from '../../src/platforms/discord/register.ts';
import { PATIENT } from '../patience.ts';
import { startDiscordPeer } from '../peers/discord/peer.ts';
import { startSlackPeer } from '../peers/slack/peer.ts';
import { type Chat, discordConfig, discordSide, slackConfig, slackSide } from './chat.ts';
import { FIRST, OFFICIAL, OUTAGE, startWorld } from './world.ts';

type Side = Omit<Chat, 'stop'>;
let slack: Side;
let discord: Side;
let stop: (() => Promise<void>) | null = null;

beforeAll(async () => {
  const [slackPeer, discordPeer] = await Promise.all([startSlackPeer(), startDiscordPeer()]);
  const world = await startWorld({ slack: slackConfig(slackPeer, 'socket'), discord: discordConfig(discordPeer) });
  stop = async () => {
    await world.stop();
    await Promise.all([slackPeer.close(), discordPeer.close()]);
  };
  await registerDiscord({ config: discordConfig(discordPeer), commands });
  await Promise.all([world.reaches('slack', 'connected'), world.reaches('discord', 'connected')]);
  slack = slackSide(slackPeer, world);
  discord = discordSide(discordPeer, world);
});

afterAll(async () => {
  await stop?.();
});

const count = () => slack.world.bot.store.outbox.countByState();
const cardsOn = async (side: Side) => (await side.cards()).map(({ words }) => words);

test('two platforms that watch get one card each, both grow, neither twice', async () => {
  expect((await slack.ask('watch')).words).toContain('Ce salon suit le marché');
  // Every channel has its own language.
  expect((await discord.ask('watch', { lang: 'en' })).words).toContain('Ce salon suit le marché');
  slack.world.publish('fil', FIRST);
  await slack.world.round();
  for (const side of [slack, discord]) await expect.poll(() => cardsOn(side), PATIENT).toHaveLength(1);
  expect((await cardsOn(slack))[0]).toContain('rapporté');
  expect((await cardsOn(discord))[0]).toContain('reported');

  await expect.poll(count, PATIENT).toMatchObject({ waiting: 0, sending: 0 });
  slack.world.publish('registre', OFFICIAL);
  await slack.world.round();
  await expect.poll(async () => (await cardsOn(slack))[0], PATIENT).toContain('●●● confirmé');
  await expect.poll(async () => (await cardsOn(discord))[0], PATIENT).toContain('●●● confirmed');
  for (const side of [slack, discord]) {
    const [card, ...others] = await side.cards();
    expect(others).toEqual([]);
    await expect.poll(async () => (await card?.thread())?.length, PATIENT).toBe(1);
    expect(side.violations()).toEqual([]);
  }
});

test('a mute on one platform leaves the other alone', async () => {
  const muted = await slack.ask('mute provider:outscale');
  expect(muted.words).toContain('Outscale');
  slack.world.publish('fil', OUTAGE);
  await slack.world.round();
  await expect.poll(() => cardsOn(discord), PATIENT).toHaveLength(2);
  await expect.poll(count, PATIENT).toMatchObject({ waiting: 0, sending: 0, dead: 0, unsure: 0 });
  expect(await cardsOn(slack)).toHaveLength(1);
});
