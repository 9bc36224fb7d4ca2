import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type ConnectionLimits = {
  /** Connections of one address. */
  readonly address: number;
  readonly all: number;
};

export const DEFAULT_CONNECTIONS: ConnectionLimits = { address: 256, all: 1_000 };

/**
 * Bounds the connections that a server holds. A new one is always taken, and the oldest goes for it: of the same address
 * first, and none while it answers what is `exempt`. So whoever holds all there are keeps nobody else out.
 */
export function boundConnections(
  server: Server,
  limits: ConnectionLimits,
  parts: {
    /** Behind such an address stand many. */
    readonly isProxy: (address: string | undefined) => boolean;
    readonly isExempt: (url: string | undefined) => boolean;
  },
): void {
  type Held = { readonly address: string; exempt: number };
  // A Map keeps the order in which they came.
  const held = new Map<Socket, Held>();
  const of = (address: string): number => [...held.values()].filter((one) => one.address === address).length;
  const dropOldest = (fits: (one: Held) => boolean): void => {
    for (const [socket, one] of held) {
      if (one.exempt > 0 || !fits(one)) continue;
      held.delete(socket);
      socket.destroy();
      return;
    }
  };

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (!parts.isProxy(address) && of(address) >= limits.address) dropOldest((one) => one.address === address);
    if (held.size >= limits.all) dropOldest(() => true);
    held.set(socket, { address, exempt: 0 });
    socket.once('close', () => held.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const one = held.get(request.socket);
    if (one === undefined || !parts.isExempt(request.url)) return;
    one.exempt += 1;
    response.once('close', () => {
      one.exempt -= 1;
    });
  });
}
