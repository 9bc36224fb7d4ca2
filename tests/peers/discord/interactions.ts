import type { Part, PeerFile } from './attachments.ts';
import { type BodyKind, breachesOf, type Json, list, record, text } from './rules.ts';

/** What the bot answered to one interaction, complete. */
export type PeerAnswer = {
  readonly kind: 'message' | 'update' | 'modal' | 'choices';
  /** The message as it stands, for `message` and `update`. */
  readonly message: PeerMessage | null;
  readonly ephemeral: boolean;
  /** The answer was announced ("is thinking") before it came. */
  readonly deferred: boolean;
  readonly modal: Json | null;
  readonly choices: readonly { readonly name: string; readonly value: string | number }[];
};

export type PeerMessage = {
  readonly id: string;
  readonly channel: string;
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly buttons: readonly { readonly label: string; readonly id: string; readonly style: number }[];
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly reference: string | null;
  /** The files with it, a picture of an embed among them. */
  readonly files: readonly PeerFile[];
};

/** One interaction between its arrival and its answer. */
export type Pending = {
  readonly id: string;
  readonly token: string;
  readonly at: number;
  readonly answer: PromiseWithResolvers<PeerAnswer>;
  acked: boolean;
  deferred: 'no' | 'waiting' | 'filled' | 'deleted' | 'update';
  ephemeral: boolean;
  original: string | null;
  /** The message that was last shown for it. */
  last: string | null;
  /** What the response under way brings along. */
  brought: { readonly body: Json; readonly parts: readonly Part[] } | null;
};

/** Discord waits this long for the first response. */
export const ACK_MS = 3_000;

/** Interaction tokens live this long. */
export const TOKEN_MS = 15 * 60_000;

/** The rule that the body of a first response must keep, by its type; null for those without a body. */
export function callbackKind(type: number): BodyKind | null {
  switch (type) {
    case 4:
    case 7:
      return 'answer';
    case 8:
      return 'completion';
    case 9:
      return 'modal';
    default:
      return null;
  }
}

/** What is wrong with the body of a first response. */
export function callbackBreaches(body: Json) {
  const kind = callbackKind(Number(body['type']));
  if (kind === null) return [];
  return breachesOf(kind, kind === 'completion' ? body : body['data']);
}

/** A message of the API as the tests look at it. */
export function peerMessage(message: Json, flags: number, files: readonly PeerFile[]): PeerMessage {
  const rows = list(message['components']).map(record);
  return {
    id: text(message['id']),
    channel: text(message['channel_id']),
    content: text(message['content']),
    embeds: list(message['embeds']).map(record),
    buttons: rows.flatMap((row) =>
      list(row['components'])
        .map(record)
        .map((button) => ({
          label: text(button['label']),
          id: text(button['custom_id']),
          style: Number(button['style']),
        })),
    ),
    ephemeral: (flags & 64) !== 0,
    edited: text(message['edited_timestamp']) !== '',
    reference: text(record(message['message_reference'])['message_id']) || null,
    files,
  };
}
