import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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

export type World = {
  readonly url: string;
  /** What was posted there, in order. */
  readonly messages: readonly Message[];
  /** Of the posts and edits that arrive, the one with this number (from 0) is carried out late; its sender hears nothing. */
  readonly late: (number: number) => void;
  /** Time passes there, in milliseconds: what is late is carried out two seconds after it came. */
  readonly pass: (ms: number) => void;
};

export type ChatServer = {
  /** A world of its own. */
  readonly world: () => World;
  /** Resolves once nobody is connected any more, and all that came in is taken up. */
  readonly alone: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** How long the chat is still at a request whose sender is gone. */
const LATE_MS = 2_000;

type State = {
  readonly messages: Message[];
  late: number;
  /** Posts and edits that arrived so far. */
  acts: number;
  /** What is carried out when so much time has passed. */
  pending: { ms: number; readonly work: () => void }[];
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
  const worlds: State[] = [];
  const sockets = new Set<Socket>();
  let left: (() => void) | null = null;
  const server = createServer((asked, answer) => {
    respond(asked, answer).catch(() => answer.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) left?.();
    });
  });
  async function respond(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const [, world, room, what] = (asked.url ?? '').split('/');
    const state = worlds[Number(world)];
    if (!state) throw new Error('no such world');
    answer.setHeader('content-type', 'application/json');
    if (room === 'feed') {
      answer.end(JSON.stringify(stages[Number(what)]));
      return;
    }
    // A request that breaks off before its end is not carried out.
    const body = (await json(asked)) as Body;
    const work = () => act(state.messages, room ?? '', what ?? '', body);
    if (what !== 'find' && state.acts++ === state.late) state.pending.push({ ms: LATE_MS, work });
    else answer.end(JSON.stringify({ message: work() }));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    world: () => {
      const state: State = { messages: [], late: -1, acts: 0, pending: [] };
      worlds.push(state);
      return {
        url: `http://127.0.0.1:${port}/${worlds.length - 1}`,
        messages: state.messages,
        late: (number) => {
          state.late = number;
        },
        pass: (ms) => {
          for (const one of state.pending) one.ms -= ms;
          const due = state.pending.filter((one) => one.ms <= 0);
          state.pending = state.pending.filter((one) => one.ms > 0);
          for (const { work } of due) work();
        },
      };
    },
    alone: async () => {
      if (sockets.size === 0) return;
      await new Promise<void>((resolve) => {
        left = resolve;
      });
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
