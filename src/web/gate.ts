import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Lang } from '../domain/language.ts';
import { ApiFault } from './api/faults.ts';
import { refusal } from './api/refusal.ts';
import type { Clients } from './clients.ts';
import { createLimits, type Limits } from './limits.ts';

/** Refusals that are held back at once; past it a connection is cut instead. */
const MOST_HELD = 500;

export type Gate = {
  /** True where the request may go on; else it is refused here. Its limits are among the headers either way. */
  readonly admits: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** The gate before all that strangers may ask: how often, and nothing but questions. */
export function createGate(parts: {
  readonly clients: Clients;
  readonly limits: Limits;
  /** The language of who prefers none of ours. */
  readonly lang: Lang;
}): Gate {
  const limit = createLimits(parts.limits, () => performance.now());
  const underWay = new Map<string, number>();
  let held = 0;
  let last: Promise<void> = Promise.resolve();
  /** One refusal after the other, each in a round of the loop of its own: many at once hold up nobody who is let in. */
  const turn = (): Promise<void> => {
    last = last.then(() => new Promise((next) => setImmediate(next)));
    return last;
  };

  const refuse = (fault: ApiFault, request: IncomingMessage, response: ServerResponse, holdMs: number): void => {
    const send = async (): Promise<void> => {
      await turn();
      held -= 1;
      if (response.destroyed) return;
      const url = URL.parse(request.url ?? '/', 'http://port') ?? new URL('http://port/');
      const answer = refusal(fault, url, request.headers['accept-language'], parts.lang);
      for (const [name, value] of answer.headers) response.setHeader(name, value);
      // What of a body is still to come is not read.
      if (fault.code === 'too_large') response.setHeader('Connection', 'close');
      const body = Buffer.from(await answer.text());
      // Of a known length it goes out at once.
      response.setHeader('Content-Length', body.length);
      response.writeHead(answer.status).end(request.method === 'HEAD' ? undefined : body);
    };
    if (held >= MOST_HELD) return void request.socket.destroy();
    held += 1;
    if (holdMs === 0) return void send();
    setTimeout(() => void send(), holdMs).unref();
  };

  return {
    admits: (request, response) => {
      const client = parts.clients.of(request);
      const { admitted, headers, holdMs } = limit(client, underWay.get(client) ?? 0);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (!admitted) refuse(new ApiFault('too_many'), request, response, holdMs);
      else if (bodyOf(request)) refuse(new ApiFault('too_large'), request, response, 0);
      else {
        underWay.set(client, (underWay.get(client) ?? 0) + 1);
        response.once('close', () => {
          const left = (underWay.get(client) ?? 1) - 1;
          if (left > 0) underWay.set(client, left);
          else underWay.delete(client);
        });
        return true;
      }
      return false;
    },
  };
}

/** True where a request brings a body worth the name: nothing here takes one. */
function bodyOf({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 1_024;
}
