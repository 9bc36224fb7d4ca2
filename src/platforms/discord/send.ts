import {
  type REST,
  type RESTGetAPIChannelMessageResult,
  type RESTGetAPIChannelMessagesResult,
  type RESTPostAPIChannelMessageResult,
  Routes,
} from 'discord.js';
import type { MessageRef, SendOutcome } from '../../domain/alert.ts';
import type { Painter } from '../../domain/picture.ts';
import type { Outgoing } from '../../ports/platform.ts';
import { attachmentsOf, type CarriedFile, carry } from './carry.ts';
import type { Log } from './log.ts';
import { type Failure, failureOf, outcomeOf } from './outcome.ts';
import { type DiscordMessage, renderView } from './render.ts';
import { labelText, unescapeMarkdown } from './text.ts';

/** Longest nonce that Discord takes. */
const MAX_NONCE = 25;

/** Longest name of a thread. */
const MAX_THREAD = 100;

/** Minutes without a message after which Discord folds a thread away; posting unfolds it. */
const FOLD_MINUTES = 4320;

/** Discord's number for a channel or thread that does not exist. */
const NO_CHANNEL = 10003;

/** Why a thread cannot be used although the channel may be there: the reply is posted beside it. */
const NO_THREAD = new Set([NO_CHANNEL, 50001, 50013, 50024, 50068, 160004, 160005, 160006, 50083]);

/** What a delivery is drawn with. */
export type Drawing = {
  readonly painter: Painter | null;
  readonly publicUrl: string | null;
  readonly log: Pick<Log, 'warn'>;
};

/** A message with what goes along. Its body names every attachment: an edit takes away those that it does not name. */
type Parcel = {
  readonly body: DiscordMessage & { readonly attachments: ReturnType<typeof attachmentsOf> };
  readonly files: CarriedFile[];
};

/** A message under the card instead of in a thread, still attached to it. */
type Reference = { readonly message_id: string; readonly fail_if_not_exists: false };

/**
 * Sends one delivery with one attempt; never throws. New messages carry the delivery id as an enforced nonce, so that
 * an attempt whose answer was lost can be repeated: Discord then answers with the message it already has.
 */
export async function sendOnce(
  rest: REST,
  outgoing: Outgoing,
  { painter, publicUrl, log }: Drawing,
): Promise<SendOutcome & { readonly detail?: string }> {
  const { act, lang } = outgoing;
  try {
    const carried = await carry(act.view, painter, log);
    const parcel: Parcel = {
      body: { ...renderView(act.view, lang, carried, publicUrl), attachments: attachmentsOf(carried) },
      files: [...carried.files],
    };
    switch (act.kind) {
      case 'post':
        return (
          (await standing(rest, outgoing.channel.channel, parcel.body, outgoing.ambiguous)) ??
          (await post(rest, outgoing.channel.channel, parcel, outgoing))
        );
      case 'edit':
        return await edit(rest, act.ref, parcel);
      case 'reply':
        return (
          (await standing(rest, act.ref.message, parcel.body, outgoing.ambiguous)) ??
          (await reply(rest, act.ref, parcel, outgoing))
        );
    }
  } catch (error) {
    return told(failureOf(error), false);
  }
}

/** How far back an earlier attempt is looked for: far more than was posted since in any channel with a rate. */
const LOOK_BACK = 50;

/**
 * Discord remembers a nonce for a few minutes only: after a longer outage the channel itself is asked whether the
 * message stands there. It does when a message of a bot shows the same words, or leads to the same story. Where the
 * channel may not be read, the nonce must do.
 */
async function standing(
  rest: REST,
  channel: string,
  message: DiscordMessage,
  ambiguous: boolean,
): Promise<SendOutcome | null> {
  if (!ambiguous) return null;
  try {
    const query = new URLSearchParams({ limit: String(LOOK_BACK) });
    const found = (await rest.get(Routes.channelMessages(channel), { query })) as RESTGetAPIChannelMessagesResult;
    const same = found.find(
      (one) => one.author.bot === true && (wordsOf(one) === wordsOf(message) || leadsToSame(one, message)),
    );
    return same ? { kind: 'sent', ref: { channel, message: same.id } } : null;
  } catch {
    return null;
  }
}

type Shown = Pick<DiscordMessage, 'embeds' | 'components'>;

const wordsOf = (message: { readonly embeds?: readonly { title?: string; description?: string }[] }): string =>
  JSON.stringify((message.embeds ?? []).map((embed) => [embed.title ?? '', embed.description ?? '']));

/** A card's first button names its story, and a story has one card in a channel. */
function leadsToSame(one: Pick<RESTGetAPIChannelMessagesResult[number], 'components'>, message: Shown): boolean {
  const story = firstStory(message.components);
  return story !== null && story === firstStory(one.components);
}

function firstStory(components: unknown): string | null {
  return /"custom_id":"(why story:[^"]+)"/.exec(JSON.stringify(components ?? []))?.[1] ?? null;
}

function told(failure: Failure, idempotent: boolean): SendOutcome & { readonly detail: string } {
  return { ...outcomeOf(failure, idempotent), detail: failure.detail };
}

async function post(
  rest: REST,
  channel: string,
  { body: message, files }: Parcel,
  { delivery, late }: Pick<Outgoing, 'delivery' | 'late'>,
  reference?: Reference,
): Promise<SendOutcome> {
  if (late?.aborted) return { kind: 'retry', code: 'timeout' };
  const body = {
    ...message,
    nonce: delivery.slice(0, MAX_NONCE),
    enforce_nonce: true,
    ...(reference ? { message_reference: reference } : {}),
  };
  const sent = (await rest.post(Routes.channelMessages(channel), { body, files })) as RESTPostAPIChannelMessageResult;
  return { kind: 'sent', ref: { channel: sent.channel_id, message: sent.id } };
}

async function edit(rest: REST, ref: MessageRef, { body, files }: Parcel): Promise<SendOutcome> {
  try {
    await rest.patch(Routes.channelMessage(ref.channel, ref.message), { body, files });
    return { kind: 'sent', ref };
  } catch (error) {
    return told(failureOf(error), true);
  }
}

/**
 * Under the card: in its thread, which has the id of the card. It is opened by the first reply and named after the
 * card; where no thread can be, the reply stands in the channel and refers to the card.
 */
async function reply(
  rest: REST,
  ref: MessageRef,
  message: Parcel,
  outgoing: Pick<Outgoing, 'delivery' | 'late'>,
): Promise<SendOutcome> {
  const inThread = () => attempt(post(rest, ref.message, message, outgoing));
  const first = await inThread();
  if ('kind' in first) return first;
  const opened = first.number === NO_CHANNEL ? await openThread(rest, ref) : first;
  const result = opened ?? (await inThread());
  if ('kind' in result) return result;
  if (result.fate === 'refused' && NO_THREAD.has(result.number))
    return post(rest, ref.channel, message, outgoing, { message_id: ref.message, fail_if_not_exists: false });
  // Opening a thread twice opens one, so that only a post can have been taken unheard.
  return told(result, result === opened && opened !== first);
}

async function attempt(sending: Promise<SendOutcome>): Promise<SendOutcome | Failure> {
  try {
    return await sending;
  } catch (error) {
    return failureOf(error);
  }
}

/** Opens the card's thread; null when it is open. Asking twice opens one. */
async function openThread(rest: REST, ref: MessageRef): Promise<Failure | null> {
  try {
    const card = (await rest.get(Routes.channelMessage(ref.channel, ref.message))) as RESTGetAPIChannelMessageResult;
    const name = labelText(unescapeMarkdown(card.embeds[0]?.title ?? card.content), MAX_THREAD);
    await rest.post(Routes.threads(ref.channel, ref.message), { body: { name, auto_archive_duration: FOLD_MINUTES } });
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
