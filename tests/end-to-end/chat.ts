import { commands } from '../../commands/index.ts';
import type { DiscordConfig, SlackConfig } from '../../src/config.ts';
import type { ChannelRef } from '../../src/domain/subscription.ts';
import { registerDiscord } from '../../src/platforms/discord/register.ts';
import { SLACK_PATH } from '../../src/platforms/slack/platform.ts';
import type { PeerFile } from '../peers/discord/attachments.ts';
import { type DiscordPeer, type PeerAnswer, type PeerMessage, startDiscordPeer } from '../peers/discord/peer.ts';
import { type Asked, type Seen, type SlackPeer, startSlackPeer } from '../peers/slack/peer.ts';
import type { SlackFile } from '../peers/slack/uploads.ts';
import { startWorld, type World, wordsOf } from './world.ts';

/** What came back to a person: every word of it, and whether others in the channel saw it. */
export type Told = {
  readonly words: string;
  readonly private: boolean;
  /** Presses the button with this line, or label. */
  readonly press: (button: string) => Promise<Told>;
  /** Presses a button that opens a form. */
  readonly open: (button: string) => Promise<Opened>;
  /** The picture in it, as people see it. */
  readonly picture: Attached | null;
  /** Files that came with it, to be taken away. */
  readonly files: readonly Attached[];
};

/** A picture or file as it arrived; `alt` says in words what a picture shows. */
export type Attached = { readonly name: string; readonly bytes: Buffer; readonly alt: string | null };

/** A form as it was opened; it is sent in with some fields changed. */
export type Opened = {
  readonly words: string;
  /** The fault that was told, and the form again with what was typed still in it. */
  readonly sendFaulty: (
    values: Readonly<Record<string, string | string[]>>,
  ) => Promise<{ readonly fault: string; readonly again: Opened }>;
  readonly send: (values: Readonly<Record<string, string | string[]>>) => Promise<Told>;
};

export type Card = Told & {
  readonly id: string;
  /** The message as the platform holds it. */
  readonly raw: unknown;
  /** What was replied under it, in order. */
  readonly thread: () => Promise<string[]>;
};

/** A chat platform as the tests use it: what people type and see, whichever it is. */
export type Chat = {
  readonly world: World;
  readonly platform: 'slack' | 'discord';
  readonly channel: ChannelRef;
  readonly ask: (command: string, options?: Readonly<Record<string, string>>, lang?: 'fr' | 'en') => Promise<Told>;
  /** The cards in the channel, oldest first; answers are none. */
  readonly cards: () => Promise<Card[]>;
  /** Everything the platform would have refused or resented. */
  readonly violations: () => string[];
  readonly stop: () => Promise<void>;
};

/** A card carries the button that tells why it came. */
const isCard = (lines: readonly string[]): boolean => lines.some((line) => line.includes('why story:'));

/** The bot in a Slack workspace, by signed requests or by socket. */
export async function slackChat(
  mode: 'http' | 'socket',
  publicUrl?: string,
): Promise<Chat & { readonly peer: SlackPeer }> {
  const peer = await startSlackPeer();
  const world = await startWorld({
    slack: slackConfig(peer, mode),
    http: mode === 'http',
    ...(publicUrl !== undefined && { publicUrl }),
  });
  if (mode === 'http') peer.deliverTo(`http://127.0.0.1:${world.port()}${SLACK_PATH}`);
  await world.reaches('slack', 'connected');
  return {
    ...slackSide(peer, world),
    stop: async () => {
      await world.stop();
      await peer.close();
    },
  };
}

export function slackConfig(peer: SlackPeer, mode: 'http' | 'socket'): SlackConfig {
  return {
    botToken: peer.botToken,
    apiUrl: peer.apiUrl,
    mode:
      mode === 'http'
        ? { kind: 'http', signingSecret: peer.signingSecret }
        : { kind: 'socket', appToken: peer.appToken },
  };
}

/** A running bot as Slack's people see it. */
export function slackSide(peer: SlackPeer, world: World): Omit<Chat, 'stop'> & { readonly peer: SlackPeer } {
  const attached = ({ name, bytes, alt }: SlackFile): Attached => ({ name, bytes: bytes ?? Buffer.alloc(0), alt });
  const pictureOf = (seen: Seen): Attached | null => {
    const shown = seen.blocks.find(({ type }) => type === 'image');
    const file = peer.picture(seen);
    return shown && file ? { ...attached(file), alt: String(shown['alt_text']) } : null;
  };
  const toldOf = (seen: Seen, before: number): Told => ({
    picture: pictureOf(seen),
    files: peer
      .files()
      .slice(before)
      .filter(({ posted }) => posted.some(({ channel }) => channel === seen.channel))
      .map(attached),
    words: `${seen.text}\n${wordsOf(seen.blocks)}`,
    private: seen.ephemeral,
    press: async (line) => {
      const had = peer.files().length;
      return toldOf(await (await peer.press(seen, { line })).answer(), had);
    },
    open: async (line) => {
      const pressed = await peer.press(seen, { line });
      return openedOf(await peer.view(), pressed);
    },
  });
  const openedOf = (view: Awaited<ReturnType<SlackPeer['view']>>, pressed: Asked): Opened => ({
    words: wordsOf(view),
    // Slack keeps the form open and shows the fault at its field.
    sendFaulty: async (values) => {
      const { body } = await peer.submitView(view, values);
      if (typeof body !== 'object' || body === null || !('errors' in body)) throw new Error('no fault was told');
      return { fault: wordsOf(body.errors), again: openedOf(view, pressed) };
    },
    send: async (values) => {
      const ack = await peer.submitView(view, values);
      if (/errors/.test(JSON.stringify(ack.body))) throw new Error(`refused: ${JSON.stringify(ack.body)}`);
      return toldOf(await pressed.answer(), peer.files().length);
    },
  });
  return {
    peer,
    world,
    platform: 'slack',
    channel: { platform: 'slack', space: peer.team(), channel: peer.channel('watch') },
    ask: async (command, options = {}, lang = 'fr') => {
      const written = Object.entries(options).map(([name, value]) => `${name}:${value}`);
      const user = lang === 'fr' ? 'camille' : 'john';
      const had = peer.files().length;
      return toldOf(await (await peer.slash([command, ...written].join(' '), { user })).answer(), had);
    },
    cards: async () => {
      const channel = peer.channel('watch');
      const all = await peer.messages(channel);
      return all
        .filter(({ thread, blocks }) => thread === null && isCard(wordsOf(blocks).split('\n')))
        .map((seen) => ({
          ...toldOf(seen, peer.files().length),
          id: seen.ts,
          raw: seen,
          thread: async () =>
            (await peer.thread(channel, seen.ts)).map(({ text, blocks }) => `${text}\n${wordsOf(blocks)}`),
        }));
    },
    violations: () => [...peer.violations],
  };
}

/** The bot in a Discord server, its commands registered. */
export async function discordChat(): Promise<Chat & { readonly peer: DiscordPeer }> {
  const peer = await startDiscordPeer();
  const config = discordConfig(peer);
  const world = await startWorld({ discord: config });
  const registered = await registerDiscord({ config, commands });
  if (!registered.ok) throw new Error(`not registered: ${registered.detail}`);
  await world.reaches('discord', 'connected');
  return {
    ...discordSide(peer, world),
    stop: async () => {
      await world.stop();
      await peer.close();
    },
  };
}

export function discordConfig(peer: DiscordPeer): DiscordConfig {
  return { token: peer.token, appId: peer.application, apiUrl: peer.apiUrl };
}

/** A running bot as Discord's people see it. */
export function discordSide(peer: DiscordPeer, world: World): Omit<Chat, 'stop'> & { readonly peer: DiscordPeer } {
  const messageOf = (answer: PeerAnswer): PeerMessage => {
    if (answer.message === null) throw new Error(`no message came, but ${answer.kind}`);
    return answer.message;
  };
  const bodyOf = (message: PeerMessage): string =>
    wordsOf([message.content, message.embeds, message.buttons.map((button) => button.label)]).replace(
      // As Discord draws it: a backslash before punctuation is not seen.
      /\\(?=[^0-9A-Za-z\s])/g,
      '',
    );
  const pictureName = (message: PeerMessage): string =>
    /"url":"attachment:\/\/([^"]+)"/.exec(JSON.stringify(message.embeds))?.[1] ?? '';
  const attached = ({ name, bytes, description: alt }: PeerFile): Attached => ({ name, bytes, alt });
  const toldOf = (message: PeerMessage, hidden: boolean): Told => ({
    picture: message.files.filter(({ name }) => name === pictureName(message)).map(attached)[0] ?? null,
    files: message.files.filter(({ name }) => name !== pictureName(message)).map(attached),
    words: bodyOf(message),
    private: hidden,
    press: async (button) => {
      const answer = await peer.press(message, button);
      return toldOf(messageOf(answer), answer.ephemeral);
    },
    open: async (button) => openedOf(await peer.press(message, button)),
  });
  const openedOf = (shown: PeerAnswer): Opened => ({
    words: wordsOf(shown.modal),
    // Discord closes the form; the answer tells the fault and carries a button that opens it as it was.
    sendFaulty: async (values) => {
      const message = messageOf(await peer.submitModal(shown, values));
      return { fault: bodyOf(message), again: openedOf(await peer.press(message, 'Corriger')) };
    },
    send: async (values) => {
      const answer = await peer.submitModal(shown, values);
      return toldOf(messageOf(answer), answer.ephemeral);
    },
  });
  return {
    peer,
    world,
    platform: 'discord',
    channel: { platform: 'discord', space: peer.guild, channel: peer.channels[0] },
    ask: async (line, options = {}, lang = 'fr') => {
      const [command = '', bare] = line.split(' ');
      const first = bareOption(command);
      const given = bare === undefined || first === null ? options : { [first]: bare, ...options };
      const answer = await peer.slash(command, given, { locale: lang === 'fr' ? 'fr' : 'en-GB' });
      return toldOf(messageOf(answer), answer.ephemeral);
    },
    cards: async () => {
      const all = await peer.messages(peer.channels[0]);
      return all
        .filter((message) => isCard(message.buttons.map(({ id }) => id)))
        .map((message) => ({
          ...toldOf(message, false),
          id: message.id,
          raw: message,
          thread: async () => {
            const threads = await peer.threads(peer.channels[0]);
            if (!threads.some(({ id }) => id === message.id)) return [];
            return (await peer.messages(message.id)).map(bodyOf);
          },
        }));
    },
    violations: () => peer.violations.map((violation) => JSON.stringify(violation)),
  };
}

/** The name of the option that a command's first bare words fill. */
function bareOption(command: string): string | null {
  return { offer: 'offer', timeline: 'offer', evidence: 'offer', why: 'what', mute: 'what' }[command] ?? null;
}
