import { afterEach, expect, test, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import { registerDiscord } from '../../src/platforms/discord/register.ts';
import { PATIENT } from '../patience.ts';
import { startDiscordPeer } from '../peers/discord/peer.ts';
import { startSlackPeer } from '../peers/slack/peer.ts';
import { type Chat, discordConfig, discordSide, slackConfig, slackSide } from './chat.ts';
import { startGate } from './gate.ts';
import { FIRST, OUTAGE, startWorld, type World } from './world.ts';

const toStop: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});

const cardsOn = async (side: Omit<Chat, 'stop'>) => (await side.cards()).map(({ words }) => words);

/** A channel that watched before the platform went away. */
const watching = (world: World, channel: Chat['channel']) =>
  world.bot.store.subscriptions.put({
    channel,
    providers: 'all',
    events: 'all',
    min: 'rumour',
    mode: 'instant',
    quiet: null,
    zone: 'Europe/Paris',
    lang: 'fr',
    since: '2026-01-01T00:00:00.000Z',
  });

test('Slack away at the start: the rest works, /status says it, and what waited comes when Slack does', async () => {
  const [slackPeer, discordPeer] = await Promise.all([startSlackPeer(), startDiscordPeer()]);
  toStop.push(
    () => slackPeer.close(),
    () => discordPeer.close(),
  );
  await slackPeer.down();
  const config = discordConfig(discordPeer);
  const world = await startWorld({ slack: slackConfig(slackPeer, 'socket'), discord: config });
  toStop.push(() => world.stop());
  await registerDiscord({ config, commands });
  await world.reaches('discord', 'connected');
  const [slack, discord] = [slackSide(slackPeer, world), discordSide(discordPeer, world)];
  await expect
    .poll(async () => (await discord.ask('status')).words, PATIENT)
    .toMatch(/slack connexion en cours \(.+\)/);
  expect(await discord.ask('status', {}, 'en')).toMatchObject({ private: true });

  await discord.ask('watch');
  await watching(world, slack.channel);
  world.publish('fil', FIRST);
  await world.round();
  await expect.poll(() => cardsOn(discord), PATIENT).toHaveLength(1);

  await slackPeer.up();
  await world.reaches('slack', 'connected');
  await expect.poll(async () => (await discord.ask('status')).words, PATIENT).toMatch(/slack connecté(?! \()/);
  expect((await slack.ask('offer bleu')).words).toContain('Bleu');
  await expect.poll(() => cardsOn(slack), PATIENT).toHaveLength(1);
  expect(await cardsOn(discord)).toHaveLength(1);
  expect([...slack.violations(), ...discord.violations()]).toEqual([]);
});

test('Discord away at the start: the rest works, /status says it, and what waited comes when Discord does', async () => {
  const [slackPeer, discordPeer] = await Promise.all([startSlackPeer(), startDiscordPeer()]);
  const gate = await startGate(discordPeer.apiUrl);
  toStop.push(
    () => slackPeer.close(),
    () => discordPeer.close(),
    () => gate.close(),
  );
  const config = { ...discordConfig(discordPeer), apiUrl: gate.through(discordPeer.apiUrl) };
  const world = await startWorld({ slack: slackConfig(slackPeer, 'socket'), discord: config });
  toStop.push(() => world.stop());
  await world.reaches('slack', 'connected');
  const [slack, discord] = [slackSide(slackPeer, world), discordSide(discordPeer, world)];
  await expect.poll(() => gate.refused(), PATIENT).toBeGreaterThan(0);
  await expect
    .poll(async () => (await slack.ask('status')).words, PATIENT)
    .toMatch(/discord connexion (en cours|perdue, nouvel essai) \(.+\)/);

  await slack.ask('watch');
  await watching(world, discord.channel);
  world.publish('fil', OUTAGE);
  await world.round();
  await expect.poll(() => cardsOn(slack), PATIENT).toHaveLength(1);

  gate.open();
  await vi.waitFor(() => world.reaches('discord', 'connected'), PATIENT);
  await registerDiscord({ config, commands });
  expect((await discord.ask('offer bleu')).words).toContain('Bleu');
  await expect.poll(() => cardsOn(discord), PATIENT).toHaveLength(1);
  expect([...slack.violations(), ...discord.violations()]).toEqual([]);
});
