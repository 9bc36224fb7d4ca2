import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
  type RESTPutAPIApplicationCommandsResult,
  Routes,
} from 'discord.js';
import { type Command, mostCharacters, type OptionSpec } from '../../command.ts';
import type { DiscordConfig } from '../../config.ts';
import type { SendCode } from '../../domain/alert.ts';
import type { Lang } from '../../domain/language.ts';
import { oneLine } from '../../domain/typography.ts';
import { type Messages, messagesOf } from '../../messages/index.ts';
import { failureOf } from './outcome.ts';
import { shorten } from './text.ts';
import { createTransport, plainRest } from './transport.ts';

/** What Discord accepts of one command. */
const LIMITS = { description: 100, options: 25, choices: 25, choice: 100 };

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Discord's locales of the languages that have words beside the English base. */
const LOCALES: readonly { readonly locale: 'fr'; readonly lang: Lang }[] = [{ locale: 'fr', lang: 'fr' }];

type Words = Messages['commands'][string];
type Body = RESTPutAPIApplicationCommandsJSONBody;

/**
 * The commands as Discord takes them: English names, French beside them, hidden commands left out. Commands that change a
 * channel belong to servers and are offered to those who may manage one; all others can be asked in direct messages
 * too. What changes something, always or by its options, is offered where the bot is installed, never to an app that a
 * person brings along. Throws when a command has no words or a name that Discord would refuse: that is a mistake in the definitions.
 */
export function discordCommands(commands: readonly Command[]): Body {
  return commands.filter((command) => command.hidden !== true).map(discordCommand);
}

function discordCommand(command: Command): Body[number] {
  const words = wordsOf(command.name, 'en');
  const manages = command.manages === true;
  const options = Object.entries(command.options)
    .map(([key, spec]) => discordOption(command.name, key, spec))
    // Discord wants the required ones first; the order is otherwise the definition's.
    .sort((a, b) => Number(b.required === true) - Number(a.required === true))
    .slice(0, LIMITS.options);
  return {
    type: ApplicationCommandType.ChatInput,
    ...named(words, (lang) => wordsOf(command.name, lang)),
    options,
    default_member_permissions: manages ? String(PermissionFlagsBits.ManageGuild) : null,
    ...placesOf(manages, manages || command.changes !== undefined),
  };
}

/** Where a command is offered. */
function placesOf(manages: boolean, changes: boolean): Pick<Body[number], 'contexts' | 'integration_types'> {
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  if (manages) return { contexts: [Guild], integration_types: [GuildInstall] };
  if (changes) return { contexts: [Guild, BotDM], integration_types: [GuildInstall] };
  return { contexts: [Guild, BotDM, PrivateChannel], integration_types: [GuildInstall, UserInstall] };
}

function discordOption(command: string, key: string, spec: OptionSpec): APIApplicationCommandBasicOption {
  const base = {
    ...named(optionWords(command, key, 'en'), (lang) => optionWords(command, key, lang)),
    required: spec.required === true,
  };
  switch (spec.type) {
    case 'text':
    case 'list': {
      const autocomplete = spec.suggest !== undefined;
      return { ...base, type: ApplicationCommandOptionType.String, max_length: mostCharacters(spec), autocomplete };
    }
    case 'day':
      return { ...base, type: ApplicationCommandOptionType.String, max_length: mostCharacters(spec) };
    case 'integer':
      return { ...base, type: ApplicationCommandOptionType.Integer, min_value: spec.min, max_value: spec.max };
    case 'choice':
      return { ...base, type: ApplicationCommandOptionType.String, choices: choicesOf(command, key, spec.choices) };
  }
}

function choicesOf(command: string, key: string, values: readonly string[]) {
  const label = (value: string, lang: Lang): string =>
    shorten(oneLine(optionWords(command, key, lang).choices?.[value] ?? value), LIMITS.choice, '…');
  return values.slice(0, LIMITS.choices).map((value) => ({
    name: label(value, 'en'),
    name_localizations: Object.fromEntries(LOCALES.map(({ locale, lang }) => [locale, label(value, lang)])),
    value,
  }));
}

/** Name and description in English with the other languages beside them. */
function named(words: Pick<Words, 'name' | 'description'>, other: (lang: Lang) => Pick<Words, 'name' | 'description'>) {
  return {
    name: commandName(words.name),
    description: shorten(oneLine(words.description), LIMITS.description, '…'),
    name_localizations: Object.fromEntries(LOCALES.map(({ locale, lang }) => [locale, commandName(other(lang).name)])),
    description_localizations: Object.fromEntries(
      LOCALES.map(({ locale, lang }) => [locale, shorten(oneLine(other(lang).description), LIMITS.description, '…')]),
    ),
  };
}

function commandName(name: string): string {
  if (!NAME.test(name) || name !== name.toLowerCase())
    throw new Error(`Discord takes no command or option named "${name}"`);
  return name;
}

function wordsOf(command: string, lang: Lang): Words {
  const words = messagesOf(lang).commands[command];
  if (!words) throw new Error(`the command "${command}" has no words in ${lang}`);
  return words;
}

function optionWords(command: string, key: string, lang: Lang): Words['options'][string] {
  const words = wordsOf(command, lang).options[key];
  if (!words) throw new Error(`the option "${key}" of "${command}" has no words in ${lang}`);
  return words;
}

/** The option's key in the definition for the English name under which Discord knows it; null when there is none. */
export function optionKey(command: string, name: string): string | null {
  const options = messagesOf('en').commands[command]?.options ?? {};
  return Object.entries(options).find(([, words]) => words.name === name)?.[0] ?? null;
}

export type Registered =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly code: SendCode; readonly detail: string };

/**
 * Puts the commands in place of those Discord knows: for everyone, or in one guild, where it takes effect at once.
 * Doing it twice changes nothing. Never throws for what Discord or the network does.
 */
export async function registerDiscord(parts: {
  readonly config: DiscordConfig;
  readonly commands: readonly Command[];
  readonly guild?: string;
  readonly proxy?: string | null;
}): Promise<Registered> {
  const { config, guild } = parts;
  const body = discordCommands(parts.commands);
  const transport = createTransport(parts.proxy ?? null);
  try {
    const rest = plainRest(config.apiUrl, config.token, transport.makeRequest);
    const route =
      guild === undefined
        ? Routes.applicationCommands(config.appId)
        : Routes.applicationGuildCommands(config.appId, guild);
    const known = (await rest.put(route, { body })) as RESTPutAPIApplicationCommandsResult;
    return { ok: true, names: known.map((command) => command.name) };
  } catch (error) {
    const failure = failureOf(error);
    return { ok: false, code: failure.code, detail: failure.detail };
  } finally {
    await transport.close();
  }
}
