import type { Command } from '../../command.ts';
import type { Lang } from '../../domain/language.ts';
import { LANGS } from '../../domain/language.ts';
import { type Messages, messagesOf } from '../../messages/index.ts';
import { SLACK_PATH } from './platform.ts';
import { cutText, slackName } from './text.ts';

/** The command that takes every line. */
export const SLACK_COMMAND = '/vigie';

/** Names that Slack keeps for itself (slack.com/help: built-in slash commands). */
const TAKEN = new Set(
  `active apps archive away call collapse dm dnd expand feed feedback help huddle invite invite_people join kick leave
  me msg mute open part prefs remind remove rename s search shortcuts shrug star status todo topic unmute who`.split(
    /\s+/,
  ),
);

/** At most this many slash commands fit into an app. */
const COMMANDS_MAX = 50;

type SlashCommand = {
  readonly command: string;
  readonly url?: string;
  readonly description: string;
  readonly usage_hint?: string;
  readonly should_escape: false;
};

export type SlackManifest = {
  readonly display_information: {
    readonly name: string;
    readonly description: string;
    readonly long_description: string;
    readonly background_color: string;
  };
  readonly features: {
    readonly app_home: {
      readonly home_tab_enabled: false;
      readonly messages_tab_enabled: true;
      readonly messages_tab_read_only_enabled: false;
    };
    readonly bot_user: { readonly display_name: string; readonly always_online: boolean };
    readonly slash_commands: readonly SlashCommand[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly event_subscriptions: { readonly request_url?: string; readonly bot_events: readonly string[] };
    readonly interactivity: { readonly is_enabled: true; readonly request_url?: string };
    readonly org_deploy_enabled: false;
    readonly socket_mode_enabled: boolean;
    readonly token_rotation_enabled: false;
  };
};

/**
 * The app as Slack is to register it (api.slack.com/apps, "From a manifest"). `/vigie` takes every line; each command
 * has a short form in every language too, unless Slack keeps that word for itself.
 *
 * Scopes: `commands` and `chat:write` for the work; `users:read` for people's language and whether they are guests;
 * `files:write` for pictures and files; `channels:history`, `groups:history` and `channels:read`, `groups:read` only to look up a card whose posting was
 * left in doubt and to greet a channel when invited. Without the history scopes such a card waits for a person.
 *
 * In HTTP mode `publicUrl` is where Slack reaches the bot; throws when it is missing there.
 */
export function slackManifest({
  commands,
  messages,
  publicUrl,
  mode,
}: {
  readonly commands: readonly Command[];
  /** The words of the workspace's language. */
  readonly messages: Messages;
  readonly publicUrl: string | null;
  readonly mode: 'http' | 'socket';
}): SlackManifest {
  if (mode === 'http' && publicUrl === null) throw new Error('an HTTP manifest needs the public URL');
  const url = mode === 'http' ? { request_url: new URL(SLACK_PATH, publicUrl ?? '').href } : {};
  const at = mode === 'http' ? { url: new URL(SLACK_PATH, publicUrl ?? '').href } : {};
  const own: SlashCommand = {
    command: SLACK_COMMAND,
    ...at,
    description: cutText(messages.slack.all, 100),
    usage_hint: cutText(messages.slack.allHint, 100),
    should_escape: false,
  };
  const shorts = shortCommands(commands).map(({ name, lang, command }): SlashCommand => {
    const words = messagesOf(lang).commands[command.name];
    const hint = Object.entries(command.options)
      .map(([key, option]) => {
        const label = words?.options[key]?.name ?? key;
        return option.bare === true ? `<${label}>` : `[${label}:…]`;
      })
      .join(' ');
    return {
      command: `/${name}`,
      ...at,
      description: cutText(words?.description ?? name, 100),
      ...(hint !== '' && { usage_hint: hint.length > 100 ? `${hint.slice(0, 99)}…` : hint }),
      should_escape: false,
    };
  });
  return {
    display_information: {
      name: 'Vigie',
      description: cutText(messages.slack.about, 140),
      long_description: messages.slack.aboutLong,
      background_color: '#12355b',
    },
    features: {
      // Files of an answer for one person go into that person's messages with the app.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Vigie', always_online: true },
      slash_commands: [own, ...shorts].slice(0, COMMANDS_MAX),
    },
    oauth_config: {
      scopes: {
        bot: [
          'channels:history',
          'channels:read',
          'chat:write',
          'commands',
          'files:write',
          'groups:history',
          'groups:read',
          'users:read',
        ],
      },
    },
    settings: {
      event_subscriptions: { ...url, bot_events: ['app_uninstalled', 'member_joined_channel', 'tokens_revoked'] },
      interactivity: { is_enabled: true, ...url },
      org_deploy_enabled: false,
      socket_mode_enabled: mode === 'socket',
      token_rotation_enabled: false,
    },
  };
}

type Short = { readonly name: string; readonly lang: Lang; readonly command: Command };

/** Short slash commands: every listed command's name in every language, as Slack can take it. */
function shortCommands(commands: readonly Command[]): Short[] {
  const shorts = new Map<string, Short>();
  for (const lang of [...LANGS].reverse())
    for (const command of commands) {
      const name = slackName(messagesOf(lang).commands[command.name]?.name ?? command.name);
      if (command.hidden === true || TAKEN.has(name) || shorts.has(name)) continue;
      if (/^[a-z0-9_-]{1,31}$/.test(name)) shorts.set(name, { name, lang, command });
    }
  return [...shorts.values()];
}
