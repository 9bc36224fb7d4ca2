import { createServer, type Socket } from 'node:net';

/** A proxy that is no good: it takes connections and says nothing, or one and the same to everyone. */
export type Sink = {
  readonly url: string;
  readonly port: number;
  /** How many connections it was asked for. */
  readonly taken: () => number;
  /** How many of them are open. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
};

/** Starts a TCP server on a free loopback port that answers every request head with `answer`, or with nothing at all. */
export async function startSink(answer: string | null = null): Promise<Sink> {
  const sockets = new Set<Socket>();
  let taken = 0;
  const server = createServer((socket) => {
    taken += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', () => void (answer !== null && socket.end(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    taken: () => taken,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
