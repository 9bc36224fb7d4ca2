import { PermissionFlagsBits } from 'discord.js';
import { commands } from '../../commands/index.ts';
import type { Caller } from '../../src/command.ts';
import { createCallers as discordCallers } from '../../src/platforms/discord/callers.ts';
import { createCallers as slackCallers } from '../../src/platforms/slack/callers.ts';
import { type Profile, personOf } from '../../src/platforms/slack/people.ts';

/** Everyone who may come along, made by the platforms' own judgement of what Slack and Discord tell of them. */

/** Whose things are asked about: a workspace and a server, each with a channel that has things of its own. */
export const TENANTS = {
  slack: { platform: 'slack', space: 'T0MINE', channel: 'C0MINE' },
  discord: { platform: 'discord', space: '345678901234567890', channel: '345678901234567891' },
} as const;
const OTHER_CHANNEL = { slack: 'C0OTHER', discord: '345678901234567892' } as const;
const OTHER_SERVER = { guild: '445678901234567890', channel: '445678901234567891', other: '445678901234567892' };
const OPERATOR = '555678901234567890';

export const PLACES = ['own channel', 'other channel', 'direct message'] as const;
export type Place = (typeof PLACES)[number];

export const CIRCLES = [
  'guest',
  'stranger',
  'member',
  'manager of another space',
  'manager',
  'manager in Slack',
  'operator',
  'user install',
] as const;
export type Circle = (typeof CIRCLES)[number];

/** Whose things somebody of this circle asks about. */
export function tenantOf(circle: Circle): keyof typeof TENANTS {
  return circle === 'guest' || circle === 'stranger' || circle === 'manager in Slack' ? 'slack' : 'discord';
}

const PROFILES: Readonly<Partial<Record<Circle, Profile>>> = {
  guest: { team_id: 'T0MINE', is_restricted: true },
  stranger: { team_id: 'T0ELSEWHERE' },
  'manager in Slack': { team_id: 'T0MINE', is_restricted: false },
};

const inDiscord = discordCallers({
  commands,
  application: '100000000000000001',
  operators: [{ user: OPERATOR }],
  // The server set nothing.
  overrides: {
    of: async () => ({ idOf: () => null, entries: new Map() }),
    changed: () => undefined,
    forget: () => undefined,
  },
  fallback: 'en',
});

/** Somebody of a circle who presses a button or types a line at a place. */
export async function callerAt(circle: Circle, place: Place): Promise<Caller> {
  const direct = place === 'direct message';
  const own = place === 'own channel';
  const profile = PROFILES[circle];
  if (profile !== undefined) {
    const people = { person: async () => personOf(profile, 'T0MINE', 'en'), home: async () => 'T0MINE' };
    const channel = direct ? 'D0ME' : own ? TENANTS.slack.channel : OTHER_CHANNEL.slack;
    return slackCallers(people, [])({ user: 'U0ME', team: 'T0MINE', ownTeam: profile.team_id, channel });
  }
  const elsewhere = circle === 'manager of another space';
  const guild = elsewhere ? OTHER_SERVER.guild : TENANTS.discord.space;
  const here = elsewhere ? OTHER_SERVER.channel : TENANTS.discord.channel;
  const channel = own ? here : elsewhere ? OTHER_SERVER.other : OTHER_CHANNEL.discord;
  const manages = elsewhere || circle === 'manager' || circle === 'user install';
  const bits = manages ? PermissionFlagsBits.ManageGuild : PermissionFlagsBits.SendMessages;
  const user = circle === 'operator' ? OPERATOR : '655678901234567890';
  return inDiscord({
    user,
    locale: 'en-GB',
    there: direct ? null : { guild, channel, user, roles: [], bits },
    installed: !direct && circle !== 'user install',
    typed: null,
  });
}
