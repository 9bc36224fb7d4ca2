import type { SendOutcome } from '../../src/domain/alert.ts';
import type { PlatformId } from '../../src/domain/subscription.ts';
import type { Platform } from '../../src/ports/platform.ts';
import { TAKEN } from './scene.ts';

/** A message as it stands in a chat; `before` for what stood there before the program was started again. */
export type Message = {
  readonly id: string;
  readonly channel: string;
  readonly delivery: string | null;
  readonly thread: string | null;
  readonly before: boolean;
  text: string;
};

/** Both chats: what stands in them, and the platforms through which the program reaches them. */
export type Chat = {
  readonly messages: Message[];
  readonly platforms: readonly Platform[];
  /** What came since the start, in order, one line each. */
  readonly came: (channel: string) => Message[];
};

/** Chats in which a doubtful message can be looked up (Slack) or its repetition is known (Discord's nonce). */
export function openChat(before: readonly Omit<Message, 'before'>[]): Chat {
  const messages: Message[] = before.map((message) => ({ ...message, before: true }));
  const platform = (id: PlatformId): Platform => ({
    id,
    start: async () => undefined,
    send: async ({ act, delivery, channel, ambiguous }): Promise<SendOutcome> => {
      const text = JSON.stringify(act.view);
      if (act.kind === 'edit') {
        const edited = messages.find((message) => message.id === act.ref.message);
        if (!edited) return { kind: 'dead', code: 'message_gone' };
        edited.text = text;
        return { kind: 'sent', ref: act.ref };
      }
      const same = messages.find((message) => message.delivery === delivery && message.channel === channel.channel);
      const known = id === 'discord' || ambiguous ? same : undefined;
      if (known) return { kind: 'sent', ref: { channel: channel.channel, message: known.id } };
      const thread = act.kind === 'reply' ? act.ref.message : null;
      const message = {
        id: `${id}-${messages.length}`,
        channel: channel.channel,
        delivery,
        thread,
        before: false,
        text,
      };
      messages.push(message);
      return { kind: 'sent', ref: { channel: channel.channel, message: message.id } };
    },
    health: () => ({ platform: id, state: 'connected', code: null, since: TAKEN }),
    stop: async () => undefined,
  });
  return {
    messages,
    platforms: [platform('slack'), platform('discord')],
    came: (channel) => messages.filter((message) => message.channel === channel && !message.before),
  };
}
