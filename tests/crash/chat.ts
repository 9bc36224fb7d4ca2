import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Stage } from './scenario.ts';

/** A message as it stands in a chat. */
export type Message = {
  readonly id: string;
  readonly channel: string;
  readonly delivery: string;
  readonly thread: string | null;
  text: string;
};

export type ChatServer = {
  /** A world of its own: its address, and what was posted there, in order. */
  readonly world: () => { readonly url: string; readonly messages: readonly Message[] };
  readonly close: () => Promise<void>;
};

type Body = {
  readonly channel: string;
  readonly delivery: string;
  readonly thread: string | null;
  readonly text: string;
  readonly message: string;
};

/**
 * A feed server and two chats in one. `slack` posts whatever it is given and can be asked for the message of a
 * delivery (as message metadata allow); `discord` answers a nonce it has seen with the message that has it.
 */
export async function startChat(stages: readonly Stage[]): Promise<ChatServer> {
  const worlds: Message[][] = [];
  const server = createServer((asked, answer) => {
    respond(asked, answer).catch(() => answer.destroy());
  });
  async function respond(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const [, world, room, what] = (asked.url ?? '').split('/');
    const messages = worlds[Number(world)];
    if (!messages) throw new Error('no such world');
    answer.setHeader('content-type', 'application/json');
    if (room === 'feed') {
      answer.end(JSON.stringify(stages[Number(what)]));
      return;
    }
    // A request that breaks off before its end is not carried out.
    const body = (await json(asked)) as Body;
    answer.end(JSON.stringify({ message: act(messages, room ?? '', what ?? '', body) }));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    world: () => {
      const messages: Message[] = [];
      worlds.push(messages);
      return { url: `http://127.0.0.1:${port}/${worlds.length - 1}`, messages };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function act(messages: Message[], room: string, what: string, body: Body): string | null {
  const same = messages.find((message) => message.delivery === body.delivery && message.channel === body.channel);
  switch (what) {
    case 'find':
      return same?.id ?? null;
    case 'edit': {
      const message = messages.find((one) => one.id === body.message);
      if (!message) throw new Error('edit of no message');
      message.text = body.text;
      return message.id;
    }
    case 'post': {
      if (room === 'discord' && same) return same.id;
      const { channel, delivery, thread, text } = body;
      const id = `${room}-${messages.length + 1}`;
      messages.push({ id, channel, delivery, thread, text });
      return id;
    }
    default:
      throw new Error(`no such call: ${what}`);
  }
}
