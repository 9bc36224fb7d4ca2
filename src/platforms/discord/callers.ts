import { type Interaction, PermissionFlagsBits } from 'discord.js';
import type { Caller, Command, Rights } from '../../command.ts';
import { type Lang, langOf } from '../../domain/language.ts';
import type { DiscordOperator } from '../../domain/operators.ts';
import { messagesOf } from '../../messages/index.ts';
import { type OverridesOf, type Presser, type Word, wordOf } from './overrides.ts';

/** Who asks, as an interaction tells it. */
export type Asked = {
  readonly user: string;
  readonly locale: string;
  /** The server and what is known of the person there; null in a direct message. */
  readonly there: (Presser & { readonly bits: bigint | null }) | null;
  /** True where the bot is a member of the server, and not only brought along by the person. */
  readonly installed: boolean;
  /** The registered name of the command that was typed; null for a button or a form. */
  readonly typed: string | null;
};

const MANAGING = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageChannels;

/** What an interaction tells of who asks. */
export function askedIn(interaction: Interaction): Asked {
  const { guildId, channelId, member, user, locale } = interaction;
  const roles = member === null ? [] : Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  const there =
    guildId === null || channelId === null
      ? null
      : {
          guild: guildId,
          channel: channelId,
          user: user.id,
          roles,
          bits: interaction.memberPermissions?.bitfield ?? null,
        };
  return {
    user: user.id,
    locale,
    there,
    installed: guildId !== null && interaction.authorizingIntegrationOwners?.guildId === guildId,
    typed: interaction.isChatInputCommand() ? interaction.commandName : null,
  };
}

/** Makes the caller of an interaction. */
export function createCallers(parts: {
  readonly commands: readonly Command[];
  readonly application: string;
  readonly operators: readonly DiscordOperator[];
  readonly overrides: OverridesOf;
  readonly fallback: Lang;
}): (asked: Asked) => Caller {
  const { application, overrides } = parts;
  const byName = new Map(parts.commands.map((command) => [command.name, command]));

  const isOperator = ({ user, there, installed }: Asked): boolean =>
    parts.operators.some((one) =>
      'user' in one
        ? one.user === user
        : installed && there !== null && there.guild === one.server && there.roles.includes(one.role),
    );

  const rightsFor = async (asked: Asked, name: string): Promise<Rights> => {
    const { there } = asked;
    if (there === null) return { mayManage: false };
    if (!asked.installed) return { mayManage: false, refusal: 'no_home' };
    const command = byName.get(name);
    const gated = command?.manages === true && command.hidden !== true;
    const registered = messagesOf('en').commands[name]?.name ?? name;
    const typed = asked.typed === registered;
    // The platform's own gate let them through.
    if (gated && typed) return { mayManage: true };
    if (there.bits === null) return { mayManage: false, refusal: 'unknown' };
    // Whom Discord never keeps out.
    if ((there.bits & PermissionFlagsBits.Administrator) !== 0n) return { mayManage: true };
    const manages = (there.bits & MANAGING) !== 0n;
    // Nothing can be set for what is not registered.
    if (command === undefined || command.hidden === true) return { mayManage: manages };
    const set = await overrides.of(there.guild);
    if (set === null) return unsure({ typed, gated, manages });
    return { mayManage: grants(wordOf(set, registered, application, there), { typed, gated, manages }) };
  };

  return (asked) => {
    const { there, installed } = asked;
    const manages = there !== null && installed && there.bits !== null && (there.bits & MANAGING) !== 0n;
    return {
      platform: 'discord',
      lang: langOf(asked.locale, parts.fallback),
      user: {
        id: asked.user,
        mayManage: manages,
        ...(there === null || installed ? {} : { refusal: 'no_home' as const }),
        operator: isOperator(asked),
      },
      rightsFor: (command) => rightsFor(asked, command),
      channel:
        there === null || !installed ? null : { platform: 'discord', space: there.guild, channel: there.channel },
    };
  };
}

/** How a command was asked: typed, one that Discord itself gates, by somebody with the right to manage here. */
type Way = { readonly typed: boolean; readonly gated: boolean; readonly manages: boolean };

/** Whether what a server set lets somebody change things. */
function grants(word: Word, { typed, gated, manages }: Way): boolean {
  switch (word) {
    case 'named':
      return true;
    case 'open':
      // Everyone may use it: that says who changes things only where it does nothing else.
      return gated || manages;
    case 'shut':
      return typed && manages;
    case 'unsaid':
      return manages;
  }
}

/** What a server set is not known: whoever typed the command was let in by Discord, a press proves nothing. */
function unsure({ typed, gated, manages }: Way): Rights {
  if (typed && manages) return { mayManage: true };
  return { mayManage: false, refusal: !typed && (gated || manages) ? 'use_command' : 'unknown' };
}
