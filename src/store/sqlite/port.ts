import type { MessagePort } from 'node:worker_threads';
import { type StoreCode, StoreError } from '../error.ts';
import { sqliteError } from './file.ts';
import type { Told } from './statements.ts';
import type { Client, Write } from './turns.ts';

/** What crosses the wall between a thread that asks and the one that writes. */
type Request = { readonly id: number; readonly write: Write };
type Answer =
  | { readonly id: number; readonly told: Told }
  | { readonly id: number; readonly code: StoreCode; readonly detail: string };

/** Answers what comes through the port as one client, begun with its first request; when the port closes, it has left. */
export function serve(port: MessagePort, begin: () => Client): void {
  let client: Client | null = null;
  const told = async (write: Write): Promise<Told> => {
    client ??= begin();
    return await client.ask(write);
  };
  port.on('message', ({ id, write }: Request) => {
    told(write).then(
      (result) => port.postMessage({ id, told: result } satisfies Answer),
      (error: unknown) => {
        const { code, detail } = error instanceof StoreError ? error : sqliteError(error);
        port.postMessage({ id, code, detail } satisfies Answer);
      },
    );
  });
  port.on('close', () => client?.leave());
}

type Waiting = { readonly resolve: (told: Told) => void; readonly reject: (error: StoreError) => void };
type Link = { readonly port: MessagePort; readonly waiting: Map<number, Waiting>; closed: boolean };

/**
 * Writes through the port that `connect` gives, asked for at the first write and again after one that closed: then what
 * was under way fails with `store_failed`, since nobody can tell whether it was done. Nothing but an answer that is
 * awaited keeps the process alive.
 */
export function remote(connect: () => Promise<MessagePort>): Client {
  let link: Promise<Link> | null = null;
  let asked = 0;

  async function begin(): Promise<Link> {
    const port = await connect();
    const begun: Link = { port, waiting: new Map(), closed: false };
    port.on('message', (answer: Answer) => {
      const one = begun.waiting.get(answer.id);
      begun.waiting.delete(answer.id);
      if (begun.waiting.size === 0) port.unref();
      if ('told' in answer) one?.resolve(answer.told);
      else one?.reject(new StoreError(answer.code, answer.detail));
    });
    port.on('close', () => {
      begun.closed = true;
      link = null;
      for (const one of begun.waiting.values()) one.reject(ended());
      begun.waiting.clear();
    });
    port.unref();
    return begun;
  }

  return {
    ask: async (write) => {
      link ??= begin().catch((error: unknown) => {
        link = null;
        throw error;
      });
      const { port, waiting, closed } = await link;
      if (closed) throw ended();
      asked += 1;
      const id = asked;
      return await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        port.ref();
        port.postMessage({ id, write } satisfies Request);
      });
    },
    leave: () => {
      link?.then(
        ({ port }) => port.close(),
        () => undefined,
      );
    },
  };
}

const ended = (): StoreError => new StoreError('store_failed', 'the thread that writes to the store ended');
