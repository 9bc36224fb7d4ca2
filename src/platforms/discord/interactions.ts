import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Asker, Caller, Shown } from '../../command.ts';
import { type Lang, langOf } from '../../domain/language.ts';
import type { View } from '../../domain/view.ts';
import { messagesOf } from '../../messages/index.ts';
import { modalOf, submittedForm } from './forms.ts';
import type { Log } from './log.ts';
import { optionKey } from './register.ts';
import { readCustomId, renderView } from './render.ts';
import { oneLine, shorten } from './text.ts';

/** Answers that come within this many milliseconds are shown in one step; slower ones are announced first. */
const QUICK_MS = 150;

/** Completions later than this are of no use to anyone. */
const SUGGEST_MS = 2_500;

/** Discord's limits on completions. */
const SUGGESTIONS = { count: 25, length: 100 };

/** Discord's "unknown interaction" (too late) and "already acknowledged": nobody is left to be told. */
const LATE = new Set<unknown>([10015, 10062, 40060, 50027]);

type Answerable = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

/** Answers every kind of interaction; never throws. */
export type Interactions = (interaction: Interaction) => Promise<void>;

export function createInteractions(parts: {
  readonly asker: Asker;
  readonly log: Log;
  /** The language of people whose Discord speaks neither of ours. */
  readonly fallback: Lang;
}): Interactions {
  const { asker, log } = parts;

  const callerOf = (interaction: Interaction): Caller => {
    const rights = interaction.memberPermissions;
    return {
      platform: 'discord',
      lang: langOf(interaction.locale, parts.fallback),
      user: {
        id: interaction.user.id,
        mayManage: rights?.any([PermissionFlagsBits.ManageGuild, PermissionFlagsBits.ManageChannels]) ?? false,
      },
      channel:
        interaction.guildId === null || interaction.channelId === null
          ? null
          : { platform: 'discord', space: interaction.guildId, channel: interaction.channelId },
    };
  };

  const slash = async (interaction: ChatInputCommandInteraction): Promise<void> => {
    const caller = callerOf(interaction);
    const values: Record<string, string | number> = {};
    for (const option of interaction.options.data) {
      const key = optionKey(interaction.commandName, option.name) ?? option.name;
      if (typeof option.value === 'string' || typeof option.value === 'number') values[key] = option.value;
    }
    await show(
      interaction,
      asker.call(interaction.commandName, values, caller),
      caller.lang,
      (s) => s.private || !s.ok,
    );
  };

  const press = async (interaction: ButtonInteraction): Promise<void> => {
    const caller = callerOf(interaction);
    const { line, form } = readCustomId(interaction.customId);
    const wanted = form ? await asker.form(line, caller) : null;
    // A form must be the first answer: it cannot follow an announcement.
    if (wanted !== null) return void (await interaction.showModal(modalOf(wanted)));
    const answer = asker.line(line, caller);
    // The next page of an answer that only this person sees takes the place of the page before.
    const turns = /^page(\s|$)/.test(line) && interaction.message.flags.has(MessageFlags.Ephemeral);
    if (turns) return turn(interaction, answer, caller.lang);
    await show(interaction, answer, caller.lang, () => true);
  };

  const submit = async (interaction: ModalSubmitInteraction): Promise<void> => {
    const form = submittedForm(interaction);
    if (form === null) return;
    const caller = callerOf(interaction);
    const answer = asker.submit(form.command, form.values, caller).then((result): Shown => {
      if (result.ok) return result.shown;
      return { ...result.shown, private: true, view: withResume(result.shown.view, result.resume, caller.lang) };
    });
    await show(interaction, answer, caller.lang, (s) => s.private || !s.ok);
  };

  const suggest = async (interaction: AutocompleteInteraction): Promise<void> => {
    const { name, value } = interaction.options.getFocused(true);
    const key = optionKey(interaction.commandName, name) ?? name;
    const found = asker.suggest(interaction.commandName, key, String(value), callerOf(interaction));
    const choices = (await within(found, SUGGEST_MS)) ?? [];
    await interaction.respond(
      choices
        .filter((choice) => choice.value !== '' && choice.value.length <= SUGGESTIONS.length)
        .slice(0, SUGGESTIONS.count)
        .map((choice) => ({
          name: shorten(oneLine(choice.label) || choice.value, SUGGESTIONS.length, '…'),
          value: choice.value,
        })),
    );
  };

  return async (interaction) => {
    try {
      if (interaction.isChatInputCommand()) await slash(interaction);
      else if (interaction.isAutocomplete()) await suggest(interaction);
      else if (interaction.isButton()) await press(interaction);
      else if (interaction.isModalSubmit()) await submit(interaction);
    } catch (error) {
      const number = error instanceof DiscordAPIError ? error.code : null;
      const fields = { interaction: interaction.id, kind: interaction.type, number, err: error };
      if (LATE.has(number)) log.warn('an answer came too late for Discord', fields);
      else log.error('an interaction could not be answered', fields);
    }
  };
}

/**
 * Shows an answer. A quick one is the first and only response, so that it can be seen by the asker alone without
 * anyone seeing a placeholder. A slow one is announced; as an announcement cannot change who sees it, an answer that
 * turns out to be for the asker alone replaces a public announcement instead of filling it.
 */
async function show(
  interaction: Answerable,
  answer: Promise<Shown>,
  lang: Lang,
  alone: (shown: Shown) => boolean,
): Promise<void> {
  const quick = await within(answer, QUICK_MS);
  if (quick !== null) {
    const flags = alone(quick) ? { flags: MessageFlags.Ephemeral as const } : {};
    await interaction.reply({ ...messageOf(quick.view, lang), ...flags });
    return;
  }
  const hidden = interaction.isButton();
  await interaction.deferReply(hidden ? { flags: MessageFlags.Ephemeral } : {});
  const shown = await answer;
  if (hidden || !alone(shown)) {
    await interaction.editReply(messageOf(shown.view, lang));
    return;
  }
  await interaction.deleteReply();
  await interaction.followUp({ ...messageOf(shown.view, lang), flags: MessageFlags.Ephemeral });
}

/** Puts the answer in the place of the message whose button was pressed. */
async function turn(interaction: ButtonInteraction, answer: Promise<Shown>, lang: Lang): Promise<void> {
  const quick = await within(answer, QUICK_MS);
  if (quick !== null) {
    await interaction.update(messageOf(quick.view, lang));
    return;
  }
  await interaction.deferUpdate();
  await interaction.editReply(messageOf((await answer).view, lang));
}

function messageOf(view: View, lang: Lang) {
  const { embeds, components } = renderView(view, lang);
  return { embeds, components, allowedMentions: { parse: [] } };
}

/** A form closes when it is sent in: what was wrong comes with a button that opens it again, filled as it was. */
function withResume(view: View, resume: string, lang: Lang): View {
  const label = messagesOf(lang).discord.correct;
  return {
    ...view,
    blocks: [...view.blocks, { kind: 'buttons', buttons: [{ label, line: resume, form: true, style: 'primary' }] }],
  };
}

/** The promised value, or null when it takes longer; it goes on either way. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
