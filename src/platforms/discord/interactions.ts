import {
  AttachmentBuilder,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Asker, Caller, Shown } from '../../command.ts';
import type { Lang } from '../../domain/language.ts';
import { oneLine } from '../../domain/typography.ts';
import type { View } from '../../domain/view.ts';
import { messagesOf } from '../../messages/index.ts';
import { type Asked, askedIn } from './callers.ts';
import { type CarriedFile, carry } from './carry.ts';
import { modalOf, submittedForm } from './forms.ts';
import type { Log } from './log.ts';
import { optionKey } from './register.ts';
import { type DiscordMessage, readCustomId, renderView } from './render.ts';
import type { Drawing } from './send.ts';
import { shorten } from './text.ts';

/** Answers that come within this many milliseconds are shown in one step; slower ones are announced first. */
const QUICK_MS = 150;

/** Completions later than this are of no use to anyone. */
const SUGGEST_MS = 2_500;

/** Discord's limits on completions. */
const SUGGESTIONS = { count: 25, length: 100 };

/** Discord's "unknown interaction" (too late) and "already acknowledged": nobody is left to be told. */
const LATE = new Set<unknown>([10015, 10062, 40060, 50027]);

/** An answer as it goes out. */
type Ready = {
  readonly shown: Shown;
  readonly message: Pick<DiscordMessage, 'embeds' | 'components'> & {
    readonly files: AttachmentBuilder[];
    readonly allowedMentions: { readonly parse: [] };
  };
};

type Answerable = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

/** Answers every kind of interaction; never throws. */
export type Interactions = (interaction: Interaction) => Promise<void>;

export function createInteractions(parts: {
  readonly asker: Asker;
  readonly log: Log;
  readonly caller: (asked: Asked) => Caller;
  readonly drawing: Drawing;
}): Interactions {
  const { asker, log } = parts;
  const { painter, publicUrl } = parts.drawing;

  /** The answer drawn, its pictures and files with it: all that takes time, so that the announcement waits for it too. */
  const ready = async (answer: Promise<Shown>, lang: Lang): Promise<Ready> => {
    const shown = await answer;
    const carried = await carry(shown.view, painter, log);
    const { embeds, components } = renderView(shown.view, lang, carried, publicUrl);
    const files = carried.files.map(attachment);
    return { shown, message: { embeds, components, files, allowedMentions: { parse: [] } } };
  };

  const callerOf = (interaction: Interaction): Caller => parts.caller(askedIn(interaction));

  const slash = async (interaction: ChatInputCommandInteraction): Promise<void> => {
    const caller = callerOf(interaction);
    const values: Record<string, string | number> = {};
    for (const option of interaction.options.data) {
      const key = optionKey(interaction.commandName, option.name) ?? option.name;
      if (typeof option.value === 'string' || typeof option.value === 'number') values[key] = option.value;
    }
    const answer = ready(asker.call(interaction.commandName, values, caller), caller.lang);
    await show(interaction, answer, (s) => s.private || !s.ok);
  };

  const press = async (interaction: ButtonInteraction): Promise<void> => {
    const caller = callerOf(interaction);
    const { line, form } = readCustomId(interaction.customId);
    const wanted = form ? await asker.form(line, caller) : null;
    // A form must be the first answer: it cannot follow an announcement.
    if (wanted !== null) return void (await interaction.showModal(modalOf(wanted)));
    const answer = ready(asker.line(line, caller), caller.lang);
    // The next page of an answer that only this person sees takes the place of the page before.
    const turns = /^page(\s|$)/.test(line) && interaction.message.flags.has(MessageFlags.Ephemeral);
    if (turns) return turn(interaction, answer);
    await show(interaction, answer, () => true);
  };

  const submit = async (interaction: ModalSubmitInteraction): Promise<void> => {
    const form = submittedForm(interaction);
    if (form === null) return;
    const caller = callerOf(interaction);
    const answer = asker.submit(form.command, form.values, caller).then((result): Shown => {
      if (result.ok) return result.shown;
      return { ...result.shown, private: true, view: withResume(result.shown.view, result.resume, caller.lang) };
    });
    await show(interaction, ready(answer, caller.lang), (s) => s.private || !s.ok);
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
async function show(interaction: Answerable, answer: Promise<Ready>, alone: (shown: Shown) => boolean): Promise<void> {
  const quick = await within(answer, QUICK_MS);
  if (quick !== null) {
    const flags = alone(quick.shown) ? { flags: MessageFlags.Ephemeral as const } : {};
    await interaction.reply({ ...quick.message, ...flags });
    return;
  }
  const hidden = interaction.isButton();
  await interaction.deferReply(hidden ? { flags: MessageFlags.Ephemeral } : {});
  const { shown, message } = await answer;
  if (hidden || !alone(shown)) {
    await interaction.editReply(message);
    return;
  }
  await interaction.deleteReply();
  await interaction.followUp({ ...message, flags: MessageFlags.Ephemeral });
}

/** Puts the answer in the place of the message whose button was pressed, with its pictures and files or none. */
async function turn(interaction: ButtonInteraction, answer: Promise<Ready>): Promise<void> {
  const quick = await within(answer, QUICK_MS);
  if (quick !== null) {
    await interaction.update({ ...quick.message, attachments: [] });
    return;
  }
  await interaction.deferUpdate();
  await interaction.editReply({ ...(await answer).message, attachments: [] });
}

function attachment({ name, data, description }: CarriedFile): AttachmentBuilder {
  return new AttachmentBuilder(data, { name, ...(description === null ? {} : { description }) });
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
